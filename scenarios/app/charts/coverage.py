"""What is short, or reached, by year: the curve of each kind of study."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pandas as pd

from scenarios.app.at_hand import AtHand
from scenarios.app.charts.chart import Chart
from scenarios.app.charts.lines import EDITED_COLOUR, Line, lines
from scenarios.app.charts.naming import EDITED, plan_name, short_name
from scenarios.evaluation import Evaluation
from scenarios.language import _
from scenarios.study import Answer
from scenarios.views import frames, style, tables
from scenarios.views.table import Column, Table
from scenarios.views.words import PRINTED, UNDER_BUDGET, WITHOUT_WAITING, words

DASHES: dict[str, list[int]] = {
    PRINTED: [2, 3],
    UNDER_BUDGET: [7, 4],
    WITHOUT_WAITING: [8, 3, 2, 3],
}
PER_MILLION, PER_BN = 1e6, 1e3


def curves(answer: Answer, edited: Evaluation | None = None) -> tuple[Chart, ...]:
    """The curves of an answer, with the plan made by hand where there is one."""
    return {
        "programme": _programme,
        "water": _programme,
        "siting": _siting,
        "logistics": _logistics,
        "roadmap": _roadmap,
    }[answer.kind](answer, edited)


def _programme(answer: Answer, edited: Evaluation | None) -> tuple[Chart, ...]:
    title = words(answer.scenario.study).missing
    found = [_curve(answer, edited, "coverage", "shortage", title, tables.curve_table)]
    if frames.has_third_shift(answer):
        said = _("Pupils in a third shift")
        found.append(_curve(answer, edited, "third-shift", "third_shift", said, tables.curve_table))
    return tuple(found)


def _siting(answer: Answer, edited: Evaluation | None) -> tuple[Chart, ...]:
    title = _("Pupils without a place within the standard")
    ways = _("Pupil-kilometres one way a day")
    return (
        _curve(answer, edited, "coverage", "shortage", title),
        _curve(answer, edited, "ways", "pupil_km", ways),
    )


def _logistics(answer: Answer, edited: Evaluation | None) -> tuple[Chart, ...]:
    road = _("Freight by road, bn tonne-kilometres a year")
    money = _("Transport and handling, bn KZT a year")
    return (
        _curve(answer, edited, "coverage", "road_tkm_bn", road),
        _curve(
            answer, edited, "transport-cost", "transport_cost_mln_kzt", money, divided_by=PER_BN
        ),
    )


def _roadmap(answer: Answer, edited: Evaluation | None) -> tuple[Chart, ...]:
    reached = _("Targets reached by the end of the year (parts counted)")
    finished = _("Projects finished by the end of the year")
    return (
        _curve(answer, edited, "coverage", "reached", reached),
        _curve(answer, edited, "finished", "finished", finished),
    )


def _curve(
    answer: Answer,
    edited: Evaluation | None,
    name: str,
    column: str,
    title: str,
    table: Callable[[Answer, str, str, str], Table] | None = None,
    divided_by: float = 1.0,
) -> Chart:
    series = plan_series(answer, column, edited, divided_by)
    years = [int(year) for year in series.index]
    drawn = plan_lines(answer, series)
    horizons = frames.horizons(answer) if answer.kind in ("programme", "water") else ()
    return Chart(
        name,
        title,
        caption(series),
        lines(title, years, drawn, horizons),
        series_table(name, title, series)
        if table is None or edited is not None
        else table(answer, column, column, title),
    )


def caption(series: pd.DataFrame) -> str:
    """Which line is whose."""
    documented = [plan_name(str(name)) for name in series if name not in ("optimised", EDITED)]
    return _("Grey lines: {documented}.", documented="; ".join(documented))


def plan_series(
    answer: Answer, column: str, edited: Evaluation | None = None, divided_by: float = 1.0
) -> pd.DataFrame:
    """A column of every plan by year (index); columns are plan names, the edited one last."""
    table = _SERIES(answer, column, divided_by)
    if edited is None:
        return table.copy()
    own = edited.by_year.set_index("year")[column].astype(float) / divided_by
    return table.assign(**{EDITED: own.reindex(table.index)})


def _series_of_plans(answer: Answer, column: str, divided_by: float) -> pd.DataFrame:
    found = {
        name: evaluation.by_year.set_index("year")[column]
        for name, evaluation in answer.evaluations.items()
        if column in evaluation.by_year
    }
    table = pd.DataFrame(found).astype(float) / divided_by
    if answer.kind in ("programme", "water"):
        table = table[table.index.isin(frames.years(answer))]
    return table


_SERIES = AtHand(_series_of_plans)


def plan_lines(answer: Answer, series: pd.DataFrame) -> list[Line]:
    """Lines of plans: the optimised one strong and on top, documented ones slate by their dash."""
    ours = frames.optimised_name(answer)
    symbols = len(series) <= 6
    found = []
    documented = [name for name in series.columns if name not in (ours, EDITED)]
    for name in (*documented, ours, EDITED):
        if name not in series:
            continue
        values: Sequence[float | None] = list(series[name])
        if name == EDITED:
            found.append(Line(short_name(EDITED), values, EDITED_COLOUR, "solid", 2.6, symbols))
        elif name == ours:
            found.append(Line(short_name(name), values, style.OPTIMISED, "solid", 3.0, symbols))
        else:
            dash = DASHES.get(name, [4, 4])
            found.append(Line(short_name(name), values, style.DOCUMENTED, dash, 1.8, symbols))
    return found


def series_table(name: str, title: str, series: pd.DataFrame) -> Table:
    """A row a year, a column a plan."""
    columns = [Column("year", _("Year"), "year")]
    columns += [Column(plan, plan_name(plan), "quantity") for plan in map(str, series.columns)]
    frame = series.rename_axis("year").reset_index()
    return Table(name, title, tuple(columns), frame)
