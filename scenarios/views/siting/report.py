"""The siting report: one self-contained HTML file with the map first."""

from __future__ import annotations

from typing import Any

from scenarios.language import _
from scenarios.study import Answer
from scenarios.views import frames
from scenarios.views.export import to_spec
from scenarios.views.page import Figure, drawn, embedded_json, render_page
from scenarios.views.siting import headline, tables, wording
from scenarios.views.siting.charts import prices_chart, shown_words
from scenarios.views.siting.named import with_names
from scenarios.views.siting.site_map import site_map
from scenarios.views.table import Table

USED_DOCUMENTS = ("A", "S")


def render_report(answer: Answer) -> str:
    """The report as HTML text; a pure function, no solving, no network."""
    answer = with_names(answer)
    made = {table.name: table for table in tables.report_tables(answer)}
    return render_page(
        "siting.html",
        headline.headline(answer),
        _figures(answer, made),
        list(made.values()),
        answer.notes,
        documents=USED_DOCUMENTS,
        answer=answer,
        said=_sentences(answer, made),
        positions=frames.quality_counts(answer.tables["settlements"]),
    )


def _sentences(answer: Answer, made: dict[str, Table]) -> dict[str, Any]:
    """By section; sections without a table have none."""
    said: dict[str, Any] = {
        "agreement": wording.agreement_words(answer),
        "ways": wording.way_words(answer),
        "gap": wording.gap_words(answer),
    }
    if len(made["prices"].frame):
        said["prices"] = [*wording.price_words(answer), wording.proof_words(answer)]
    if len(made["alternatives"].frame):
        said["alternatives"] = wording.alternative_words(answer)
    if len(made["nested"].frame):
        said["nested"] = wording.nested_words(answer)
    return said


def _figures(answer: Answer, made: dict[str, Table]) -> dict[str, Figure]:
    specification = to_spec(site_map(answer))
    last = headline.periods(answer)[-1]
    found = {
        "map": Figure(
            "map",
            _(
                "Circles grow with the places opened by {year}. A filled circle stands where the "
                "settlement is known to be; a pale one with a dashed outline is schematic: drawn "
                "around the centre of its district. Dots are settlements that neither list names. "
                "Lines are pupils taught in another settlement, dashed where an end is schematic. "
                "Grey outlines: Natural Earth.",
                year=last,
            ),
            drawn("map", specification),
            made["sites"],
            embedded_json(specification),
        )
    }
    if len(made["prices"].frame):
        chart = to_spec(prices_chart(answer))
        caption = (
            _(
                "Discounted bn KZT that a wish costs against the optimum, everything else "
                "re-decided. Bars are proven; where a plan as cheap was not found, a thin line "
                "reaches to the best one."
            ),
            shown_words(answer),
            wording.priced_words(answer),
        )
        found["prices"] = Figure(
            "prices",
            " ".join(part for part in caption if part),
            drawn("prices", chart),
            made["prices"],
        )
    return found
