"""The report of a front: one self-contained HTML file."""

from __future__ import annotations

import pandas as pd

from scenarios.fronts.answer import Front
from scenarios.fronts.chart import front_chart
from scenarios.fronts.subject import FrontWords, Subject
from scenarios.fronts.tables import points_table, proof_table
from scenarios.fronts.words import headline
from scenarios.kept import Question
from scenarios.language import _
from scenarios.views.export import to_spec
from scenarios.views.page import Figure, drawn, render_page


def render_report(question: Question, front: Front, subject: Subject, points: pd.DataFrame) -> str:
    """HTML text; nothing is solved and the page makes no request."""
    words = subject.words
    figure = Figure(
        "front",
        _caption(front, words),
        drawn("front", to_spec(front_chart(front, points, words))),
        points_table(points, words, nested=bool(front.nested)),
    )
    return render_page(
        "front.html",
        headline(front, subject),
        {"front": figure},
        [proof_table(points, words)],
        _notes(front, words, freed=subject.study.scenario is not question.scenario),
        question=question,
        proof=words.proof(),
    )


def _caption(front: Front, words: FrontWords) -> str:
    text = words.caption()
    if front.nested:
        nested = _("Orange circles: plans of which each is a part of the next.")
        return f"{text} {nested}"
    return text


def _notes(front: Front, words: FrontWords, *, freed: bool) -> list[str]:
    solved = _(
        "{solved} levels were solved; {beaten} points that another beats in both are left out.",
        solved=front.asked,
        beaten=front.asked - len(front.points),
    )
    notes = [solved, *words.notes(front, freed=freed)]
    return [*notes, words.nested_note()] if front.nested else notes
