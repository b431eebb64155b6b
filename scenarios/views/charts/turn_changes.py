"""What moves: the units whose turn changes most, from the documented to the optimised year."""

from __future__ import annotations

import altair as alt

from scenarios.language import _, told
from scenarios.language.numbers import localised
from scenarios.study import Answer
from scenarios.views import frames, style
from scenarios.views.words import words

MOST = 10


def turn_changes(answer: Answer, most: int = MOST) -> alt.LayerChart:
    """Dumbbells from the documented mean year of opening (ring) to the optimised one (filled)."""
    table = frames.turns(answer, most)
    span = frames.years(answer)
    table["label"] = [
        _("{years:.1f} years earlier", years=-s) if s < 0 else _("{years:.1f} years later", years=s)
        for s in table["shift_years"]
    ]
    order = list(table["unit"])
    y = alt.Y("unit:N", sort=order, title=None, axis=alt.Axis(labelLimit=190))
    x_axis = alt.X(
        "documented_year:Q",
        title=words(answer.scenario.study).served,
        scale=alt.Scale(domain=[span[0], span[-1]], nice=False),
        axis=alt.Axis(format="d", values=[year for year in span if year % 5 == 0]),
    )
    columns = ["unit", "documented_year", "optimised_year", "label"]
    base = alt.Chart(table[columns])
    rule = base.mark_rule(aria=False, strokeWidth=2.5, color=style.BORDER).encode(
        x=x_axis, x2="optimised_year:Q", y=y
    )
    long = table.melt(
        id_vars=["unit"],
        value_vars=["documented_year", "optimised_year"],
        var_name="role",
        value_name="year",
    )
    long["role"] = long["role"].str.removesuffix("_year")
    long["said"] = [
        f"{row.unit}, {told(row.role)}: {localised(f'{row.year:.1f}')}" for row in frames.rows(long)
    ]
    rings = (
        alt.Chart(long[long["role"] == frames.DOCUMENTED_ROLE])
        .mark_point(filled=True, fill="white", strokeWidth=2.2, size=110, opacity=1)
        .encode(
            x="year:Q",
            y=y,
            description="said:N",
            stroke=alt.value(style.DOCUMENTED),
        )
    )
    dots = (
        alt.Chart(long[long["role"] == frames.OPTIMISED_ROLE])
        .mark_point(filled=True, size=130, opacity=1)
        .encode(x="year:Q", y=y, description="said:N", color=alt.value(style.OPTIMISED))
    )
    table["edge"] = table[["documented_year", "optimised_year"]].max(axis=1)
    labels = (
        alt.Chart(table[["unit", "edge", "label"]])
        .mark_text(aria=False, align="left", dx=12, color=style.INK)
        .encode(x="edge:Q", y=y, text="label:N")
    )
    chart: alt.LayerChart = style.layered(rule, rings, dots, labels).properties(
        width=style.WIDTH - 200, height=28 * max(1, len(order))
    )
    return style.finish(chart)
