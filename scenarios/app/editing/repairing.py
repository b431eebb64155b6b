"""Keep the decisions made by hand and decide the rest anew, as a question of its own."""

from __future__ import annotations

from nicegui import ui

from scenarios.app.editing.crafts import Craft, Kept
from scenarios.app.editing.crafts.connections import Connections, LeftOut
from scenarios.app.editing.decisions import removed_by_hand
from scenarios.app.editing.edits import History
from scenarios.app.editing.repair import price_of, price_sentence
from scenarios.app.editing.workbench import Workbench
from scenarios.app.state import Desk
from scenarios.language import _, speaking
from scenarios.scenario import Scenario
from scenarios.study import Answer


def repairing(desk: Desk, bench: Workbench) -> None:
    """Build the button, what it will not keep, and what the decisions cost once it is done."""
    asked: dict[str, Answer] = {}  # the answer without the decisions, by the repaired scenario
    with ui.column().classes("gap-1"):
        button = ui.button(_("Repair and re-optimise the rest")).props("no-caps data-testid=repair")
        out = ui.select(_left_out(), value=LeftOut.FOR_GOOD, label=_("What was taken out"))
        out.props("dense outlined data-testid=left-out").classes("w-full")
        lost = ui.column().classes("gap-0")
        said = ui.label().classes("desk-price").props("aria-live=polite data-testid=repair-price")

    def asked_anew(craft: Craft, scenario: Scenario, history: History) -> Kept:
        if isinstance(craft, Connections):
            return craft.kept(scenario, history, LeftOut(out.value))
        return craft.kept(scenario, history)

    async def repair() -> None:
        answer, history, craft = desk.shown, bench.history, bench.craft
        if answer is None or history is None or craft is None:
            return
        with speaking(desk.language):
            kept = asked_anew(craft, answer.scenario, history)
            if kept.scenario is None:
                return
            asked[kept.scenario.content_hash] = answer
            said.set_text(_("Solving with your decisions kept…"))
            await desk.solve(kept.scenario)

    def refresh() -> None:
        lost.clear()
        out.set_visibility(False)
        answer, history, craft = desk.shown, bench.history, bench.craft
        ready = answer is not None and craft is not None and history is not None and bench.edited
        button.set_enabled(ready and not desk.solving)
        if not ready or answer is None or craft is None or history is None:
            return
        out.set_visibility(isinstance(craft, Connections) and bool(removed_by_hand(history)))
        with speaking(desk.language), lost:
            kept = asked_anew(craft, answer.scenario, history)
            if kept.scenario is None:
                button.set_enabled(False)
            for reason in kept.lost:
                ui.label(reason).classes("desk-caption").props("data-testid=not-kept")

    def follow() -> None:
        """A repaired question that cannot be says why: decisions may cost more than there is."""
        refresh()
        if asked and desk.failure is not None and not desk.solving:
            said.set_text(desk.failure.told())

    def answered() -> None:
        refresh()
        answer = desk.shown
        before = None if answer is None else asked.get(answer.scenario.content_hash)
        if answer is None or before is None:
            return
        with speaking(desk.language):
            price = price_of(before, answer)
            said.set_text(
                _("The two answers cannot be compared.") if price is None else price_sentence(price)
            )

    button.on_click(repair)
    out.on_value_change(refresh)
    desk.on("assessed", refresh)
    desk.on("progress", follow)
    desk.on("answer", answered)
    refresh()


def _left_out() -> dict[LeftOut, str]:
    return {
        LeftOut.FOR_GOOD: _("stays out for good"),
        LeftOut.SO_FAR: _("may start in later years"),
        LeftOut.THAT_YEAR: _("may start in any other year"),
    }
