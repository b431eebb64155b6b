"""Charts as files and as text, offline (vl-convert brings Vega along)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import altair as alt
import vl_convert

from inputs.errors import InputError
from scenarios.views.style import locale

Chart = alt.TopLevelMixin
PNG_SCALE = 2.0  # twice the screen's resolution, sharp in print


def to_svg(specification: dict[str, Any]) -> str:
    """A Vega-Lite specification (`to_spec`) drawn as SVG text."""
    svg: str = vl_convert.vegalite_to_svg(specification, format_locale=locale())
    return svg


def to_png(chart: Chart) -> bytes:
    """A chart drawn as PNG, sharp in print; what a notebook shows with `IPython.display.Image`."""
    png: bytes = vl_convert.vegalite_to_png(to_spec(chart), scale=PNG_SCALE, format_locale=locale())
    return png


def save_figure(chart: Chart, path: Path) -> None:
    """Write a chart as .svg, .png or .json (its Vega-Lite specification).

    Raises
    ------
    InputError
        another ending
    """
    if path.suffix == ".svg":
        path.write_text(to_svg(to_spec(chart)), encoding="utf-8")
    elif path.suffix == ".png":
        path.write_bytes(to_png(chart))
    elif path.suffix == ".json":
        path.write_text(json.dumps(to_spec(chart), ensure_ascii=False), encoding="utf-8")
    else:
        raise InputError(
            "a figure cannot be written in this format",
            file=str(path),
            value=path.suffix,
            expected=".svg | .png | .json",
        )


def to_spec(chart: Chart) -> dict[str, Any]:
    """The Vega-Lite specification of a chart.

    Not validated again: altair has validated the parts, and the tests validate the whole.
    """
    spec: dict[str, Any] = chart.to_dict(validate=False)
    return spec
