"""The report of an answer: one self-contained HTML file, every section with its result in words."""

from __future__ import annotations

import pandas as pd

from inputs.territory import Territory
from scenarios.first_years import Kind as Written
from scenarios.language import _, p_, told
from scenarios.uncertainty import tables, wording
from scenarios.uncertainty.actions import certain_starts
from scenarios.uncertainty.answer import UncertaintyAnswer
from scenarios.uncertainty.charts import actions_chart, regret_chart, tornado_chart
from scenarios.views.export import to_spec
from scenarios.views.numbers import percent
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
            _picks(answer),
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
            _(
                "Regret: {unit} more than the best known of the same future. Colour: the regret "
                "as a share of that best; white is none.",
                unit=told(answer.question.measure.unit),
            ),
            drawn("regret", to_spec(regret_chart(answer))),
            _payoff(answer),
        )
    }
    if len(answer.actions):
        found["actions"] = Figure(
            "actions",
            _(
                "The {counted} that the futures' optima start by year, weighted mean; blue where "
                "every one of them starts some. Rows with most of them, at most thirty.",
                counted=told(answer.counted),
            ),
            drawn("actions", to_spec(actions_chart(answer))),
            _actions(answer),
        )
    frame = tables.tornado_frame(answer)
    if len(frame) and frame["value"].notna().any():
        found["tornado"] = Figure(
            "tornado",
            _(
                "Each assumption alone at its low and its high end, the base scenario otherwise; "
                "the number at a bar is the assumption's value there."
            ),
            drawn("tornado", to_spec(tornado_chart(answer))),
            _tornado(answer, frame),
        )
    return found


def _payoff(answer: UncertaintyAnswer) -> Table:
    kind = _kind(answer)
    columns = (
        Column("plan", _("Plan up to {year}", year=answer.question.decide_until)),
        Column("future", _("Future")),
        Column("value", _("Reached"), kind),
        Column("bound", _("Bound"), kind),
        Column("gap", _("Gap"), "share"),
        Column("regret", _("Regret"), kind),
        Column("regret_at_most", _("At most"), kind),
        Column("run", _("Run")),
        Column("error", _("Why not")),
    )
    title = _("Every plan in every future, {unit}", unit=told(answer.question.measure.unit))
    frame = tables.named_frame(answer, tables.payoff_frame(answer))
    return Table("payoff", title, columns, frame)


def _plans(answer: UncertaintyAnswer) -> Table:
    kind, level = _kind(answer), answer.question.cvar_level
    columns = (
        Column("plan", _("Plan")),
        Column("started", _("{counted:sentence} started", counted=told(answer.counted)), "count"),
        Column("futures_answered", _("Futures it fits"), "count"),
        Column("expected_value", p_("over a column", "Expected"), kind),
        Column("largest_regret", _("Largest regret"), kind),
        Column("largest_regret_at_most", _("At most"), kind),
        Column("cvar", f"CVaR {percent(level)}", kind),
        Column("picked_by", _("Picked by")),
    )
    title = _("The plans, {unit}", unit=told(answer.question.measure.unit))
    return Table("plans", title, columns, tables.named_frame(answer, tables.plans_frame(answer)))


def _picks(answer: UncertaintyAnswer) -> Table:
    kind = _kind(answer)
    columns = (
        Column("rule", _("Rule")),
        Column("plan", _("Plan it picks")),
        Column("value", _("Reached"), kind),
        Column("bound", _("No first years do better than"), kind),
        Column("distance", _("To be gained at most"), kind),
    )
    title = _("What each rule picks, {unit}", unit=told(answer.question.measure.unit))
    return Table("picks", title, columns, tables.named_frame(answer, tables.picks_frame(answer)))


def _worth(answer: UncertaintyAnswer) -> Table:
    kind = _kind(answer)
    columns = (
        Column("quantity", _("On average over the futures")),
        Column("at_least", _("At least"), kind),
        Column("at_most", _("At most"), kind),
    )
    frame = tables.values_frame(answer).replace([float("inf")], float("nan"))
    title = _("What is proven, {unit}", unit=told(answer.question.measure.unit))
    return Table("worth", title, columns, frame)


def _actions(answer: UncertaintyAnswer) -> Table:
    frame = tables.named_frame(answer, answer.actions)
    frame["unit"] = [told(answer.names[u]) for u in frame["what"]]
    columns = (
        Column("unit", p_("over a column", "What")),
        Column("start_year", p_("over a column", "Start"), "year"),
        Column("found_in", _("In the optimum of")),
        Column("share", _("Weight"), "share"),
        Column("least", _("{counted:sentence}, least", counted=told(answer.counted)), "count"),
        Column("mean", p_("over a column", "mean"), "count"),
        Column("most", p_("over a column", "most"), "count"),
    )
    return Table("actions", _("Starts by year"), columns, frame)


def _certain(answer: UncertaintyAnswer, certain: dict[str, int]) -> Table:
    names = [told(answer.names[what]) for what in certain]
    frame = pd.DataFrame({"unit": names, "least": certain.values()})
    frame = frame.sort_values("least", ascending=False, ignore_index=True)
    counted = told(answer.counted)
    columns = (
        Column("unit", p_("over a column", "What")),
        Column("least", _("{counted:sentence}, at least", counted=counted), "count"),
    )
    title = _("{counted:sentence} that every future's optimum starts", counted=counted)
    return Table("certain", title, columns, frame)


def _tornado(answer: UncertaintyAnswer, frame: pd.DataFrame) -> Table:
    kind = _kind(answer)
    columns = (
        Column("assumption", _("Assumption")),
        Column("level", p_("over a column", "At")),
        Column("setting", _("Value"), "quantity"),
        Column("unit", _("Unit")),
        Column("value", _("Measure"), kind),
        Column("bound", _("Bound"), kind),
        Column("change_share", _("Change"), "share"),
        Column("share_moved", _("Of the first starts, other ones"), "share"),
        Column("error", _("Why not")),
    )
    named = tables.named_frame(answer, frame)
    return Table("tornado", _("Assumptions one by one"), columns, named)


def _proofs(answer: UncertaintyAnswer) -> Table:
    frame = tables.named_frame(answer, tables.payoff_frame(answer).head(len(answer.futures)))
    kind = _kind(answer)
    columns = (
        Column("future", _("Future")),
        Column("weight", _("Weight"), "share"),
        Column("value", _("Best found"), kind),
        Column("bound", _("Bound"), kind),
        Column("gap", _("Gap"), "share"),
        Column("run", _("Run")),
    )
    return Table("certificates", _("Each future by itself (wait and see)"), columns, frame)
