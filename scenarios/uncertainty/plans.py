"""Here-and-now plans: the starts of the first years, whoever proposes them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from inputs.territory import Territory
from scenarios.plan import Plan
from scenarios.scenario import Fixed, Scenario, StudyName
from scenarios.studies.education import PRESCHOOL, SCHOOLS, EducationStudy
from scenarios.uncertainty.question import Future

MEAN, DOCUMENTED, CONSENSUS = "the mean future's plan", "the documented plan", "the consensus"

Start = tuple[str, int, int]  # place, places in the building, start year

_MONEY_TOLERANCE_MLN = 1e-3


@dataclass(frozen=True)
class HereAndNow:
    """What is started up to the year of decision.

    Attributes
    ----------
    names : who proposes it; several where they agree
    starts : (place, size, year) -> buildings
    """

    names: tuple[str, ...]
    starts: Mapping[Start, int]

    @property
    def label(self) -> str:
        return " = ".join(self.names)

    @property
    def places(self) -> int:
        return sum(size * count for (_, size, _), count in self.starts.items())


def starts_of(plan: Plan, until: int) -> dict[Start, int]:
    """The openings of a plan up to the end of `until`; sizes as whole places."""
    rows = plan.openings
    rows = rows[rows["start_year"] <= until]
    found = Counter(
        (str(place), round(size), int(year))
        for place, size, year in zip(
            rows["place_id"], rows["size"], rows["start_year"], strict=True
        )
        if round(size) > 0
    )
    return dict(sorted(found.items()))


def merged(plans: Sequence[HereAndNow]) -> list[HereAndNow]:
    """Plans with the same starts as one, under all their names."""
    known: dict[tuple[tuple[Start, int], ...], HereAndNow] = {}
    for plan in plans:
        key = tuple(sorted(plan.starts.items()))
        names = (*known[key].names, *plan.names) if key in known else plan.names
        known[key] = HereAndNow(names, plan.starts)
    return list(known.values())


def with_plan(scenario: Scenario, plan: HereAndNow, until: int) -> Scenario:
    """The question that is left when `plan` is decided and nothing else starts until then.

    What the scenario fixes later stays; what it fixes up to `until` is part of every plan already.
    """
    later = tuple(f for f in scenario.fixed if f.start_year > until)
    decided = tuple(
        Fixed(place=place, size=size, start_year=year, count=count)
        for (place, size, year), count in plan.starts.items()
    )
    years = scenario.years.model_copy(update={"decided_until": until})
    return scenario.model_copy(update={"years": years, "fixed": (*decided, *later)})


def documented_plan(territory: Territory, scenario: Scenario, until: int) -> HereAndNow:
    """The documented plan's first years under the scenario's money."""
    study = study_of(territory, scenario)
    return HereAndNow((DOCUMENTED,), starts_of(study.documented()[study.baseline], until))


def consensus(
    territory: Territory,
    futures: Sequence[Future],
    own: Sequence[Mapping[Start, int]],
    until: int,
) -> HereAndNow:
    """Starts in the order of the weight of the futures that have them, as far as money goes.

    A further building of the same kind counts for the futures that have as many. No unit gets
    more places than the most that any future gives it, and every future must be able to pay.

    Parameters
    ----------
    own : the starts of each future's optimum
    """
    belief: Counter[tuple[Start, int]] = Counter()
    most: dict[str, int] = {}
    for future, starts in zip(futures, own, strict=True):
        given: Counter[str] = Counter()
        for start, count in starts.items():
            given[start[0]] += start[1] * count
            for copy in range(count):
                belief[start, copy] += future.weight  # type: ignore[assignment]
        for place, places in given.items():
            most[place] = max(most.get(place, 0), places)
    ordered: list[Start] = []
    taken: Counter[str] = Counter()
    for (start, _), _ in sorted(belief.items(), key=lambda item: (-item[1], item[0])):
        place, size, _ = start
        if taken[place] + size <= most[place]:
            taken[place] += size
            ordered.append(start)
    low, high = 0, len(ordered)
    while low < high:
        middle = (low + high + 1) // 2
        trial = HereAndNow((CONSENSUS,), Counter(ordered[:middle]))
        if all(_affordable(territory, with_plan(f.scenario, trial, until)) for f in futures):
            low = middle
        else:
            high = middle - 1
    return HereAndNow((CONSENSUS,), dict(sorted(Counter(ordered[:low]).items())))


def _affordable(territory: Territory, scenario: Scenario) -> bool:
    study = study_of(territory, scenario)
    if study.problems():
        return False
    over: float = study.evaluate(study.fixed).kpis["overspending_mln_kzt"]
    return over <= _MONEY_TOLERANCE_MLN


def discounted_cost(territory: Territory, scenario: Scenario) -> float:
    """Mln KZT, discounted, of what the scenario fixes; the model's cost does not count it."""
    study = study_of(territory, scenario)
    cost: float = study.evaluate(study.fixed).kpis["discounted_spending_mln_kzt"]
    return cost


def study_of(territory: Territory, scenario: Scenario) -> EducationStudy:
    """The study that a question under uncertainty is about."""
    programme = {StudyName.SCHOOLS: SCHOOLS, StudyName.PRESCHOOL: PRESCHOOL}[scenario.study]
    return EducationStudy(territory, scenario, programme)
