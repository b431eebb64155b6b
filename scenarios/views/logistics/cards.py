"""The numbers under the headline of a logistics answer."""

from __future__ import annotations

import math

from scenarios.comparison import verdict
from scenarios.language import _
from scenarios.study import Answer
from scenarios.views.logistics.judged import (
    COST_TOLERANCE,
    KM_TOLERANCE,
    SHARE_TOLERANCE,
    TKM_TOLERANCE,
    kpis,
    periods,
    reach_km,
)
from scenarios.views.numbers import THIN, bn_in_words, grouped, in_words, percent
from scenarios.views.page import HeadlineNumber


def reach_card(answer: Answer) -> HeadlineNumber:
    last = periods(answer)[-1]
    ours, theirs = kpis(answer)
    mine, other = (k[f"freight_within_reach_{last}"] for k in (ours, theirs))
    return HeadlineNumber(
        label=_(
            "Freight beyond {km} km of a centre, {year}", km=grouped(reach_km(answer)), year=last
        ),
        value=percent(1 - mine, 1),
        counterpart=percent(1 - other, 1),
        verdict=verdict(1 - other, 1 - mine, SHARE_TOLERANCE),
        detail=_(
            "within: {mine}, documented {other}", mine=percent(mine, 1), other=percent(other, 1)
        ),
    )


def cost_card(answer: Answer) -> HeadlineNumber:
    ours, theirs = kpis(answer)
    mine, other = (k["total_cost_mln_kzt"] for k in (ours, theirs))
    return HeadlineNumber(
        label=_("Transport, handling and centres, discounted"),
        value=bn_in_words(mine),
        counterpart=bn_in_words(other),
        verdict=verdict(other, mine, COST_TOLERANCE),
        detail=_(
            "of it centres {mine}, documented {other}",
            mine=bn_in_words(ours["discounted_capex_mln_kzt"]),
            other=bn_in_words(theirs["discounted_capex_mln_kzt"]),
        ),
    )


def road_card(answer: Answer) -> HeadlineNumber:
    last = periods(answer)[-1]
    ours, theirs = kpis(answer)
    mine, other = (k[f"road_tkm_bn_{last}"] for k in (ours, theirs))
    return HeadlineNumber(
        label=_("Freight by road, tonne-kilometres in {year}", year=last),
        value=_tkm(mine),
        counterpart=_tkm(other),
        verdict=verdict(other, mine, TKM_TOLERANCE),
        detail=_(
            "by rail {mine}, documented {other}",
            mine=_tkm(ours[f"rail_tkm_bn_{last}"]),
            other=_tkm(theirs[f"rail_tkm_bn_{last}"]),
        ),
    )


def _tkm(billion: float) -> str:
    amount = in_words(1e9 * billion).replace(" billion", f"{THIN}bn")
    return _("{amount} t-km", amount=amount)


def distance_card(answer: Answer) -> HeadlineNumber:
    last = periods(answer)[-1]
    ours, theirs = kpis(answer)
    mine, other = (k[f"mean_km_{last}"] for k in (ours, theirs))
    return HeadlineNumber(
        label=_("Mean way of freight to the nearest centre, {year}", year=last),
        value=_km(mine),
        counterpart=_km(other),
        verdict=verdict(_or_none(other), _or_none(mine), KM_TOLERANCE),
        detail=_(
            "within 150 km: {mine} of freight, documented {other}",
            mine=percent(ours[f"freight_within_150_{last}"]),
            other=percent(theirs[f"freight_within_150_{last}"]),
        ),
    )


def _or_none(value: float) -> float | None:
    """None for a distance to no centre at all."""
    return value if math.isfinite(value) else None


def _km(value: float) -> str:
    return _("{n} km", n=grouped(value)) if math.isfinite(value) else _("no centre")
