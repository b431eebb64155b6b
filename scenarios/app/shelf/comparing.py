"""Kept answers beside each other: numbers, curves, and who comes when under which."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from scenarios.across import Across, across
from scenarios.app.charts.chart import Chart
from scenarios.app.charts.coverage import curves
from scenarios.app.charts.lines import COMPARED, DASHES, Line, lines
from scenarios.app.charts.naming import baseline_label
from scenarios.app.charts.numbers import three_numbers
from scenarios.app.editing.naming import called
from scenarios.app.shelf.naming import field_name, said_value
from scenarios.language import _, spoken
from scenarios.runs import Run
from scenarios.study import Answer
from scenarios.views import frames, style
from scenarios.views.kpis import kpi_label
from scenarios.views.table import Column, Table

MOST_MOVES = 12
COLUMNS = {"programme": "shortage", "water": "shortage", "siting": "shortage"} | {
    "logistics": "road_tkm_bn",
    "roadmap": "reached",
}


@dataclass(frozen=True)
class Compared:
    """Answers beside each other.

    Attributes
    ----------
    numbers : the three numbers, a row a number
    asked : keys in which the questions differ
    measures : every KPI, a row a KPI
    curve : all optimised plans, and the documented one of the first answer
    moves : places whose turn differs most between the answers
    remarks : what makes the columns less comparable
    """

    numbers: Table
    asked: Table
    measures: Table
    curve: Chart
    moves: Table
    remarks: tuple[str, ...]


def comparable(answers: Sequence[Answer]) -> bool:
    """Whether all answer the same study in the same way."""
    kinds = {(a.scenario.study, a.kind) for a in answers}
    return len(answers) >= 2 and len(kinds) == 1


def compare(kept: Mapping[str, Answer], runs: Sequence[Run]) -> Compared:
    """Put answers beside each other.

    Parameters
    ----------
    kept : answers by the names that they have on the shelf
    runs : their runs, in the same order

    Raises
    ------
    InputError
        fewer than two, or of different kinds
    """
    beside = across(runs)
    names = list(kept)
    return Compared(
        numbers=_numbers(kept),
        asked=_asked(beside, names),
        measures=_measures(beside, names, next(iter(kept.values()))),
        curve=_curve(kept),
        moves=_moves(kept),
        remarks=beside.remarks,
    )


def _keys(names: Sequence[str]) -> list[str]:
    return [f"answer{number}" for number, _name in enumerate(names)]


def _numbers(kept: Mapping[str, Answer]) -> Table:
    columns = [Column("label", _("Number"))]
    frame: dict[str, list[str]] = {}
    for key, (name, answer) in zip(_keys(list(kept)), kept.items(), strict=True):
        numbers = three_numbers(answer)
        frame.setdefault("label", [n.label for n in numbers])
        own = [n.value for n in numbers]
        rows = len(frame["label"])
        frame[key] = (own + [""] * rows)[:rows]
        columns.append(Column(key, name))
    first = next(iter(kept.values()))
    frame["documented"] = [n.counterpart for n in three_numbers(first)]
    columns.append(Column("documented", baseline_label(first)))
    return Table(
        "shelf_numbers", _("The numbers side by side"), tuple(columns), pd.DataFrame(frame)
    )


def _asked(beside: Across, names: Sequence[str]) -> Table:
    """Labels of runs become those of the shelf; the order is the same."""
    frame = beside.scenarios.copy()
    frame.columns = pd.Index(_keys(names))
    frame = frame.map(said_value).rename_axis("key").reset_index()
    frame["key"] = [field_name(key) for key in frame["key"]]
    columns = [Column("key", _("Field"))]
    columns += [Column(k, n) for k, n in zip(_keys(names), names, strict=True)]
    return Table("shelf_questions", _("Asked differently"), tuple(columns), frame)


def _measures(beside: Across, names: Sequence[str], answer: Answer) -> Table:
    frame = beside.kpis.copy()
    frame.columns = pd.Index(_keys(names))
    units = answer.territory.units.index
    frame = frame.map(
        lambda v: answer.territory.name(v, spoken()) if isinstance(v, str) and v in units else v
    )
    # mixed columns: numbers where they are, names of places where the worst one is told
    frame = frame.map(lambda v: None if v is None or v != v else v).rename_axis("kpi").reset_index()
    frame["kpi"] = [kpi_label(kpi) for kpi in frame["kpi"]]
    columns = [Column("kpi", _("Measure"))]
    columns += [Column(k, n, "quantity") for k, n in zip(_keys(names), names, strict=True)]
    return Table("shelf_measures", _("All measures side by side"), tuple(columns), frame)


def _curve(kept: Mapping[str, Answer]) -> Chart:
    """One line an answer, and what the documents leave under the money of the first."""
    first = next(iter(kept.values()))
    own = curves(first)[0]
    column = COLUMNS[first.kind]
    series = {
        name: frames.optimised(answer).by_year.set_index("year")[column].astype(float)
        for name, answer in kept.items()
    }
    series[_("Documented")] = frames.baseline(first).by_year.set_index("year")[column].astype(float)
    table = pd.DataFrame(series).sort_index()
    if first.kind in ("programme", "water"):
        table = table[table.index >= min(a.scenario.years.first for a in kept.values())]
    years = [int(year) for year in table.index]
    drawn = [
        Line(_("Documented"), _values(table[_("Documented")]), style.DOCUMENTED, [7, 4], 1.8),
        *(
            Line(name, _values(table[name]), colour, dash, 2.4, symbol=len(years) <= 6)
            for name, colour, dash in zip(kept, COMPARED, DASHES, strict=False)
        ),
    ]
    horizons = frames.horizons(first) if first.kind in ("programme", "water") else ()
    columns = [Column("year", _("Year"), "year")]
    columns += [Column(str(c), str(c), "quantity") for c in table.columns]
    return Chart(
        "shelf-curve",
        own.title,
        _("Each line is the optimised plan of an answer."),
        lines(own.title, years, drawn, horizons),
        Table("shelf_curve", own.title, tuple(columns), table.rename_axis("year").reset_index()),
    )


def _values(series: pd.Series) -> list[float | None]:
    return [None if pd.isna(v) else float(v) for v in series]


def turn_years(answers: Sequence[Answer]) -> pd.DataFrame:
    """Mean year of service by place (index) and answer (columns 0, 1, ...), weighted by size.

    NaN where an answer starts nothing there.
    """
    columns = {}
    for number, answer in enumerate(answers):
        opened = answer.plan.openings
        weight = opened["size"].where(opened["size"] > 0, 1.0)
        moment = (weight * opened["in_service_year"]).groupby(opened["place_id"]).sum()
        columns[number] = moment / weight.groupby(opened["place_id"]).sum()
    return pd.DataFrame(columns)


def _moves(kept: Mapping[str, Answer]) -> Table:
    """Places by how far apart the answers are, one that leaves it out counting as a horizon."""
    answers, keys = list(kept.values()), _keys(list(kept))
    years = turn_years(answers)
    apart = years.max(axis=1) - years.min(axis=1)
    missing = years.isna().any(axis=1)
    score = apart.where(~missing, np.inf)
    size = sum(a.plan.openings.groupby("place_id")["size"].sum().reindex(years.index).fillna(0.0)
               for a in answers)  # fmt: skip
    order = pd.DataFrame({"score": score, "size": size}).sort_values(
        ["score", "size"], ascending=False, kind="stable"
    )
    chosen = [place for place in order.index if order.loc[place, "score"] >= 0.05][:MOST_MOVES]
    named = called(answers[0])
    frame = pd.DataFrame({"place": [named.name(str(p)) for p in chosen]})
    columns = [Column("place", _("Place"))]
    for number, (key, name) in enumerate(zip(keys, kept, strict=True)):
        frame[key] = years.loc[chosen, number].to_numpy()
        columns.append(Column(key, name, "decimal"))
    return Table(
        "shelf_moves", _("Places whose turn differs most, mean year of service"), tuple(columns),
        frame,
    )  # fmt: skip
