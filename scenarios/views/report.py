"""The report of a building programme: one HTML file that opens without a network."""

from __future__ import annotations

from dataclasses import replace

from inputs.schemas.base import DOCUMENTS
from scenarios.study import Answer
from scenarios.views import frames, headline, tables
from scenarios.views.figures import figures
from scenarios.views.page import render_page
from scenarios.views.table import Table
from scenarios.views.words import plan_label


def render_report(answer: Answer) -> str:
    """The report of an answer as HTML text; a pure function, no solving, no network."""
    return render_page(
        "report.html",
        headline.headline(answer),
        figures(answer),
        _tables(answer),
        answer.notes,
        documents=_documents(answer),
        answer=answer,
        money_unit=frames.money_unit(answer),
        baseline_label=plan_label(frames.baseline_name(answer)),
        positions=frames.quality_counts(frames.positions(answer)),
    )


def _tables(answer: Answer) -> list[Table]:
    return [
        tables.printed_table(answer),
        tables.oblast_money_table(answer),
        tables.kpi_table(answer),
        tables.certificate_table(answer),
        tables.assumption_table(answer),
        tables.anomaly_table(answer),
        tables.source_table(answer),
        tables.horizon_table(answer),
        replace(tables.turn_table(answer), name="all_turns"),
    ]


def _documents(answer: Answer) -> list[str]:
    """Short names of the documents that the run's figures are read from."""
    cited = set(tables.source_table(answer).frame["document"].dropna())
    return [short for short in DOCUMENTS if short in cited]
