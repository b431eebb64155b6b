"""A front in words."""

from __future__ import annotations

from scenarios.fronts.answer import Against, Front, Point
from scenarios.language import _, marked, told
from scenarios.views.numbers import bn_in_words, in_words, percent
from scenarios.views.page import Headline, HeadlineNumber
from scenarios.views.words import short_years
from scenarios.yearly import YearlyProgramme

_BUILT = {"upwards": marked("upwards"), "downwards": marked("downwards")}


def headline(front: Front, programme: YearlyProgramme) -> Headline:
    """What stands at the top of the report."""
    scenario = programme.study.scenario
    name = told(scenario.title) if scenario.title else scenario.name
    if front.request.against is Against.COST:
        title = _("What each level of money buys: {scenario}", scenario=name)
    else:
        title = _("What each level of fairness buys: {scenario}", scenario=name)
    leads = tuple(s for s in (_nesting(front), _unfinished(front), _proof(front)) if s)
    return Headline(title, _result(front, programme), leads, tuple(_numbers(front, programme)))


def sentence(front: Front, programme: YearlyProgramme) -> str:
    """The result, as the command prints it."""
    return headline(front, programme).text


def _result(front: Front, programme: YearlyProgramme) -> str:
    amount = short_years(programme.study.scenario.study)
    low, high = front.points[0], front.points[-1]
    if len(front.points) == 1:
        return _(
            "There is nothing to trade: one plan is best in both, with {shortage} discounted "
            "{amount} at {level}.",
            shortage=in_words(high.shortage),
            amount=amount,
            level=_at(front, high),
        )
    if front.knee is None:
        return _(
            "From {low} to {high} the discounted {amount} fall from {most} to {least}, at a steady "
            "rate: there is no knee.",
            low=_at(front, low),
            high=_at(front, high),
            amount=amount,
            most=in_words(low.shortage),
            least=in_words(high.shortage),
        )
    bend = front.points[front.knee]
    values = {
        "level": _at(front, bend),
        "shortage": in_words(bend.shortage),
        "amount": amount,
        "before": in_words(_rate(front, low, bend)),
        "after": in_words(_rate(front, bend, high)),
    }
    if front.request.against is Against.COST:
        return _(
            "The knee is at {level}, with {shortage} discounted {amount}: up to there one more bn "
            "KZT saves {before} of them on average, beyond it {after}.",
            **values,
        )
    return _(
        "The knee is at {level}, with {shortage} discounted {amount}: up to there letting the "
        "worst share rise by one percentage point saves {before} of them on average, beyond it "
        "{after}.",
        **values,
    )


def _rate(front: Front, one: Point, other: Point) -> float:
    against = front.request.against
    unit = 1000.0 if against is Against.COST else 0.01
    given = (other.measured(against) - one.measured(against)) / unit
    return (one.shortage - other.shortage) / given if given > 0 else 0.0


def _at(front: Front, point: Point) -> str:
    if front.request.against is Against.COST:
        return _("{money} of discounted cost", money=bn_in_words(point.cost))
    return _("a worst share of {share}", share=percent(point.worst_share, 1))


def _nesting(front: Front) -> str:
    if not front.nested:
        return ""
    worst = max(range(len(front.nested)), key=lambda i: front.prices[i])
    if front.prices[worst] <= 0:
        return _("Plans of which each is a part of the next reach the same front: nesting is free.")
    return _(
        "Plans of which each is a part of the next, so that no budget regrets a smaller one's "
        "choice, leave at most {share} more short than the front's own (at {level}); they were "
        "built {direction}.",
        share=percent(front.prices[worst], 2),
        level=_at(front, front.points[worst]),
        direction=told(_BUILT[front.direction]),
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
    gaps = [p.gap for p in front.points if p.gap is not None]
    if not gaps:
        return ""
    return _("Every point is proven within {gap} of the best possible.", gap=percent(max(gaps), 2))


def _numbers(front: Front, programme: YearlyProgramme) -> list[HeadlineNumber]:
    amount = short_years(programme.study.scenario.study)
    named = [
        (_("Tightest level: discounted {amount}", amount=amount), front.points[0]),
        (_("Loosest level: discounted {amount}", amount=amount), front.points[-1]),
    ]
    if front.knee is not None:
        bend = front.points[front.knee]
        named.insert(1, (_("Knee: discounted {amount}", amount=amount), bend))
    return [
        HeadlineNumber(
            name, in_words(point.shortage), detail=_("at {level}", level=_at(front, point))
        )
        for name, point in named
    ]
