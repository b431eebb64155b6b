"""The siting report: one self-contained HTML file with the map first."""

from __future__ import annotations

from scenarios.study import Answer
from scenarios.views import frames
from scenarios.views.export import to_spec
from scenarios.views.page import Figure, drawn, embedded_json, render_page
from scenarios.views.siting import headline, tables
from scenarios.views.siting.charts import prices_chart
from scenarios.views.siting.site_map import site_map
from scenarios.views.table import Table

USED_DOCUMENTS = ("A", "S")


def render_report(answer: Answer) -> str:
    """The report as HTML text; a pure function, no solving, no network."""
    made = {table.name: table for table in tables.report_tables(answer)}
    return render_page(
        "siting.html",
        headline.headline(answer),
        _figures(answer, made),
        list(made.values()),
        answer.notes,
        documents=USED_DOCUMENTS,
        answer=answer,
        agreement=headline.agreement(answer),
        positions=frames.quality_counts(answer.tables["settlements"]),
    )


def _figures(answer: Answer, made: dict[str, Table]) -> dict[str, Figure]:
    specification = to_spec(site_map(answer))
    last = headline.periods(answer)[-1]
    found = {
        "map": Figure(
            "map",
            f"Places opened by {last} (size of the circle). Blue: chosen by the optimum and a "
            "service centre of the scheme; orange: chosen, but no centre; slate: a centre that the "
            "optimum leaves. A diamond marks every centre of the scheme. A filled disc has a known "
            "position; a pale one with a dashed outline is schematic, drawn around its district's "
            "centre. Lines are pupils taught in another settlement, dashed where an end is "
            "schematic.",
            drawn("map", specification),
            made["sites"],
            embedded_json(specification),
        )
    }
    if len(made["prices"].frame):
        chart = to_spec(prices_chart(answer))
        found["prices"] = Figure(
            "prices",
            "Discounted bn KZT that a wish costs against the optimum, everything else re-decided. "
            "The bar is proven; a thin line reaches to the best plan found. "
            f"{_priced(answer)}",
            drawn("prices", chart),
            made["prices"],
        )
    return found


def _priced(answer: Answer) -> str:
    """Whether the time sufficed for every documented and every chosen site."""
    table = answer.tables["settlements"]
    wanted = int((table["documented"] | table["opened"].notna()).sum())
    done = len(answer.tables["prices"])
    if done == wanted:
        return f"All {wanted} documented and chosen sites are priced."
    return f"Time sufficed for {done} of {wanted} documented and chosen sites (solve.time_s)."
