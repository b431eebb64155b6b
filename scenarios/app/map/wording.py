"""Words of the map that several studies share."""

from __future__ import annotations

from dataclasses import dataclass

from scenarios.app.map.layers import DOCUMENTED, OPTIMISED, Key, Look
from scenarios.language import _, n_, spoken
from scenarios.scenario import StudyName


@dataclass(frozen=True)
class ProgrammeWords:
    """What a yearly programme counts, as heads of figures."""

    title: str
    need: str
    added: str
    missing: str
    share_missing: str


def programme_words(study: StudyName) -> ProgrammeWords:
    if study is StudyName.WATER:
        return ProgrammeWords(
            _("Map of people without safe water and of connections"),
            _("People to connect"),
            _("People connected"),
            _("People without water"),
            _("Without water, % of those to connect"),
        )
    if study is StudyName.PRESCHOOL:
        return ProgrammeWords(
            _("Map of the shortage of kindergarten places and of additions"),
            _("Children in need of a place"),
            _("Kindergarten places added"),
            _("Kindergarten places short"),
            _("Shortage of kindergarten places, % of need"),
        )
    return ProgrammeWords(
        _("Map of the shortage of school places and of additions"),
        _("Pupils in need of a place"),
        _("School places added"),
        _("School places short"),
        _("Shortage of school places, % of need"),
    )


@dataclass(frozen=True)
class PlanNames:
    """How the two plans are called on the map.

    Attributes
    ----------
    called : by plan, in few words
    adds : what its symbol stands for
    one : under both plans, whose figures shade the land and widen the lines
    """

    called: dict[str, str]
    adds: dict[str, str]
    one: str


def plan_names(*, edited: bool) -> PlanNames:
    """Of the documented plan, and of the optimised one or the one made by hand in its place."""
    ours = _("Edited by hand") if edited else _("Optimised")
    adds = _("Added by the edited plan") if edited else _("Added by the optimised plan")
    one = (
        _("Shading and the width of lines show the edited plan.")
        if edited
        else _("Shading and the width of lines show the optimised plan.")
    )
    return PlanNames(
        {DOCUMENTED: _("Documented"), OPTIMISED: ours},
        {DOCUMENTED: _("Added by the documented plan"), OPTIMISED: adds},
        one,
    )


def in_schematic_place() -> Key:
    # the page needs this module before it needs a library of charts
    from scenarios.views import style

    return Key(
        Look("disc", style.MUTED, dashed=True),
        _("Position is schematic: drawn near the district's centre"),
    )


def unplaced(count: int) -> tuple[str, ...]:
    """That some places cannot be drawn; nothing where all can."""
    if not count:
        return ()
    return (
        n_(
            "{n} place has no known position and is missing on the map.",
            "{n} places have no known position and are missing on the map.",
            count,
        ),
    )


def browser_words() -> dict[str, str]:
    """What the map itself says, by the key that its script asks for."""
    return {
        "plan": _("Plan on the map"),
        "both": _("Both"),
        "find": _("Find a place"),
        "choose": _("choose…"),
        "year": _("Year"),
        "play": _("Play"),
        "pause": _("Pause"),
        "zoom_in": _("Zoom in"),
        "zoom_out": _("Zoom out"),
        "schematic": _("position schematic"),
        "fixed": _("Fixed by you"),
        "forbidden": _("Forbidden by you"),
        "do_fixed": _("Build here"),
        "do_forbidden": _("Never here"),
        "do_free": _("Leave open"),
        "do_why": _("Why here?"),
        "decimal": "." if spoken() == "en" else ",",
    }
