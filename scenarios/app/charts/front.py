"""Efficiency against fairness, or shortage against money, with the current plan on it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from scenarios.app.charts import chart
from scenarios.app.charts.chart import Chart
from scenarios.app.charts.lines import ROW, wrapped
from scenarios.app.charts.naming import baseline_label, plan_name
from scenarios.fronts.subjects import words_of
from scenarios.language import _
from scenarios.study import Answer
from scenarios.views import frames, style, tables
from scenarios.views.charts.front_chart import CHOSEN, front_table
from scenarios.views.numbers import MLN_PER_BN
from scenarios.views.table import Column, Table
from scenarios.views.words import PRINTED, words

MILLION = 1e6
HEIGHT = 300
UPRIGHT = 32  # letters of a row beside the axis


@dataclass(frozen=True)
class Named:
    """A plan beside the line: where it lies, what it is called, how it is drawn."""

    name: str
    x: float
    y: float
    colour: str
    symbol: str


def fairness_front(answer: Answer) -> Chart | None:
    """The front that came with the answer; None where it was not asked for."""
    if answer.front.empty:
        return None
    table = front_table(answer)
    table = table[table["label"] != PRINTED]
    line = table[table["label"].isin(["", CHOSEN])].sort_values("worst_percent")
    named = [
        Named(
            _("Chosen plan") if row.label == CHOSEN else plan_name(str(row.label)),
            float(row.worst_percent),
            float(row.place_years),
            style.OPTIMISED if row.label == CHOSEN else style.DOCUMENTED,
            "diamond" if row.label == CHOSEN else "rect",
        )
        for row in frames.rows(table[["label", "worst_percent", "place_years"]])
        if row.label
    ]
    on_line = line[line["label"] == ""]
    amount = words(answer.scenario.study).amount_years
    title = _("Efficiency against fairness: what holding down the worst district costs")
    options = _scatter(
        title,
        _("Worst district, % of need without a place"),
        _("Discounted shortage, million {amount}", amount=amount),
        list(zip(on_line["worst_percent"], on_line["place_years"], strict=True)),
        named,
    )  # fmt: skip
    caption = _(
        "Every point is a plan under the same money: further left the worst district is better "
        "off, lower down less is short in all."
    )
    return Chart("front", title, caption, options, tables.front_points_table(answer), HEIGHT)


def money_front(
    answer: Answer, points: pd.DataFrame, plans: Mapping[str, tuple[float, float]]
) -> Chart:
    """What each level of money buys, from the points of `aumaq front`.

    Parameters
    ----------
    points : one row a plan, as `scenarios.fronts.tables.points_frame`; where the simulator finds
        less of the measure for more money, what it says of them is drawn, so that the plans of the
        answer lie beside them, and the levels themselves where it does not
    plans : by role, the measure and the money (mln KZT) of plans of the answer
    """
    told = words_of(answer.scenario)
    spent, measure = (
        ("simulated_spending_mln_kzt", "simulated_objective")
        if told.by_simulator
        else ("cost_mln_kzt", "objective")
    )
    frame = points.assign(cost=points[spent] / MLN_PER_BN, least=points[measure] / told.scale)
    scale = MILLION if float(frame["least"].max()) >= MILLION else 1.0
    x_title, y_title = told.desk_axes(millions=scale == MILLION)
    named = [
        _beside(answer, role, spending / MLN_PER_BN, least / told.scale / scale)
        for role, (least, spending) in plans.items()
        if told.by_simulator
    ]
    line = list(zip(frame["cost"], frame["least"] / scale, strict=True))
    title = _("What each level of money buys")
    options = _scatter(title, x_title, y_title, line, named)
    columns: tuple[Column, ...] = (
        Column("cost", x_title, "money"),
        Column("least", told.desk_axes(millions=False)[1], told.kind),
    )
    if frame["worst_share"].notna().any():
        columns += (Column("worst_share", _("Worst share"), "share"),)
    table = Table("money_front", title, columns, frame)
    return Chart("money-front", title, told.caption(), options, table, HEIGHT)


def _beside(answer: Answer, role: str, cost: float, least: float) -> Named:
    if role == frames.OPTIMISED_ROLE:
        return Named(_("Chosen plan"), cost, least, style.OPTIMISED, "diamond")
    return Named(baseline_label(answer), cost, least, style.DOCUMENTED, "rect")


def _scatter(
    title: str,
    x_title: str,
    y_title: str,
    line: Sequence[tuple[float, float]],
    named: Sequence[Named],
) -> dict[str, Any]:
    y_title = wrapped(y_title, UPRIGHT)
    second = ROW * y_title.count("\n")  # px of further rows
    options = chart.base(title, left=72 + second, right=24, top=18, bottom=46)
    options["grid"]["outerBoundsMode"] = "none"  # room for the names of the axes is kept here
    xs = [x for x, _y in line] + [n.x for n in named]
    ys = [y for _x, y in line] + [n.y for n in named]
    options["tooltip"] = {**options["tooltip"], "trigger": "item"}
    options["xAxis"] = _axis(x_title, xs, 26)
    options["xAxis"] |= {
        "splitLine": {"show": False},
        "axisLine": {"show": True, "lineStyle": {"color": style.BORDER}},
    }
    options["yAxis"] = _axis(y_title, ys, 48)
    options["series"] = [
        {
            "type": "line",
            "name": _("Front"),
            "data": [[chart.rounded(x), chart.rounded(y, 4)] for x, y in sorted(line)],
            "symbol": "circle",
            "symbolSize": 8,
            "lineStyle": {"color": style.OPTIMISED, "width": 1.6},
            "itemStyle": {"color": style.OPTIMISED},
            "emphasis": {"disabled": True},
        },
        *(_point(n, xs) for n in named),
    ]
    return options


def _point(named: Named, xs: Sequence[float]) -> dict[str, Any]:
    right = named.x > (min(xs) + max(xs)) / 2
    return {
        "type": "scatter",
        "name": named.name,
        "data": [[chart.rounded(named.x), chart.rounded(named.y, 4)]],
        "symbol": named.symbol,
        "symbolSize": 14,
        "itemStyle": {"color": named.colour, "opacity": 1},
        "label": {
            "show": True,
            "formatter": named.name,
            "position": "bottom" if named.symbol == "diamond" else "top",
            "align": "right" if right else "left",
            "color": named.colour,
            "fontWeight": 500,
        },
        "labelLayout": {"moveOverlap": "shiftY"},
        "emphasis": {"disabled": True},
        "z": 4,
    }


def _axis(title: str, values: Sequence[float], gap: int) -> dict[str, Any]:
    axis = chart.value_axis(title, nameGap=gap, **_range(values))
    # the ends are not round numbers
    axis["axisLabel"] |= {"showMinLabel": False, "showMaxLabel": False}
    return axis


def _range(values: Sequence[float]) -> dict[str, float]:
    """Ends of an axis: the values and a part of their range on both sides, in round steps."""
    low, high = min(values), max(values)
    room = 0.15 * (high - low) or max(abs(high), 1.0) * 0.05
    digits = 3 if high - low < 1 else 1 if high - low < 50 else 0
    return {
        "min": round(max(0.0, low - room), digits),
        "max": round(high + room, digits),
    }
