"""The words of each study's orders."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from scenarios.language import _, marked, p_
from scenarios.sequencing.orders import Orders
from scenarios.study import Answer
from scenarios.views import frames
from scenarios.views.logistics.headline import title as logistics_title
from scenarios.views.logistics.named import with_names as with_sites
from scenarios.views.numbers import bn_in_words
from scenarios.views.roadmap.headline import title as roadmap_title
from scenarios.views.roadmap.words import projects
from scenarios.views.sequencing.programme import programme
from scenarios.views.sequencing.subject import Curve, Subject
from scenarios.views.siting.headline import title as siting_title
from scenarios.views.siting.named import with_names as with_settlements
from scenarios.views.table import Column

# What the study calls its centres
CENTRES = (
    marked("logistics centre small"),
    marked("logistics centre medium"),
    marked("logistics centre large"),
)
_MIDTERM = 2025  # the roadmap's own year of account


def subject_of(orders: Orders) -> Subject:
    """The words of a comparison."""
    return _SUBJECTS.get(orders.answer.kind, programme)(orders)


def _logistics(orders: Orders) -> Subject:
    answer, last = orders.answer, orders.measured.last
    return Subject(
        title=_("Orders side by side: {question}", question=logistics_title(answer)),
        budget=_budget(orders),
        money_unit=frames.money_unit(answer),
        total=p_("after a number", "of discounted transport, handling and centres"),
        total_head=_("Transport, handling and centres, discounted"),
        less=_("Less discounted cost"),
        start=p_("of", "freight out of reach of a centre"),
        curves=(
            Curve(
                "reach",
                "out_of_reach",
                _("Freight out of reach of a centre, %"),
                _(
                    "Share of the freight of districts and cities that is farther by road from a "
                    "centre than the reach."
                ),
                "share",
                100.0,
            ),
            Curve(
                "transport",
                "transport_cost_mln_kzt",
                _("Transport and handling, bn KZT a year"),
                _("What all freight costs on its way; freight grows from period to period."),
                "money",
                1e-3,
                from_zero=False,
            ),
            Curve(
                "tonne_kilometres",
                "tkm_bn",
                _("Tonne-kilometres, bn a year"),
                _("Tonne-kilometres by road and by rail."),
                "decimal",
                from_zero=False,
            ),
            Curve(
                "past_centres",
                "past_centres_mln_t",
                _("Freight past the centres, mln t a year"),
                _(
                    "Tonnes that pass no centre on their way, because none is near or has room, or "
                    "because the road alone is cheaper."
                ),
                "decimal",
            ),
            Curve(
                "way_to_a_centre",
                "mean_km",
                _("Way to the nearest centre, km"),
                _("Mean way by road to the nearest centre, weighted by freight."),
                "decimal",
            ),
        ),
        shown=answer.scenario.logistics.periods,
        unit_head=_("Site"),
        by_unit=p_("by", "site"),
        singles=_("Centres"),
        size_head=_("Tonnes a year"),
        served=_("Mean year in which centres come into service"),
        names=_names(with_sites(answer), "sites", "site_id"),
        greedy=(
            _(
                "Greedy by need: in every period, as long as there is money and a centre left of "
                "those declared, the site opens next that brings most tonnes of districts and "
                "cities within reach that no centre reaches."
            ),
            _(
                "Greedy by benefit per tenge: the site opens next that saves most transport of the "
                "period for its money, as long as what it saves from then on pays it. Both choose "
                "at the standard cost and size their centres as the optimised order does; they do "
                "not look at later periods."
            ),
            _(
                "The documented order as printed is the best of those that the schemes leave open; "
                "under the same money, the best plan at the places that they name."
            ),
        ),
        kpis=(
            Column(f"share_through_centres_{last}", _("Freight through centres"), "share"),
            Column(f"freight_within_reach_{last}", _("Freight within reach"), "share"),
        ),
        assets=True,
        is_money=True,
    )


def _siting(orders: Orders) -> Subject:
    answer = orders.answer
    return Subject(
        title=_("Orders side by side: {question}", question=siting_title(answer)),
        budget=_budget(orders),
        money_unit=frames.money_unit(answer),
        total=p_("after a number", "of discounted buildings, ways and pupils without a place"),
        total_head=_("Buildings, ways and pupils without a place, discounted"),
        less=_("Less discounted cost"),
        start=p_("of", "pupils without a place"),
        curves=(
            Curve(
                "shortage",
                "shortage",
                _("Pupils without a place within the standard"),
                _("Pupils for whom there is no place within the standard of their settlement."),
                "count",
            ),
            Curve(
                "pupil_kilometres",
                "pupil_km",
                _("Pupil-kilometres one way a day"),
                _("Ways of pupils who are taught in another settlement."),
                "count",
            ),
            Curve(
                "mean_way",
                "mean_way_km",
                _("Mean way to another settlement, km"),
                _("Mean way of pupils who are taught in another settlement."),
                "decimal",
            ),
        ),
        shown=answer.scenario.siting.periods,
        unit_head=_("Settlement"),
        by_unit=p_("by", "settlement"),
        singles=p_("buildings", "Buildings"),
        size_head=_("Places"),
        served=_("Mean year in which the places come into service"),
        names=_names(with_settlements(answer), "settlements", "settlement_id"),
        greedy=(
            _(
                "Greedy by need: in every period, as long as there are money and sites, the "
                "settlement builds next of which most pupils have no place, with what serves most "
                "within the standard, the cheapest of equals."
            ),
            _(
                "Greedy by benefit per tenge: the building comes next that serves most pupils "
                "without a place for its money. Both build only what is worth its price by the "
                "assumption on a pupil without a place; they do not look at later periods."
            ),
        ),
        kpis=(
            Column("sites_opened", _("Settlements that build"), "count"),
            Column("places_opened", _("Places added"), "count"),
        ),
        is_money=True,
    )


def _roadmap(orders: Orders) -> Subject:
    answer, measured = orders.answer, orders.measured
    return Subject(
        title=_("Orders side by side: {question}", question=roadmap_title(answer)),
        budget=_budget(orders),
        money_unit=_("bn KZT"),
        start=p_("of", "what the targets lack"),
        curves=(
            Curve(
                "targets_not_reached",
                "waiting",
                _("Targets not reached"),
                _("Documented targets that are not reached yet at the end of the year, weighted."),
                "decimal",
            ),
            Curve(
                "finished",
                "finished",
                _("Projects finished"),
                _("Projects all of whose phases are done at the end of the year."),
                "count",
            ),
        ),
        shown=tuple(year for year in (_MIDTERM, measured.last) if year >= measured.first),
        unit_head=_("Project"),
        by_unit=p_("by", "project"),
        singles=_("Phases"),
        size_head="",
        served=_("Mean year in which the work is done, weighted by money"),
        names=dict(projects(answer)[["item", "label"]].itertuples(index=False, name=None)),
        greedy=(
            _(
                "Greedy by need: the project comes next that reaches most of its target in a year "
                "of work; its phases begin as soon as their order, the pace and the money of both "
                "sources allow."
            ),
            _(
                "Greedy by benefit per tenge: the project comes next that reaches most of its "
                "target for its money. Neither looks ahead: what finds no money any more by the "
                "last year is left out, even where the scenario asks for every phase."
            ),
        ),
        kpis=(Column("projects_unfinished", _("Projects not finished"), "count"),),
        assets=True,
        whole=False,
        **_goal(answer),
    )


def _goal(answer: Answer) -> dict[str, Any]:
    """What the roadmap's orders are judged by."""
    by_objective: dict[str, dict[str, Any]] = {
        "effect": {
            "total": p_("after a number", "target-years of waiting"),
            "total_head": _("Years that targets wait, target-years"),
            "less": _("Fewer target-years"),
        },
        "smooth": {
            "total": p_("after a number", "in the dearest year"),
            "total_head": _("Spending in the dearest year"),
            "less": _("Less in the dearest year"),
            "is_money": True,
        },
        "fit": {
            "total": p_("after a number", "targets missed"),
            "total_head": _("Targets missed"),
            "less": _("Fewer targets missed"),
        },
    }
    return by_objective[answer.scenario.roadmap.objective]


def _budget(orders: Orders) -> str:
    """All money of the years in words; empty where it has no limit."""
    table = orders.counted(orders.nothing)
    if table["budget"].isna().any():
        return ""
    money = bn_in_words(float(table["budget"].sum()))
    return _("{money} to {year}", money=money, year=orders.measured.last)


def _names(answer: Answer, table: str, key: str) -> Mapping[str, str]:
    """Of the places in a table of the answer."""
    return dict(answer.tables[table][[key, "name"]].itertuples(index=False, name=None))


_SUBJECTS: dict[str, Callable[[Orders], Subject]] = {
    "logistics": _logistics,
    "siting": _siting,
    "roadmap": _roadmap,
}
