"""Who comes earlier, who later, and what that buys."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from scenarios.app.charts import chart
from scenarios.app.charts.chart import Chart
from scenarios.app.charts.naming import baseline_label, plan_name
from scenarios.language import _, n_
from scenarios.language.numbers import localised
from scenarios.study import Answer
from scenarios.views import frames, style, tables
from scenarios.views.numbers import MLN_PER_BN, bn, grouped
from scenarios.views.table import Table
from scenarios.views.words import words

MOST = 10
ROW = 34
NAME_PX = 240


@dataclass(frozen=True)
class Moved:
    """A unit, site or project whose turn changes, largest change first.

    Attributes
    ----------
    documented, optimised : year under both plans; None where one leaves it out
    buys : what the change is worth, in words
    """

    name: str
    documented: float | None
    optimised: float | None
    buys: str


def moves(answer: Answer) -> Chart | None:
    """The largest changes of turn; None where nothing moves."""
    found, table, title = {
        "programme": _units,
        "water": _units,
        "siting": _settlements,
        "logistics": _centres,
        "roadmap": _projects,
    }[answer.kind](answer)
    if not found:
        return None
    caption = _(
        "Ring: {documented}; filled: optimised. Beside it: what the change buys.",
        documented=baseline_label(answer),
    )
    options = _dumbbells(title, found, _span(answer))
    return Chart("moves", title, caption, options, table, 60 + ROW * len(found))


def _span(answer: Answer) -> tuple[int, int] | None:
    """First and last period of a question of periods; None: as far as the moves reach."""
    periods = {
        "siting": answer.scenario.siting.periods,
        "logistics": answer.scenario.logistics.periods,
    }.get(answer.kind)
    return None if periods is None else (periods[0], max(periods[-1], periods[0] + 1))


def shift_words(moved: Moved) -> str:
    """How far and in which direction something moves."""
    if moved.optimised is None:
        return _("only documented")
    if moved.documented is None:
        return _("only optimised")
    years = round(abs(moved.optimised - moved.documented), 1)
    if years < 0.05:
        return _("same year")
    said = grouped(years, 0 if years == int(years) else 1)
    if moved.optimised < moved.documented:
        return n_("{years} year earlier", "{years} years earlier", years, years=said)
    return n_("{years} year later", "{years} years later", years, years=said)


def _units(answer: Answer) -> tuple[list[Moved], Table, str]:
    table = frames.turns(answer, MOST)
    amount = words(answer.scenario.study).amount_years
    found = [
        Moved(
            str(row.unit),
            _year(row.documented_year),
            _year(row.optimised_year),
            _gain(float(row.place_years_gained), amount),
        )
        for row in frames.rows(table)
    ]
    title = words(answer.scenario.study).served
    return found, tables.turn_table(answer), title


def _gain(gained: float, amount: str) -> str:
    if abs(gained) < 0.5:
        return _("{amount}: as many", amount=amount)
    if gained > 0:
        return _("{amount}: {n} fewer", n=grouped(gained), amount=amount)
    return _("{amount}: {n} more", n=grouped(-gained), amount=amount)


def _settlements(answer: Answer) -> tuple[list[Moved], Table, str]:
    from scenarios.views.siting.named import with_names
    from scenarios.views.siting.tables import site_table

    sites = site_table(answer)
    opened = {
        role: answer.plans[name].openings.groupby("place_id")["in_service_year"].min()
        for role, name in (
            ("documented", frames.baseline_name(answer)),
            ("optimised", frames.optimised_name(answer)),
        )
    }
    prices = _best_price(answer.tables["prices"])
    names = with_names(answer).tables["settlements"].set_index("settlement_id")["name"]
    return (
        _of_sites(opened["documented"], opened["optimised"], names, prices),
        sites,
        _("Year in which schools are opened"),
    )


def _centres(answer: Answer) -> tuple[list[Moved], Table, str]:
    from scenarios.views.logistics.named import with_names
    from scenarios.views.logistics.tables import move_table

    sites = with_names(answer).tables["sites"].set_index("site_id")
    found = _of_sites(
        sites["budget_opened"].dropna(),
        sites["optimised_opened"].dropna(),
        sites["name"],
        _best_price(answer.tables["prices"]),
    )
    return found, move_table(answer), _("Year in which centres are in service")


def _of_sites(
    documented: pd.Series, optimised: pd.Series, names: pd.Series, prices: dict[str, float]
) -> list[Moved]:
    """Sites whose year differs, those with the largest price first."""
    found: list[tuple[tuple[float, float], Moved]] = []
    for site in dict.fromkeys([*optimised.index, *documented.index]):
        old, new = _year(documented.get(site)), _year(optimised.get(site))
        if old == new:
            continue
        price = prices.get(str(site))
        apart = abs((old or 0) - (new or 0)) if old and new else 100.0
        found.append(((price or 0.0, apart), Moved(str(names[site]), old, new, _price(price, new))))
    found.sort(key=lambda each: each[0], reverse=True)
    return [moved for _key, moved in found[:MOST]]


def _best_price(table: pd.DataFrame) -> dict[str, float]:
    """What a wish against the optimum costs at least, mln KZT by site."""
    if not len(table):
        return {}
    key = next(c for c in ("site_id", "settlement_id", "place_id") if c in table)
    low = table.assign(low=table["low"].astype(float)).groupby(key)["low"].max()
    return {str(site): float(value) for site, value in low.items()}


def _price(price: float | None, optimised: float | None) -> str:
    if price is None:
        return ""
    said = bn(price, 2) if price < MLN_PER_BN else bn(price)
    if optimised is None:
        return _("opening it would cost {price} bn KZT more", price=said)
    return _("leaving it out would cost {price} bn KZT", price=said)


def _projects(answer: Answer) -> tuple[list[Moved], Table, str]:
    from scenarios.views.roadmap.headline import SMALLEST_SHIFT
    from scenarios.views.roadmap.tables import project_table
    from scenarios.views.roadmap.words import projects

    table = projects(answer)
    table["size"] = table["shift"].abs() * table["cost"]
    moved = table[(table["shift"].abs() > SMALLEST_SHIFT) | table["shift"].isna()]
    moved = moved.sort_values("size", ascending=False, kind="stable", na_position="first")
    found = [
        Moved(
            str(row.label),
            _year(row.mean_documented),
            _year(row.mean_optimised),
            _("{targets} targets a bn KZT, {cost} bn KZT",
              targets=localised(f"{row.weight / (row.cost / MLN_PER_BN):.3g}"), cost=bn(row.cost)),
        )
        for row in frames.rows(moved.head(MOST))
    ]  # fmt: skip
    return found, project_table(answer), _("Mean year of a project's spending")


def _year(value: Any) -> float | None:
    return None if value is None or pd.isna(value) else float(value)


def _dumbbells(title: str, moved: Sequence[Moved], span: tuple[int, int] | None) -> dict[str, Any]:
    names = [m.name for m in moved]
    texts = [f"{shift_words(m)}\n{m.buys}" if m.buys else shift_words(m) for m in moved]
    options = chart.base(title, right=chart.label_room(texts), top=4, bottom=4)
    known = [y for m in moved for y in (m.documented, m.optimised) if y is not None]
    first, last = int(min(known)), int(max(known)) + 1
    if span is not None:
        first, last = span
    options["xAxis"] = {
        "type": "value",
        "min": first,
        "max": last,
        "minInterval": 1,
        "splitNumber": 5,
        "axisLabel": {
            "color": style.MUTED,
            ":formatter": "(v) => String(v)",
            "hideOverlap": True,
        },
        "splitLine": {"lineStyle": {"color": style.GRID}},
    }
    options["yAxis"] = {
        "type": "category",
        "data": names,
        "inverse": True,
        "axisTick": {"show": False},
        "axisLine": {"show": False},
        "axisLabel": {"color": style.INK, "width": NAME_PX, "overflow": "truncate"},
    }
    options["tooltip"] = {**options["tooltip"], "trigger": "item"}
    options["series"] = [
        *(_rule(m) for m in moved if None not in (m.documented, m.optimised)),
        _points(_("Documented"), names, [m.documented for m in moved], style.DOCUMENTED, ring=True),
        _points(plan_name("optimised"), names, [m.optimised for m in moved], style.OPTIMISED),
        _texts(names, moved, texts, last),
    ]
    return options


def _rule(moved: Moved) -> dict[str, Any]:
    return {
        "type": "line",
        "data": [[moved.documented, moved.name], [moved.optimised, moved.name]],
        "showSymbol": False,
        "silent": True,
        "lineStyle": {"color": style.BORDER, "width": 2.5},
        "tooltip": {"show": False},
    }


def _points(
    name: str, names: Sequence[str], years: Sequence[float | None], colour: str, ring: bool = False
) -> dict[str, Any]:
    look = (
        {"color": "white", "borderColor": colour, "borderWidth": 2.2} if ring else {"color": colour}
    )
    return {
        "type": "scatter",
        "name": name,
        "symbolSize": 11,
        "itemStyle": {"opacity": 1, **look},
        "data": [
            [chart.rounded(year, 1), of]
            for of, year in zip(names, years, strict=True)
            if year is not None
        ],
        "emphasis": {"disabled": True},
        "z": 3,
    }


def _texts(
    names: Sequence[str], moved: Sequence[Moved], texts: Sequence[str], last: int
) -> dict[str, Any]:
    """What is said of each move, to the right of the chart."""
    return {
        "type": "scatter",
        "symbolSize": 0.01,
        "itemStyle": {"opacity": 1},
        "silent": True,
        "tooltip": {"show": False},
        "data": [
            {
                "value": [last, name],
                "label": {"show": True, "position": "right", "formatter": text},
            }
            for name, text in zip(names, texts, strict=True)
        ],
        "label": {
            "color": style.INK,
            "fontSize": 11.5,
            "lineHeight": 14,
            "align": "left",
            "distance": 14,
        },
    }
