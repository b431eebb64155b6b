"""The report of a front: one self-contained HTML file."""

from __future__ import annotations

import pandas as pd

from scenarios.fronts.answer import Against, Front
from scenarios.fronts.chart import front_chart
from scenarios.fronts.tables import points_table, proof_table
from scenarios.fronts.words import headline
from scenarios.kept import Question
from scenarios.language import _
from scenarios.views.export import to_spec
from scenarios.views.page import Figure, drawn, render_page
from scenarios.views.words import short_years
from scenarios.yearly import YearlyProgramme


def render_report(
    question: Question, front: Front, programme: YearlyProgramme, points: pd.DataFrame
) -> str:
    """HTML text; nothing is solved and the page makes no request."""
    amount = short_years(programme.study.scenario.study)
    figure = Figure(
        "front",
        _caption(front),
        drawn("front", to_spec(front_chart(front, points, amount))),
        points_table(points, amount, nested=bool(front.nested)),
    )
    return render_page(
        "front.html",
        headline(front, programme),
        {"front": figure},
        [proof_table(points)],
        _notes(front, freed=programme.study.scenario is not question.scenario),
        question=question,
    )


def _caption(front: Front) -> str:
    text = _(
        "Each blue point is the plan of least shortage at its level; no plan lies below it by more "
        "than its gap."
    )
    if front.nested:
        nested = _("Orange circles: plans of which each is a part of the next.")
        return f"{text} {nested}"
    return text


def _notes(front: Front, *, freed: bool) -> list[str]:
    request = front.request
    notes = [
        _(
            "Shortage and its bound are the model's, which also counts the years after the "
            "horizon; the column of the simulator ends with the horizon."
        ),
        _(
            "Money is discounted, at constant prices, and is that of what the plans start; the "
            "yearly budgets of the scenario hold at every point."
        ),
        _(
            "{solved} levels were solved; {beaten} points that another beats in both are left out.",
            solved=front.asked,
            beaten=front.asked - len(front.points),
        ),
    ]
    if freed:
        notes.append(
            _(
                "Goals that hold the worst share at the documented plan's level are not kept here, "
                "because the documented plan reaches it with all of the money; --hold keeps them."
            )
            if request.against is Against.EQUITY
            else _(
                "Goals that hold any measure at the documented plan's level are not kept here, "
                "because the documented plan reaches it with all of the money; --hold keeps them."
            )
        )
    if front.nested:
        notes.append(
            _(
                "Nested: what a smaller budget starts, the larger starts in the same unit and "
                "year. No start is moved to another year, and the row of plans was not decided at "
                "once but built one after the other, upwards and downwards, of which the better "
                "row is shown. The price stated is therefore an upper estimate: a row with less "
                "may exist, and one that may put a start off would cost no more."
            )
        )
    return notes
