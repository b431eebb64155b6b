"""Charts of the water balance: who is short by use, and where."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd
import shapely

from inputs.boundaries import load_boundaries
from scenarios.language import _, spoken
from scenarios.study import Answer
from scenarios.views import frames, style
from scenarios.views.cells import joined, nudged, unit_cells
from scenarios.views.charts._ground import ground_around
from scenarios.views.charts.plan_map import shade_step
from scenarios.views.numbers import grouped
from scenarios.views.water.balance import (
    SMALLEST,
    USE_COLOURS,
    USES,
    by_oblast,
    by_unit,
    said_use,
    shown_years,
    variant_title,
    variants,
)

_NAMES = 165  # px for the oblasts' names
_LABEL = 78  # px to the right of the longest bar
_BAR = 15  # px a bar
_ENOUGH = "#d7dde2"  # where nobody is short


def shortage_bars(answer: Answer) -> alt.HConcatChart:
    """Unmet demand by use, an oblast a row, two years a row, a panel a climate; one scale."""
    table = by_oblast(answer)
    totals = table.groupby(["variant", "year", "oblast"], as_index=False)[["shortage"]].sum()
    worst = totals.groupby("oblast")["shortage"].max()
    order = list(worst[worst >= SMALLEST].sort_values(ascending=False).index)
    listed = variants(answer)
    width = (style.WIDTH - _NAMES) / len(listed) - 14
    top = float(totals["shortage"].max()) * width / (width - _LABEL)
    panels = []
    for number, variant in enumerate(listed):
        own, ends = (_of(t, variant, order) for t in (table, totals))
        panel = _panel(answer, own, ends, order, top, named=number == 0)
        panels.append(panel.properties(width=width, title=variant_title(variant)))
    chart: alt.HConcatChart = alt.hconcat(*panels, spacing=14).resolve_scale(color="shared")
    return style.finish(chart)


def _of(table: pd.DataFrame, variant: str, oblasts: list[str]) -> pd.DataFrame:
    return table[(table["variant"] == variant) & table["oblast"].isin(oblasts)]


def _panel(
    answer: Answer,
    table: pd.DataFrame,
    totals: pd.DataFrame,
    order: list[str],
    top: float,
    *,
    named: bool,
) -> alt.LayerChart:
    years = [str(year) for year in shown_years(answer)]
    short = by_oblast(answer).groupby("use")["shortage"].max()
    uses = [use for use in USES if use in short.index and short[use] >= SMALLEST]
    parts = table.assign(
        use=[said_use(u) for u in table["use"]],
        rank=[uses.index(u) if u in uses else len(uses) for u in table["use"]],
        year=table["year"].astype(str),
    )
    parts["said"] = [
        _(
            "{oblast}, {year}, {use}: {short:number1} mln m³ short of {demand:number1}",
            oblast=row.oblast,
            year=row.year,
            use=row.use,
            short=row.shortage,
            demand=row.demand,
        )
        for row in frames.rows(parts)
    ]
    y = alt.Y(
        "oblast:N",
        sort=order,
        title=None,
        scale=alt.Scale(paddingInner=0.22),
        axis=alt.Axis(labels=named, labelLimit=_NAMES - 8, ticks=False),
    )
    offset = alt.YOffset("year:N", sort=years, scale=alt.Scale(domain=years, paddingInner=0.08))
    x = alt.X(
        "shortage:Q",
        title=_("Short, mln m³ a year"),
        scale=alt.Scale(domain=[0, top or 1.0], nice=False),
        axis=alt.Axis(tickCount=4, format=",.0f"),
    )
    names = [said_use(u) for u in uses]
    bars = (
        alt.Chart(parts[parts["shortage"] >= SMALLEST])
        .mark_bar(stroke="white", strokeWidth=0.5)
        .encode(
            x=x,
            y=y,
            yOffset=offset,
            color=alt.Color(
                "use:N",
                title=_("Short of water:"),
                scale=alt.Scale(domain=names, range=[USE_COLOURS[u] for u in uses]),
                legend=alt.Legend(orient="top", symbolType="square", titleOrient="left"),
            ),
            order=alt.Order("rank:Q"),
            description="said:N",
        )
    )
    ends = totals.assign(year=totals["year"].astype(str))
    ends["label"] = [
        f"{row.year}: {grouped(row.shortage) if row.shortage >= 1 else _small(row.shortage)}"
        for row in frames.rows(ends)
    ]
    labels = (
        alt.Chart(ends)
        .mark_text(aria=False, align="left", dx=4, fontSize=11, color=style.INK)
        .encode(x="shortage:Q", y=y, yOffset=offset, text="label:N")
    )
    chart: alt.LayerChart = style.layered(bars, labels).properties(
        height=alt.Step(_BAR, **{"for": "offset"})
    )
    return chart


def _small(value: float) -> str:
    return grouped(value, 1) if value >= SMALLEST else "0"


def shortage_map(answer: Answer) -> alt.HConcatChart:
    """Share of demand that is short in the last year, a panel a climate; one scale."""
    year = shown_years(answer)[-1]
    table = by_unit(answer)
    table = table[table["year"] == year]
    land = load_boundaries()
    leaves = answer.territory.leaf_units()
    points = nudged(frames.positions(answer, leaves))
    cells = unit_cells(points, land)
    for unit in set(table["unit_id"]) - set(leaves):
        inside = answer.territory.leaf_units([str(unit)])
        cells[str(unit)] = joined([cells[u] for u in inside if u in cells])
    listed = variants(answer)
    width = (style.WIDTH - 16 * (len(listed) - 1)) // len(listed)
    ground = ground_around(_corners(cells, set(table["unit_id"])), width)
    top = 6 * shade_step(100 * float(table["share"].max()))
    panels = []
    for variant in listed:
        own = table[table["variant"] == variant]
        title = _("{climate}, {year}", climate=variant_title(variant), year=year)
        layers = style.layered(
            ground.land(),
            _enough(own, cells),
            _shade(answer, own, cells, top),
            *_households(answer, own),
        )
        panels.append(ground.projected(layers).properties(title=title))
    chart: alt.HConcatChart = alt.hconcat(*panels, spacing=16).resolve_scale(color="shared")
    return style.finish(chart)


def _corners(cells: dict[str, Any], units: set[str]) -> pd.DataFrame:
    """lat, lon of the corners of a frame around the cells of some units."""
    west, south, east, north = shapely.total_bounds([cells[u] for u in units if u in cells])
    return pd.DataFrame({"lat": [south, north, south, north], "lon": [west, west, east, east]})


def _shade(answer: Answer, table: pd.DataFrame, cells: dict[str, Any], top: float) -> alt.Chart:
    features = [
        {
            "type": "Feature",
            "geometry": shapely.geometry.mapping(cells[row.unit_id]),
            "properties": {
                "short": round(100 * row.share, 2),
                "said": _(
                    "{unit}: {short:number1} of {demand:number1} mln m³ short",
                    unit=answer.territory.name(row.unit_id, spoken()),
                    short=row.shortage,
                    demand=row.demand,
                ),
            },
        }
        for row in frames.rows(table)
        if row.unit_id in cells and row.shortage >= SMALLEST
    ]
    chart: alt.Chart = (
        alt.Chart(alt.InlineData(values=features))
        .mark_geoshape(stroke="white", strokeWidth=0.5)
        .transform_calculate(short="datum.properties.short", said="datum.properties.said")
        .encode(
            color=alt.Color(
                "short:Q",
                title=_("Short, % of demand"),
                scale=alt.Scale(
                    type="quantize", domain=[0, top], range=list(style.SHORTAGE_RAMP[:6])
                ),
                legend=alt.Legend(orient="bottom", gradientLength=240, format=".0f"),
            ),
            description="said:N",
            tooltip=[alt.Tooltip("said:N", title=_("short"))],
        )
    )
    return chart


def _enough(table: pd.DataFrame, cells: dict[str, Any]) -> alt.Chart:
    """Units in which nobody is short."""
    kept = table.loc[table["shortage"] < SMALLEST, "unit_id"]
    shapes = [shapely.geometry.mapping(cells[unit]) for unit in kept if unit in cells]
    features = [{"type": "Feature", "geometry": each, "properties": {}} for each in shapes]
    chart: alt.Chart = alt.Chart(alt.InlineData(values=features)).mark_geoshape(
        aria=False, fill=_ENOUGH, stroke="white", strokeWidth=0.5
    )
    return chart


def _households(answer: Answer, table: pd.DataFrame) -> list[alt.Chart]:
    """A cross where households themselves are short."""
    short = table[table["household_shortage"] >= SMALLEST]
    if short.empty:
        return []
    at = frames.positions(answer, [str(u) for u in short["unit_id"]]).dropna(subset=["lat", "lon"])
    mark = alt.Chart(at[["lat", "lon"]]).mark_point(
        aria=False, shape="cross", size=42, filled=True, color=style.INK, opacity=1
    )
    return [mark.encode(longitude="lon:Q", latitude="lat:Q")]
