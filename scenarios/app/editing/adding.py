"""A form that adds an opening to the plan."""

from __future__ import annotations

from nicegui import ui

from scenarios.app.editing.edits import Add, Group
from scenarios.app.editing.naming import called
from scenarios.app.editing.workbench import Workbench
from scenarios.language import _, speaking

MOST = 20  # openings added at once


def adding(bench: Workbench) -> None:
    """Build the form; its choices follow the shown answer."""
    with ui.expansion(_("Add an opening")).classes("grow").props("data-testid=add") as form:
        fields = ui.row().classes("items-end gap-2")

    def fill() -> None:
        fields.clear()
        answer, craft = bench.desk.shown, bench.craft
        if not form.value or answer is None or craft is None:
            return
        with speaking(bench.desk.language), fields:
            _Form(bench).build()

    def close() -> None:
        form.set_value(False)

    form.on_value_change(fill)
    bench.desk.on("answer", close)


class _Form:
    """Place, thing, size, year and count, each narrowing the next."""

    def __init__(self, bench: Workbench) -> None:
        answer, craft = bench.desk.shown, bench.craft
        assert answer is not None
        assert craft is not None
        self.bench, self.craft, self.called = bench, craft, called(answer)

    def build(self) -> None:
        names = {place: self.called.name(place) for place in self.craft.rules.places}
        ordered = dict(sorted(names.items(), key=lambda item: item[1]))
        first = next(iter(ordered))
        self.place = ui.select(
            ordered, value=first, label=_("Place"), with_input=True, on_change=self._placed
        ).props("dense outlined data-testid=add-place")
        self.asset = ui.select({}, label=_("What"), on_change=self._chosen).props(
            "dense outlined data-testid=add-asset"
        )
        self.size = ui.select({}, label=_("Size")).props("dense outlined data-testid=add-size")
        self.year = ui.select([], label=_("Start")).props("dense outlined data-testid=add-year")
        self.count = ui.number(_("How many"), value=1, min=1, max=MOST, precision=0).props(
            "dense outlined data-testid=add-count"
        )
        self.count.classes("w-24")
        ui.button(_("Add"), on_click=self._add).props("dense no-caps data-testid=add-do")
        self._placed()

    def _placed(self) -> None:
        assets = {a: self.called.asset(a) for a in self.craft.assets(str(self.place.value))}
        self.asset.set_options(assets, value=next(iter(assets), None))
        self._chosen()

    def _chosen(self) -> None:
        place, asset = str(self.place.value), self.asset.value
        if asset is None:
            return
        with speaking(self.bench.desk.language):
            sizes = {
                s: self.called.size(str(asset), s) for s in self.craft.sizes(place, str(asset))
            }
            self.size.set_options(sizes, value=next(iter(sizes), None))
            years = list(self.craft.years(place, str(asset)))
            self.year.set_options(years, value=years[0] if years else None)

    async def _add(self) -> None:
        if None in (self.asset.value, self.size.value, self.year.value):
            return
        group = Group(
            str(self.place.value),
            str(self.asset.value),
            float(self.size.value),
            int(self.year.value),
        )
        with speaking(self.bench.desk.language):
            await self.bench.do(Add(group, int(self.count.value or 1)))
