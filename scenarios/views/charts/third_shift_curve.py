"""Pupils in a third shift by year, for every plan."""

from __future__ import annotations

import altair as alt

from scenarios.language import _
from scenarios.study import Answer
from scenarios.views import style
from scenarios.views.charts._lines import yearly_lines


def third_shift_curve(answer: Answer) -> alt.LayerChart:
    return style.finish(yearly_lines(answer, "third_shift", _("Pupils in a third shift")))
