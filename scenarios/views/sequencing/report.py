"""The report and the workbook of a comparison of orders."""

from __future__ import annotations

from pathlib import Path

import altair as alt

from scenarios.sequencing.orders import Orders, yearly
from scenarios.sequencing.turns import mean_years, rank_correlation
from scenarios.views import frames
from scenarios.views import tables as common
from scenarios.views.export import to_spec
from scenarios.views.page import Figure, Headline, drawn, render_page
from scenarios.views.sequencing import charts, tables, wording
from scenarios.views.table import Table
from scenarios.views.words import words
from scenarios.views.workbook import write_tables

MOST_UNITS = 20  # in the slope chart


def headline_of(orders: Orders) -> Headline:
    """What stands at the top of report and workbook."""
    return wording.headline(orders)


def render_report(orders: Orders) -> str:
    """The comparison as HTML text; a pure function, no solving, no network."""
    return render_page(
        "sequencing.html",
        headline_of(orders),
        _figures(orders),
        [
            tables.totals_table(orders),
            tables.targets_table(orders),
            tables.conditions_table(orders),
            _gini_table(orders),
            tables.years_table(orders),
            tables.sites_table(orders, tables.SITES_SHOWN),
            common.turn_table(orders.answer),
            common.certificate_table(orders.answer),
            common.assumption_table(orders.answer),
        ],
        wording.notes(orders),
        said={
            "shortage": wording.shortage_sentence(orders),
            "money": wording.money_sentence(orders),
            "targets": wording.targets_sentence(orders),
            "equity": wording.equity_sentence(orders),
            "broken": wording.broken_sentence(orders),
            "likeness": wording.likeness_sentence(orders),
            "moves": wording.moves_sentence(orders),
            "sites": wording.sites_sentence(orders),
        },
        answer=orders.answer,
        money_unit=frames.money_unit(orders.answer),
    )


def write_workbook(orders: Orders, path: Path) -> None:
    """The same tables as .xlsx."""
    made = [
        tables.totals_table(orders),
        tables.targets_table(orders),
        tables.conditions_table(orders),
        _shortage_table(orders),
        tables.spending_table(orders),
        _worst_table(orders),
        _gini_table(orders),
        tables.tau_table(orders),
        tables.years_table(orders),
        common.turn_table(orders.answer),
        tables.sites_table(orders),
        common.assumption_table(orders.answer),
    ]
    kept = [table for table in made if len(table.frame)]
    money = f"Money: {frames.money_unit(orders.answer)}"
    write_tables(orders.answer, headline_of(orders), kept, path, money)


def _figures(orders: Orders) -> dict[str, Figure]:
    said, table = words(orders.answer.scenario.study), yearly(orders)
    unit = frames.money_unit(orders.answer)
    percents = table.assign(worst=100 * table["worst_share"])
    figures = [
        _figure(
            "shortage",
            f"{said.missing} by year. Dotted: as printed, whatever money that takes.",
            charts.order_lines(orders, table, "shortage", said.missing),
            _shortage_table(orders),
        ),
        _figure(
            "spending",
            "Bars: spending of the year. Line: budget and what that order has carried over. Bars "
            "above the line are money that is not there.",
            charts.spending_panels(orders, table, f"{unit} a year"),
            tables.spending_table(orders),
        ),
        _figure(
            "worst",
            f"Share of need that is short in the {said.unit} that is worst off in the year.",
            charts.order_lines(orders, percents, "worst", f"Worst {said.unit}, % short"),
            _worst_table(orders),
        ),
        _figure(
            "likeness",
            "Kendall's tau by mean year of service: 1 the same order, 0 unrelated, −1 reversed.",
            charts.tau_chart(orders, rank_correlation(mean_years(orders))),
            tables.tau_table(orders),
        ),
    ]
    moved = frames.turns(orders.answer, MOST_UNITS)
    if len(moved):
        most = f"The {len(moved)} that move most" if len(moved) == MOST_UNITS else "All that move"
        figures.append(
            _figure(
                "slope",
                f"Order of the mean years in which {said.served}, first on top. Blue comes earlier "
                f"in the optimised order, orange later. {most} by half a year or more, by years "
                "times what both orders add.",
                charts.slope_chart(orders, moved),
                tables.years_table(orders),
            )
        )
    return {figure.name: figure for figure in figures}


def _shortage_table(orders: Orders) -> Table:
    missing = words(orders.answer.scenario.study).missing
    return tables.yearly_table(orders, "shortage", "shortage", f"{missing} by year", "count")


def _worst_table(orders: Orders) -> Table:
    unit = words(orders.answer.scenario.study).unit
    title = f"Worst {unit} by year, share of need that is short"
    return tables.yearly_table(orders, "worst_share", "worst_share", title, "share")


def _gini_table(orders: Orders) -> Table:
    return tables.yearly_table(orders, "gini", "gini", "Gini of shares by year", "quantity")


def _figure(name: str, caption: str, chart: alt.TopLevelMixin, table: Table) -> Figure:
    return Figure(name, caption, drawn(name, to_spec(chart)), table)
