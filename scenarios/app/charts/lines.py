"""Lines by year or period, named at their ends."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from scenarios.app.charts import chart
from scenarios.app.charts.chart import Options
from scenarios.views import style
from scenarios.views.charts._lines import spread

# Colours of answers set beside each other (Okabe & Ito 2008), each with a dash of its own.
COMPARED = (style.OPTIMISED, "#d55e00", "#009e73", "#cc79a7")
DASHES: tuple[str | list[int], ...] = ("solid", [7, 4], [2, 3], [8, 3, 2, 3])
EDITED_COLOUR = "#d55e00"
SAMPLES = {"[2, 3]": "···", "[7, 4]": "– –", "[8, 3, 2, 3]": "–·–", "[4, 4]": "- -"}
ROW = 14  # px of a row of a name
PLOT_HEIGHT = 215  # px of a chart of the usual height without its axis


@dataclass(frozen=True)
class Line:
    """A line with its name.

    Attributes
    ----------
    values : one a year of the chart; None where it has none
    """

    name: str
    values: Sequence[float | None]
    colour: str
    dash: str | list[int] = "solid"
    width: float = 2.0
    symbol: bool = field(default=False)


def lines(
    title: str, years: Sequence[int], drawn: Sequence[Line], horizons: Sequence[int] = ()
) -> Options:
    """A chart of lines from zero, the last one on top, each named at its end."""
    names = [_named(line) for line in drawn]
    options = chart.base(title, right=chart.label_room(names))
    known = [v for line in drawn for v in line.values if v is not None and v == v]
    top = chart.round_top(max(known, default=0.0))
    options["xAxis"] = chart.year_axis(years, boundaryGap=False)
    options["yAxis"] = chart.value_axis(min=0, max=top, axisLabel=chart.axis_label(top))
    options["series"] = [_series(line) for line in drawn]
    if options["series"]:
        marks = [year for year in horizons if year in set(years)]
        options["series"][0]["markLine"] = chart.horizon_marks(marks)
        options["series"] += _ends(drawn, names, years, top)
    return options


def _named(line: Line) -> str:
    """The name with a sample of its dash, in lines that fit beside a chart."""
    return wrapped(f"{SAMPLES.get(str(line.dash), '—')} {line.name}")


def wrapped(text: str, most: int = 26) -> str:
    """A text in lines of about `most` letters."""
    rows: list[str] = []
    for word in text.split(" "):
        if rows and len(rows[-1]) + 1 + len(word) <= most:
            rows[-1] = f"{rows[-1]} {word}"
        else:
            rows.append(word)
    return "\n".join(rows)


def _series(line: Line) -> dict[str, Any]:
    return {
        "type": "line",
        "name": line.name,
        "data": [None if v is None else chart.rounded(v) for v in line.values],
        "showSymbol": line.symbol,
        "symbolSize": 7,
        "lineStyle": {"color": line.colour, "width": line.width, "type": line.dash},
        "itemStyle": {"color": line.colour},
        "emphasis": {"disabled": True},
    }


def _ends(
    drawn: Sequence[Line], names: Sequence[str], years: Sequence[int], top: float
) -> list[dict[str, Any]]:
    """Names at the ends of the lines, moved apart where lines end close together."""
    ends = sorted(
        (float(next(v for v in reversed(line.values) if v is not None)), number)
        for number, line in enumerate(drawn)
        if any(v is not None for v in line.values)
    )
    # every row of a name takes its room: a name of two rows counts as two labels
    slots = [number for _end, number in ends for _row in names[number].split("\n")]
    at = {number: end for end, number in ends}
    places = spread([at[n] for n in slots], ROW * top / PLOT_HEIGHT, low=0.0)
    middle: dict[int, list[float]] = {}
    for number, place in zip(slots, places, strict=True):
        middle.setdefault(number, []).append(place)
    return [
        {
            "type": "scatter",
            "name": "",
            "symbolSize": 0.01,
            "itemStyle": {"opacity": 1},
            "silent": True,
            "tooltip": {"show": False},
            "data": [[str(years[-1]), chart.rounded(sum(rows) / len(rows), 6)]],
            "label": {
                "show": True,
                "position": "right",
                "distance": 8,
                "formatter": names[number],
                "color": drawn[number].colour,
                "fontWeight": 500,
                "fontSize": chart.LABEL_SIZE,
                "lineHeight": ROW,
                "align": "left",
            },
        }
        for number, rows in middle.items()
    ]
