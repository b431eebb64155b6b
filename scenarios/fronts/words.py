"""A front in words."""

from __future__ import annotations

from scenarios.fronts.answer import Against, Front, Point
from scenarios.views.numbers import bn_in_words, in_words, percent
from scenarios.views.page import Headline, HeadlineNumber
from scenarios.views.words import short_years
from scenarios.yearly import YearlyProgramme


def headline(front: Front, programme: YearlyProgramme) -> Headline:
    """What stands at the top of the report."""
    scenario = programme.study.scenario
    what = "money" if front.request.against is Against.COST else "fairness"
    title = f"What each level of {what} buys: {scenario.title or scenario.name}"
    leads = tuple(s for s in (_nesting(front), _unfinished(front), _proof(front)) if s)
    return Headline(title, _result(front, programme), leads, tuple(_numbers(front, programme)))


def sentence(front: Front, programme: YearlyProgramme) -> str:
    """The result, as the command prints it."""
    return headline(front, programme).text


def _result(front: Front, programme: YearlyProgramme) -> str:
    amount = short_years(programme.study.scenario.study)
    low, high = front.points[0], front.points[-1]
    if len(front.points) == 1:
        return (
            f"There is nothing to trade: one plan is best in both, with {in_words(high.shortage)} "
            f"discounted {amount} at {_at(front, high)}."
        )
    if front.knee is None:
        return (
            f"From {_at(front, low)} to {_at(front, high)} the discounted {amount} fall from "
            f"{in_words(low.shortage)} to {in_words(high.shortage)}, at a steady rate: "
            "there is no knee."
        )
    bend = front.points[front.knee]
    before, after = _rate(front, low, bend), _rate(front, bend, high)
    step = _step(front)
    return (
        f"The knee is at {_at(front, bend)}, with {in_words(bend.shortage)} discounted {amount}: "
        f"up to there {step} saves {in_words(before)} of them on average, "
        f"beyond it {in_words(after)}."
    )


def _step(front: Front) -> str:
    if front.request.against is Against.COST:
        return "one more bn KZT"
    return "letting the worst share rise by one percentage point"


def _rate(front: Front, one: Point, other: Point) -> float:
    against = front.request.against
    unit = 1000.0 if against is Against.COST else 0.01
    given = (other.measured(against) - one.measured(against)) / unit
    return (one.shortage - other.shortage) / given if given > 0 else 0.0


def _at(front: Front, point: Point) -> str:
    if front.request.against is Against.COST:
        return f"{bn_in_words(point.cost)} of discounted cost"
    return f"a worst share of {percent(point.worst_share, 1)}"


def _nesting(front: Front) -> str:
    if not front.nested:
        return ""
    worst = max(range(len(front.nested)), key=lambda i: front.prices[i])
    if front.prices[worst] <= 0:
        return "Plans of which each is a part of the next reach the same front: nesting is free."
    return (
        "Plans of which each is a part of the next, so that no budget regrets a smaller one's "
        f"choice, leave at most {percent(front.prices[worst], 2)} more short than the front's own "
        f"(at {_at(front, front.points[worst])}); they were built {front.direction}."
    )


def _unfinished(front: Front) -> str:
    if front.complete:
        return ""
    return f"Interrupted: {front.asked} of {front.request.points} points were solved."


def _proof(front: Front) -> str:
    gaps = [p.gap for p in front.points if p.gap is not None]
    if not gaps:
        return ""
    return f"Every point is proven within {percent(max(gaps), 2)} of the best possible."


def _numbers(front: Front, programme: YearlyProgramme) -> list[HeadlineNumber]:
    amount = short_years(programme.study.scenario.study)
    named = [("Tightest level", front.points[0]), ("Loosest level", front.points[-1])]
    if front.knee is not None:
        named.insert(1, ("Knee", front.points[front.knee]))
    return [
        HeadlineNumber(
            f"{name}: discounted {amount}",
            in_words(point.shortage),
            detail=f"at {_at(front, point)}",
        )
        for name, point in named
    ]
