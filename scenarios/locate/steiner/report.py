"""The report of an answer: one self-contained HTML file with map and tables."""

from __future__ import annotations

from scenarios.locate.steiner import tables
from scenarios.locate.steiner.answer import NetworkAnswer
from scenarios.locate.steiner.map_chart import caption, network_map
from scenarios.locate.steiner.wording import wording
from scenarios.locate.tables import certificate_of
from scenarios.views.export import to_spec
from scenarios.views.page import Figure, drawn, render_page


def render_report(answer: NetworkAnswer) -> str:
    """The report as HTML text; nothing is solved and no request is ever made by the page."""
    words = wording(answer)
    pipes = tables.pipes_table(answer, most=tables.MOST_ROWS)
    figures = {
        "map": Figure("map", caption(answer), drawn("map", to_spec(network_map(answer))), pipes)
    }
    made = [
        tables.nodes_table(answer, most=tables.MOST_ROWS),
        certificate_of(answer.certificate),
        tables.question_table(answer),
    ]
    return render_page("network.html", words.headline, figures, made, words.notes)
