"""The report and the workbook of a comparison of orders."""

from __future__ import annotations

from pathlib import Path

import altair as alt
import numpy as np

from scenarios.language import _
from scenarios.sequencing.orders import Orders, yearly
from scenarios.sequencing.turns import mean_years, rank_correlation
from scenarios.views import tables as common
from scenarios.views.export import to_spec
from scenarios.views.page import Figure, Headline, drawn, render_page
from scenarios.views.sequencing import charts, moves, reached, tables, wording
from scenarios.views.sequencing.subject import Curve, Subject
from scenarios.views.sequencing.subjects import subject_of
from scenarios.views.table import Table
from scenarios.views.words import PRINTED, words
from scenarios.views.workbook import write_tables

MOST_UNITS = 20  # in the slope chart


def headline_of(orders: Orders) -> Headline:
    """What stands at the top of report and workbook."""
    return wording.headline(orders, subject_of(orders))


def render_report(orders: Orders) -> str:
    """The comparison as HTML text; a pure function, no solving, no network."""
    subject = subject_of(orders)
    return render_page(
        "sequencing.html",
        wording.headline(orders, subject),
        _figures(orders, subject),
        [
            tables.totals_table(orders, subject),
            tables.targets_table(orders),
            *_fairness_tables(orders),
            tables.years_table(orders, subject),
            tables.sites_table(orders, subject, tables.SITES_SHOWN),
            _turns(orders, subject),
            common.certificate_table(orders.answer),
            common.assumption_table(orders.answer),
        ],
        wording.notes(orders, subject),
        said={
            "curve": wording.curve_sentence(orders, subject),
            "money": wording.money_sentence(orders),
            "targets": reached.targets_sentence(orders, subject),
            "equity": wording.equity_sentence(orders, subject) if orders.shares else "",
            "broken": wording.broken_sentence(orders),
            "likeness": wording.likeness_sentence(orders),
            "moves": moves.moves_sentence(orders, subject),
            "sites": moves.sites_sentence(orders, subject),
        },
        answer=orders.answer,
        subject=subject,
    )


def write_workbook(orders: Orders, path: Path) -> None:
    """The same tables as .xlsx."""
    subject = subject_of(orders)
    made = [
        tables.totals_table(orders, subject),
        tables.targets_table(orders),
        *(tables.curve_table(orders, curve) for curve in subject.curves),
        tables.spending_table(orders, subject),
        *_fairness_tables(orders),
        tables.tau_table(orders),
        tables.years_table(orders, subject),
        _turns(orders, subject),
        tables.sites_table(orders, subject),
        common.assumption_table(orders.answer),
    ]
    kept = [table for table in made if len(table.frame)]
    money = _("Money: {unit}", unit=subject.money_unit)
    write_tables(orders.answer, wording.headline(orders, subject), kept, path, money)


def _turns(orders: Orders, subject: Subject) -> Table:
    """With the reasons, where the study's own comparison tells them."""
    if len(orders.answer.comparison.turn):
        return common.turn_table(orders.answer)
    return tables.turns_table(orders, subject)


def _fairness_tables(orders: Orders) -> list[Table]:
    if not orders.shares:
        return [tables.conditions_table(orders)]
    return [
        tables.conditions_table(orders),
        _worst_table(orders),
        tables.yearly_table(orders, "gini", "gini", _("Gini of shares by year"), "quantity"),
    ]


def _figures(orders: Orders, subject: Subject) -> dict[str, Figure]:
    table = yearly(orders)
    figures = [_curve(orders, curve) for curve in subject.curves]
    figures.append(
        _figure(
            "spending",
            _(
                "Bars: spending of the years up to each. Line: budget of these years and what that "
                "order has carried over. Bars above the line are money that is not there."
            )
            if np.diff(table["year"].unique()).max(initial=1) > 1
            else _(
                "Bars: spending of the year. Line: budget and what that order has carried over. "
                "Bars above the line are money that is not there."
            ),
            charts.spending_panels(orders, table, subject.money_unit),
            tables.spending_table(orders, subject),
        )
    )
    if orders.shares:
        figures.append(_worst(orders))
    figures.append(
        _figure(
            "likeness",
            _("Kendall's tau by mean year of service: 1 the same order, 0 unrelated, −1 reversed."),
            charts.tau_chart(orders, rank_correlation(mean_years(orders))),
            tables.tau_table(orders),
        )
    )
    moved = orders.turns[orders.turns["moved"] > 0].head(MOST_UNITS)
    if len(moved):
        named = moved.assign(unit=moved["unit_id"].map(subject.names))
        most = len(moved) == MOST_UNITS
        shown = (
            _("Shown are the {n} that move most, by years times what is built.", n=len(moved))
            if most
            else _("Shown are all that move by half a year or more.")
        )
        how = _(
            "First on top. Blue comes earlier in the optimised order, orange later; the number "
            "beside a name is the mean year."
        )
        figures.append(
            _figure(
                "slope",
                f"{subject.served}. {how} {shown}",
                charts.slope_chart(orders, named),
                tables.years_table(orders, subject),
            )
        )
    return {figure.name: figure for figure in figures}


def _curve(orders: Orders, curve: Curve) -> Figure:
    table = yearly(orders)
    drawn_table = table.assign(drawn=curve.factor * table[curve.column])
    dotted = _("Dotted: as printed, whatever money that takes.")
    caption = f"{curve.caption} {dotted}" if PRINTED in orders.names else curve.caption
    return _figure(
        curve.name,
        caption,
        charts.order_lines(orders, drawn_table, "drawn", curve.title, from_zero=curve.from_zero),
        tables.curve_table(orders, curve),
    )


def _worst(orders: Orders) -> Figure:
    table = yearly(orders)
    grows = words(orders.answer.scenario.study).grows
    return _figure(
        "worst",
        _("Share of need that is short in the oblast that is worst off in the year.")
        if grows
        else _("Share of need that is short in the district that is worst off in the year."),
        charts.order_lines(
            orders,
            table.assign(worst=100 * table["worst_share"]),
            "worst",
            _("Worst oblast, % short") if grows else _("Worst district, % short"),
        ),
        _worst_table(orders),
    )


def _worst_table(orders: Orders) -> Table:
    grows = words(orders.answer.scenario.study).grows
    title = (
        _("Worst oblast by year, share of need that is short")
        if grows
        else _("Worst district by year, share of need that is short")
    )
    return tables.yearly_table(orders, "worst_share", "worst_share", title, "share")


def _figure(name: str, caption: str, chart: alt.TopLevelMixin, table: Table) -> Figure:
    return Figure(name, caption, drawn(name, to_spec(chart)), table)
