"""The gap closing while the optimiser works."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from optimizer.limits import Progress
from scenarios.app.charts import chart
from scenarios.language import _, told
from scenarios.views import style
from scenarios.views.numbers import grouped, percent
from scenarios.views.vocabulary import stage_label

MOST = 400  # points that are kept: more cannot be told apart
SMALLEST = 1e-5  # of a gap on the logarithmic axis


class Closing:
    """The reports of one solve, stage by stage, thinned where they are many."""

    def __init__(self) -> None:
        self._reports: list[Progress] = []

    def add(self, report: Progress) -> None:
        self._reports.append(report)
        if len(self._reports) > MOST:
            # the newest stay; of the older ones every other
            half = len(self._reports) // 2
            self._reports = [*self._reports[:half:2], *self._reports[half:]]

    @property
    def last(self) -> Progress | None:
        return self._reports[-1] if self._reports else None

    @property
    def reports(self) -> tuple[Progress, ...]:
        return tuple(self._reports)


def closing_sentence(report: Progress | None) -> str:
    """What the solver says now."""
    if report is None:
        return _("Waiting for a turn…")
    stage = told(stage_label(report.stage))
    seconds = grouped(report.seconds)
    if report.incumbent is None:
        return _("{stage}: looking for a first plan, {seconds} s", stage=stage, seconds=seconds)
    if report.gap is None:
        return _("{stage}: a plan is found, nothing is proven yet, {seconds} s",
                 stage=stage, seconds=seconds)  # fmt: skip
    return _(
        "{stage}: proven within {gap}, {seconds} s",
        stage=stage,
        gap=percent(report.gap, 2),
        seconds=seconds,
    )


def closing_options(reports: Sequence[Progress]) -> dict[str, Any]:
    """Gap in percent by seconds on a logarithmic axis, a line a stage."""
    title = _("Gap between the best plan and the proven bound, %")
    options = chart.base(title, right=16, top=10)
    options["xAxis"] = {
        "type": "value",
        "min": 0,
        "name": "",
        "axisLabel": {"color": style.MUTED, "formatter": "{value} s"},
        "splitLine": {"show": False},
        "minInterval": 1,
    }
    options["yAxis"] = {
        "type": "log",
        "min": 0.001,
        "max": 100,
        "axisLabel": {"color": style.MUTED, "formatter": "{value} %"},
        "splitLine": {"lineStyle": {"color": style.GRID}},
    }
    by_stage: dict[str, list[list[float]]] = {}
    for report in reports:
        if report.gap is not None and report.gap != float("inf"):
            shown = min(max(report.gap, SMALLEST), 1.0)
            by_stage.setdefault(report.stage, []).append(
                [round(report.seconds, 1), round(100 * shown, 4)]
            )
    options["series"] = [
        {
            "type": "line",
            "name": told(stage_label(stage)),
            "data": points,
            "step": "end",
            "showSymbol": len(points) == 1,
            "lineStyle": {"color": style.OPTIMISED, "width": 2},
            "itemStyle": {"color": style.OPTIMISED},
            "emphasis": {"disabled": True},
        }
        for stage, points in by_stage.items()
    ]
    return options
