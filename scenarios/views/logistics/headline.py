"""The logistics answer in ten seconds."""

from __future__ import annotations

import math
from typing import Any

from scenarios.language import _, n_, told
from scenarios.study import Answer
from scenarios.views.logistics.cards import cost_card, distance_card, reach_card, road_card
from scenarios.views.logistics.judged import (
    COST_TOLERANCE,
    LOUD_GAP,
    PRINTED,
    PROVEN_ENOUGH,
    SHARE_TOLERANCE,
    UNDER_BUDGET,
    kpis,
    periods,
    reach_decides,
    reach_km,
)
from scenarios.views.logistics.named import with_names
from scenarios.views.numbers import bn_in_words, grouped, percent
from scenarios.views.page import Headline


def headline(answer: Answer) -> Headline:
    """Sentence and three numbers; every word that judges follows from the figures."""
    leads = (
        _unproven(answer) or _proven(answer),
        _agreement(answer),
        _printed(answer),
        links_sentence(answer),
    )
    cards = (cost_card(answer), road_card(answer), distance_card(answer))
    if reach_decides(answer):
        cards = (reach_card(answer), cost_card(answer), distance_card(answer))
    return Headline(
        title=title(answer),
        sentence=_sentence(answer),
        leads=tuple(lead for lead in leads if lead),
        numbers=cards,
    )


def title(answer: Answer) -> str:
    """The scenario's title, or subject and years where it has none."""
    if answer.scenario.title:
        return told(answer.scenario.title)
    years = periods(answer)
    return _("Logistics centres, {span}", span=f"{years[0]}–{years[-1]}")


def _sentence(answer: Answer) -> str:
    said = (
        (_opened_for_reach(answer), _against_in_reach(answer))
        if reach_decides(answer)
        else (_opened_for_cost(answer), _against_in_cost(answer))
    )
    return " ".join(part for part in (_cut_short(answer), *said) if part)


def _cut_short(answer: Answer) -> str:
    """That the search for sites ended early, where a reader must know before any number."""
    gap = _gap(answer.certificates[0].gap)
    if not _known(gap):
        return _("The search for sites was cut short: nothing is proven of how good they are.")
    if gap > LOUD_GAP:
        return _(
            "The search for sites was cut short: a plan up to {share} better is not ruled out.",
            share=percent(gap),
        )
    return ""


def _opened(answer: Answer) -> dict[str, Any]:
    """What a sentence says of the optimised plan."""
    ours = kpis(answer)[0]
    last = periods(answer)[-1]
    return {
        "sites": n_("{n} site", "{n} sites", round(ours["sites_opened"])),
        "money": bn_in_words(ours["capex_mln_kzt"]),
        "share": percent(ours[f"share_through_centres_{last}"]),
        "year": last,
    }


def _nothing_opened(opened: dict[str, Any]) -> str:
    return _(
        "No new logistics centre is opened; {share} of the general freight of {year} goes by rail "
        "between the centres and terminals that stand.",
        share=opened["share"],
        year=opened["year"],
    )


def _opened_for_cost(answer: Answer) -> str:
    opened, count = _opened(answer), round(kpis(answer)[0]["centres_opened"])
    if not count:
        return _nothing_opened(opened)
    return n_(
        "{n} new logistics centre at {sites} for {money} bring {share} of the general freight of "
        "{year} onto rail between centres.",
        "{n} new logistics centres at {sites} for {money} bring {share} of the general freight of "
        "{year} onto rail between centres.",
        count,
        **opened,
    )


def _opened_for_reach(answer: Answer) -> str:
    ours = kpis(answer)[0]
    opened, count = _opened(answer), round(ours["centres_opened"])
    if not count:
        return _nothing_opened(opened)
    opened["share"] = percent(ours[f"freight_within_reach_{opened['year']}"], 1)
    return n_(
        "{n} new logistics centre at {sites} for {money} put {share} of the units' freight of "
        "{year} within {km} km of a centre.",
        "{n} new logistics centres at {sites} for {money} put {share} of the units' freight of "
        "{year} within {km} km of a centre.",
        count,
        km=grouped(reach_km(answer)),
        **opened,
    )


def _against_in_cost(answer: Answer) -> str:
    ours, theirs = kpis(answer)
    if not ours["centres_opened"] and not theirs["centres_opened"]:
        return _("On the places that the schemes name nothing can be opened for this money either.")
    gain = theirs["total_cost_mln_kzt"] - ours["total_cost_mln_kzt"]
    if abs(gain) <= COST_TOLERANCE:
        return _("The places that the schemes name, built for the same money, do as well.")
    amounts = {
        "money": bn_in_words(abs(gain)),
        "share": percent(abs(gain) / theirs["total_cost_mln_kzt"], 1),
    }
    if gain > 0:
        return _(
            "This costs {money} less ({share} of all transport and capital, discounted) than the "
            "same money on the places that the schemes name.",
            **amounts,
        )
    return _(
        "This costs {money} more ({share} of all transport and capital, discounted) than the same "
        "money on the places that the schemes name.",
        **amounts,
    )


def _against_in_reach(answer: Answer) -> str:
    last = periods(answer)[-1]
    ours, theirs = (k[f"freight_within_reach_{last}"] for k in kpis(answer))
    if abs(ours - theirs) <= SHARE_TOLERANCE:
        return _("The places that the schemes name, built for the same money, do as well.")
    return _(
        "With the places that the schemes name, built for the same money, it is {share}.",
        share=percent(theirs, 1),
    )


def _unproven(answer: Answer) -> str:
    """A warning where the time did not suffice to tell good sites from bad ones."""
    proofs = answer.tables["proofs"]
    baseline = (proofs["plan"] == UNDER_BUDGET) & (proofs["stage"] == answer.certificates[0].stage)
    loose = [
        _("the optimised plan may be better by up to {share}", share=percent(gap, 1))
        if _known(gap)
        else _("the optimised plan may be better by an unknown amount")
        for gap in [_gap(answer.certificates[0].gap)]
        if not gap <= PROVEN_ENOUGH
    ]
    loose += [
        _("the best use of the named places may be better by up to {share}", share=percent(gap, 1))
        if _known(gap)
        else _("the best use of the named places may be better by an unknown amount")
        for gap in [_gap(proofs.loc[baseline, "gap"].iloc[0])]
        if not gap <= PROVEN_ENOUGH
    ]
    if not loose:
        return ""
    return _(
        "The time ended before the sites were proven: {what}. A run with more time (solve.time_s) "
        "says more.",
        what=loose,
    )


def _gap(gap: float | None) -> float:
    """Infinite where nothing is proven."""
    return math.inf if gap is None or not math.isfinite(gap) else float(gap)


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
    money = bn_in_words(least)
    gap = _gap(sizes.gap)
    if not _known(gap):
        return _(
            "The sites alone, with every centre as large as it must be, are proven to be better by "
            "at least {money}; the sizes of the centres are not proven.",
            money=money,
        )
    if gap > PROVEN_ENOUGH:
        return _(
            "The sites alone, with every centre as large as it must be, are proven to be better by "
            "at least {money}; the sizes of the centres are proven within {share}.",
            money=money,
            share=percent(gap, 1),
        )
    return _(
        "The sites alone, with every centre as large as it must be, are proven to be better by at "
        "least {money}.",
        money=money,
    )


def _agreement(answer: Answer) -> str:
    sites = answer.tables["sites"]
    chosen = sites["optimised_opened"].notna()
    named = sites["documented"] > 0
    if not chosen.any():
        return ""
    both = int((chosen & named).sum())
    amounts = {"both": both, "named": int(named.sum())}
    if both == 1:
        return n_(
            "{both} of the {n} chosen site is named by the schemes, which name {named}.",
            "{both} of the {n} chosen sites is named by the schemes, which name {named}.",
            int(chosen.sum()),
            **amounts,
        )
    return n_(
        "{both} of the {n} chosen site are named by the schemes, which name {named}.",
        "{both} of the {n} chosen sites are named by the schemes, which name {named}.",
        int(chosen.sum()),
        **amounts,
    )


def _printed(answer: Answer) -> str:
    if PRINTED not in answer.evaluations:
        return ""
    found = answer.evaluations[PRINTED].kpis
    over = found["overspending_mln_kzt"]
    amounts = {
        "centres": round(found["centres_opened"]),
        "money": bn_in_words(found["capex_mln_kzt"]),
        "over": bn_in_words(over),
    }
    spread = dict(zip(*(answer.tables["spread"][c] for c in ("measure", "value")), strict=True))
    ordered = spread.get("assignments", 0.0) > 1
    if ordered:
        amounts["difference"] = bn_in_words(spread["difference"])
    if over > COST_TOLERANCE and ordered:
        return _(
            "The programme as printed, {centres} centres when they are declared, takes {money}, at "
            "one time {over} more than this scenario's money; the schemes leave the order of its "
            "places open, which matters by {difference}.",
            **amounts,
        )
    if over > COST_TOLERANCE:
        return _(
            "The programme as printed, {centres} centres when they are declared, takes {money}, at "
            "one time {over} more than this scenario's money.",
            **amounts,
        )
    if ordered:
        return _(
            "The programme as printed, {centres} centres when they are declared, takes {money}, "
            "which this scenario's money covers; the schemes leave the order of its places open, "
            "which matters by {difference}.",
            **amounts,
        )
    return _(
        "The programme as printed, {centres} centres when they are declared, takes {money}, which "
        "this scenario's money covers.",
        **amounts,
    )


def links_sentence(answer: Answer) -> str:
    """Whether planned links decide which sites are best, of those that were priced."""
    table = with_names(answer).tables["link_prices"]
    if table.empty:
        return ""
    priced = table[table["high"] < float("inf")]
    total = planned_links(answer)
    links = n_("the {n} planned link", "the {n} planned links", total)
    if len(priced) < total:
        links = n_(
            "the {n} planned link that time sufficed to price (of {total})",
            "the {n} planned links that time sufficed to price (of {total})",
            len(priced),
            total=total,
        )
    changing = priced[(priced["comes"] != "") | (priced["goes"] != "")]
    if changing.empty:
        return _("None of {links} changes which sites are best.", links=links)
    dearest = changing.sort_values("high", ascending=False).iloc[0]
    ends = f"{dearest['from_name']}–{dearest['to_name']}"
    way = (
        _("the railway {ends}", ends=ends)
        if dearest["mode"] == "rail"
        else _("the road {ends}", ends=ends)
    )
    return n_(
        "{n} of {links} changes which sites are best; the one that matters most is {way} (up to "
        "{money} without it).",
        "{n} of {links} change which sites are best; the one that matters most is {way} (up to "
        "{money} without it).",
        len(changing),
        links=links,
        way=way,
        money=bn_in_words(float(dearest["high"])),
    )


def planned_links(answer: Answer) -> int:
    """Planned links that stand by the last period."""
    links = answer.tables["links"]
    there = (links["year"] == periods(answer)[-1]) & (links["status"] == "planned")
    return int(links.loc[there, "edge_id"].nunique())


def _known(gap: float) -> bool:
    return math.isfinite(gap)
