"""What a run's figures say of its plan: the numbers of both plans and which is better."""

from __future__ import annotations

from typing import Any

import pandas as pd

from scenarios.comparison import verdict
from scenarios.evaluation import Evaluation
from scenarios.language import _
from scenarios.scenario import MeasureName
from scenarios.study import Answer
from scenarios.views import frames
from scenarios.views.numbers import MLN_PER_BN, bn, bn_in_words

SAME, WORSE = "same", "worse"
COUNT_TOLERANCE = 0.5  # place-years, pupil-years
SHARE_TOLERANCE = 5e-4  # what a percentage with one digit can show


def judge(answer: Answer, measure: MeasureName) -> str:
    """Better | same | worse, on the very figures that the headline prints.

    The third shift is judged by its last year, and by its pupil-years where that is the same.
    """
    if measure is MeasureName.SHORTAGE:
        ours, theirs = pair(answer, "shortage_place_years")
        return verdict(theirs, ours, COUNT_TOLERANCE)
    if measure is MeasureName.WORST_SHARE:
        ours, theirs = pair(answer, "worst_share")
        return verdict(theirs, ours, SHARE_TOLERANCE)
    end, documented_end = end_years(answer)
    by_end = verdict(documented_end, end, 0.0)
    if by_end != SAME:
        return by_end
    ours, theirs = pair(answer, "third_shift_pupil_years")
    return verdict(theirs, ours, COUNT_TOLERANCE)


def budget_phrase(answer: Answer) -> str:
    """`600 bn KZT a year`, or the range and mean where years differ."""
    budget = frames.spending(answer)["budget"]
    low, high, mean = budget.min(), budget.max(), budget.mean()
    if high - low <= 0.0005 * max(high, 1.0):
        return _("{money} a year", money=bn_in_words(mean * MLN_PER_BN))
    return _(
        "{low} to {high} a year ({mean} on average)",
        low=bn(low * MLN_PER_BN),
        high=bn_in_words(high * MLN_PER_BN),
        mean=bn(mean * MLN_PER_BN),
    )


def printed_by_period(answer: Answer) -> pd.DataFrame:
    """What the documented programme as printed takes, and the budget beside it.

    Returns one row per period between the documents' horizons: first, last, average, peak,
    peak_year, budget (average); bn KZT a year. Empty when no plan as printed was evaluated.
    """
    money = frames.spending(answer)
    rows: list[dict[str, Any]] = []
    start = answer.scenario.years.first
    for end in frames.horizons(answer) if "printed" in money else []:
        part = money[(money["year"] >= start) & (money["year"] <= end)]
        peak = part.nlargest(1, "printed").iloc[0]
        rows.append(
            {
                "first": start,
                "last": end,
                "average": part["printed"].mean(),
                "peak": peak["printed"],
                "peak_year": int(peak["year"]),
                "budget": part["budget"].mean(),
            }
        )
        start = end + 1
    return pd.DataFrame(rows, columns=["first", "last", "average", "peak", "peak_year", "budget"])


def optimised_kpis(answer: Answer) -> dict[str, Any]:
    return frames.optimised(answer).kpis


def baseline_kpis(answer: Answer) -> dict[str, Any]:
    return frames.baseline(answer).kpis


def equity_from(answer: Answer) -> int:
    """First year that counts for the worst district, as the simulator used it."""
    return int(answer.evaluations[answer.plan.name].kpis["worst_share_from_year"])


def pair(answer: Answer, kpi: str) -> tuple[float, float]:
    return float(optimised_kpis(answer)[kpi]), float(baseline_kpis(answer)[kpi])


def end_years(answer: Answer) -> tuple[int | None, int | None]:
    def end(evaluation: Evaluation) -> int | None:
        year = evaluation.kpis["third_shift_end_year"]
        return None if year is None or pd.isna(year) else int(year)

    return end(frames.optimised(answer)), end(frames.baseline(answer))
