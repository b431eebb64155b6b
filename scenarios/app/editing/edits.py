"""A plan under a planner's hands: what may be done to it, and the way back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import pandas as pd

from inputs.errors import InputError
from scenarios.app.at_hand import AtHand
from scenarios.language import _
from scenarios.plan import Origin, Plan

if TYPE_CHECKING:
    from scenarios.app.editing.crafts import Craft

EDITED = "edited by hand"


@dataclass(frozen=True, order=True)
class Group:
    """Equal openings: the same thing of the same size, started in the same place and year."""

    place: str
    asset: str
    size: float
    start_year: int


@dataclass(frozen=True)
class Move:
    """Start `count` of a group in another year; None moves all of it.

    With an `origin` only what came to be so is moved: what stands beside it on a bar of its own
    stays.
    """

    group: Group
    year: int
    count: int | None = None
    origin: str | None = None


@dataclass(frozen=True)
class Remove:
    """Take `count` of a group out of the plan; None removes all of it. `origin` as in `Move`."""

    group: Group
    count: int | None = None
    origin: str | None = None


@dataclass(frozen=True)
class Add:
    """Start something that is not in the plan."""

    group: Group
    count: int = 1


Edit = Move | Remove | Add


class EditRefused(InputError):
    """What cannot be done to the plan, in the planner's words."""


def edited(plan: Plan, edit: Edit, craft: Craft) -> Plan:
    """The plan after an edit; what the edit touches is `manual` from then on.

    Raises
    ------
    EditRefused
        the year, place, thing or size is none of the study's, or the group is not in the plan
    """
    if isinstance(edit, Add):
        _require_known(edit, craft)
        added = [_manual(craft.opened(edit.group)) for _n in range(edit.count)]
        result = _with_rows(plan, (), added)
    else:
        rows = _rows(plan, edit)
        if isinstance(edit, Remove):
            result = _with_rows(plan, rows, ())
        else:
            _require_year(edit.group, edit.year, craft)
            moved = [_manual(craft.restarted(_record(plan, row), edit.year)) for row in rows]
            result = _with_rows(plan, rows, moved)
    if refusal := craft.refusal(result):
        raise EditRefused(refusal)
    return result


@dataclass(frozen=True)
class History:
    """A plan, what was done to it, and what was undone.

    Attributes
    ----------
    base : the plan before the first edit
    done : (edit, plan after it), oldest first
    undone : the same for what was undone, the last one undone at the end
    """

    base: Plan
    done: tuple[tuple[Edit, Plan], ...] = ()
    undone: tuple[tuple[Edit, Plan], ...] = field(default=())

    @property
    def plan(self) -> Plan:
        """As it stands now."""
        return self.done[-1][1] if self.done else self.base

    @property
    def edits(self) -> tuple[Edit, ...]:
        return tuple(edit for edit, _plan in self.done)

    def did(self, edit: Edit, craft: Craft) -> History:
        """The history after another edit.

        Raises
        ------
        EditRefused
            as `edited`
        """
        plan = replace(edited(self.plan, edit, craft), name=EDITED)
        return History(self.base, (*self.done, (edit, plan)))

    def undo(self) -> History:
        if not self.done:
            return self
        return History(self.base, self.done[:-1], (*self.undone, self.done[-1]))

    def redo(self) -> History:
        if not self.undone:
            return self
        return History(self.base, (*self.done, self.undone[-1]), self.undone[:-1])


@dataclass(frozen=True)
class Started:
    """Equal openings of one origin, counted."""

    group: Group
    in_service_year: int
    unit: str
    origin: str
    count: int


def started(plan: Plan) -> list[Started]:
    """The openings of a plan, those that are equal counted, by place and year."""
    return list(_STARTED(plan))


def _started(plan: Plan) -> list[Started]:
    columns = ["place_id", "asset", "size", "start_year", "in_service_year", "unit", "origin"]
    opened = plan.openings
    equal = Counter(zip(*(opened[column].tolist() for column in columns), strict=True))
    return [
        Started(Group(place, asset, size, start), service, unit, origin, count)
        for (place, asset, size, start, service, unit, origin), count in sorted(equal.items())
    ]


_STARTED = AtHand(_started)


def group_of(row: Mapping[Hashable, Any]) -> Group:
    """The group that a row of a plan belongs to."""
    return Group(
        str(row["place_id"]), str(row["asset"]), float(row["size"]), int(row["start_year"])
    )


def _rows(plan: Plan, edit: Move | Remove) -> list[int]:
    """Positions of the rows that an edit touches, those made by hand last."""
    actions, group = plan.openings, edit.group
    found = actions[
        (actions["place_id"] == group.place)
        & (actions["asset"] == group.asset)
        & (actions["size"] == group.size)
        & (actions["start_year"] == group.start_year)
    ]
    if edit.origin is not None:
        found = found[found["origin"] == edit.origin]
    free = found[found["origin"] != Origin.FIXED]
    if found.empty:
        raise EditRefused(_("There is no such opening in the plan any more."))
    if free.empty:
        raise EditRefused(_("This opening is decided in the question; change it there to move it."))
    ordered = [int(i) for i in free.sort_values("origin", key=_hand_last, kind="stable").index]
    return ordered if edit.count is None else ordered[: edit.count]


def _hand_last(origins: pd.Series) -> pd.Series:
    return origins == Origin.MANUAL


def _record(plan: Plan, row: int) -> dict[str, Any]:
    return {str(key): value for key, value in plan.actions.loc[row].to_dict().items()}


def _with_rows(plan: Plan, gone: Iterable[int], new: Iterable[dict[str, Any]]) -> Plan:
    kept = plan.actions.drop(index=list(gone))
    added = Plan.from_rows(plan.name, new).actions
    order = ["start_year", "place_id", "size", "in_service_year"]
    table = pd.concat([kept, added]) if len(added) else kept
    return Plan(plan.name, table.sort_values(order, ignore_index=True))


def _manual(row: dict[str, Any]) -> dict[str, Any]:
    return {**row, "origin": Origin.MANUAL.value}


def _require_year(group: Group, year: int, craft: Craft) -> None:
    years = craft.years(group.place, group.asset)
    if year not in years:
        if not years:
            raise EditRefused(_("This keeps its years: the question does not leave it free."))
        if len(years) == years[-1] - years[0] + 1:
            allowed = _("{first} to {last}", first=str(years[0]), last=str(years[-1]))
        else:
            allowed = ", ".join(map(str, years))
        raise EditRefused(
            _("Nothing can be started here in {year}; possible: {years}.", year=str(year),
              years=allowed)
        )  # fmt: skip


def _require_known(edit: Add, craft: Craft) -> None:
    group = edit.group
    if group.place not in craft.rules.places:
        raise EditRefused(_("“{place}” is no place of this question.", place=group.place))
    if group.asset not in craft.assets(group.place):
        raise EditRefused(_("“{asset}” cannot be started there.", asset=group.asset))
    if not any(abs(size - group.size) < 0.5 for size in craft.sizes(group.place, group.asset)):
        raise EditRefused(_("There is no such size on the menu of that place."))
    if edit.count < 1:
        raise EditRefused(_("At least one must be added."))
    _require_year(group, group.start_year, craft)
