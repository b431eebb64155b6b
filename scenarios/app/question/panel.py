"""Which question, and how much money."""

from __future__ import annotations

from nicegui import ui

from scenarios.app.question.asking import Question, change, value_at
from scenarios.app.question.checking import beside, quick_problems
from scenarios.app.state import Desk
from scenarios.language import _
from scenarios.loading import library, load_scenario

BUDGET = ("money", "budget_bn_per_year")


def panel(desk: Desk) -> None:
    """Build the panel."""
    titles = {name: load_scenario(name).title for name in library()}
    ui.select(
        titles,
        value=desk.question.base,
        label=_("Question"),
        on_change=lambda e: desk.ask(Question.of_library(e.value)),
    ).props("data-testid=scenario options-dense").classes("w-full")
    budget = (
        ui.number(
            _("Budget, bn KZT a year"),
            on_change=lambda e: desk.ask(change(desk.question, BUDGET, e.value)),
        )
        .props("data-testid=budget")
        .classes("w-full")
    )

    def refresh() -> None:
        budget.set_value(value_at(desk.question, BUDGET))
        found = beside(quick_problems(desk.question, desk.territory), BUDGET)
        budget.props(f"error={'true' if found else 'false'}")
        budget.props["error"] = bool(found)
        budget.props["error-message"] = " ".join(p.message for p in found)
        budget.update()

    desk.on("question", refresh)
    refresh()
