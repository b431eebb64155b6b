"""The answer in ten seconds: sentences and three numbers, written from the figures of the run."""

from __future__ import annotations

from typing import Any

import pandas as pd

from scenarios.comparison import verdict
from scenarios.evaluation import Evaluation
from scenarios.scenario import MeasureName
from scenarios.study import Answer
from scenarios.views import frames
from scenarios.views.numbers import (
    MLN_PER_BN,
    bn,
    bn_in_words,
    in_words,
    listed,
    percent,
)
from scenarios.views.page import Headline, HeadlineNumber
from scenarios.views.words import plan_phrase, words

SAME, WORSE = "same", "worse"
COUNT_TOLERANCE = 0.5  # place-years, pupil-years
FINE_BELOW = 0.01  # shares below it keep a digit
SHARE_TOLERANCE = 5e-4  # what a percentage with one digit can show


def headline(answer: Answer) -> Headline:
    """The headline of a run; every word that judges follows from the figures."""
    numbers = [_shortage_number(answer)]
    if frames.has_third_shift(answer):
        numbers.append(_third_shift_number(answer))
    numbers.append(_worst_number(answer))
    return Headline(
        title=title(answer),
        sentence=_sentence(answer),
        leads=tuple(
            lead for lead in (third_shift_sentence(answer), printed_sentence(answer)) if lead
        ),
        numbers=tuple(numbers),
    )


def title(answer: Answer) -> str:
    """The scenario's title, or study, region and years where it has none."""
    scenario = answer.scenario
    if scenario.title:
        return scenario.title
    region = listed([answer.territory.name(r, "en") for r in scenario.region])
    subject = words(scenario.study).places
    span = f"{scenario.years.first}–{scenario.years.last}"
    return f"{subject[:1].upper()}{subject[1:]}, {region}, {span}"


def judge(answer: Answer, measure: MeasureName) -> str:
    """Better | same | worse, on the very figures that the headline prints.

    The third shift is judged by its last year, and by its pupil-years where that is the same.
    """
    if measure is MeasureName.SHORTAGE:
        ours, theirs = _pair(answer, "shortage_place_years")
        return verdict(theirs, ours, COUNT_TOLERANCE)
    if measure is MeasureName.WORST_SHARE:
        ours, theirs = _pair(answer, "worst_share")
        return verdict(theirs, ours, SHARE_TOLERANCE)
    end, documented_end = _end_years(answer)
    by_end = verdict(documented_end, end, 0.0)
    if by_end != SAME:
        return by_end
    ours, theirs = _pair(answer, "third_shift_pupil_years")
    return verdict(theirs, ours, COUNT_TOLERANCE)


def budget_phrase(answer: Answer) -> str:
    """`600 bn KZT a year`, or the range and mean where years differ."""
    budget = frames.spending(answer)["budget"]
    low, high, mean = budget.min(), budget.max(), budget.mean()
    if high - low <= 0.0005 * max(high, 1.0):
        return f"{bn_in_words(mean * MLN_PER_BN)} a year"
    span = f"{bn(low * MLN_PER_BN)} to {bn_in_words(high * MLN_PER_BN)} a year"
    return f"{span} ({bn(mean * MLN_PER_BN)} on average)"


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


def _sentence(answer: Answer) -> str:
    start = f"With {budget_phrase(answer)}, building in the optimised order"
    return f"{start} {_shortage_clause(answer)}{_worst_clause(answer)}."


def _shortage_clause(answer: Answer) -> str:
    ours, theirs = _pair(answer, "shortage_place_years")
    last = answer.scenario.years.last
    against = plan_phrase(frames.baseline_name(answer))
    places = words(answer.scenario.study).places
    if round(ours) == 0 and round(theirs) == 0:
        return f"leaves no shortage of {places} to {last}, and neither does {against}"
    if round(ours) == 0:
        return (
            f"leaves no shortage of {places} to {last}, where {against} leaves "
            f"{in_words(theirs)} place-years short"
        )
    if judge(answer, MeasureName.SHORTAGE) == SAME:
        return f"leaves as many place-years short to {last} ({in_words(ours)}) as {against}"
    size = in_words(abs(ours - theirs))
    relation = "fewer" if ours < theirs else "more"
    relative = f" ({percent(abs(ours - theirs) / theirs, 1)})" if theirs >= 1 else ""
    return f"leaves {size} {relation} place-years short by {last}{relative} than {against}"


def _worst_clause(answer: Answer) -> str:
    ours, theirs = optimised_kpis(answer), baseline_kpis(answer)
    shares = float(ours["worst_share"]), float(theirs["worst_share"])
    if max(shares) < SHARE_TOLERANCE:
        return ""
    mine, other = (percent(s, 1 if s < FINE_BELOW else 0) for s in shares)
    if mine == other:
        mine, other = (percent(s, 1) for s in shares)
    since = f"from {equity_from(answer)} on"
    alone = len(frames.unit_ids(answer)) == 1
    if shares[0] < SHARE_TOLERANCE:
        nobody = "it is not short" if alone else "no district is short"
        return f", and {since} {nobody}, where the worst is {other}"
    year = int(ours["worst_share_year"])
    name = answer.territory.name(str(ours["worst_share_unit_id"]), "en")
    said = judge(answer, MeasureName.WORST_SHARE)
    if said == WORSE:
        there = f"where the worst {since} is {other}"
        if shares[1] < SHARE_TOLERANCE:
            there = f"where {since} none is short"
        return f", but {'it' if alone else name} is {mine} short in {year}, {there}"
    worst = (
        f"{since} it is never more than {mine} short ({year})"
        if alone
        else f"{since} no district is worse than {mine} short ({name}, {year})"
    )
    return f", and {worst}, as there" if said == SAME else f", and {worst} instead of {other}"


def third_shift_sentence(answer: Answer) -> str:
    """When the third shift ends; empty where there is none."""
    if not frames.has_third_shift(answer):
        return ""
    ours, theirs = _end_years(answer)
    last = answer.scenario.years.last
    mine, other = _pair(answer, "third_shift_pupil_years")
    amount = _relation(mine, other, "pupil-years in it")
    if ours is None:
        there = "as there" if theirs is None else f"where it would end in {theirs}"
        return f"A third shift remains in {last}, {there}, with {amount}."
    if theirs is None:
        return f"The third shift ends in {ours}; documented, it is still there in {last}."
    if ours == theirs:
        return f"The third shift ends in {ours} under both plans, with {amount}."
    apart = abs(ours - theirs)
    when = "earlier" if ours < theirs else "later"
    plural = "s" if apart > 1 else ""
    return f"The third shift ends in {ours}, {apart} year{plural} {when}, with {amount}."


def _relation(mine: float, other: float, unit: str) -> str:
    if abs(mine - other) <= 0.0005 * max(mine, other, 1.0):
        return f"as many {unit}"
    relation = "fewer" if mine < other else "more"
    return f"{in_words(abs(mine - other))} {relation} {unit}"


def printed_sentence(answer: Answer) -> str:
    """What the documented programme as printed would take; empty when it is not known."""
    periods = printed_by_period(answer)
    if not (periods["peak"] > 0).any():
        return ""
    parts = []
    for p in frames.rows(periods[periods["peak"] > 0]):
        span = f"{p.first}–{p.last}" if p.first != p.last else f"{p.first}"
        peak = f"at most {bn_in_words(p.peak * MLN_PER_BN)} in {p.peak_year}"
        parts.append(f"{bn_in_words(p.average * MLN_PER_BN)} a year in {span} ({peak})")
    return (
        f"The documented programme as printed would take {listed(parts)}; "
        f"the budget of this scenario is {budget_phrase(answer)}."
    )


def _shortage_number(answer: Answer) -> HeadlineNumber:
    ours, theirs = _pair(answer, "shortage_place_years")
    mine, other = _pair(answer, "discounted_shortage_place_years")
    return HeadlineNumber(
        label=f"Shortage to {answer.scenario.years.last}, place-years",
        value=in_words(ours),
        counterpart=in_words(theirs),
        verdict=judge(answer, MeasureName.SHORTAGE),
        detail=f"discounted {in_words(mine)}, documented {in_words(other)}",
    )


def _third_shift_number(answer: Answer) -> HeadlineNumber:
    """Its end; its pupil-years where it ends in the same year."""
    ours, theirs = (_end(year, answer) for year in _end_years(answer))
    mine, other = (in_words(v) for v in _pair(answer, "third_shift_pupil_years"))
    same_end = ours == theirs
    return HeadlineNumber(
        label=(
            "Third shift, pupil-years in it"
            if same_end
            else "End of the third shift, first year without it"
        ),
        value=mine if same_end else ours,
        counterpart=other if same_end else theirs,
        verdict=judge(answer, MeasureName.THIRD_SHIFT),
        detail=(
            _same_end(_end_years(answer)[0], answer)
            if same_end
            else f"{mine} pupil-years in it, documented {other}"
        ),
    )


def _same_end(year: int | None, answer: Answer) -> str:
    if year is None:
        return f"under both plans it remains in {answer.scenario.years.last}"
    return f"first year without it: {year} under both plans"


def _end(year: int | None, answer: Answer) -> str:
    return f"after {answer.scenario.years.last}" if year is None else str(year)


def _worst_number(answer: Answer) -> HeadlineNumber:
    ours, theirs = optimised_kpis(answer), baseline_kpis(answer)

    alone = len(frames.unit_ids(answer)) == 1
    since = f"from {equity_from(answer)} on"

    def where(kpis: dict[str, Any]) -> str:
        if alone:
            return f"in {int(kpis['worst_share_year'])}"
        name = answer.territory.name(str(kpis["worst_share_unit_id"]), "en")
        return f"{name} {int(kpis['worst_share_year'])}"

    return HeadlineNumber(
        label=(
            f"Largest shortage {since}, share of need"
            if alone
            else f"Worst district {since}, shortage as share of need"
        ),
        value=percent(float(ours["worst_share"]), 1),
        counterpart=percent(float(theirs["worst_share"]), 1),
        verdict=judge(answer, MeasureName.WORST_SHARE),
        detail=f"{where(ours)}, documented {where(theirs)}",
    )


def optimised_kpis(answer: Answer) -> dict[str, Any]:
    return frames.optimised(answer).kpis


def baseline_kpis(answer: Answer) -> dict[str, Any]:
    return frames.baseline(answer).kpis


def equity_from(answer: Answer) -> int:
    """First year that counts for the worst district, as the simulator used it."""
    return int(answer.evaluations[answer.plan.name].kpis["worst_share_from_year"])


def _pair(answer: Answer, kpi: str) -> tuple[float, float]:
    return float(optimised_kpis(answer)[kpi]), float(baseline_kpis(answer)[kpi])


def _end_years(answer: Answer) -> tuple[int | None, int | None]:
    def end(evaluation: Evaluation) -> int | None:
        year = evaluation.kpis["third_shift_end_year"]
        return None if year is None or pd.isna(year) else int(year)

    return end(frames.optimised(answer)), end(frames.baseline(answer))
