"""The report of alternatives: one self-contained HTML file."""

from __future__ import annotations

from scenarios.alternatives import tables
from scenarios.alternatives.answer import Alternatives
from scenarios.alternatives.chart import places_chart
from scenarios.alternatives.subject import Subject
from scenarios.alternatives.words import headline
from scenarios.kept import Question
from scenarios.language import _
from scenarios.views.export import to_spec
from scenarios.views.page import Figure, drawn, render_page
from scenarios.views.table import proof_table


def render_report(question: Question, answer: Alternatives, subject: Subject) -> str:
    """HTML text; nothing is solved and the page makes no request."""
    words = subject.words
    places = tables.places_table(answer, subject)
    figure = Figure(
        "places",
        _(
            "The places in which most money is moved, to other years or to other places. Each mark "
            "is a plan: filled the optimum, open circles the alternatives."
        ),
        drawn("places", to_spec(places_chart(places.frame))),
        places,
    )
    return render_page(
        "alternatives.html",
        headline(answer, subject),
        {"places": figure},
        [
            tables.plans_table(answer, words),
            tables.distances_table(answer),
            tables.common_table(answer, subject),
            proof_table(
                [words.certificate(c) for c in answer.certificates], _("Proof of the optimum")
            ),
        ],
        words.notes(answer),
        question=question,
    )
