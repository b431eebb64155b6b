"""The pictures of a split: the envelope in bars, and every study's front."""

from __future__ import annotations

import altair as alt
import pandas as pd

from scenarios.common_budget.answer import Part, SplitAnswer
from scenarios.common_budget.tables import front_frame, front_table, split_frame, split_table
from scenarios.common_budget.words import amount, figure, measure, study_name
from scenarios.language import _, p_, told
from scenarios.language.numbers import localised
from scenarios.views import style
from scenarios.views.export import to_spec
from scenarios.views.page import Figure, drawn

_COLOURS = (style.OPTIMISED, "#e69f00", "#009e73", "#cc79a7")  # Okabe & Ito 2008
_BAR = 44
_HEIGHT = 240
_PANEL_GAP = 70


def figures(answer: SplitAnswer) -> dict[str, Figure]:
    """Both figures by name."""
    return {
        "split": Figure(
            "split",
            _(
                "bn KZT a year to each study. The line is the envelope of {bn:g} bn.",
                bn=answer.question.envelope_bn,
            ),
            drawn("split", to_spec(_bars(answer))),
            split_table(answer),
        ),
        "fronts": Figure(
            "fronts",
            _(
                "What each study buys beyond its smallest level, in its own unit. Line: plans "
                "found. Dotted: no plan can buy more. Filled: this split. Ring: the assumed budget."
            ),
            drawn("fronts", to_spec(_fronts(answer))),
            front_table(answer),
        ),
    }


def _bars(answer: SplitAnswer) -> alt.LayerChart:
    frame = split_frame(answer)
    frame["study"] = [study_name(study) for study in frame["study"]]
    order = list(frame["study"])
    this, assumed = p_("over a bar", "this split"), p_("over a bar", "assumed")
    long = pd.concat(
        [
            pd.DataFrame({"split": name, "study": frame["study"], "bn": frame[column]})
            for name, column in ((this, "bn_per_year"), (assumed, "assumed_bn"))
        ],
        ignore_index=True,
    )
    long["end"] = long.groupby("split")["bn"].cumsum()
    long["start"] = long["end"] - long["bn"]
    long["middle"] = (long["start"] + long["end"]) / 2
    long["label"] = [localised(f"{bn:g}") for bn in long["bn"]]
    long["said"] = [
        _("{plan}, {study}: {bn} bn KZT a year", plan=row.split, study=row.study, bn=row.label)
        for row in long.itertuples()
    ]
    long = long[long["bn"] > 0]
    rows = alt.Y("split:N", title=None, sort=[this, assumed])
    base = alt.Chart(long)
    bars = base.mark_bar(stroke="white", strokeWidth=1).encode(
        x=alt.X("start:Q", title=_("bn KZT a year")),
        x2="end:Q",
        y=rows,
        color=alt.Color(
            "study:N",
            sort=order,
            scale=alt.Scale(domain=order, range=list(_COLOURS[: len(order)])),
            legend=alt.Legend(title=None, orient="top"),
        ),
        description="said:N",
    )
    labels = base.mark_text(aria=False, fontSize=12, color="white", fontWeight=600).encode(
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
        own["said"] = [
            _("{bn} bn KZT a year: {gained}", bn=figure(bn), gained=amount(gained, part))
            for bn, gained in zip(own["bn_per_year"], own["gained"], strict=True)
        ]
        base = alt.Chart(own)
        x = alt.X("bn_per_year:Q", title=_("bn KZT a year"), scale=alt.Scale(zero=False))
        y = alt.Y("gained:Q", title=told(part.unit), axis=alt.Axis(format=",~f"))
        panels.append(
            style.layered(
                base.mark_line(aria=False, strokeDash=[2, 3], color=style.MUTED).encode(
                    x=x, y="most:Q"
                ),
                base.mark_line(aria=False, color=style.OPTIMISED).encode(x=x, y=y),
                base.mark_point(size=30, filled=True, opacity=1, color=style.OPTIMISED).encode(
                    x=x, y=y, description="said:N"
                ),
                base.transform_filter("datum.assumed")
                .mark_point(aria=False, size=190, color=style.DOCUMENTED, strokeWidth=2)
                .encode(x=x, y=y),
                base.transform_filter("datum.chosen")
                .mark_point(aria=False, size=110, filled=True, opacity=1, color=style.OPTIMISED)
                .encode(x=x, y=y),
            ).properties(width=width, height=_HEIGHT, title=_title(part))
        )
    return style.finish(alt.HConcatChart(hconcat=panels))


def _title(part: Part) -> str:
    return _("{study}: {measure}", study=study_name(part.share.study), measure=measure(part))
