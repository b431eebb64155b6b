"""The logistics report: one self-contained HTML file with the map first."""

from __future__ import annotations

from collections.abc import Callable

import altair as alt

from scenarios.language import _, n_
from scenarios.study import Answer
from scenarios.views import frames
from scenarios.views.export import to_spec
from scenarios.views.logistics import charts, headline, judged, maps, tables
from scenarios.views.logistics.named import with_names
from scenarios.views.page import Figure, drawn, embedded_json, render_page
from scenarios.views.table import Table

USED_DOCUMENTS = ("S", "W")


def render_report(answer: Answer) -> str:
    """The report as HTML text; a pure function, no solving, no network."""
    answer = with_names(answer)
    made = {table.name: table for table in tables.report_tables(answer)}
    return render_page(
        "logistics.html",
        headline.headline(answer),
        _figures(answer, made),
        list(made.values()),
        answer.notes,
        documents=USED_DOCUMENTS,
        answer=answer,
        positions=frames.quality_counts(answer.tables["sites"]),
        links_sentence=headline.links_sentence(answer),
        reach=judged.reach_decides(answer),
    )


def _figures(answer: Answer, made: dict[str, Table]) -> dict[str, Figure]:
    last = judged.periods(answer)[-1]
    specification = to_spec(maps.site_map(answer))
    found = {
        "map": Figure(
            "map",
            _(
                "Discs: freight that passes a site in {year}. Blue: opened by both plans; orange: "
                "by the optimum only; slate: by the documented places under the same money only; "
                "pale grey: centres and border terminals that stand. A diamond marks a place that "
                "a scheme names. A pale disc with a dashed outline has a schematic position. Thin "
                "lines are roads and railways.",
                year=last,
            ),
            drawn("map", specification),
            made["sites"],
            embedded_json(specification),
        ),
        "turns": _drawn(
            answer,
            "turns",
            _(
                "Rings: documented places under the same money; discs: optimised. The number "
                "beside a mark is that of the centres which come into service, where it is more "
                "than one."
            ),
            charts.turn_chart,
            made["moves"],
        ),
        "transport": _drawn(
            answer,
            "transport",
            _(
                "Tonne-kilometres by road and the share of freight that goes by rail between "
                "centres, in the years of the periods. Dashed: as printed, whatever money that "
                "takes, in the best order that the schemes leave open."
            ),
            charts.transport_chart,
            made["horizons"],
        ),
        "flows": _drawn(
            answer,
            "flows",
            _(
                "Freight on roads and railways in {year}, same scale; dashed lines are planned "
                "links. Lines are straight between the nodes of the network.",
                year=last,
            ),
            maps.flow_map,
            made["flows"],
        ),
        "money": _drawn(
            answer,
            "money",
            _("Bars: spent up to a period; the line across: money that has come in by then."),
            charts.money_chart,
            made["horizons"],
        ),
    }
    if len(made["prices"].frame):
        found["prices"] = _drawn(
            answer,
            "prices",
            " ".join(
                (
                    _(
                        "Discounted bn KZT that a wish costs against the optimum, everything else "
                        "re-decided. The bar is proven; a thin line reaches to the best plan found."
                    ),
                    _priced(answer),
                )
            ),
            charts.prices_chart,
            made["prices"],
        )
    if len(made["link_prices"].frame):
        found["links"] = _drawn(
            answer,
            "links",
            _(
                "What transport and centres cost more when a planned link is never built, all else "
                "decided anew. The bar is proven; a thin line reaches to the best plan found."
            ),
            charts.link_chart,
            made["link_prices"],
        )
    return found


def _drawn(
    answer: Answer,
    name: str,
    caption: str,
    chart: Callable[[Answer], alt.TopLevelMixin],
    table: Table,
) -> Figure:
    return Figure(name, caption, drawn(name, to_spec(chart(answer))), table)


def _priced(answer: Answer) -> str:
    """Whether the time sufficed for every documented and every chosen site."""
    table = answer.tables["sites"]
    wanted = int(((table["documented"] > 0) | table["optimised_opened"].notna()).sum())
    done = len(answer.tables["prices"])
    if done == wanted:
        return n_(
            "All {n} named and chosen site are priced.",
            "All {n} named and chosen sites are priced.",
            wanted,
        )
    return n_(
        "Time sufficed for {done} of {n} named and chosen site (solve.time_s).",
        "Time sufficed for {done} of {n} named and chosen sites (solve.time_s).",
        wanted,
        done=done,
    )
