"""The figures of the water report: chart, caption, and the numbers behind it."""

from __future__ import annotations

from collections.abc import Mapping

import altair as alt

from scenarios.language import _
from scenarios.study import Answer
from scenarios.views import charts, frames
from scenarios.views.charts.flow_picture import flow_picture
from scenarios.views.charts.plan_map import unit_points
from scenarios.views.charts.spending_chart import money_is_scarce
from scenarios.views.export import to_spec
from scenarios.views.page import Figure, drawn, embedded_json
from scenarios.views.table import Table
from scenarios.views.water import balance_charts, network_charts, programme_charts
from scenarios.views.water.balance import climate, flow_columns, has_balance, said_variant
from scenarios.views.water.network import front, has_networks, said_design, shown_design
from scenarios.views.water.programme import reached
from scenarios.views.words import PRINTED, plan_aside

Made = Mapping[str, Table]


def figures(answer: Answer, made: Made) -> dict[str, Figure]:
    """The figures of an answer by name; what has no data is left out."""
    found = [
        *_programme(answer, made),
        *(_balance(answer, made) if has_balance(answer) else []),
        *(_networks(answer, made) if has_networks(answer) else []),
    ]
    return {figure.name: figure for figure in found}


def _programme(answer: Answer, made: Made) -> list[Figure]:
    baseline = plan_aside(frames.baseline_name(answer))
    found = [
        _drawn(
            "curve",
            _(
                "People without water in the settlements to connect, by year. Dotted: as printed,"
                " whatever money it takes. The other plans spend the money of this scenario."
            )
            if PRINTED in answer.plans
            else _(
                "People without water in the settlements to connect, by year. The other plans "
                "spend the money of this scenario."
            ),
            charts.shortage_curve(answer),
            made["without_water"],
        ),
        _drawn(
            "money",
            _(
                "Top: spending a year against the budget; below, where it is spent. Bottom: what "
                "one more billion tenge in a year would be worth."
            )
            if money_is_scarce(answer)
            else _(
                "Top: spending a year against the budget; below, where it is spent. The budget "
                "does not bind: one more billion tenge would gain nothing in any year."
            ),
            charts.spending_chart(answer),
            made["spending"],
        ),
        _drawn(
            "technology",
            _(
                "Settlements by what connects them; above {plan}, below optimised.",
                plan=baseline,
            ),
            programme_charts.technology_chart(answer),
            made["technology"],
        ),
    ]
    if frames.by_unit(answer)["opened"].max() > 0:
        found.append(
            _drawn(
                "sequence",
                _(
                    "Each oblast has two strips: {plan} above, optimised below. A cell is a year "
                    "in which settlements get water; full colour means a tenth of the oblast's "
                    "people to connect, or more, in that year.",
                    plan=baseline,
                ),
                charts.sequence_strip(answer),
                made["sequence"],
            )
        )
    if len(frames.turns(answer, 1)):
        found.append(
            _drawn(
                "turns",
                _(
                    "Mean year in which people are connected. Ring: {plan}; filled: optimised.",
                    plan=baseline,
                ),
                charts.turn_changes(answer),
                made["turns"],
            )
        )
    if len(reached(answer)):
        found.append(
            _drawn(
                "dates",
                _(
                    "The least budget a year, the same every year, with which everybody is "
                    "connected by a year. Where it is not exactly known, a band reaches from what"
                    " is proven not to suffice to what suffices."
                ),
                programme_charts.date_chart(answer),
                made["date_prices"],
            )
        )
    if len(unit_points(answer)):
        found.append(_map(answer, made))
    return found


def _map(answer: Answer, made: Made) -> Figure:
    specification = to_spec(charts.plan_map(answer, interactive=True))
    return Figure(
        "map",
        _(
            "Shade: share of the people to connect who are still without water. Rings: people "
            "connected by the documented programme, filled circles: by the optimised one, drawn "
            "at the centre of the oblast; the schemes do not name the settlements. Oblasts are "
            "made of the land nearest to the centres of their districts; the lines are the "
            "outlines before 2018 and 2022."
        ),
        drawn("map", specification),
        made["map"],
        embedded_json(specification),
    )


def _balance(answer: Answer, made: Made) -> list[Figure]:
    columns, colours, told = flow_columns(answer)
    found = [
        _drawn(
            "shortage_bars",
            _(
                "Water short by use in the first and last year of the balance, all panels on one "
                "scale. Households are served first, then industry, then what is owed to rivers "
                "and neighbours, then the others."
            ),
            balance_charts.shortage_bars(answer),
            made["balance"],
        ),
        _drawn(
            "shortage_map",
            _(
                "Share of all demand that is short; grey: nobody is short. A cross marks where "
                "households are short. The cells are the land nearest to each centre, not "
                "district borders; an oblast of which some use is known only as a whole is one "
                "cell."
            ),
            balance_charts.shortage_map(answer),
            made["balance_districts"],
        ),
    ]
    if len(told):
        found.append(
            _drawn(
                "flows",
                _(
                    "A {climate}, mln m³ a year: from sources on the left through oblasts to uses "
                    "on the right. As thick as what flows.",
                    climate=said_variant(climate(answer)),
                ),
                flow_picture(told, columns, colours, _("mln m³")),
                made["balance_flows"],
            )
        )
    return found


def _networks(answer: Answer, made: Made) -> list[Figure]:
    found = [
        _drawn(
            "network",
            _(
                "Design: {design}; groups far apart have panels of their own scale. Lines are as "
                "wide as the pipes (diameter in mm beside them). Squares: existing mains, white "
                "where unused; discs: villages with their stage and the pressure at peak hour; a "
                "dashed circle is a schematic position; a cross is a village left out.",
                design=said_design(shown_design(answer)),
            ),
            network_charts.network_map(answer),
            made["network_nodes"],
        )
    ]
    if len(front(answer)) > 1:
        found.append(
            _drawn(
                "network_front",
                _(
                    "Most people that a sum can reach; the number at a point counts villages. A "
                    "thin line reaches up to what no design can exceed."
                ),
                network_charts.budget_front(answer),
                made["network_front"],
            )
        )
    return found


def _drawn(name: str, caption: str, chart: alt.TopLevelMixin, table: Table) -> Figure:
    return Figure(name, caption, drawn(name, to_spec(chart)), table)
