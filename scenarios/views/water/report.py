"""The water report: one self-contained HTML file."""

from __future__ import annotations

from scenarios.study import Answer
from scenarios.views.page import render_page
from scenarios.views.water.headline import headline
from scenarios.views.water.tables import report_tables

USED_DOCUMENTS = ("S", "W", "A", "R")


def render_report(answer: Answer) -> str:
    """The report as HTML text; a pure function, no solving, no network."""
    made = report_tables(answer)
    return render_page(
        "water.html",
        headline(answer),
        {},
        made,
        answer.notes,
        documents=USED_DOCUMENTS,
        answer=answer,
        own=[table for table in made if table.name in answer.tables and len(table.frame)],
    )
