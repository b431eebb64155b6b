"""The siting answer in ten seconds."""

from __future__ import annotations

import math
from typing import Any

from scenarios.comparison import verdict
from scenarios.language import _, marked, n_, told
from scenarios.study import Answer
from scenarios.views.numbers import bn_in_words, grouped, in_words, listed, percent
from scenarios.views.page import Headline, HeadlineNumber

AGAINST = marked("service centres only")
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
    if answer.scenario.title:
        return told(answer.scenario.title)
    span = f"{years[0]}–{years[-1]}"
    return _("Sites of schools around Almaty, {span}", span=span)


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
    ours = kpis(answer)[0]
    last = periods(answer)[-1]
    share = percent(_down(ours[f"share_within_standard_{last}"]), 1)
    return n_(
        "New schools in {n} settlement, {places} places in {buildings} buildings for {money}, give "
        "{share} of the pupils of {year} a place within the standard; {elsewhere} of them go to "
        "school in another settlement, {km} km away on average.",
        "New schools in {n} settlements, {places} places in {buildings} buildings for {money}, "
        "give {share} of the pupils of {year} a place within the standard; {elsewhere} of them go "
        "to school in another settlement, {km} km away on average.",
        round(ours["sites_opened"]),
        places=in_words(ours["places_opened"]),
        buildings=round(ours["facilities_opened"]),
        money=bn_in_words(ours["capex_mln_kzt"]),
        share=share,
        year=last,
        elsewhere=in_words(ours[f"pupils_elsewhere_{last}"]),
        km=grouped(ours[f"mean_way_km_{last}"], 1),
    )


def _down(share: float) -> float:
    """Rounded down to what one digit of a percentage shows: not all is never written as all."""
    return math.floor(share * 1000 + 1e-9) / 1000


def _agreement_sentence(answer: Answer) -> str:
    found = agreement(answer)
    chosen = round(found["chosen"])
    parts = [
        n_(
            "{both} of the {n} chosen site are service centres of the scheme, which names {named} "
            "there.",
            "{both} of the {n} chosen sites are service centres of the scheme, which names {named} "
            "there.",
            chosen,
            both=round(found["both"]),
            named=round(found["documented"]),
        )
    ]
    left = chosen - int(kpis(answer)[0]["sites_opened"])
    if left > 0:
        parts.append(
            n_(
                "{n} of the {chosen} gets no building, as the limits leave none that fits.",
                "{n} of the {chosen} get no building, as the limits leave none that fits.",
                left,
                chosen=chosen,
            )
        )
    extra = found["extra_cost"]
    parts.append(
        _(
            "Keeping to the centres alone costs {money} more over the horizon ({share}), before "
            "places are rounded up to whole buildings.",
            money=bn_in_words(extra),
            share=percent(found["extra_share"], 1),
        )
        if extra > COST_TOLERANCE
        else _("Keeping to the centres alone costs nothing.")
    )
    return " ".join(parts)


def _position_sentence(answer: Answer) -> str:
    table = answer.tables["settlements"]
    drawn = int((table["coord_quality"] == "schematic").sum())
    if not drawn:
        return ""
    return n_(
        "The positions of {drawn} of {n} settlement are schematic: a choice between neighbouring "
        "villages is only as good as they are.",
        "The positions of {drawn} of {n} settlements are schematic: a choice between neighbouring "
        "villages is only as good as they are.",
        len(table),
        drawn=drawn,
    )


def _cost(answer: Answer) -> HeadlineNumber:
    ours, theirs = (k["total_cost_mln_kzt"] for k in kpis(answer))
    mine, other = kpis(answer)
    return HeadlineNumber(
        label=_("Buildings, buses and pupils left out, discounted"),
        value=bn_in_words(ours),
        counterpart=bn_in_words(theirs),
        verdict=verdict(theirs, ours, COST_TOLERANCE),
        against=AGAINST,
        detail=_(
            "buildings {mine}, centres only {other}",
            mine=bn_in_words(mine["discounted_capex_mln_kzt"]),
            other=bn_in_words(other["discounted_capex_mln_kzt"]),
        ),
    )


def _unserved(answer: Answer) -> HeadlineNumber:
    years = periods(answer)
    ours, theirs = (k[f"unserved_{years[-1]}"] for k in kpis(answer))
    mine = kpis(answer)[0]
    before = listed(
        [
            _("{pupils} in {year}", pupils=in_words(mine[f"unserved_{y}"]), year=y)
            for y in years[:-1]
        ]
    )
    return HeadlineNumber(
        label=_("Pupils without a place within the standard, {year}", year=years[-1]),
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
        label=_("Pupil-kilometres one way a day, {year}", year=last),
        value=in_words(ours),
        counterpart=in_words(theirs),
        verdict=verdict(theirs, ours, 0.5),
        against=AGAINST,
        detail=_(
            "{mine} pupils taught elsewhere, centres only {other}",
            mine=in_words(mine),
            other=in_words(other),
        ),
    )
