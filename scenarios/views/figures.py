"""The figures of a report: chart, caption, and the numbers behind it."""

from __future__ import annotations

from collections.abc import Callable

import altair as alt
from markupsafe import Markup

from scenarios.language import _
from scenarios.scenario import StudyName
from scenarios.study import Answer
from scenarios.views import charts, frames, tables
from scenarios.views.charts.plan_map import unit_points
from scenarios.views.charts.spending_chart import money_is_scarce
from scenarios.views.charts.turn_changes import MOST
from scenarios.views.export import to_spec
from scenarios.views.page import Figure, drawn, embedded_json
from scenarios.views.words import PRINTED, plan_aside


def figures(answer: Answer) -> dict[str, Figure]:
    """The figures of an answer by name, in the report's order; what has no data is left out."""
    made = (build(answer) for build in _BUILDERS)
    return {figure.name: figure for figure in made if figure is not None}


def _map(answer: Answer) -> Figure | None:
    if unit_points(answer).empty:
        return None
    specification = to_spec(charts.plan_map(answer, interactive=True))
    return Figure(
        "map",
        _(
            "Rings: documented additions. Filled circles: optimised additions. Shade: remaining "
            "shortage. A dashed outline marks a schematic position. The shaded cells are the land "
            "nearest to each centre, not district borders; oblast outlines are those before the "
            "reforms of 2018 and 2022."
        ),
        drawn("map", specification),
        tables.map_table(answer),
        embedded_json(specification),
    )


def _shortage(answer: Answer) -> Figure:
    parts = [_shortage_caption(answer)]
    if PRINTED in answer.plans:
        parts.append(_("Dotted: as printed, whatever money it takes."))
    parts.append(_("The other plans spend the money of this scenario."))
    return Figure(
        "shortage",
        " ".join(parts),
        _svg("shortage", charts.shortage_curve(answer)),
        tables.curve_table(answer, "shortage", "shortage", _("Shortage by year, places")),
    )


def _shortage_caption(answer: Answer) -> str:
    one_shift = answer.scenario.shifts.second_shift_until is None
    if answer.scenario.study is StudyName.SCHOOLS:
        if one_shift:
            return _("Shortage of school places against one-shift need, by year.")
        return _("Shortage of school places against need, by year.")
    if one_shift:
        return _("Shortage of preschool places against one-shift need, by year.")
    return _("Shortage of preschool places against need, by year.")


def _third_shift(answer: Answer) -> Figure | None:
    if not frames.has_third_shift(answer):
        return None
    return Figure(
        "third_shift",
        _("Pupils beyond twice the places of their district."),
        _svg("third_shift", charts.third_shift_curve(answer)),
        tables.curve_table(answer, "third_shift", "third_shift", _("Third shift by year")),
    )


def _sequence(answer: Answer) -> Figure | None:
    if frames.by_unit(answer)["opened"].max() <= 0:
        return None
    return Figure(
        "sequence",
        _(
            "Each district has two strips: {plan} above, optimised below. A cell is a year in "
            "which places come into service; full colour means a tenth of the district's need or "
            "more in that year. Districts where neither plan builds are left out.",
            plan=plan_aside(frames.baseline_name(answer)),
        ),
        _svg("sequence", charts.sequence_strip(answer)),
        tables.sequence_table(answer),
    )


def _spending(answer: Answer) -> Figure:
    return Figure(
        "spending",
        _("Top: spending a year against the budget; below, where the optimised plan spends it.")
        + " "
        + (
            _("Bottom: what one more billion tenge in a year would be worth.")
            if money_is_scarce(answer)
            else _(
                "The budget does not bind: one more billion tenge would gain nothing in any year."
            )
        ),
        _svg("spending", charts.spending_chart(answer)),
        tables.spending_table(answer),
    )


def _front(answer: Answer) -> Figure | None:
    if answer.front.empty:
        return None
    return Figure(
        "front",
        _(
            "Every point is a plan under the same money: the further left, the better off is the "
            "worst district; the lower, the smaller the shortage of all. The line joins the "
            "smallest shortage found for each limit on the worst district."
        ),
        _svg("front", charts.front_chart(answer)),
        tables.front_points_table(answer),
    )


def _turns(answer: Answer) -> Figure | None:
    if frames.turns(answer, 1).empty:
        return None
    return Figure(
        "turns",
        _(
            "Mean year in which places come into service. Ring: {plan}; filled: optimised. Ordered "
            "by years times places.",
            plan=plan_aside(frames.baseline_name(answer)),
        ),
        _svg("turns", charts.turn_changes(answer)),
        tables.turn_table(answer, MOST),
    )


_BUILDERS: tuple[Callable[[Answer], Figure | None], ...] = (
    _map,
    _shortage,
    _third_shift,
    _sequence,
    _spending,
    _front,
    _turns,
)


def _svg(name: str, chart: alt.TopLevelMixin) -> Markup:
    return drawn(name, to_spec(chart))
