"""Orders in charts: a line each by year, spending against the budget, and the turns of two."""

from __future__ import annotations

from textwrap import wrap
from typing import Any

import altair as alt
import numpy as np
import pandas as pd

from scenarios.language import _
from scenarios.language.numbers import localised
from scenarios.sequencing.orders import Orders
from scenarios.views import frames, style
from scenarios.views.charts._lines import horizon_marks, spread
from scenarios.views.numbers import grouped
from scenarios.views.sequencing.look import label_of, looks

LABEL_ROOM = 270
_HEIGHT = 360
_LINE = 17  # px between two names
_PANEL_HEIGHT = 120
_UNLIKE_TO_LIKE = ["#e6a06b", "#f3f6f8", style.OPTIMISED]
_BELOW, _ABOVE = 0.95, 1.03  # room about lines that do not begin at zero
_LETTERS = 30  # of a name beside its year
_FEW = 10  # years of which each is named
_MANY = 20.0  # from here on a value is told without decimals
_HEAD = 18  # letters of a line over the matrix
_SLOPE_SIDE = 260  # px for the names on either side
LATER = style.SHORTAGE_RAMP[5]


def order_lines(
    orders: Orders, table: pd.DataFrame, column: str, title: str, *, from_zero: bool = True
) -> alt.LayerChart:
    """One line an order, its name at the end.

    Parameters
    ----------
    table : order, year and `column`
    """
    look = looks(orders)
    table = table[["order", "year", column]].copy()
    table["label"] = [look[name].label for name in table["order"]]
    top = (1.08 if from_zero else _ABOVE) * float(table[column].max()) or 1.0
    digits = 0 if top >= _MANY else 1
    table["said"] = [
        f"{row.label}, {row.year}: {grouped(getattr(row, column), digits)}"
        for row in frames.rows(table)
    ]
    low = 0.0 if from_zero else _BELOW * float(table[column].min())
    scale = alt.Scale(domain=[low, top], nice=False)
    x = _year_axis(table)
    axis = alt.Axis(tickCount=6, format=",.1~f" if top < _MANY else ",.0f")
    y = alt.Y(f"{column}:Q", title=title, scale=scale, axis=axis)
    colour = _by_order(orders, [each.colour for each in look.values()])
    lines = (
        alt.Chart(table)
        .mark_line(aria=False)
        .encode(
            x=x,
            y=y,
            detail="order:N",
            color=alt.Color("order:N", legend=None, scale=colour),
            strokeDash=alt.StrokeDash(
                "order:N",
                legend=None,
                scale=_by_order(orders, [each.dash for each in look.values()]),
            ),
            strokeWidth=alt.StrokeWidth(
                "order:N",
                legend=None,
                scale=_by_order(orders, [each.width for each in look.values()]),
            ),
        )
    )
    dots = (
        alt.Chart(table)
        .mark_point(filled=True, opacity=0, size=120)
        .encode(x=x, y=y, description="said:N", tooltip=[alt.Tooltip("said:N", title=_("order"))])
    )
    ends = table.sort_values("year").groupby("order", sort=False).tail(1)
    ends = ends.sort_values(column, kind="stable", ignore_index=True)
    ends["at"] = spread(list(ends[column]), _LINE * (top - low) / _HEIGHT, low=low)
    ends["name"] = [f"{_sample(look[o].dash)} {look[o].label}" for o in ends["order"]]
    names = (
        alt.Chart(ends)
        .mark_text(aria=False, align="left", dx=8, fontSize=12.5, fontWeight=500)
        .encode(
            x=x,
            y=alt.Y("at:Q", scale=scale),
            text="name:N",
            color=alt.Color("order:N", legend=None, scale=colour),
        )
    )
    marks = horizon_marks(orders.answer) if orders.shares else []
    chart: alt.LayerChart = style.layered(*marks, lines, dots, names).properties(
        width=style.WIDTH - LABEL_ROOM, height=_HEIGHT
    )
    return style.finish(chart)


def spending_panels(orders: Orders, table: pd.DataFrame, unit: str) -> alt.VConcatChart:
    """A small panel an order, two in a row: spending as bars, the money there is as a line."""
    look = looks(orders)
    top = 1.05 * float(table[["spending", "available"]].max().max()) or 1.0
    few = table["year"].nunique() <= _FEW
    label = "datum.label" if few else "datum.value % 5 == 0 ? datum.label : ''"
    panels = []
    for order in orders.listed:
        part = table[table["order"] == order.name].copy()
        part["said"] = [_spent(look[order.name].label, row) for row in frames.rows(part)]
        x = alt.X(
            "year:O",
            title=None,
            axis=alt.Axis(labelExpr=label, labelAngle=0, ticks=False),
        )
        y = alt.Y(
            "spending:Q",
            title=None,
            scale=alt.Scale(domain=[0, top], nice=False),
            axis=alt.Axis(format=",.0f", tickCount=4),
        )
        bars = (
            alt.Chart(part)
            .mark_bar(color=look[order.name].colour, opacity=0.85)
            .encode(
                x=x, y=y, description="said:N", tooltip=[alt.Tooltip("said:N", title=_("year"))]
            )
        )
        line = (
            alt.Chart(part)
            .mark_line(aria=False, color=style.INK, strokeWidth=1.4, interpolate="step")
            .encode(x=x, y=alt.Y("available:Q", scale=alt.Scale(domain=[0, top], nice=False)))
        )
        panels.append(
            style.layered(bars, line).properties(
                width=(style.WIDTH - 130) / 2,
                height=_PANEL_HEIGHT,
                title=alt.Title(look[order.name].label, fontSize=12.5, subtitle=unit),
            )
        )
    rows = [alt.hconcat(*panels[n : n + 2], spacing=30) for n in range(0, len(panels), 2)]
    chart: alt.VConcatChart = alt.vconcat(*rows, spacing=16)
    return style.finish(chart)


def slope_chart(orders: Orders, table: pd.DataFrame) -> alt.LayerChart:
    """Whose turn is when: places by mean year of service, documented left, optimised right.

    Drawn by turn and not by year, so that crossing lines are overtaking places and every name has
    its line; the years stand beside the names. What is never served comes last.

    Parameters
    ----------
    table : unit, documented_year, optimised_year (NaN: never)
    """
    sides = {"documented_year": label_of(orders[orders.baseline]), "optimised_year": _("Optimised")}
    years = table[list(sides)].apply(pd.to_numeric)
    table = table.assign(**years.fillna(float(np.nanmax(years.to_numpy())) + 1.0))
    last = float(np.nanmax(years.to_numpy()))
    parts = []
    for column, side in sides.items():
        part = table.sort_values([column, "unit"], kind="stable", ignore_index=True)
        parts.append(part.assign(side=side, year=part[column], turn=part.index))
    long = pd.concat(parts, ignore_index=True)
    earlier = long["optimised_year"] <= long["documented_year"]
    long["colour"] = np.where(earlier, style.OPTIMISED, LATER)
    long["when"] = [
        _("never") if year > last else localised(f"{year:.1f}") for year in long["year"]
    ]
    long["said"] = [f"{row.unit}, {row.side}: {row.when}" for row in frames.rows(long)]
    x = alt.X(
        "side:N",
        sort=list(sides.values()),
        title=None,
        axis=alt.Axis(
            orient="top", labelAngle=0, labelFontSize=13, labelLimit=260, domain=False, ticks=False
        ),
        scale=alt.Scale(padding=0, type="point"),
    )
    scale = alt.Scale(domain=[-0.7, len(table) - 0.3], reverse=True, nice=False)
    y = alt.Y("turn:Q", scale=scale, axis=None)
    base = alt.Chart(long).encode(x=x, y=y, color=alt.Color("colour:N", scale=None))
    lines = base.mark_line(aria=False, strokeWidth=2).encode(detail="unit:N")
    dots = base.mark_point(filled=True, size=55, opacity=1).encode(
        description="said:N", tooltip=[alt.Tooltip("said:N", title=_("turn"))]
    )
    names = []
    for side, sign in zip(sides.values(), (-1, 1), strict=True):
        own = long[long["side"] == side].copy()
        own["name"] = [
            f"{_cut(row.unit)}  {row.when}" if sign < 0 else f"{row.when}  {_cut(row.unit)}"
            for row in frames.rows(own)
        ]
        names.append(
            alt.Chart(own)
            .mark_text(
                aria=False,
                align="right" if sign < 0 else "left",
                dx=10 * sign,
                fontSize=12,
                limit=_SLOPE_SIDE - 20,
            )
            .encode(x=x, y=y, text="name:N", color=alt.Color("colour:N", scale=None))
        )
    chart: alt.LayerChart = style.layered(lines, dots, *names).properties(
        width=style.WIDTH - 2 * _SLOPE_SIDE, height=20 * len(table) + 20
    )
    return style.finish(chart)


def tau_chart(orders: Orders, tau: pd.DataFrame) -> alt.LayerChart:
    """Kendall's tau of every pair of orders: the darker, the more alike."""
    look = looks(orders)
    labels = [look[name].label for name in orders.names]
    long = tau.reset_index(drop=True).set_axis(orders.names, axis=1).assign(order=orders.names)
    long = long.melt("order", var_name="other", value_name="tau").dropna(subset=["tau"])
    heads = {name: "\n".join(wrap(look[name].label, _HEAD)) for name in orders.names}
    long["row"] = [look[o].label for o in long["order"]]
    long["column"] = [heads[o] for o in long["other"]]
    long["text"] = [localised(f"{value:.2f}") for value in long["tau"]]
    long["said"] = [f"{r.row} / {look[r.other].label}: {r.text}" for r in frames.rows(long)]
    long["ink"] = ["white" if value > 0.6 else style.INK for value in long["tau"]]
    base = alt.Chart(long).encode(
        x=alt.X(
            "column:N",
            sort=list(heads.values()),
            title=None,
            axis=alt.Axis(
                orient="top",
                labelAngle=0,
                labelExpr="split(datum.label, '\\n')",
                labelPadding=6 + 14 * max(text.count("\n") for text in heads.values()),
                ticks=False,
                domain=False,
            ),
        ),
        y=alt.Y(
            "row:N", sort=labels, title=None, axis=alt.Axis(labelLimit=240, ticks=False)
        ),
    )  # fmt: skip
    cells = base.mark_rect(stroke="white", strokeWidth=2).encode(
        color=alt.Color(
            "tau:Q",
            legend=None,
            scale=alt.Scale(
                domain=[-1, 0, 1], range=["#e6a06b", "#f3f6f8", style.OPTIMISED], interpolate="rgb"
            ),
        ),
        description="said:N",
    )
    texts = base.mark_text(aria=False, fontSize=13).encode(
        text="text:N", color=alt.Color("ink:N", scale=None)
    )
    chart: alt.LayerChart = (
        style.layered(cells, texts)
        .resolve_scale(color="independent")
        .properties(width=style.WIDTH - 260, height=38 * len(labels))
    )
    return style.finish(chart)


def _cut(name: str) -> str:
    """A name as far as there is room for it beside a year."""
    return name if len(name) <= _LETTERS else f"{name[: _LETTERS - 1].rstrip()}…"


def _spent(label: str, row: Any) -> str:
    """Spending of a year in words, with the money that is there where it has a limit."""
    said = {"order": label, "year": int(row.year), "spent": grouped(row.spending, 1)}
    if np.isnan(row.available):
        return _("{order}, {year}: {spent} bn KZT", **said)
    return _("{order}, {year}: {spent} of {there} bn KZT", there=grouped(row.available, 1), **said)


def _year_axis(table: pd.DataFrame) -> alt.X:
    """All years of a table; every one is named where they are few."""
    years = sorted(int(year) for year in table["year"].unique())
    axis = alt.Axis(format="d", grid=False, tickMinStep=1)
    if len(years) <= _FEW:
        axis = alt.Axis(format="d", grid=False, values=years)
    return alt.X(
        "year:Q",
        title=None,
        scale=alt.Scale(domain=[years[0], max(years[-1], years[0] + 1)], nice=False),
        axis=axis,
    )


def _by_order(orders: Orders, values: list[Any]) -> alt.Scale:
    return alt.Scale(domain=orders.names, range=values)


def _sample(dash: list[int]) -> str:
    """The line's dash before its name, for grey print."""
    if dash == [1, 0]:
        return "———"
    return "·····" if dash[0] <= 2 else "– · –" if len(dash) > 2 else "– – –"
