"""A front in words."""

from __future__ import annotations

from scenarios.fronts.answer import Front, Point
from scenarios.fronts.subject import Subject
from scenarios.language import _, marked, told
from scenarios.views.numbers import percent
from scenarios.views.page import Headline, HeadlineNumber

_BUILT = {"upwards": marked("upwards"), "downwards": marked("downwards")}


def headline(front: Front, subject: Subject) -> Headline:
    """What stands at the top of the report."""
    scenario = subject.study.scenario
    name = told(scenario.title) if scenario.title else scenario.name
    leads = tuple(s for s in (_nesting(front, subject), _unfinished(front), _proof(front)) if s)
    words = subject.words
    numbers = tuple(_numbers(front, subject))
    return Headline(words.title(front, name), words.result(front), leads, numbers)


def sentence(front: Front, subject: Subject) -> str:
    """The result, as the command prints it."""
    return headline(front, subject).text


def rate(front: Front, one: Point, other: Point, unit: float) -> float:
    """By how much the objective falls for a unit of what is given, between two points."""
    against = front.request.against
    given = (other.measured(against) - one.measured(against)) / unit
    return (one.objective - other.objective) / given if given > 0 else 0.0


def _nesting(front: Front, subject: Subject) -> str:
    if not front.nested:
        return ""
    worst = max(range(len(front.nested)), key=lambda i: front.prices[i])
    if front.prices[worst] <= 0:
        return _("Plans of which each is a part of the next reach the same front: nesting is free.")
    return subject.words.nesting(
        front,
        percent(front.prices[worst], 2),
        subject.words.at(front, front.points[worst]),
        told(_BUILT[front.direction]),
    )


def _unfinished(front: Front) -> str:
    if front.complete:
        return ""
    return _(
        "Interrupted: {solved} of {asked} points were solved.",
        solved=front.asked,
        asked=front.request.points,
    )


def _proof(front: Front) -> str:
    gaps = [p.gap for p in front.points]
    proven = [gap for gap in gaps if gap is not None]
    if not proven:
        return ""
    if len(proven) < len(gaps):
        return _(
            "{proven} of {points} points are proven within {gap} of the best possible; for the "
            "others the table says what is proven.",
            proven=len(proven),
            points=len(gaps),
            gap=percent(max(proven), 2),
        )
    return _(
        "Every point is proven within {gap} of the best possible.", gap=percent(max(proven), 2)
    )


def _numbers(front: Front, subject: Subject) -> list[HeadlineNumber]:
    words = subject.words
    amount = words.measure()
    named = [
        (_("Tightest level: {amount}", amount=amount), front.points[0]),
        (_("Loosest level: {amount}", amount=amount), front.points[-1]),
    ]
    if front.knee is not None:
        named.insert(1, (_("Knee: {amount}", amount=amount), front.points[front.knee]))
    return [
        HeadlineNumber(
            name,
            words.value(point.objective),
            detail=_("at {level}", level=words.at(front, point)),
        )
        for name, point in named
    ]
