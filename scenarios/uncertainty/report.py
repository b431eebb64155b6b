"""The report of an answer: one self-contained HTML file, every section with its result in words."""

from __future__ import annotations

import pandas as pd

from inputs.territory import Territory
from scenarios.first_years import Kind as Written
from scenarios.uncertainty import tables, wording
from scenarios.uncertainty.actions import certain_starts
from scenarios.uncertainty.answer import UncertaintyAnswer
from scenarios.uncertainty.charts import actions_chart, regret_chart, tornado_chart
from scenarios.views.export import to_spec
from scenarios.views.page import Figure, drawn, render_page
from scenarios.views.table import Column, Kind, Table

_HASH = 12


def render_report(answer: UncertaintyAnswer, territory: Territory) -> str:
    """The report as HTML text; nothing is solved."""
    certain = certain_starts(answer.own)
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
        _figures(answer),
        [
            _plans(answer),
            _worth(answer),
            _certain(answer, certain),
            _proofs(answer),
        ],
        wording.notes(answer),
        said=said,
        data_hash=territory.content_hash[:_HASH],
        question_name=answer.question.name,
    )


def _kind(answer: UncertaintyAnswer) -> Kind:
    return "share" if answer.question.measure.kind is Written.SHARE else "quantity"


def _figures(answer: UncertaintyAnswer) -> dict[str, Figure]:
    found = {
        "regret": Figure(
            "regret",
            f"Regret: {answer.question.measure.unit} more than the best known of the "
            "same future. Colour: the regret as a share of that best; white is none.",
            drawn("regret", to_spec(regret_chart(answer))),
            _payoff(answer),
        )
    }
    if len(answer.actions):
        found["actions"] = Figure(
            "actions",
            f"The {answer.counted} that the futures' optima start by year, weighted mean; blue "
            "where every one of them starts some. Rows with most of them, at most thirty.",
            drawn("actions", to_spec(actions_chart(answer))),
            _actions(answer),
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
    title = f"Every plan in every future, {answer.question.measure.unit}"
    return Table("payoff", title, columns, tables.payoff_frame(answer))


def _plans(answer: UncertaintyAnswer) -> Table:
    kind, level = _kind(answer), answer.question.cvar_level
    columns = (
        Column("plan", "Plan"),
        Column("started", answer.counted.capitalize() + " started", "count"),
        Column("futures_answered", "Futures it fits", "count"),
        Column("expected_value", "Expected", kind),
        Column("largest_regret", "Largest regret", kind),
        Column("largest_regret_at_most", "At most", kind),
        Column("cvar", f"CVaR {level:.0%}", kind),
        Column("picked_by", "Picked by"),
    )
    title = f"The plans, {answer.question.measure.unit}"
    return Table("plans", title, columns, tables.plans_frame(answer))


def _worth(answer: UncertaintyAnswer) -> Table:
    kind = _kind(answer)
    columns = (
        Column("quantity", "On average over the futures"),
        Column("at_least", "At least", kind),
        Column("at_most", "At most", kind),
    )
    frame = tables.values_frame(answer).replace([float("inf")], float("nan"))
    return Table("worth", f"What is proven, {answer.question.measure.unit}", columns, frame)


def _actions(answer: UncertaintyAnswer) -> Table:
    frame = answer.actions.assign(unit=[answer.names[u] for u in answer.actions["what"]])
    columns = (
        Column("unit", "What"),
        Column("start_year", "Start", "year"),
        Column("found_in", "In the optimum of"),
        Column("share", "Weight", "share"),
        Column("least", answer.counted.capitalize() + ", least", "count"),
        Column("mean", "mean", "count"),
        Column("most", "most", "count"),
    )
    return Table("actions", "Starts by year", columns, frame)


def _certain(answer: UncertaintyAnswer, certain: dict[str, int]) -> Table:
    frame = pd.DataFrame({"unit": [answer.names[u] for u in certain], "least": certain.values()})
    frame = frame.sort_values("least", ascending=False, ignore_index=True)
    counted = answer.counted.capitalize()
    columns = (Column("unit", "What"), Column("least", f"{counted}, at least", "count"))
    return Table("certain", f"{counted} that every future's optimum starts", columns, frame)


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
        Column("share_moved", "Of the first starts, other ones", "share"),
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
