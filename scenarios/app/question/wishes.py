"""Places that a planner fixes, rules out or leaves to the optimiser, in the table or on the map."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal

from inputs.assumptions import Assumptions
from inputs.errors import InputError
from inputs.territory import Territory
from scenarios.app.question.asking import Question, change, value_at
from scenarios.scenario import StudyName, Years
from scenarios.study_parts import Siting

Standing = Literal["fixed", "forbidden", "free"]

BUILDINGS = {StudyName.SCHOOLS: "school", StudyName.PRESCHOOL: "preschool"}
_ANY_SIZE = 1  # the study chooses the size itself
_VILLAGE_PEOPLE = "water_group_main_village_people"


def study_of(question: Question) -> StudyName:
    """The study that is asked; the usual one while what is written is none."""
    written = value_at(question, ("study",))
    known = isinstance(written, str) and written in set(StudyName)
    return StudyName(written) if known else StudyName.SCHOOLS


def by_settlement(question: Question) -> bool:
    """Whether settlements are sited."""
    return bool(value_at(question, ("level",)) == "settlement")


def can_forbid(question: Question) -> bool:
    """Whether the study reads places that are ruled out."""
    return study_of(question) is not StudyName.ROADMAP


def standing(question: Question, place: str) -> Standing:
    """What is asked of a place."""
    if study_of(question) is StudyName.ROADMAP:
        return "fixed" if place in value_at(question, ("roadmap", "start")) else "free"
    for key in ("fixed", "forbidden"):
        if any(row.get("place") == place for row in _rows(question, key)):
            return "fixed" if key == "fixed" else "forbidden"
    return "free"


def fix(
    question: Question, place: str, territory: Territory, start_year: int | None = None
) -> Question:
    """The question with something decided at a place, and no longer ruled out there.

    A size that fits is written, to be changed in the table. Of the roadmap a place is a project,
    which begins in the year.

    Parameters
    ----------
    start_year : None is the first year in which anything may start, for a project its documented
        one, and for a settlement the last period: by then, whenever it is
    """
    if study_of(question) is StudyName.ROADMAP:
        year = documented_start(territory, place) if start_year is None else start_year
        begun = {**value_at(question, ("roadmap", "start")), place: year}
        return change(question, ("roadmap", "start"), begun)
    year = usual_year(question) if start_year is None else start_year
    size = usual_size(question, territory.assumptions)
    row = {"place": place, "size": size, "start_year": year}
    return _append(_leave(question, "forbidden", place), "fixed", row)


def forbid(question: Question, place: str) -> Question:
    """The question with nothing started at a place, and nothing decided there any longer."""
    if not can_forbid(question) or standing(question, place) == "forbidden":
        return question
    return _append(_leave(question, "fixed", place), "forbidden", {"place": place})


def free(question: Question, place: str) -> Question:
    """The question that leaves a place to the optimiser."""
    if study_of(question) is StudyName.ROADMAP:
        begun = {k: v for k, v in value_at(question, ("roadmap", "start")).items() if k != place}
        return change(question, ("roadmap", "start"), begun)
    return _leave(_leave(question, "fixed", place), "forbidden", place)


def usual_year(question: Question) -> int:
    """The first year in which anything may start, of settlements the last by which it stands.

    The usual one while none is written.
    """
    if by_settlement(question):
        periods = value_at(question, ("siting", "periods"))
        known = isinstance(periods, list | tuple) and all(isinstance(y, int) for y in periods)
        return max(periods) if known and periods else Siting().periods[-1]
    written = value_at(question, ("years", "first"))
    return written if isinstance(written, int) else Years().first


def documented_start(territory: Territory, item: str) -> int:
    """The year in which the document begins a project of the roadmap.

    Raises
    ------
    InputError
        the data have no such project
    """
    projects = territory.table("projects").set_index("item")["period"]
    if item not in projects.index:
        raise InputError("no such project", file="projects.csv", column="item", value=item)
    return int(str(projects[item])[:4])


def menu(question: Question, assumptions: Assumptions) -> list[int]:
    """Sizes of the buildings that may be started, places, rising; empty where there is no menu."""
    prefix = BUILDINGS.get(study_of(question))
    if prefix is None:
        return []
    asked = value_at(question, ("construction", "sizes"))
    if isinstance(asked, list) and asked and all(isinstance(size, int) for size in asked):
        return sorted(asked)
    start = f"{prefix}_place_cost_"
    return sorted(int(n.removeprefix(start)) for n in assumptions if n.startswith(start))


def usual_size(question: Question, assumptions: Assumptions) -> int:
    """The middle of the menu, of settlements its least; people of a usual village for water."""
    sizes = menu(question, assumptions)
    if sizes and by_settlement(question):
        return sizes[0]  # any larger may be too large for the settlement
    if sizes:
        return sizes[len(sizes) // 2]
    if study_of(question) is StudyName.WATER:
        return round(assumptions.value(_VILLAGE_PEOPLE))
    return _ANY_SIZE


def _rows(question: Question, key: str) -> list[dict[str, Any]]:
    written = value_at(question, (key,))
    return [row for row in written if isinstance(row, dict)] if isinstance(written, list) else []


def _append(question: Question, key: str, row: dict[str, Any]) -> Question:
    return change(question, (key,), [*_rows(question, key), row])


def _leave(question: Question, key: str, place: str) -> Question:
    return _kept(question, key, lambda row: row.get("place") != place)


def _kept(question: Question, key: str, wanted: Callable[[dict[str, Any]], bool]) -> Question:
    rows = _rows(question, key)
    kept = [row for row in rows if wanted(row)]
    return question if len(kept) == len(rows) else change(question, (key,), kept)
