"""One visual language for report, app, notebooks and workbook.

Three roles of colour run through everything: documented (slate), optimised (one strong blue) and
shortage (a ramp of one hue). Blue and orange are the pair that every common form of colour
blindness tells apart (Okabe & Ito 2008); the ramp is ColorBrewer's Oranges.
"""

from __future__ import annotations

from typing import Any, TypeVar

import altair as alt

from scenarios.language import spoken
from scenarios.language.numbers import THIN, manner

FONT = "Noto Sans, Segoe UI, Roboto, Helvetica Neue, Arial, sans-serif"

DOCUMENTED = "#5d6b78"
OPTIMISED = "#0072b2"
SHORTAGE_RAMP = ("#fff5eb", "#fee6ce", "#fdd0a2", "#fdae6b", "#fd8d3c", "#e6550d", "#a63603")
# Early is dark, late is light: one lightness for the same year in both roles, so that print in
# grey keeps the turn; no shade is lighter than what is still seen on land and on the shortage ramp.
DOCUMENTED_RAMP = ("#161d24", "#323d48", "#4d5a66", "#6d7b88", "#8794a0", "#9da9b4")
OPTIMISED_RAMP = ("#06284f", "#0a4a86", "#0072b2", "#3b97cf", "#74b9e0", "#a5d2ee")
LAND = "#eef0f2"
BORDER = "#c3c9cf"
INK = "#1d252c"
MUTED = "#66717b"
GRID = "#e4e7ea"

WIDTH = 1100  # px: fills the report's column on a 1 280 px screen

Chart = TypeVar("Chart", alt.Chart, alt.LayerChart, alt.VConcatChart, alt.HConcatChart)

CONFIG: dict[str, Any] = {
    "background": "white",
    "font": FONT,
    "padding": 4,
    "view": {"stroke": None},
    "axis": {
        "labelColor": MUTED,
        "labelFontSize": 12,
        "titleColor": INK,
        "titleFontSize": 12,
        "titleFontWeight": "normal",
        "gridColor": GRID,
        "domainColor": BORDER,
        "tickColor": BORDER,
        "labelFont": FONT,
        "titleFont": FONT,
    },
    "axisY": {"domain": False, "ticks": False},
    "legend": {
        "labelColor": INK,
        "titleColor": INK,
        "titleFontWeight": "normal",
        "labelFontSize": 12,
        "titleFontSize": 12,
        "labelFont": FONT,
        "titleFont": FONT,
    },
    "title": {
        "anchor": "start",
        "fontSize": 14,
        "fontWeight": 600,
        "color": INK,
        "font": FONT,
        "subtitleColor": MUTED,
        "subtitleFont": FONT,
        "subtitleFontSize": 12,
    },
    "header": {"labelColor": INK, "titleColor": INK, "labelFont": FONT, "titleFont": FONT},
    "text": {"font": FONT, "fontSize": 12, "color": INK},
}


def locale() -> dict[str, Any]:
    """How Vega writes numbers in the spoken language; it formats them as d3 does."""
    own = manner()
    return {
        "decimal": own.decimal,
        "thousands": THIN,
        "grouping": [3],
        "currency": ["", own.tenge],
    }


def layered(*layers: alt.Chart | alt.LayerChart) -> alt.LayerChart:
    """Charts on top of each other, first at the bottom."""
    return alt.LayerChart(layer=layers)


def finish(chart: Chart) -> Chart:
    """The chart with the common look; call it last, on the outermost chart."""
    styled: Chart = chart.copy(deep=False)
    config: dict[str, Any] = {**CONFIG, "locale": {"number": locale()}}
    if spoken() != "en":
        # Vega describes axes and legends to screen readers in English only
        config |= {part: {**CONFIG[part], "aria": False} for part in ("axis", "legend", "title")}
    styled["config"] = alt.Config.from_dict(config)
    return styled
