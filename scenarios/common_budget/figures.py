"""The pictures of a split: the envelope in bars, and every study's front."""

from __future__ import annotations

import altair as alt
import pandas as pd

from scenarios.common_budget.answer import SplitAnswer
from scenarios.common_budget.tables import front_frame, front_table, split_frame, split_table
from scenarios.views import style
from scenarios.views.export import to_spec
from scenarios.views.page import Figure, drawn

THIS, ASSUMED = "this split", "assumed"

_COLOURS = (style.OPTIMISED, "#e69f00", "#009e73", "#cc79a7")  # Okabe & Ito 2008
_BAR = 44
_HEIGHT = 240
_PANEL_GAP = 70


def figures(answer: SplitAnswer) -> dict[str, Figure]:
    """Both figures by name."""
    return {
        "split": Figure(
            "split",
            f"bn KZT a year to each study. The line is the envelope of "
            f"{answer.question.envelope_bn:g} bn.",
            drawn("split", to_spec(_bars(answer))),
            split_table(answer),
        ),
        "fronts": Figure(
            "fronts",
            "What each study buys beyond its smallest level, in its own unit. Line: plans found. "
            "Dotted: no plan can buy more. Filled: this split. Ring: the assumed budget.",
            drawn("fronts", to_spec(_fronts(answer))),
            front_table(answer),
        ),
    }


def _bars(answer: SplitAnswer) -> alt.LayerChart:
    frame = split_frame(answer)
    order = list(frame["study"])
    long = pd.concat(
        [
            pd.DataFrame({"split": name, "study": frame["study"], "bn": frame[column]})
            for name, column in ((THIS, "bn_per_year"), (ASSUMED, "assumed_bn"))
        ],
        ignore_index=True,
    )
    long["end"] = long.groupby("split")["bn"].cumsum()
    long["start"] = long["end"] - long["bn"]
    long["middle"] = (long["start"] + long["end"]) / 2
    long["label"] = [f"{bn:g}" for bn in long["bn"]]
    long = long[long["bn"] > 0]
    rows = alt.Y("split:N", title=None, sort=[THIS, ASSUMED])
    base = alt.Chart(long)
    bars = base.mark_bar(stroke="white", strokeWidth=1).encode(
        x=alt.X("start:Q", title="bn KZT a year"),
        x2="end:Q",
        y=rows,
        color=alt.Color(
            "study:N",
            sort=order,
            scale=alt.Scale(domain=order, range=list(_COLOURS[: len(order)])),
            legend=alt.Legend(title=None, orient="top"),
        ),
    )
    labels = base.mark_text(fontSize=12, color="white", fontWeight=600).encode(
        x="middle:Q", y=rows, text="label:N"
    )
    envelope = (
        alt.Chart(pd.DataFrame({"bn": [answer.question.envelope_bn]}))
        .mark_rule(color=style.INK, strokeDash=[4, 3])
        .encode(x="bn:Q")
    )
    chart = style.layered(bars, labels, envelope)
    return style.finish(chart.properties(width=style.WIDTH - 120, height=alt.Step(_BAR)))


def _fronts(answer: SplitAnswer) -> alt.HConcatChart:
    frame = front_frame(answer)
    width = style.WIDTH // len(answer.parts) - _PANEL_GAP
    panels = []
    for part in answer.parts:
        own = frame[frame["study"] == str(part.share.study)].copy()
        own["most"] = own["left"].iloc[0] - own["bound"]
        base = alt.Chart(own)
        x = alt.X("bn_per_year:Q", title="bn KZT a year", scale=alt.Scale(zero=False))
        y = alt.Y("gained:Q", title=part.unit, axis=alt.Axis(format="~s"))
        panels.append(
            style.layered(
                base.mark_line(strokeDash=[2, 3], color=style.MUTED).encode(x=x, y="most:Q"),
                base.mark_line(point={"size": 30}, color=style.OPTIMISED).encode(x=x, y=y),
                base.transform_filter("datum.assumed")
                .mark_point(size=190, color=style.DOCUMENTED, strokeWidth=2)
                .encode(x=x, y=y),
                base.transform_filter("datum.chosen")
                .mark_point(size=110, filled=True, opacity=1, color=style.OPTIMISED)
                .encode(x=x, y=y),
            ).properties(width=width, height=_HEIGHT, title=f"{part.share.study}: {part.measure}")
        )
    return style.finish(alt.HConcatChart(hconcat=panels))
