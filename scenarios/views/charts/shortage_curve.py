"""Shortage by year: documented as printed, documented under the same money, optimised."""

from __future__ import annotations

import altair as alt

from scenarios.study import Answer
from scenarios.views import style
from scenarios.views.charts._lines import yearly_lines
from scenarios.views.words import words


def shortage_curve(answer: Answer) -> alt.LayerChart:
    title = words(answer.scenario.study).missing
    return style.finish(yearly_lines(answer, "shortage", title))
