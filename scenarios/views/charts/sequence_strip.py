"""Who is built for when: units by years, documented above optimised in each unit's row."""

from __future__ import annotations

import altair as alt
import pandas as pd

from scenarios.language import _, spoken, told
from scenarios.language.alphabet import in_order
from scenarios.study import Answer
from scenarios.views import frames, style
from scenarios.views.charts._spoken import labels
from scenarios.views.numbers import grouped
from scenarios.views.words import words

ROW, WIDE_ROW = 13, 24  # px per unit, two strips of it; where there are many and few units
FEW = 20
FULL_COLOUR = 0.10  # of the unit's need opened in one year


def sequence_strip(answer: Answer) -> alt.VConcatChart:
    """Heat strips, one block an oblast; a cell's strength is the share of the unit's need opened.

    Where the units are oblasts themselves, a block is their region.

    The share of need, not the number of places, makes a small district as readable as a city.
    """
    table = sequence_table(answer)
    order = frames.unit_ids(answer)
    called = frames.names(answer)
    blocks = []
    table["block"] = _blocks(answer, table)
    names = sorted(table["block"].unique(), key=in_order)
    for name in names:
        part = table[table["block"] == name]
        inside = set(part["unit_id"])
        units = [called[u] for u in order if u in inside]
        first, last = name == names[0], name == names[-1]
        row = WIDE_ROW if len(order) <= FEW else ROW
        blocks.append(_block(answer, part, name, units, row, first=first, last=last))
    chart: alt.VConcatChart = alt.vconcat(*blocks, spacing=6).resolve_scale(
        x="shared", opacity="shared"
    )
    return style.finish(chart)


def sequence_table(answer: Answer) -> pd.DataFrame:
    """unit_id, unit, oblast, year, role, opened, intensity (share of need opened, cut at 10 %)."""
    table = frames.by_unit(answer)
    last = table[table["year"] == table["year"].max()].groupby("unit_id")["need"].first()
    need = table["unit_id"].map(last).clip(lower=1.0)
    table["share_of_need"] = table["opened"] / need
    table["intensity"] = table["share_of_need"].clip(0.0, FULL_COLOUR)
    return table[table["opened"] > 0].reset_index(drop=True)


def _blocks(answer: Answer, table: pd.DataFrame) -> pd.Series:
    if (table["unit_id"] != table["oblast_id"]).any():
        return table["oblast"]
    regions = answer.territory.units["region_id"]
    return table["unit_id"].map(lambda unit: answer.territory.name(str(regions[unit]), spoken()))


def _block(
    answer: Answer,
    part: pd.DataFrame,
    name: str,
    units: list[str],
    row: int,
    *,
    first: bool,
    last: bool,
) -> alt.Chart:
    span, said = frames.years(answer), words(answer.scenario.study)
    data = part[["unit", "year", "role", "opened", "intensity"]].copy()
    data["opened"] = data["opened"].round(0)
    data["intensity"] = data["intensity"].round(4)
    data["said"] = [
        _(
            "{unit}, {year}: {places} {added}, {whose}",
            unit=row.unit,
            year=row.year,
            places=grouped(row.opened),
            added=said.added,
            whose=told(row.role),
        )
        for row in frames.rows(data)
    ]
    data["next"] = data["year"] + 1
    roles = {role: told(role) for role in (frames.DOCUMENTED_ROLE, frames.OPTIMISED_ROLE)}
    data["called"] = data["role"].map(roles)
    axis = alt.Axis(
        values=[year for year in span if year % 5 == 0],
        format="d",
        grid=True,
        domain=False,
        ticks=False,
        orient="top" if first and not last else "bottom",
        labels=first or last,
        offset=4 if first and not last else 0,
    )
    chart: alt.Chart = (
        alt.Chart(data)
        .mark_rect(stroke="white", strokeWidth=0.6)
        .encode(
            x=alt.X(
                "year:Q",
                title=None,
                scale=alt.Scale(domain=[span[0], span[-1] + 1], nice=False),
                axis=axis,
            ),
            x2="next:Q",
            y=alt.Y(
                "unit:N",
                sort=units,
                title=None,
                scale=alt.Scale(paddingInner=0.12, paddingOuter=0.06),
                axis=alt.Axis(labelLimit=165, labelFontSize=10.5, minExtent=170, maxExtent=170),
            ),
            yOffset=alt.YOffset(
                "role:N",
                sort=[frames.DOCUMENTED_ROLE, frames.OPTIMISED_ROLE],
                scale=alt.Scale(domain=[frames.DOCUMENTED_ROLE, frames.OPTIMISED_ROLE]),
            ),
            color=alt.Color(
                "role:N",
                title=None,
                scale=alt.Scale(
                    domain=[frames.DOCUMENTED_ROLE, frames.OPTIMISED_ROLE],
                    range=[style.DOCUMENTED, style.OPTIMISED],
                ),
                legend=alt.Legend(orient="top", symbolType="square", labelExpr=labels(roles))
                if first
                else None,
            ),
            opacity=alt.Opacity(
                "intensity:Q",
                scale=alt.Scale(domain=[0, FULL_COLOUR], range=[0.12, 1.0]),
                legend=None,
            ),
            description="said:N",
            tooltip=[
                alt.Tooltip("unit:N", title=said.unit),
                alt.Tooltip("year:Q", title=_("in service"), format="d"),
                alt.Tooltip("called:N", title=_("plan")),
                alt.Tooltip("opened:Q", title=said.added, format=",.0f"),
            ],
        )
        .properties(
            width=style.WIDTH - 190,
            height=row * len(units),
            title=alt.TitleParams(name, fontSize=12, offset=4),
        )
    )
    return chart
