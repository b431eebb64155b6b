"""Pupils in a third shift by year, for every plan."""

from __future__ import annotations

import altair as alt

from scenarios.study import Answer
from scenarios.views import style
from scenarios.views.charts._lines import yearly_lines
from scenarios.views.words import words


def third_shift_curve(answer: Answer) -> alt.LayerChart:
    people = words(answer.scenario.study).people
    title = f"{people[:1].upper()}{people[1:]} in a third shift"
    return style.finish(yearly_lines(answer, "third_shift", title))
