"""Spending against the money there is, and what one more billion would buy."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from scenarios.app.at_hand import AtHand
from scenarios.app.charts import chart
from scenarios.app.charts.chart import Chart, Options
from scenarios.app.charts.lines import EDITED_COLOUR
from scenarios.app.charts.naming import EDITED, baseline_label, plan_name
from scenarios.evaluation import Evaluation
from scenarios.language import _
from scenarios.study import Answer
from scenarios.views import frames, style, tables
from scenarios.views.charts.spending_chart import money_is_scarce, value_unit
from scenarios.views.numbers import MLN_PER_BN
from scenarios.views.table import Column, Table

VALUE_HEIGHT = 90  # px of the panel beneath
LEGEND_PX = 50  # px for two rows of the legend
AXIS_PX = 62  # px for the numbers of both axes


def money(answer: Answer, edited: Evaluation | None = None) -> Chart | None:
    """Spending by year or period; None where the question has no money by year."""
    if answer.kind in ("programme", "water"):
        return _YEARLY(answer) if edited is None else _with_edited(_YEARLY(answer), answer, edited)
    return _by_period(answer, edited)


def _by_year(answer: Answer) -> Chart:
    table = frames.spending(answer)
    years = [int(year) for year in table["year"]]
    title = _("Spending a year, {unit}", unit=frames.money_unit(answer))
    series = [_bars(plan_name("optimised"), table["optimised"], style.OPTIMISED)]
    series += [
        _step(_("Budget with carry-over"), table["available"], style.MUTED, [2, 3], 1.2),
        _step(_("Budget"), table["budget"], style.INK, "solid", 1.6),
        _step(baseline_label(answer), table["documented"], style.DOCUMENTED, [7, 4], 1.8),
    ]
    options, height = _upper(title, years, series)
    caption = _("Bars: spending of the optimised plan; lines: the money there is, and documented.")
    if money_is_scarce(answer):
        value = answer.budget_value.set_index("year")["value"].reindex(years)
        options = _with_value(options, years, value)
        height += VALUE_HEIGHT + 46
        below = _(
            "Below: what one more billion tenge in the year would save, {unit}.",
            unit=value_unit(answer),
        )
    else:
        below = _("One more billion tenge would gain nothing in any year.")
    return Chart(
        "money", title, f"{caption} {below}", options, tables.spending_table(answer), height
    )


_YEARLY = AtHand(_by_year)


def _with_edited(drawn: Chart, answer: Answer, edited: Evaluation) -> Chart:
    """The chart with the plan made by hand beside the optimised one, whose bars come first."""
    years = list(frames.years(answer))
    own = edited.by_year.set_index("year")
    spent = own["spending"].reindex(years) / MLN_PER_BN
    over = own["overspending"].reindex(years) / MLN_PER_BN
    added = [_bars(plan_name(EDITED), spent, EDITED_COLOUR), _over(years, spent, over)]
    first, *rest = drawn.options["series"]
    legend = drawn.options["legend"]
    ours, *others = legend["data"]
    named = [s["name"] for s in added if s.pop("named", True)]
    options = {
        **drawn.options,
        "series": [first, *added, *rest],
        "legend": {**legend, "data": [ours, *named, *others]},
    }
    return replace(drawn, options=options)


def _by_period(answer: Answer, edited: Evaluation | None) -> Chart | None:
    """Both plans side by side, and the money that came in where the question limits it."""
    plans = {
        frames.baseline_name(answer): frames.baseline(answer),
        frames.optimised_name(answer): frames.optimised(answer),
    }
    if edited is not None:
        plans[EDITED] = edited
    spent = pd.DataFrame(
        {name: e.by_year.set_index("year")["spending"] for name, e in plans.items()}
    )
    table = spent.astype(float) / MLN_PER_BN
    years = [int(year) for year in table.index]
    yearly = answer.kind == "roadmap"
    title = _("Spending a year, bn KZT") if yearly else _("Spending by period, bn KZT")
    colours = {EDITED: EDITED_COLOUR, frames.optimised_name(answer): style.OPTIMISED}
    series = [
        _bars(plan_name(name), table[name], colours.get(name, style.DOCUMENTED)) for name in plans
    ]
    limit = frames.optimised(answer).by_year.set_index("year")["budget"].astype(float) / MLN_PER_BN
    if limit.notna().any():
        series.append(_ticks(_("Money of the year") if yearly else _("New money"), limit))
        table["budget"] = limit
    options, height = _upper(title, years, series)
    columns = [Column("year", _("Year"), "year")]
    columns += [Column(str(name), plan_name(str(name)), "money") for name in spent]
    if "budget" in table:
        columns.append(Column("budget", _("Budget"), "money"))
    frame = table.rename_axis("year").reset_index()
    caption = _("Strokes: the money that comes in; what is left of it may be carried on.")
    return Chart(
        "money",
        title,
        caption if "budget" in table else _("The question sets no limit to the money."),
        options,
        Table("money", title, tuple(columns), frame),
        height,
    )


def _upper(title: str, years: Sequence[int], series: list[dict[str, Any]]) -> tuple[Options, int]:
    options = chart.base(title, right=12, top=LEGEND_PX)
    options["legend"] = {
        "top": 0,
        "left": 0,
        "itemWidth": 22,
        "itemHeight": 9,
        "textStyle": {"color": style.INK, "fontSize": chart.LABEL_SIZE},
        "data": [s["name"] for s in series if s.get("named", True)],
    }
    options["xAxis"] = chart.year_axis(years)
    options["yAxis"] = chart.value_axis(min=0)
    options["series"] = [{k: v for k, v in s.items() if k != "named"} for s in series]
    return options, 286


def _with_value(options: Options, years: Sequence[int], value: pd.Series) -> Options:
    """The same with the value of a billion in a panel beneath."""
    # one left edge for both, so that a year stands above itself
    plain = {"left": AXIS_PX, "right": 12, "outerBoundsMode": "none"}
    upper = {**plain, "top": LEGEND_PX, "bottom": VALUE_HEIGHT + 52}
    lower = {**plain, "height": VALUE_HEIGHT, "bottom": 6}
    bars = _bars(_("Value of one more bn KZT"), value, style.MUTED)
    return {
        **options,
        "grid": [upper, lower],
        "xAxis": [options["xAxis"], chart.year_axis(years, labels=False, gridIndex=1)],
        "yAxis": [options["yAxis"], chart.value_axis(min=0, gridIndex=1, splitNumber=2)],
        "axisPointer": {"link": [{"xAxisIndex": "all"}]},
        "series": [*options["series"], {**bars, "xAxisIndex": 1, "yAxisIndex": 1}],
    }


def _bars(name: str, values: Sequence[float] | pd.Series, colour: str) -> dict[str, Any]:
    return {
        "type": "bar",
        "name": name,
        "data": [chart.rounded(v) for v in values],
        "itemStyle": {"color": colour},
        "barGap": "8%",
        "barCategoryGap": "22%",
        "emphasis": {"disabled": True},
    }


def _over(years: Sequence[int], spent: pd.Series, over: pd.Series) -> dict[str, Any]:
    """A mark in words over the bars of years in which the money does not suffice."""
    bad = {y: float(spent[y]) for y in years if over[y] * MLN_PER_BN > 1.0}
    return {
        "type": "scatter",
        "name": _("Over budget"),
        "named": bool(bad),
        "data": [[str(y), chart.rounded(v)] for y, v in bad.items()],
        "symbol": "triangle",
        "symbolSize": 11,
        "symbolOffset": [0, -8],
        "itemStyle": {"color": "#a63603"},
        "emphasis": {"disabled": True},
    }


def _step(
    name: str, values: Sequence[float] | pd.Series, colour: str, dash: str | list[int], width: float
) -> dict[str, Any]:
    return {
        "type": "line",
        "name": name,
        "step": "middle",
        "data": [chart.rounded(v) for v in values],
        "symbol": "none",
        "lineStyle": {"color": colour, "type": dash, "width": width},
        "itemStyle": {"color": colour},
        "emphasis": {"disabled": True},
    }


def _ticks(name: str, values: Mapping[Any, float] | pd.Series) -> dict[str, Any]:
    return {
        "type": "scatter",
        "name": name,
        "symbol": "rect",
        "symbolSize": [34, 3],
        "data": [[str(year), chart.rounded(v)] for year, v in pd.Series(values).items()],
        "itemStyle": {"color": style.INK, "opacity": 1},
        "emphasis": {"disabled": True},
    }
