"""Charts as files and as text, offline (vl-convert brings Vega along)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import altair as alt
import vl_convert

from inputs.errors import InputError
from scenarios.views.style import LOCALE

Chart = alt.TopLevelMixin
PNG_SCALE = 2.0  # twice the screen's resolution, sharp in print


def to_svg(chart: Chart) -> str:
    """The chart as SVG text."""
    svg: str = vl_convert.vegalite_to_svg(_spec(chart), format_locale=LOCALE)
    return svg


def save_figure(chart: Chart, path: Path) -> None:
    """Write a chart as .svg, .png or .json (its Vega-Lite specification).

    Raises
    ------
    InputError
        another ending
    """
    if path.suffix == ".svg":
        path.write_text(to_svg(chart), encoding="utf-8")
    elif path.suffix == ".png":
        path.write_bytes(
            vl_convert.vegalite_to_png(_spec(chart), scale=PNG_SCALE, format_locale=LOCALE)
        )
    elif path.suffix == ".json":
        path.write_text(json.dumps(_spec(chart), ensure_ascii=False), encoding="utf-8")
    else:
        raise InputError(
            "a figure cannot be written in this format",
            file=str(path),
            value=path.suffix,
            expected=".svg | .png | .json",
        )


def _spec(chart: Chart) -> dict[str, Any]:
    spec: dict[str, Any] = chart.to_dict()
    return spec
