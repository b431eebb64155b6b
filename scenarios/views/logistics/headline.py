"""The logistics answer in ten seconds."""

from __future__ import annotations

import math
from typing import Any

from scenarios.comparison import verdict
from scenarios.study import Answer
from scenarios.views.numbers import THIN, bn_in_words, grouped, in_words, listed, percent
from scenarios.views.page import Headline, HeadlineNumber

OPTIMISED = "optimised"
UNDER_BUDGET = "documented places under budget"
PRINTED = "documented as printed"
WORST = "documented as printed, worst order"
COST_TOLERANCE = 50.0  # mln KZT: what a figure in bn KZT can show
TKM_TOLERANCE = 0.005  # bn t-km
KM_TOLERANCE = 0.05
SHARE_TOLERANCE = 5e-4  # what a percentage with one digit can show
PROVEN_ENOUGH = 0.001  # gap below which no reader need be warned


def headline(answer: Answer) -> Headline:
    """Sentence and three numbers; every word that judges follows from the figures."""
    leads = (
        _unproven(answer) or _proven(answer),
        _agreement(answer),
        _printed(answer),
        links_sentence(answer),
    )
    cards = (_cost(answer), _road(answer), _distance(answer))
    if reach_decides(answer):
        cards = (_reach(answer), _cost(answer), _distance(answer))
    return Headline(
        title=title(answer),
        sentence=_sentence(answer),
        leads=tuple(lead for lead in leads if lead),
        numbers=cards,
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


def reach_decides(answer: Answer) -> bool:
    """True where freight within reach was the objective, not cost."""
    return answer.scenario.logistics.objective == "reach"


def reach_km(answer: Answer) -> float:
    asked = answer.scenario.logistics.reach_km
    if asked is not None:
        return asked
    table = answer.assumptions.set_index("name")["value"]
    return float(table["logistics_reach_km"])


def _sentence(answer: Answer) -> str:
    ours = kpis(answer)[0]
    last = periods(answer)[-1]
    by_rail = percent(ours[f"share_through_centres_{last}"])
    if not ours["centres_opened"]:
        start = (
            f"No new logistics centre is opened; {by_rail} of the general freight of {last} goes "
            "by rail between the centres and terminals that stand"
        )
    else:
        start = (
            f"{_counted(ours['centres_opened'], 'new logistics centre')} at "
            f"{_counted(ours['sites_opened'], 'site')} for {bn_in_words(ours['capex_mln_kzt'])} "
        )
        if reach_decides(answer):
            inside = percent(ours[f"freight_within_reach_{last}"], 1)
            start += (
                f"put {inside} of the units' freight of {last} within "
                f"{grouped(reach_km(answer))} km of a centre"
            )
        else:
            start += f"bring {by_rail} of the general freight of {last} onto rail between centres"
    against = _against_in_reach(answer) if reach_decides(answer) else _against_in_cost(answer)
    return f"{start}. {against}."


def _against_in_cost(answer: Answer) -> str:
    ours, theirs = kpis(answer)
    if not ours["centres_opened"] and not theirs["centres_opened"]:
        return "On the places that the schemes name nothing can be opened for this money either"
    gain = theirs["total_cost_mln_kzt"] - ours["total_cost_mln_kzt"]
    if abs(gain) <= COST_TOLERANCE:
        return "The places that the schemes name, built for the same money, do as well"
    relation = "less" if gain > 0 else "more"
    return (
        f"This costs {bn_in_words(abs(gain))} {relation} "
        f"({percent(abs(gain) / theirs['total_cost_mln_kzt'], 1)} of all transport and capital, "
        "discounted) than the same money on the places that the schemes name"
    )


def _against_in_reach(answer: Answer) -> str:
    last = periods(answer)[-1]
    ours, theirs = (k[f"freight_within_reach_{last}"] for k in kpis(answer))
    places = "the places that the schemes name, built for the same money,"
    if abs(ours - theirs) <= SHARE_TOLERANCE:
        return f"{places[:1].upper()}{places[1:]} do as well"
    return f"With {places} it is {percent(theirs, 1)}"


def _unproven(answer: Answer) -> str:
    """A warning where the time did not suffice to tell good sites from bad ones."""
    proofs = answer.tables["proofs"]
    baseline = (proofs["plan"] == UNDER_BUDGET) & (proofs["stage"] == answer.certificates[0].stage)
    said = [
        f"{what} may be better by {_up_to(gap)}"
        for what, gap in (
            ("the optimised plan", answer.certificates[0].gap),
            ("the best use of the named places", float(proofs.loc[baseline, "gap"].iloc[0])),
        )
        if gap is None or not gap <= PROVEN_ENOUGH
    ]
    if not said:
        return ""
    return (
        f"The time ended before the sites were proven: {listed(said)}. A run with more time "
        "(solve.time_s) says more."
    )


def _proven(answer: Answer) -> str:
    """What the choice of sites is worth for certain, apart from sizes."""
    ours, sizes = answer.certificates[0], answer.certificates[-1]
    proofs = answer.tables["proofs"]
    theirs = proofs[(proofs["plan"] == UNDER_BUDGET) & (proofs["stage"] == ours.stage)]
    if reach_decides(answer) or ours.objective is None:
        return ""
    least = float(theirs["bound"].iloc[0]) - ours.objective
    if not least > COST_TOLERANCE:
        return ""
    said = (
        f"The sites alone, with every centre as large as it must be, are proven to be better by at "
        f"least {bn_in_words(least)}"
    )
    if sizes.gap is None or not math.isfinite(sizes.gap):
        said += "; the sizes of the centres are not proven"
    elif sizes.gap > PROVEN_ENOUGH:
        said += f"; the sizes of the centres are proven within {percent(sizes.gap, 1)}"
    return said + "."


def _up_to(gap: float | None) -> str:
    known = gap is not None and math.isfinite(gap)
    return f"up to {percent(gap or 0.0, 1)}" if known else "an unknown amount"


def _counted(count: float, noun: str) -> str:
    return f"{grouped(count)} {noun}{'' if round(count) == 1 else 's'}"


def _agreement(answer: Answer) -> str:
    sites = answer.tables["sites"]
    chosen = sites["optimised_opened"].notna()
    named = sites["documented"] > 0
    if not chosen.any():
        return ""
    both = int((chosen & named).sum())
    are = "is" if both == 1 else "are"
    return (
        f"{both} of the {_counted(chosen.sum(), 'chosen site')} {are} named by the schemes, which "
        f"name {int(named.sum())}."
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


def links_sentence(answer: Answer) -> str:
    """Whether planned links decide which sites are best, of those that were priced."""
    table = answer.tables["link_prices"]
    if table.empty:
        return ""
    priced = table[table["high"] < float("inf")]
    total = planned_links(answer)
    of = f"the {total} planned links"
    if len(priced) < total:
        of = f"the {len(priced)} planned links that time sufficed to price (of {total})"
    changing = priced[(priced["comes"] != "") | (priced["goes"] != "")]
    if changing.empty:
        return f"None of {of} changes which sites are best."
    dearest = changing.sort_values("high", ascending=False).iloc[0]
    change = "change" if len(changing) > 1 else "changes"
    return (
        f"{len(changing)} of {of} {change} which sites are best; the one that matters most is "
        f"the {'railway' if dearest['mode'] == 'rail' else 'road'} {dearest['from_name']}–"
        f"{dearest['to_name']} (up to {bn_in_words(float(dearest['high']))} without it)."
    )


def planned_links(answer: Answer) -> int:
    """Planned links that stand by the last period."""
    links = answer.tables["links"]
    there = (links["year"] == periods(answer)[-1]) & (links["status"] == "planned")
    return int(links.loc[there, "edge_id"].nunique())


def _reach(answer: Answer) -> HeadlineNumber:
    last = periods(answer)[-1]
    ours, theirs = kpis(answer)
    mine, other = (k[f"freight_within_reach_{last}"] for k in (ours, theirs))
    return HeadlineNumber(
        label=f"Freight beyond {grouped(reach_km(answer))} km of a centre, {last}",
        value=percent(1 - mine, 1),
        counterpart=percent(1 - other, 1),
        verdict=verdict(1 - other, 1 - mine, SHARE_TOLERANCE),
        detail=f"within: {percent(mine, 1)}, documented {percent(other, 1)}",
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
        label=f"Freight by road, tonne-kilometres in {last}",
        value=_tkm(mine),
        counterpart=_tkm(other),
        verdict=verdict(other, mine, TKM_TOLERANCE),
        detail=f"by rail {_tkm(ours[f'rail_tkm_bn_{last}'])}, documented "
        f"{_tkm(theirs[f'rail_tkm_bn_{last}'])}",
    )


def _tkm(billion: float) -> str:
    return f"{in_words(1e9 * billion).replace(' billion', f'{THIN}bn')} t-km"


def _distance(answer: Answer) -> HeadlineNumber:
    last = periods(answer)[-1]
    ours, theirs = kpis(answer)
    mine, other = (k[f"mean_km_{last}"] for k in (ours, theirs))
    return HeadlineNumber(
        label=f"Mean way of freight to the nearest centre, {last}",
        value=_km(mine),
        counterpart=_km(other),
        verdict=verdict(_known(other), _known(mine), KM_TOLERANCE),
        detail=f"within 150 km: {percent(ours[f'freight_within_150_{last}'])} of freight, "
        f"documented {percent(theirs[f'freight_within_150_{last}'])}",
    )


def _known(value: float) -> float | None:
    """None for a distance to no centre at all."""
    return value if math.isfinite(value) else None


def _km(value: float) -> str:
    return f"{grouped(value)} km" if math.isfinite(value) else "no centre"
