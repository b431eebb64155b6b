"""What moves: the units whose turn changes most, from the documented to the optimised year."""

from __future__ import annotations

import altair as alt

from scenarios.study import Answer
from scenarios.views import frames, style
from scenarios.views.charts._lines import role_colour

MOST = 10


def turn_changes(answer: Answer, most: int = MOST) -> alt.LayerChart:
    """Dumbbells: ring at the documented mean year of opening, filled circle at the optimised one."""
    table = frames.turns(answer, most)
    span = frames.years(answer)
    table["label"] = [
        f"{abs(s):.1f} years {'earlier' if s < 0 else 'later'}" for s in table["shift_years"]
    ]
    order = list(table["unit"])
    y = alt.Y("unit:N", sort=order, title=None, axis=alt.Axis(labelLimit=190))
    x_axis = alt.X(
        "documented_year:Q",
        title="Mean year in which the places come into service",
        scale=alt.Scale(domain=[span[0], span[-1]], nice=False),
        axis=alt.Axis(format="d", tickMinStep=1),
    )
    columns = ["unit", "documented_year", "optimised_year", "label"]
    base = alt.Chart(table[columns])
    rule = base.mark_rule(strokeWidth=2.5, color=style.BORDER).encode(
        x=x_axis, x2="optimised_year:Q", y=y
    )
    long = table.melt(
        id_vars=["unit"],
        value_vars=["documented_year", "optimised_year"],
        var_name="role",
        value_name="year",
    )
    long["role"] = long["role"].str.removesuffix("_year")
    rings = (
        alt.Chart(long[long["role"] == frames.DOCUMENTED_ROLE])
        .mark_point(filled=True, fill="white", strokeWidth=2.2, size=110, opacity=1)
        .encode(
            x="year:Q", y=y, stroke=alt.Stroke("role:N", scale=role_colour()["scale"], legend=None)
        )
    )
    dots = (
        alt.Chart(long[long["role"] == frames.OPTIMISED_ROLE])
        .mark_point(filled=True, size=130, opacity=1)
        .encode(x="year:Q", y=y, color=role_colour())
    )
    table["edge"] = table[["documented_year", "optimised_year"]].max(axis=1)
    labels = (
        alt.Chart(table[["unit", "edge", "label"]])
        .mark_text(align="left", dx=12, color=style.INK)
        .encode(x="edge:Q", y=y, text="label:N")
    )
    chart: alt.LayerChart = alt.layer(rule, rings, dots, labels).properties(
        width=style.WIDTH - 320, height=28 * max(1, len(order))
    )
    return style.finish(chart)
