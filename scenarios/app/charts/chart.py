"""A chart of the desk: what ECharts draws, and the numbers behind it."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from scenarios.language import _, spoken
from scenarios.views import style
from scenarios.views.table import Table

Options = dict[str, Any]
MILLION = 1e6
PX_A_LETTER = 5.9  # of a label of `LABEL_SIZE`, on average
LABEL_SIZE = 12
LINE_PX = 15  # from one line of a label to the next
FONT = style.FONT
MOST_LABEL_PX = 250


@dataclass(frozen=True)
class Chart:
    """A chart with its numbers.

    Attributes
    ----------
    name : id in the page, unique within a panel
    title : what is shown, with its unit
    caption : how to read it; may be empty
    options : of ECharts, plain data; keys that begin with a colon hold JavaScript of ours
    table : the numbers behind it
    height : px
    """

    name: str
    title: str
    caption: str
    options: Options
    table: Table
    height: int = 260


def base(title: str, *, left: int = 8, right: int = 16, top: int = 18, bottom: int = 4) -> Options:
    """What all charts share: font, no motion, a description for those who cannot see it."""
    return {
        "animation": False,
        "aria": {"enabled": True, "label": {"description": title}},
        "textStyle": {"fontFamily": FONT, "color": style.INK, "fontSize": LABEL_SIZE},
        "grid": {
            "left": left,
            "right": right,
            "top": top,
            "bottom": bottom,
            "outerBoundsMode": "same",
            "outerBoundsContain": "axisLabel",
        },
        "tooltip": {
            "trigger": "axis",
            "confine": True,
            "textStyle": {"fontFamily": FONT, "fontSize": LABEL_SIZE, "color": style.INK},
            ":valueFormatter": written_js(),
        },
    }


def written_js() -> str:
    """JavaScript that writes a number as the spoken language does."""
    decimal = "." if spoken() == "en" else ","
    return (
        "(v) => v === null || v === undefined || v === '' ? '' : Array.isArray(v) ? v.join(' ') : "
        "String(v).replace('-', '\u2212').replace(/\\B(?=(\\d{3})+(?!\\d))/g, '\u202f')"
        f".replace('.', '{decimal}')"
    )


def axis_label(top: float) -> Options:
    """Labels of an axis up to `top`; in millions where it is long."""
    if top < MILLION:
        return {"color": style.MUTED, ":formatter": written_js()}
    mln = _("mln")
    per = f"(v) => v === 0 ? '0' : ({written_js()})(v / {MILLION:.0f}) + '\u202f{mln}'"
    return {"color": style.MUTED, ":formatter": per}


def value_axis(name: str = "", **more: Any) -> Options:
    """Upright axis of numbers; its unit stands in the chart's title."""
    return {
        "type": "value",
        "name": name,
        "nameLocation": "middle",
        "nameTextStyle": {"color": style.INK, "fontSize": LABEL_SIZE, "lineHeight": LINE_PX},
        "axisLine": {"show": False},
        "axisTick": {"show": False},
        "splitLine": {"lineStyle": {"color": style.GRID}},
        "splitNumber": 5,
        "axisLabel": {"color": style.MUTED, ":formatter": written_js()},
        **more,
    }


def year_axis(years: Sequence[int], *, labels: bool = True, **more: Any) -> Options:
    """Years as a line of categories; every fifth is named where they are many."""
    many = len(years) > 12
    return {
        "type": "category",
        "data": [str(year) for year in years],
        "axisLine": {"lineStyle": {"color": style.BORDER}},
        "axisTick": {"show": False},
        "axisLabel": {
            "show": labels,
            "color": style.MUTED,
            ":interval": "(i, v) => Number(v) % 5 === 0" if many else "() => true",
            "hideOverlap": True,
        },
        **more,
    }


def round_top(value: float) -> float:
    """The end of an axis from zero: a little above the value, and a round number."""
    if value <= 0:
        return 1.0
    step = 10.0 ** math.floor(math.log10(value))
    for part in (0.1, 0.2, 0.25, 0.5, 1.0):
        top = math.ceil(value * 1.02 / (part * step)) * part * step
        if top / (part * step) <= 12:
            return float(f"{top:.6g}")
    return value


def label_room(names: Sequence[str]) -> int:
    """Px to the right of a chart for names at the ends of its lines."""
    longest = max((len(part) for name in names for part in name.split("\n")), default=0)
    return 14 + int(min(MOST_LABEL_PX, PX_A_LETTER * longest))


def horizon_marks(horizons: Sequence[int]) -> Options:
    """Thin upright lines at the documents' horizons, which the axis of years names."""
    return {
        "silent": True,
        "symbol": "none",
        "lineStyle": {"color": style.MUTED, "type": [2, 2], "width": 1},
        "label": {"show": False},
        "data": [{"xAxis": str(year)} for year in horizons],
    }


def rounded(value: Any, digits: int = 3) -> float | None:
    """A number as JSON has it: short, and None for what is not known."""
    number = float(value)
    return None if number != number or number in (float("inf"), float("-inf")) else (
        round(number, digits)
    )  # fmt: skip


def merged(first: Mapping[str, Any], **more: Any) -> Options:
    """Options with further keys."""
    return {**first, **more}
