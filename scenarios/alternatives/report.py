"""The report of alternatives: one self-contained HTML file."""

from __future__ import annotations

from dataclasses import replace

from scenarios.alternatives import tables
from scenarios.alternatives.answer import Alternatives
from scenarios.alternatives.chart import places_chart
from scenarios.alternatives.words import headline
from scenarios.kept import Question
from scenarios.language import _, spoken
from scenarios.views.export import to_spec
from scenarios.views.page import Figure, drawn, render_page
from scenarios.views.table import proof_table
from scenarios.views.vocabulary import stage_label
from scenarios.views.words import plain_unit
from scenarios.yearly import YearlyProgramme


def render_report(question: Question, answer: Alternatives, programme: YearlyProgramme) -> str:
    """HTML text; nothing is solved and the page makes no request."""

    def name(place: str) -> str:
        return question.territory.name(place, spoken())

    study = programme.study.scenario.study
    places = tables.places_table(answer, programme, name)
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
        headline(answer, programme),
        {"places": figure},
        [
            tables.plans_table(answer, programme),
            tables.distances_table(answer),
            tables.common_table(answer, programme, name),
            proof_table(
                [
                    replace(c, stage=stage_label(c.stage), unit=plain_unit(c.unit, study))
                    for c in answer.optimum.certificates
                ],
                _("Proof of the optimum"),
            ),
        ],
        _notes(answer),
        question=question,
    )


def _notes(answer: Alternatives) -> list[str]:
    notes = [
        _(
            "The distance of two plans is the money moved: half the sum of the absolute "
            "differences of what they spend by unit and year, undiscounted."
        ),
        _(
            "Each alternative was sought for the largest least distance to the plans before it. "
            "The distance found (Moved, from the nearest plan before) is a lower bound on the "
            "largest one. The column beside it is proven: no plan within the limit moves more, "
            "among those in which nobody adds what is never needed."
        ),
        _(
            "Every alternative keeps every requirement of the scenario and is at most {share:g} % "
            "worse than the optimum in each measure that was minimised, and in cost; each was "
            "recomputed and checked outside the solver.",
            share=100 * answer.request.within,
        ),
    ]
    if answer.optimum.flows is not None:
        notes.append(
            _(
                "Demand that moves between units moves in each alternative as the relaxation moved "
                "it; only starts were sought, so alternatives that differ more may exist."
            )
        )
    return notes
