"""The charts of an answer, one function a file; each returns an Altair chart."""

from scenarios.views.charts.front_chart import front_chart
from scenarios.views.charts.plan_map import plan_map
from scenarios.views.charts.sequence_strip import sequence_strip
from scenarios.views.charts.shortage_curve import shortage_curve
from scenarios.views.charts.spending_chart import spending_chart
from scenarios.views.charts.third_shift_curve import third_shift_curve
from scenarios.views.charts.turn_changes import turn_changes

__all__ = [
    "front_chart",
    "plan_map",
    "sequence_strip",
    "shortage_curve",
    "spending_chart",
    "third_shift_curve",
    "turn_changes",
]
