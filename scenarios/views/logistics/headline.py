"""The logistics answer in ten seconds."""

from __future__ import annotations

from typing import Any

from scenarios.comparison import verdict
from scenarios.study import Answer
from scenarios.views.numbers import bn_in_words, grouped, in_words, percent
from scenarios.views.page import Headline, HeadlineNumber

PRINTED = "documented as printed"
WORST = "documented as printed, worst order"
COST_TOLERANCE = 50.0  # mln KZT: what a figure in bn KZT can show
TKM_TOLERANCE = 0.005  # bn t-km
KM_TOLERANCE = 0.05


def headline(answer: Answer) -> Headline:
    """Sentence and three numbers; every word that judges follows from the figures."""
    leads = (_agreement(answer), _printed(answer), _links(answer))
    return Headline(
        title=title(answer),
        sentence=_sentence(answer),
        leads=tuple(lead for lead in leads if lead),
        numbers=(_cost(answer), _road(answer), _distance(answer)),
    )


def title(answer: Answer) -> str:
    """The scenario's title, or subject and years where it has none."""
    years = periods(answer)
    return answer.scenario.title or f"Logistics centres, {years[0]}–{years[-1]}"


def periods(answer: Answer) -> list[int]:
    return list(answer.scenario.logistics.periods)


def kpis(answer: Answer) -> tuple[dict[str, Any], dict[str, Any]]:
    """Of the optimised plan and of the documented places under the same money."""
    ours = answer.evaluations[answer.plan.name].kpis
    return ours, answer.evaluations[answer.comparison.baseline].kpis


def _sentence(answer: Answer) -> str:
    ours, theirs = kpis(answer)
    last = periods(answer)[-1]
    gain = theirs["total_cost_mln_kzt"] - ours["total_cost_mln_kzt"]
    against = (
        f"This costs {bn_in_words(gain)} less ({percent(gain / theirs['total_cost_mln_kzt'], 1)} "
        "of all transport and capital, discounted) than the same money on the places that the "
        "schemes name"
        if gain > COST_TOLERANCE
        else "The places that the schemes name, built for the same money, do as well"
    )
    return (
        f"{ours['centres_opened']:.0f} new logistics centres at {ours['sites_opened']:.0f} sites "
        f"for {bn_in_words(ours['capex_mln_kzt'])} bring "
        f"{percent(ours[f'share_through_centres_{last}'])} of the general freight of {last} onto "
        f"rail between centres. {against}."
    )


def _agreement(answer: Answer) -> str:
    sites = answer.tables["sites"]
    chosen = sites["optimised_opened"].notna()
    named = sites["documented"] > 0
    both = int((chosen & named).sum())
    return (
        f"{both} of the {int(chosen.sum())} chosen sites are named by the schemes, which name "
        f"{int(named.sum())}."
    )


def _printed(answer: Answer) -> str:
    if PRINTED not in answer.evaluations:
        return ""
    found = answer.evaluations[PRINTED].kpis
    said = (
        f"The programme as printed, {found['centres_opened']:.0f} centres when they are declared, "
        f"takes {bn_in_words(found['capex_mln_kzt'])}"
    )
    over = found["overspending_mln_kzt"]
    said += (
        f", at one time {bn_in_words(over)} more than this scenario's money"
        if over > COST_TOLERANCE
        else ", which this scenario's money covers"
    )
    spread = dict(zip(*(answer.tables["spread"][c] for c in ("measure", "value")), strict=True))
    if spread.get("assignments", 0.0) > 1:
        said += (
            "; the schemes leave the order of its places open, which matters by "
            f"{bn_in_words(spread['difference'])}"
        )
    return said + "."


def _links(answer: Answer) -> str:
    table = answer.tables["link_prices"]
    changing = table[(table["comes"] != "") | (table["goes"] != "")]
    if table.empty:
        return ""
    if changing.empty:
        return f"None of the {len(table)} planned links changes which sites are best."
    dearest = table.iloc[0]
    return (
        f"{len(changing)} of the {len(table)} planned links change which sites are best; the one "
        f"that matters most is {dearest['mode']} {dearest['from_name']}–{dearest['to_name']} "
        f"({bn_in_words(float(dearest['high']))})."
    )


def _cost(answer: Answer) -> HeadlineNumber:
    ours, theirs = kpis(answer)
    mine, other = (k["total_cost_mln_kzt"] for k in (ours, theirs))
    return HeadlineNumber(
        label="Transport, handling and centres, discounted",
        value=bn_in_words(mine),
        counterpart=bn_in_words(other),
        verdict=verdict(other, mine, COST_TOLERANCE),
        detail=f"of it centres {bn_in_words(ours['discounted_capex_mln_kzt'])}, documented "
        f"{bn_in_words(theirs['discounted_capex_mln_kzt'])}",
    )


def _road(answer: Answer) -> HeadlineNumber:
    last = periods(answer)[-1]
    ours, theirs = kpis(answer)
    mine, other = (k[f"road_tkm_bn_{last}"] for k in (ours, theirs))
    return HeadlineNumber(
        label=f"Tonne-kilometres by road, {last}",
        value=f"{in_words(1e9 * mine)} a year",
        counterpart=in_words(1e9 * other),
        verdict=verdict(other, mine, TKM_TOLERANCE),
        detail=f"by rail {in_words(1e9 * ours[f'rail_tkm_bn_{last}'])}, documented "
        f"{in_words(1e9 * theirs[f'rail_tkm_bn_{last}'])}",
    )


def _distance(answer: Answer) -> HeadlineNumber:
    last = periods(answer)[-1]
    ours, theirs = kpis(answer)
    mine, other = (k[f"mean_km_{last}"] for k in (ours, theirs))
    return HeadlineNumber(
        label=f"Mean way of freight to the nearest centre, {last}",
        value=f"{grouped(mine)} km",
        counterpart=f"{grouped(other)} km",
        verdict=verdict(other, mine, KM_TOLERANCE),
        detail=f"within 150 km: {percent(ours[f'freight_within_150_{last}'])} of freight, "
        f"documented {percent(theirs[f'freight_within_150_{last}'])}",
    )
