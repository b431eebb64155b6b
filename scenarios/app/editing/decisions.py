"""What was decided by hand, as a question that keeps it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from scenarios.app.editing.edits import Group, History, Move, Remove, group_of, started
from scenarios.plan import Origin, Plan
from scenarios.scenario import Fixed, Forbidden, Scenario

NAME_ROOM = 60
SUFFIX = "-by-hand"


@dataclass(frozen=True)
class KeptDecisions:
    """A question that keeps decisions; `scenario` is None where the study cannot."""

    scenario: Scenario | None
    lost: tuple[str, ...] = ()


def made_by_hand(history: History) -> Counter[Group]:
    """Openings of the plan that were moved or added by hand, counted."""
    openings = history.plan.openings
    rows = openings[openings["origin"] == Origin.MANUAL].to_dict("records")
    return Counter(group_of(row) for row in rows)


def removed_by_hand(history: History) -> tuple[Group, ...]:
    """Groups of the plan before the edits that were taken out and are not back."""
    touched = dict.fromkeys(e.group for e in history.edits if isinstance(e, Remove))
    if not touched:
        return ()
    base, now = _counted(history.base), _counted(history.plan)
    moved_to = {_moved(e) for e in history.edits if isinstance(e, Move)}
    return tuple(g for g in touched if now[g] < base[g] and g not in moved_to)


def _counted(plan: Plan) -> Counter[Group]:
    counted: Counter[Group] = Counter()
    for each in started(plan):
        counted[each.group] += each.count
    return counted


def _moved(edit: Move) -> Group:
    return Group(edit.group.place, edit.group.asset, edit.group.size, edit.year)


def fixed_list(
    groups: Counter[Group], size: Callable[[Group], float] = lambda group: group.size
) -> tuple[Fixed, ...]:
    """Decided buildings for a scenario."""
    return tuple(
        Fixed(
            place=group.place,
            size=max(1, round(size(group))),
            start_year=group.start_year,
            count=count,
        )
        for group, count in sorted(groups.items())
    )


def bans(groups: Iterable[Group]) -> tuple[Forbidden, ...]:
    """What was taken out is not started there in that size and year."""
    return tuple(
        Forbidden(
            place=group.place,
            sizes=(round(group.size),),
            first=group.start_year,
            last=group.start_year,
        )
        for group in groups
    )


def with_decisions(
    scenario: Scenario, fixed: tuple[Fixed, ...], forbidden: tuple[Forbidden, ...] = ()
) -> Scenario:
    """The question with further decisions, under a name that tells so."""
    return scenario.model_copy(
        update={
            "name": name_by_hand(scenario.name),
            "fixed": (*scenario.fixed, *fixed),
            "forbidden": (*scenario.forbidden, *forbidden),
        }
    )


def name_by_hand(name: str) -> str:
    return f"{name.removesuffix(SUFFIX)[: NAME_ROOM - len(SUFFIX)]}{SUFFIX}"
