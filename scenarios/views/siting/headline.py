"""The siting answer in ten seconds."""

from __future__ import annotations

import math
from typing import Any

from scenarios.comparison import verdict
from scenarios.study import Answer
from scenarios.views.numbers import bn_in_words, grouped, in_words, listed, percent
from scenarios.views.page import Headline, HeadlineNumber

AGAINST = "service centres only"
COST_TOLERANCE = 50.0  # mln KZT: what a figure in bn KZT can show


def headline(answer: Answer) -> Headline:
    """Sentence and three numbers; every word that judges follows from the figures."""
    return Headline(
        title=title(answer),
        sentence=_sentence(answer),
        leads=tuple(
            lead for lead in (_agreement_sentence(answer), _position_sentence(answer)) if lead
        ),
        numbers=(_cost(answer), _unserved(answer), _ways(answer)),
    )


def title(answer: Answer) -> str:
    """The scenario's title, or subject and years where it has none."""
    years = periods(answer)
    return answer.scenario.title or f"Sites of schools around Almaty, {years[0]}–{years[-1]}"


def periods(answer: Answer) -> list[int]:
    return list(answer.scenario.siting.periods)


def agreement(answer: Answer) -> dict[str, float]:
    """Measures of the agreement table by name."""
    table = answer.tables["agreement"]
    return dict(zip(table["measure"], table["value"], strict=True))


def kpis(answer: Answer) -> tuple[dict[str, Any], dict[str, Any]]:
    """Of the optimised plan and of the one that keeps to the scheme's centres."""
    ours = answer.evaluations[answer.plan.name].kpis
    return ours, answer.evaluations[answer.comparison.baseline].kpis


def _sentence(answer: Answer) -> str:
    ours, _ = kpis(answer)
    last = periods(answer)[-1]
    share = percent(_down(ours[f"share_within_standard_{last}"]), 1)
    return (
        f"New schools in {ours['sites_opened']:.0f} settlements, {in_words(ours['places_opened'])} "
        f"places in {ours['facilities_opened']:.0f} buildings for "
        f"{bn_in_words(ours['capex_mln_kzt'])}, give {share} of the pupils of "
        f"{last} a place within the standard; "
        f"{in_words(ours[f'pupils_elsewhere_{last}'])} of them go to school in another "
        f"settlement, {grouped(ours[f'mean_way_km_{last}'], 1)} km away on average."
    )


def _down(share: float) -> float:
    """Rounded down to what one digit of a percentage shows: not all is never written as all."""
    return math.floor(share * 1000 + 1e-9) / 1000


def _agreement_sentence(answer: Answer) -> str:
    said = agreement(answer)
    extra = said["extra_cost"]
    cost = (
        f"Keeping to the centres alone costs {bn_in_words(extra)} more over the horizon "
        f"({percent(said['extra_share'], 1)}), before "
        "places are rounded up to whole buildings"
        if extra > COST_TOLERANCE
        else "Keeping to the centres alone costs nothing"
    )
    left = int(said["chosen"]) - int(kpis(answer)[0]["sites_opened"])
    dropped = (
        f" {left} of the {said['chosen']:.0f} {'gets' if left == 1 else 'get'} no building, as the "
        "limits leave none that fits."
        if left > 0
        else ""
    )
    return (
        f"{said['both']:.0f} of the {said['chosen']:.0f} chosen sites are service centres of the "
        f"scheme, which names {said['documented']:.0f} there.{dropped} {cost}."
    )


def _position_sentence(answer: Answer) -> str:
    table = answer.tables["settlements"]
    drawn = int((table["coord_quality"] == "schematic").sum())
    if not drawn:
        return ""
    return (
        f"The positions of {drawn} of {len(table)} settlements are schematic: a choice between "
        "neighbouring villages is only as good as they are."
    )


def _cost(answer: Answer) -> HeadlineNumber:
    ours, theirs = (k["total_cost_mln_kzt"] for k in kpis(answer))
    mine, other = kpis(answer)
    return HeadlineNumber(
        label="Buildings, buses and pupils left out, discounted",
        value=bn_in_words(ours),
        counterpart=bn_in_words(theirs),
        verdict=verdict(theirs, ours, COST_TOLERANCE),
        against=AGAINST,
        detail=f"buildings {bn_in_words(mine['discounted_capex_mln_kzt'])}, centres only "
        f"{bn_in_words(other['discounted_capex_mln_kzt'])}",
    )


def _unserved(answer: Answer) -> HeadlineNumber:
    years = periods(answer)
    ours, theirs = (k[f"unserved_{years[-1]}"] for k in kpis(answer))
    mine, _ = kpis(answer)
    before = listed([f"{in_words(mine[f'unserved_{y}'])} in {y}" for y in years[:-1]])
    return HeadlineNumber(
        label=f"Pupils without a place within the standard, {years[-1]}",
        value=in_words(ours),
        counterpart=in_words(theirs),
        verdict=verdict(theirs, ours, 0.5),
        against=AGAINST,
        detail=before,
    )


def _ways(answer: Answer) -> HeadlineNumber:
    last = periods(answer)[-1]
    ours, theirs = (k[f"pupil_km_{last}"] for k in kpis(answer))
    mine, other = (k[f"pupils_elsewhere_{last}"] for k in kpis(answer))
    return HeadlineNumber(
        label=f"Pupil-kilometres one way a day, {last}",
        value=in_words(ours),
        counterpart=in_words(theirs),
        verdict=verdict(theirs, ours, 0.5),
        against=AGAINST,
        detail=f"{in_words(mine)} pupils taught elsewhere, centres only {in_words(other)}",
    )
