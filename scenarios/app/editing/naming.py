"""What places, things and sizes of a plan are called, in the spoken language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from inputs.territory import Territory
from scenarios.language import _, marked, spoken
from scenarios.study import Answer
from scenarios.views.numbers import grouped

T_PER_MLN = 1e6

_ASSETS = {
    "school": marked("school"),
    "kindergarten": marked("kindergarten"),
    "preschool": marked("kindergarten"),
    "group_main": marked("group main"),
    "local_source": marked("local source"),
    "block_module": marked("block module"),
    "logistics_centre_small": marked("small centre"),
    "logistics_centre_medium": marked("medium centre"),
    "logistics_centre_large": marked("large centre"),
}
_SHORT = {
    "logistics_centre_small": marked("small"),
    "logistics_centre_medium": marked("medium"),
    "logistics_centre_large": marked("large"),
}
_SECTIONS = {
    "A": marked("Air"),
    "B": marked("Green and blue"),
    "C": marked("Waste"),
}


@dataclass(frozen=True)
class Called:
    """Names by id.

    Attributes
    ----------
    names : of places that the territory does not name (settlements, sites, projects)
    above : id of what stands over a place
    phases : what is done in a phase of the roadmap
    """

    territory: Territory
    kind: str
    names: Mapping[str, str]
    above: Mapping[str, str]
    phases: Mapping[str, str]
    _known: dict[tuple[str, str], str] = field(default_factory=dict, repr=False, compare=False)

    def name(self, place: str) -> str:
        if place in self.names:
            return self.names[place]
        # bars ask for the same names after every edit
        key = (place, spoken())
        if key not in self._known:
            self._known[key] = self.territory.name(*key)
        return self._known[key]

    def over_id(self, place: str) -> str:
        return self.above.get(place, "")

    def over(self, place: str) -> str:
        return self.over_name(self.over_id(place))

    def over_name(self, over: str) -> str:
        if self.kind == "roadmap":
            return _(_SECTIONS[over]) if over in _SECTIONS else over
        return self.name(over) if over else ""

    def asset(self, asset: str) -> str:
        if asset in self.phases:
            return self.phases[asset]
        return _(_ASSETS[asset]) if asset in _ASSETS else asset

    def short(self, asset: str, size: float) -> str:
        """On a bar."""
        if asset in self.phases:
            return asset
        return _(_SHORT[asset]) if asset in _SHORT else grouped(size)

    def size(self, asset: str, size: float) -> str:
        """A size with its unit."""
        if self.kind == "logistics":
            return _("{n} mln t a year", n=grouped(size / T_PER_MLN, 1))
        if self.kind == "water":
            return _("{n} people", n=grouped(size))
        if self.kind == "roadmap":
            return _("quantity {n}", n=grouped(size, 0 if size == int(size) else 1))
        return _("{n} places", n=grouped(size))


def called(answer: Answer) -> Called:
    """The names of an answer's plans."""
    names: dict[str, str] = {}
    above: dict[str, str] = {}
    phases: dict[str, str] = {}
    if answer.kind == "siting":
        from scenarios.views.siting.named import with_names

        table = with_names(answer).tables["settlements"]
        names = dict(zip(table["settlement_id"], table["name"].astype(str), strict=True))
        own = answer.evaluations[answer.plan.name].by_unit
        above = dict(zip(own["unit_id"], own["oblast_id"], strict=True))
    elif answer.kind == "logistics":
        from scenarios.views.logistics import named

        table = named.with_names(answer).tables["sites"]
        names = dict(zip(table["site_id"], table["name"].astype(str), strict=True))
        above = dict(zip(table["site_id"], table["oblast_id"].astype(str), strict=True))
    elif answer.kind == "roadmap":
        from scenarios.views.roadmap.words import projects

        table = projects(answer)
        names = dict(zip(table["item"], table["label"].astype(str), strict=True))
        above = dict(zip(table["item"], table["section"].astype(str), strict=True))
        phases = _phases(answer)
    else:
        own = answer.evaluations[answer.plan.name].by_unit
        above = dict(zip(own["unit_id"], own["oblast_id"], strict=True))
    return Called(answer.territory, answer.kind, names, above, phases)


def _phases(answer: Answer) -> dict[str, str]:
    table = answer.tables["schedule"].drop_duplicates("phase_id")
    return {
        str(phase): _("{activity} (phase {phase})", activity=str(activity), phase=str(phase))
        for phase, activity in zip(table["phase_id"], table["activity"], strict=True)
    }
