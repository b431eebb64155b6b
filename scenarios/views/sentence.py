"""The headline's sentence: what the money leaves short, and what becomes of the worst district."""

from __future__ import annotations

from typing import Any

from scenarios.language import _, spoken
from scenarios.scenario import MeasureName, StudyName
from scenarios.study import Answer
from scenarios.views import frames
from scenarios.views.judged import (
    SAME,
    SHARE_TOLERANCE,
    WORSE,
    baseline_kpis,
    budget_phrase,
    equity_from,
    judge,
    optimised_kpis,
    pair,
)
from scenarios.views.numbers import in_words, percent
from scenarios.views.words import plan_phrase, plan_than

FINE_BELOW = 0.01  # shares below it keep a digit


def sentence(answer: Answer) -> str:
    """Both plans compared in one sentence."""
    shortage, worst = _shortage(answer), _worst(answer)
    if not worst:
        return _("{shortage}.", shortage=shortage)
    if judge(answer, MeasureName.WORST_SHARE) == WORSE:
        return _("{shortage}, but {worst}.", shortage=shortage, worst=worst)
    return _("{shortage}, and {worst}.", shortage=shortage, worst=worst)


def _shortage(answer: Answer) -> str:
    """What the money leaves short, a sentence without its full stop."""
    ours, theirs = pair(answer, "shortage_place_years")
    baseline = frames.baseline_name(answer)
    said: dict[str, Any] = {
        "budget": budget_phrase(answer),
        "year": answer.scenario.years.last,
        "size": in_words(abs(ours - theirs)),
        "plan": plan_than(baseline),
    }
    if round(ours) == 0:
        return _no_shortage(answer, theirs, {**said, "plan": plan_phrase(baseline)})
    if judge(answer, MeasureName.SHORTAGE) == SAME:
        return _(
            "With {budget}, building in the optimised order leaves as many place-years short to "
            "{year} ({all}) as {plan}",
            all=in_words(ours),
            **said,
        )
    if theirs >= 1:
        said["share"] = percent(abs(ours - theirs) / theirs, 1)
        if ours < theirs:
            return _(
                "With {budget}, building in the optimised order leaves {size} fewer place-years "
                "short by {year} ({share}) than {plan}",
                **said,
            )
        return _(
            "With {budget}, building in the optimised order leaves {size} more place-years short "
            "by {year} ({share}) than {plan}",
            **said,
        )
    return _(
        "With {budget}, building in the optimised order leaves {size} more place-years short by "
        "{year} than {plan}",
        **said,
    )


def _no_shortage(answer: Answer, theirs: float, said: dict[str, Any]) -> str:
    schools = answer.scenario.study is StudyName.SCHOOLS
    if round(theirs) == 0:
        return (
            _(
                "With {budget}, building in the optimised order leaves no shortage of school "
                "places to {year}, and neither does {plan}",
                **said,
            )
            if schools
            else _(
                "With {budget}, building in the optimised order leaves no shortage of preschool "
                "places to {year}, and neither does {plan}",
                **said,
            )
        )
    return (
        _(
            "With {budget}, building in the optimised order leaves no shortage of school places "
            "to {year}, where {plan} leaves {size} place-years short",
            **said,
        )
        if schools
        else _(
            "With {budget}, building in the optimised order leaves no shortage of preschool "
            "places to {year}, where {plan} leaves {size} place-years short",
            **said,
        )
    )


def _worst(answer: Answer) -> str:
    """What becomes of the worst district, a clause; empty where none is short."""
    ours, theirs = optimised_kpis(answer), baseline_kpis(answer)
    shares = float(ours["worst_share"]), float(theirs["worst_share"])
    if max(shares) < SHARE_TOLERANCE:
        return ""
    mine, other = (percent(s, 1 if s < FINE_BELOW else 0) for s in shares)
    if mine == other:
        mine, other = (percent(s, 1) for s in shares)
    said: dict[str, Any] = {
        "since": equity_from(answer),
        "mine": mine,
        "other": other,
        "year": int(ours["worst_share_year"]),
        "name": answer.territory.name(str(ours["worst_share_unit_id"]), spoken()),
    }
    alone = len(frames.unit_ids(answer)) == 1
    if shares[0] < SHARE_TOLERANCE:
        return (
            _("from {since} on it is not short, where the worst is {other}", **said)
            if alone
            else _("from {since} on no district is short, where the worst is {other}", **said)
        )
    judged = judge(answer, MeasureName.WORST_SHARE)
    if judged == WORSE:
        return _worse_off(alone, shares[1] < SHARE_TOLERANCE, said)
    if judged == SAME:
        return (
            _("from {since} on it is never more than {mine} short ({year}), as there", **said)
            if alone
            else _(
                "from {since} on no district is worse than {mine} short ({name}, {year}), as there",
                **said,
            )
        )
    return (
        _(
            "from {since} on it is never more than {mine} short ({year}) instead of {other}",
            **said,
        )
        if alone
        else _(
            "from {since} on no district is worse than {mine} short ({name}, {year}) instead of "
            "{other}",
            **said,
        )
    )


def _worse_off(alone: bool, none_there: bool, said: dict[str, Any]) -> str:
    if alone and none_there:
        return _("it is {mine} short in {year}, where from {since} on none is short", **said)
    if alone:
        return _("it is {mine} short in {year}, where the worst from {since} on is {other}", **said)
    if none_there:
        return _("{name} is {mine} short in {year}, where from {since} on none is short", **said)
    return _("{name} is {mine} short in {year}, where the worst from {since} on is {other}", **said)
