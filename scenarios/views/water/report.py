"""The water report: one self-contained HTML file with the programme first, then the water."""

from __future__ import annotations

from scenarios.study import Answer
from scenarios.views import frames
from scenarios.views.page import render_page
from scenarios.views.water import balance_wording, network, network_wording, wording
from scenarios.views.water.balance import climate, has_balance, shown_years
from scenarios.views.water.figures import figures
from scenarios.views.water.headline import headline
from scenarios.views.water.tables import report_tables
from scenarios.views.words import plan_label

USED_DOCUMENTS = ("S", "W", "A", "R")


def render_report(answer: Answer) -> str:
    """The report as HTML text; a pure function, no solving, no network."""
    made = {table.name: table for table in report_tables(answer)}
    return render_page(
        "water.html",
        headline(answer),
        figures(answer, made),
        list(made.values()),
        answer.notes,
        documents=USED_DOCUMENTS,
        answer=answer,
        money_unit=frames.money_unit(answer),
        baseline_label=plan_label(frames.baseline_name(answer)),
        positions=frames.quality_counts(frames.positions(answer)),
        said=_said(answer),
        warnings=network.unfinished(answer) if network.has_networks(answer) else [],
    )


def _said(answer: Answer) -> dict[str, list[str]]:
    """Sentences by section; empty ones are left out."""
    said: dict[str, list[str]] = {
        "map": [wording.without_sentence(answer)],
        "curve": [
            wording.curve_sentence(answer),
            wording.worst_sentence(answer),
            wording.alike_sentence(answer),
        ],
        "sequence": [wording.order_sentence(answer)],
        "money": wording.money_sentences(answer),
        "moves": [wording.moves_sentence(answer)],
        "sources": [wording.source_sentence(answer)],
        "dates": [wording.date_words(answer)],
    }
    if has_balance(answer):
        said["short"] = [
            *(
                balance_wording.short_sentence(answer, climate(answer), year)
                for year in shown_years(answer)
            ),
            balance_wording.climate_sentence(answer),
            balance_wording.served_sentence(answer),
            balance_wording.spared_sentence(answer),
        ]
        said["worth"] = [
            balance_wording.worth_sentence(answer),
            balance_wording.value_sentence(answer),
        ]
    if network.has_networks(answer):
        said["network"] = [
            network_wording.network_lead(answer),
            network_wording.design_sentence(answer),
            network_wording.pressure_sentence(answer),
            network_wording.stage_sentence(answer),
            network_wording.positions_sentence(answer),
        ]
        said["front"] = [network_wording.front_sentence(answer)]
    return {section: [s for s in sentences if s] for section, sentences in said.items()}
