"""The sequence: bars by place and year, moved by hand, evaluated at once, repaired on request."""

from __future__ import annotations

from typing import Any

from nicegui import ui

from scenarios.app.editing import bars
from scenarios.app.editing.adding import adding
from scenarios.app.editing.edits import Edit, Move, Remove
from scenarios.app.editing.naming import Called, called
from scenarios.app.editing.repairing import repairing
from scenarios.app.editing.sequence import Sequence
from scenarios.app.editing.verdict import verdict
from scenarios.app.editing.workbench import Workbench
from scenarios.app.state import Desk
from scenarios.language import _, n_, speaking
from scenarios.plan import Plan
from scenarios.views import frames
from scenarios.views.numbers import bn

MOST_BARS = 260  # beyond that one oblast at a time is shown first
MOST_WISHES = 16  # whose outcome is kept for the page


def panel(desk: Desk) -> None:
    """Build the panel."""
    _Sequence(desk).build()


class _Sequence:
    """The panel's elements and what they do."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.bench = Workbench(desk, self.refresh)
        self.called: Called | None = None
        self.over: str | None = None
        # the plan and the filter that bars and columns were made for
        self.drawn_of: tuple[Plan | None, str | None] = (None, None)
        self.rows: list[dict[str, Any]] = []
        self.years: tuple[int, ...] = ()
        # wishes of the page by their number, and the bars that the last of them have left
        self.wishes: dict[str, tuple[str, Edit]] = {}
        self.became: dict[str, str] = {}

    def build(self) -> None:
        title = ui.label(_("The sequence")).classes("desk-chart-title")
        title.props("role=heading aria-level=2")
        self.head = ui.row().classes("w-full items-center gap-2")
        with self.head:
            self.filter = ui.select({}, label=_("Shown"), on_change=self._filtered)
            self.filter.classes("min-w-48").props(
                "dense outlined stack-label data-testid=sequence-filter"
            )
            self.back = self._button(_("Undo"), "undo", self.bench.undo)
            self.again = self._button(_("Redo"), "redo", self.bench.redo)
            self.over_again = self._button(_("Start over"), "start-over", self.bench.start_over)
            self.said = ui.label().classes("desk-caption")
        self.refused = ui.label().classes("desk-refused").props("role=alert data-testid=refused")
        verdict(self.desk)
        self.drawn = Sequence(
            {
                "title": _("Openings by place and year"),
                "keys": _("Arrow keys left and right move it by a year, Delete takes it out."),
                "fixed": _("Keeps its year: the question decides it."),
            }
        )
        self.drawn.classes("w-full").props("data-testid=bars")
        self.drawn.on_wish("move", self._move)
        self.drawn.on_wish("remove", self._remove)
        self.drawn.on_wish("undo", lambda _args: self.bench.undo())
        self.drawn.on_wish("redo", lambda _args: self.bench.redo())
        ui.label(
            _(
                "Drag a bar to another year, or choose it and press the arrow keys; with Shift one "
                "of several is moved. Delete takes it out. The numbers follow at once."
            )
        ).classes("desk-caption")
        with ui.row().classes("w-full items-start gap-4 no-print"):
            adding(self.bench)
            repairing(self.desk, self.bench)
        self.desk.on("answer", self._begin)
        self.desk.on("edited", lambda: self.bench.take_up(self.desk.edited))
        self.desk.on("assessed", self.refresh)
        self.refresh()
        if self.desk.shown is not None:
            ui.timer(0.01, self._begin, once=True)

    async def _begin(self) -> None:
        with speaking(self.desk.language):
            answer = self.desk.shown
            self.called = None if answer is None else called(answer)
            self.over = None
            self.drawn_of = (None, None)
            await self.bench.begin()
            if self.drawn.is_deleted:
                return
            self._offer()
            self.refresh()

    def refresh(self) -> None:
        """Draw what stands now; nothing where the page is gone."""
        if self.drawn.is_deleted:
            return
        with speaking(self.desk.language):
            self.refused.set_text(self.bench.refused)
            self.refused.set_visibility(bool(self.bench.refused))
            history = self.bench.history
            self.back.set_enabled(bool(history and history.done))
            self.again.set_enabled(bool(history and history.undone))
            self.over_again.set_enabled(self.bench.edited)
            if history is None or self.bench.craft is None or self.called is None:
                self.drawn.show([], [], [])
                self.said.set_text("" if self.desk.shown is None else _("Making ready…"))
                return
            plan = history.plan
            self._note_wish(plan)
            if self.drawn_of[0] is not plan or self.drawn_of[1] != self.over:
                self.years = bars.start_years(plan, self.bench.craft)
                rows = bars.sequence(plan, self.bench.craft, self.called, self.years, self.over)
                self.drawn_of, self.rows = (plan, self.over), bars.as_plain(rows)
            self.drawn.show(
                self.rows, self._columns(self.years), self._marks(self.years), self.became
            )
            changes = len(history.done)
            self.said.set_text(
                n_("{n} change by hand", "{n} changes by hand", changes) if changes else ""
            )

    def _button(self, text: str, name: str, do: Any) -> ui.button:
        return ui.button(text, on_click=do).props(f"flat dense no-caps data-testid={name}")

    def _offer(self) -> None:
        """Oblasts to choose from; one at a time where there are many bars."""
        history = self.bench.history
        if history is None or self.called is None:
            return
        places = history.plan.openings["place_id"].drop_duplicates()
        ids = dict.fromkeys(self.called.over_id(str(p)) for p in places)
        names = sorted((self.called.over_name(i), i) for i in ids if i)
        self.filter.set_visibility(len(names) > 1)
        many = len(history.plan.openings) > MOST_BARS and len(names) > 1
        self.over = names[0][1] if many else None
        options: dict[str, str] = {"": _("All places")} | {i: name for name, i in names}
        self.filter.set_options(options, value=self.over or "")

    def _filtered(self) -> None:
        chosen = str(self.filter.value or "") or None
        if chosen != self.over:
            self.over = chosen
            self.refresh()

    def _note_wish(self, plan: Plan) -> None:
        """Keep which bar a wish has left; the page asks by the wish's number."""
        for number, (key, edit) in tuple(self.wishes.items()):
            if edit is self.bench.decided:
                del self.wishes[number]
                refused = bool(self.bench.refused)
                self.became[number] = key if refused else bars.key_after(key, edit, plan)
        while len(self.became) > MOST_WISHES:
            del self.became[next(iter(self.became))]

    def _columns(self, years: tuple[int, ...]) -> list[dict[str, Any]]:
        over = {} if self.desk.assessed is None else self.desk.assessed.over
        return [
            {
                "year": year,
                "label": str(year) if len(years) <= 14 else f"’{year % 100:02d}",
                "over": _("{money} bn KZT over budget", money=bn(over[year]))
                if year in over
                else "",
            }
            for year in years
        ]

    def _marks(self, years: tuple[int, ...]) -> list[int]:
        answer = self.desk.shown
        if answer is None or answer.kind not in ("programme", "water"):
            return []
        return [years.index(h) for h in frames.horizons(answer) if h in years]

    async def _move(self, told: dict[str, Any]) -> None:
        group, origin = bars.group_from(str(told["key"]))
        count = 1 if told.get("one") else None
        await self._do(Move(group, int(told["year"]), count, origin), told)

    async def _remove(self, told: dict[str, Any]) -> None:
        group, origin = bars.group_from(str(told["key"]))
        await self._do(Remove(group, 1 if told.get("one") else None, origin), told)

    async def _do(self, edit: Edit, told: dict[str, Any]) -> None:
        self.wishes[str(told.get("n", ""))] = (str(told["key"]), edit)
        with speaking(self.desk.language):
            await self.bench.do(edit)
