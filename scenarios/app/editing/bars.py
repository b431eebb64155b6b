"""A plan as bars by place and year."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from scenarios.app.editing.crafts import Craft
from scenarios.app.editing.edits import Edit, Group, Move, Started, started
from scenarios.app.editing.naming import Called
from scenarios.language import n_
from scenarios.plan import Origin, Plan


@dataclass(frozen=True)
class Bar:
    """A group of openings as it is drawn.

    Attributes
    ----------
    key : names the group between the page and the plan
    lane : row within the place, so that no bar covers another
    start : year of the start; span : columns up to service, at least one
    text : on the bar; said : aloud and in the tooltip
    kind : fixed, manual, or planned
    """

    key: str
    lane: int
    start: int
    span: int
    text: str
    said: str
    kind: str


@dataclass(frozen=True)
class Row:
    """A place with its bars, which need `lanes` rows; the `first` of its oblast (`over`) or not."""

    place: str
    name: str
    over: str
    first: bool
    lanes: int
    bars: tuple[Bar, ...]


def key_of(group: Group, origin: str) -> str:
    return f"{group.place}|{group.asset}|{group.size!r}|{origin}|{group.start_year}"


def group_from(key: str) -> tuple[Group, str]:
    """The group that a page names, and the origin of what is on the bar.

    Raises
    ------
    ValueError
        it is no key
    """
    place, asset, size, origin, year = key.split("|")
    return Group(place, asset, float(size), int(year)), Origin(origin).value


def key_after(key: str, edit: Edit, plan: Plan) -> str:
    """Key of the bar that an edit of a bar has left: where it went, or as it was.

    What was moved may have another size in its new year; what was refused or taken out keeps the
    key that it had.
    """
    if isinstance(edit, Move):
        asked = edit.group
        new = [
            each.group
            for each in started(plan)
            if each.origin == Origin.MANUAL
            and (each.group.place, each.group.asset) == (asked.place, asked.asset)
            and each.group.start_year == edit.year
        ]
        if new:
            nearest = min(new, key=lambda group: abs(group.size - asked.size))
            return key_of(nearest, Origin.MANUAL.value)
    return key


def start_years(plan: Plan, craft: Craft) -> tuple[int, ...]:
    """The columns: all years in which something may be started, or is."""
    opened = plan.openings
    pairs = opened[["place_id", "asset"]].drop_duplicates().itertuples(index=False)
    offered = {year for place, asset in pairs for year in craft.years(str(place), str(asset))}
    years = offered | set(opened["start_year"].astype(int))
    rules = craft.rules
    if not years:
        return (rules.first_year,)
    return tuple(sorted(years))


def sequence(
    plan: Plan, craft: Craft, called: Called, years: Sequence[int], over: str | None = None
) -> tuple[Row, ...]:
    """The places of a plan with what is started there, by oblast and name.

    Parameters
    ----------
    years : the columns
    over : only places of this oblast (or district, or section)
    """
    by_place: dict[str, list[Started]] = {}
    for each in started(plan):
        if over is None or called.over_id(each.group.place) == over:
            by_place.setdefault(each.group.place, []).append(each)
    wanted = list(by_place)
    wanted.sort(key=lambda p: (called.over(p), called.name(p)))
    rows, before = [], None
    for place in wanted:
        above = called.over(place)
        bars, lanes = _bars(by_place[place], craft, called, years)
        rows.append(Row(place, called.name(place), above, above != before, lanes, bars))
        before = above
    return tuple(rows)


def as_plain(rows: Sequence[Row]) -> list[dict[str, Any]]:
    """For the page."""
    return [asdict(row) for row in rows]


def _bars(
    found: Sequence[Started], craft: Craft, called: Called, years: Sequence[int]
) -> tuple[tuple[Bar, ...], int]:
    ends: list[int] = []
    bars = []
    for each in sorted(found, key=lambda s: (s.group.start_year, -s.group.size, s.group.asset)):
        start = each.group.start_year
        span = max(1, sum(start <= year < each.in_service_year for year in years))
        column = years.index(start)
        lane = next((n for n, end in enumerate(ends) if end <= column), len(ends))
        if lane == len(ends):
            ends.append(0)
        ends[lane] = column + span
        bars.append(
            Bar(
                key=key_of(each.group, each.origin),
                lane=lane,
                start=start,
                span=span,
                text=_text(each, called),
                said=_said(each, called),
                kind=_kind(each, craft),
            )
        )
    return tuple(bars), max(1, len(ends))


def _kind(each: Started, craft: Craft) -> str:
    if each.origin == Origin.FIXED or not craft.years(each.group.place, each.group.asset):
        return "fixed"
    return "manual" if each.origin == Origin.MANUAL else "planned"


def _text(each: Started, called: Called) -> str:
    size = called.short(each.group.asset, each.group.size)
    return size if each.count == 1 else f"{each.count}×{size}"


def _said(each: Started, called: Called) -> str:
    group = each.group
    return n_(
        "{place}: {asset}, {size}; started in {start}, in service in {service}",
        "{place}: {n} × {asset}, {size} each; started in {start}, in service in {service}",
        each.count,
        place=called.name(group.place),
        asset=called.asset(group.asset),
        size=called.size(group.asset, group.size),
        start=str(group.start_year),
        service=str(each.in_service_year),
    )
