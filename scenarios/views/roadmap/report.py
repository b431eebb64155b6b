"""The roadmap report: one self-contained HTML file with the sequence first."""

from __future__ import annotations

from typing import Any

import altair as alt

from scenarios.language import _
from scenarios.study import Answer
from scenarios.views.export import to_spec
from scenarios.views.page import Figure, drawn, render_page
from scenarios.views.roadmap import charts, tables, wording
from scenarios.views.roadmap.headline import headline
from scenarios.views.roadmap.words import baseline_label, limited
from scenarios.views.table import Table

USED_DOCUMENTS = ("G",)


def render_report(answer: Answer) -> str:
    """The report as HTML text; a pure function, no solving, no network."""
    made = {table.name: table for table in tables.report_tables(answer)}
    return render_page(
        "roadmap.html",
        headline(answer),
        _figures(answer, made),
        list(made.values()),
        answer.notes,
        documents=USED_DOCUMENTS,
        answer=answer,
        said=_sentences(answer),
    )


def _sentences(answer: Answer) -> dict[str, Any]:
    return {
        "sequence": wording.sequence_words(answer),
        "reached": wording.reached_words(answer),
        "money": wording.money_words(answer),
        "indicators": wording.indicator_words(answer),
        "emissions": wording.emission_words(answer),
        "moves": wording.move_words(answer),
        "prices": wording.price_words(answer),
        "printed": wording.printed_words(answer),
        "proof": wording.proof_words(answer),
    }


def _figures(answer: Answer, made: dict[str, Table]) -> dict[str, Figure]:
    against = baseline_label(answer)
    found = [
        _figure(
            "sequence",
            _(
                "Each project has two strips: {plan} above, optimised below. A cell is a year in "
                "which it spends, darker the more of its money.",
                plan=against,
            ),
            charts.sequence_chart(answer),
            made["phases"],
        ),
        _figure(
            "reached",
            _(
                "Dashed: {plan}; solid: optimised. Left: parts of projects' targets that are "
                "reached by the end of a year, added with the weights of the scenario; right: "
                "projects with every phase done.",
                plan=against,
            ),
            charts.reached_chart(answer),
            made["years"],
        ),
        _figure(
            "money",
            _money_caption(answer),
            charts.money_chart(answer),
            made["years"],
        ),
        _figure(
            "indicators",
            _(
                "Cumulative quantities by the end of a year. Dashed: {plan}; solid: optimised. "
                "One panel an indicator, each with its own scale.",
                plan=against,
            ),
            charts.indicator_chart(answer),
            made["indicators"],
        ),
    ]
    if len(charts.priced(answer)):
        found.append(
            _figure(
                "prices",
                _(
                    "What holding a project at its documented years costs, all else decided anew. "
                    "Bars are proven; the thin line reaches to the best schedule found."
                ),
                charts.price_chart(answer),
                made["prices"],
            )
        )
    return {figure.name: figure for figure in found}


def _money_caption(answer: Answer) -> str:
    against = baseline_label(answer)
    if not limited(answer):
        return _("Spending by year: {plan} (left bars) and optimised (right bars).", plan=against)
    return _(
        "Spending by year: {plan} (left bars) and optimised (right bars). Black strokes: the "
        "envelope of the year; what is left of it may be carried into the next in part.",
        plan=against,
    )


def _figure(name: str, caption: str, chart: alt.TopLevelMixin, table: Table) -> Figure:
    return Figure(name, caption, drawn(name, to_spec(chart)), table)
