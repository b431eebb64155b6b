"""Why a place is in the plan, why then, and what if not; asked on the map or from a list."""

from __future__ import annotations

from typing import Any

from nicegui import background_tasks, ui

from scenarios.app.jobs.job import Job
from scenarios.app.map.cache import Drawn, drawn
from scenarios.app.question.wishes import fix, forbid, free, standing
from scenarios.app.state import Desk
from scenarios.app.why.asking import USUAL_S
from scenarios.app.why.telling import Part, parts, price_head, price_rows, year_rows
from scenarios.language import _, speaking

WISHES = ("fixed", "forbidden", "free")


def panel(desk: Desk) -> None:
    """Build the panel."""
    _Panel(desk)


class _Panel:
    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.drawn: Drawn | None = None
        self.job: Job | None = None
        self.asked: str | None = None  # place of the job
        head = ui.label(_("Why here, why then, and what if not?")).classes("desk-chart-title")
        head.props("role=heading aria-level=2")
        self.hint = ui.label().classes("hint")
        with ui.row().classes("why-asking") as self.asking:
            self.places = ui.select(
                {}, label=_("Place"), with_input=True, on_change=lambda e: self.chosen(e.value)
            )
            self.places.props("dense outlined options-dense data-testid=why-place")
            self.ask = ui.button(_("Why here, and what if not?"), on_click=self.start)
            self.ask.props("unelevated no-caps data-testid=why-ask")
            self.wishes = ui.toggle(_wishes(), on_change=lambda e: self.wish(e.value))
            self.wishes.props("dense unelevated no-caps data-testid=why-wish")
            self.stop = ui.button(_("Stop, keep what is known"), on_click=self.end)
            self.stop.props("outline no-caps data-testid=why-stop")
        self.status = ui.label().classes("hint").props("role=status data-testid=why-status")
        self.told = ui.column().classes("why-told w-full").props("data-testid=why-told")
        desk.on("answer", self.answered)
        desk.on("place", self.show_place)
        desk.on("question", self.show_wish)
        desk.on("why", self.heard)
        self.refresh()
        if desk.shown is not None:
            background_tasks.create(self.answered())

    async def answered(self) -> None:
        """Another answer: what was told belonged to the one before."""
        self.end()
        self.job = self.asked = self.drawn = None
        self.told.clear()
        answer = self.desk.shown
        if answer is not None:
            found = await drawn(answer, self.desk.language)
            if answer is not self.desk.shown:
                return
            self.drawn = found
        with speaking(self.desk.language):
            self.places.set_options(self.names(), value=self.desk.place)
            self.refresh()

    def names(self) -> dict[str, str]:
        """Places that one may ask about, by id, in the order of their names."""
        places = () if self.drawn is None else self.drawn.layers.places
        named = {p.id: _in_full(p.name, p.within) for p in places if p.reasons}
        return dict(sorted(named.items(), key=lambda item: item[1]))

    def chosen(self, place: str | None) -> None:
        if place != self.desk.place:
            self.desk.choose(place)

    def show_place(self) -> None:
        """The place that was chosen, here or elsewhere."""
        place = self.desk.place if self.desk.place in self.names() else None
        self.places.set_value(place)
        self.refresh()

    def wish(self, wish: str | None) -> None:
        place, question = self.desk.place, self.desk.question
        if place is None or wish is None or standing(question, place) == wish:
            return
        if wish == "fixed":
            self.desk.ask(fix(question, place, self.desk.territory))
        elif wish == "forbidden":
            self.desk.ask(forbid(question, place))
        else:
            self.desk.ask(free(question, place))

    def show_wish(self) -> None:
        place = self.desk.place
        self.wishes.set_value(None if place is None else standing(self.desk.question, place))

    def heard(self) -> None:
        """Somebody asked on the map: answer, and bring the answer into sight."""
        if self.start():
            ui.run_javascript(
                f"document.getElementById('{self.told.html_id}')"
                ".scrollIntoView({block: 'nearest', behavior: 'smooth'})"
            )

    def start(self) -> bool:
        """Ask for the reasons of the chosen place; False where there is none to ask for."""
        place, run = self.desk.place, self.desk.run
        if place not in self.names() or run is None:
            return False
        self.end()
        self.told.clear()
        payload = {
            "run": run, "place": place, "language": self.desk.language, "time_s": USUAL_S
        }  # fmt: skip
        job = self.desk.submit("explain", payload)
        self.job, self.asked = job, place
        job.on_change(lambda: self.heard_of(job))
        self.refresh()
        return True

    def end(self) -> None:
        """Stop pricing; what is known stays."""
        if self.job is not None and not self.job.ended:
            self.desk.office.jobs.stop(self.job)

    def heard_of(self, job: Job) -> None:
        if job is not self.job or self.told.is_deleted:  # asked otherwise, or the page is gone
            return
        found = job.result or job.told
        with speaking(self.desk.language):
            if found is not None:
                self.tell(found)
            self.refresh()

    def refresh(self) -> None:
        """Bring what can be pressed, and how far the work is, up to date."""
        working = self.job is not None and not self.job.ended
        names = self.names()
        self.hint.set_text(self.what_to_do())
        self.hint.set_visibility(bool(self.hint.text))
        self.asking.set_visibility(bool(names))
        self.ask.set_enabled(self.desk.place in names)
        self.stop.set_visibility(working)
        wishes = {p.id for p in self.drawn.layers.places if p.wishes} if self.drawn else set()
        self.wishes.set_visibility(self.desk.place in wishes)
        self.show_wish()
        self.status.set_text(self.how_far())

    def what_to_do(self) -> str:
        """How one comes to an explanation; empty where one is there or cannot be."""
        if self.desk.shown is None:
            return _("Once there is an answer, ask here why a place is in the plan.")
        if self.job is None and self.names():
            return _("Click a place on the map, or choose one here, and ask.")
        return ""

    def how_far(self) -> str:
        if self.drawn is not None and not self.names():
            return _("There is nothing to ask about place by place in this study.")
        if self.job is None or self.job.ended:
            failure = None if self.job is None else self.job.failure
            return "" if failure is None else _("No reasons: {why}", why=failure.told())
        if self.job.told is None:
            return _("Reading the run")
        priced = len(self.job.told["tables"].get("prices", ()))
        return _("Pricing wishes: {n} so far", n=priced)

    def tell(self, found: dict[str, Any] | Any) -> None:
        """Write what is known."""
        self.told.clear()
        with self.told:
            ui.label(found["question"]).classes("why-question").props("role=heading aria-level=3")
            ui.label(found["does"]).classes("why-does").props("data-testid=why-does")
            with ui.element("div").classes("why-parts"):
                for part in parts(found):
                    _part(part)
            _table(price_head(found), price_rows(found), "why-prices")
            _table(_("Year by year"), year_rows(found), "why-years")


def _part(part: Part) -> None:
    with ui.column().classes("why-part").props(f"data-testid=why-{part.key}"):
        ui.label(part.head).classes("why-head").props("role=heading aria-level=4")
        for sentence in part.sentences:
            ui.label(sentence)


def _table(head: str, rows: list[dict[str, str]], key: str) -> None:
    """A plain table that folds; nothing where it has no rows."""
    if not rows:
        return
    with ui.expansion(head).classes("w-full").props(f"dense data-testid={key}"):
        columns = [
            {"name": name, "label": name, "field": name, "align": "left" if n == 0 else "right"}
            for n, name in enumerate(rows[0])
        ]
        table = ui.table(columns=columns, rows=rows, row_key=columns[0]["name"], pagination=0)
        table.props("dense flat wrap-cells separator=horizontal hide-pagination")
        table.classes("w-full")


def _wishes() -> dict[str, str]:
    return {"fixed": _("Build here"), "forbidden": _("Never here"), "free": _("Leave open")}


def _in_full(name: str, within: str) -> str:
    return f"{name} ({within})" if within else name
