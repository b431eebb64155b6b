"""The report of an answer: one self-contained HTML file, every section with its result in words."""

from __future__ import annotations

import pandas as pd

from inputs.territory import Territory
from scenarios.scenario import MeasureName
from scenarios.uncertainty import tables, wording
from scenarios.uncertainty.actions import certain_places
from scenarios.uncertainty.answer import UncertaintyAnswer
from scenarios.uncertainty.charts import actions_chart, regret_chart, tornado_chart
from scenarios.views.export import to_spec
from scenarios.views.page import Figure, drawn, render_page
from scenarios.views.table import Column, Kind, Table

_HASH = 12


def render_report(answer: UncertaintyAnswer, territory: Territory) -> str:
    """The report as HTML text; nothing is solved."""
    certain = certain_places(answer.own)
    said = {
        "regret": wording.regret_sentence(answer),
        "bracket": wording.bracket_sentence(answer),
        "information": wording.information_sentence(answer),
        "actions": wording.actions_sentence(answer, certain),
        "tornado": wording.tornado_sentence(answer) if answer.question.tornado else "",
    }
    return render_page(
        "regret.html",
        wording.headline(answer),
        _figures(answer, territory),
        [
            _plans(answer),
            _worth(answer),
            _certain(certain, territory),
            _proofs(answer),
        ],
        wording.notes(answer),
        said=said,
        data_hash=territory.content_hash[:_HASH],
        question_name=answer.question.name,
    )


def _kind(answer: UncertaintyAnswer) -> Kind:
    return "share" if answer.question.measure is MeasureName.WORST_SHARE else "quantity"


def _figures(answer: UncertaintyAnswer, territory: Territory) -> dict[str, Figure]:
    found = {
        "regret": Figure(
            "regret",
            f"Regret: {wording.UNITS[answer.question.measure]} more than the best known of the "
            "same future. Colour: the regret as a share of that best; white is none.",
            drawn("regret", to_spec(regret_chart(answer))),
            _payoff(answer),
        )
    }
    if len(answer.actions):
        found["actions"] = Figure(
            "actions",
            "Places that the futures' optima start by unit and year, weighted mean; blue where "
            "every one of them starts a building. Units with most places, at most thirty.",
            drawn("actions", to_spec(actions_chart(answer, territory))),
            _actions(answer, territory),
        )
    frame = tables.tornado_frame(answer)
    if len(frame) and frame["value"].notna().any():
        found["tornado"] = Figure(
            "tornado",
            "Each assumption alone at its low and its high end, the base scenario otherwise; the "
            "number at a bar is the assumption's value there.",
            drawn("tornado", to_spec(tornado_chart(answer))),
            _tornado(answer, frame),
        )
    return found


def _payoff(answer: UncertaintyAnswer) -> Table:
    kind = _kind(answer)
    columns = (
        Column("plan", "Plan up to " + str(answer.question.decide_until)),
        Column("future", "Future"),
        Column("value", "Reached", kind),
        Column("bound", "Bound", kind),
        Column("gap", "Gap", "share"),
        Column("regret", "Regret", kind),
        Column("regret_at_most", "At most", kind),
        Column("run", "Run"),
        Column("error", "Why not", "source"),
    )
    title = f"Every plan in every future, {wording.UNITS[answer.question.measure]}"
    return Table("payoff", title, columns, tables.payoff_frame(answer))


def _plans(answer: UncertaintyAnswer) -> Table:
    kind, level = _kind(answer), answer.question.cvar_level
    columns = (
        Column("plan", "Plan"),
        Column("places_started", "Places started", "count"),
        Column("futures_answered", "Futures it fits", "count"),
        Column("expected_value", "Expected", kind),
        Column("largest_regret", "Largest regret", kind),
        Column("largest_regret_at_most", "At most", kind),
        Column("cvar", f"CVaR {level:.0%}", kind),
        Column("picked_by", "Picked by"),
    )
    title = f"The plans, {wording.UNITS[answer.question.measure]}"
    return Table("plans", title, columns, tables.plans_frame(answer))


def _worth(answer: UncertaintyAnswer) -> Table:
    kind = _kind(answer)
    columns = (
        Column("quantity", "On average over the futures"),
        Column("at_least", "At least", kind),
        Column("at_most", "At most", kind),
    )
    frame = tables.values_frame(answer).replace([float("inf")], float("nan"))
    return Table(
        "worth", f"What is proven, {wording.UNITS[answer.question.measure]}", columns, frame
    )


def _actions(answer: UncertaintyAnswer, territory: Territory) -> Table:
    frame = answer.actions.assign(unit=[territory.name(u) for u in answer.actions["unit_id"]])
    columns = (
        Column("unit", "Unit"),
        Column("start_year", "Start", "year"),
        Column("found_in", "In the optimum of"),
        Column("share", "Weight", "share"),
        Column("places_least", "Places, least", "count"),
        Column("places_mean", "mean", "count"),
        Column("places_most", "most", "count"),
    )
    return Table("actions", "Starts by unit and year", columns, frame)


def _certain(certain: dict[str, int], territory: Territory) -> Table:
    frame = pd.DataFrame({"unit": [territory.name(u) for u in certain], "places": certain.values()})
    frame = frame.sort_values("places", ascending=False, ignore_index=True)
    columns = (Column("unit", "Unit"), Column("places", "Places, at least", "count"))
    return Table("certain", "Places that every future's optimum starts", columns, frame)


def _tornado(answer: UncertaintyAnswer, frame: pd.DataFrame) -> Table:
    kind = _kind(answer)
    columns = (
        Column("assumption", "Assumption"),
        Column("level", "At"),
        Column("setting", "Value", "quantity"),
        Column("unit", "Unit"),
        Column("value", "Measure", kind),
        Column("bound", "Bound", kind),
        Column("change_share", "Change", "share"),
        Column("places_moved", "Of the first places, other ones", "share"),
        Column("error", "Why not", "source"),
    )
    return Table("tornado", "Assumptions one by one", columns, frame)


def _proofs(answer: UncertaintyAnswer) -> Table:
    frame = tables.payoff_frame(answer).head(len(answer.futures))
    kind = _kind(answer)
    columns = (
        Column("future", "Future"),
        Column("weight", "Weight", "share"),
        Column("value", "Best found", kind),
        Column("bound", "Bound", kind),
        Column("gap", "Gap", "share"),
        Column("run", "Run"),
    )
    return Table("certificates", "Each future by itself (wait and see)", columns, frame)
