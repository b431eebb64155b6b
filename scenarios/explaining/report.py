"""The page of an explanation: one self-contained HTML file."""

from __future__ import annotations

import numpy as np
import pandas as pd

from scenarios.explaining.chart import course_chart
from scenarios.explaining.explanation import Explanation
from scenarios.views.export import to_spec
from scenarios.views.numbers import in_words, percent
from scenarios.views.page import Figure, Headline, HeadlineNumber, drawn, render_page
from scenarios.views.table import Column, Table

# Heads of what a study tells by year beside the prices.
_YEARS = (
    Column("year", "Start", "year"),
    Column("started", "The plan starts", "quantity"),
    Column("documented", "The documents start", "quantity"),
    Column("gain_per_bn", "One more saves, a bn KZT", "quantity"),
    Column("budget_value", "A bn KZT is worth", "quantity"),
    Column("loss_per_bn", "The least useful serves, a bn KZT", "quantity"),
    Column("delay", "A year's delay loses", "quantity"),
    Column("delay_money", "and its money gains", "quantity"),
    Column("stopped_by", "What stops one more"),
    Column("rival", "Which competes with"),
)
_OTHERS = {
    "budget": (
        Column("year", "Year", "year"),
        Column("low", "At least", "quantity"),
        Column("high", "At most", "quantity"),
        Column("unit", "Unit"),
    ),
}
_TITLES = {
    "years": "Year by year at the place",
    "budget": "What one more bn KZT is worth by year",
}


def render_report(found: Explanation) -> str:
    """HTML text; nothing is solved and the page makes no request."""
    headline = Headline(
        found.question,
        found.does,
        (),
        tuple(HeadlineNumber(n.label, n.value, detail=n.detail) for n in found.numbers[:3]),
    )
    course = found.tables["course"]
    figures = {}
    if not course.empty:
        figures["course"] = Figure(
            "course",
            "The place by year: grey as the documents have it, blue as the plan has it, dashed "
            "with a wish granted and everything else decided anew.",
            drawn("course", to_spec(course_chart(course))),
            _course_table(course),
        )
    tables = [_price_table(found), _proof_table(found)]
    tables += [
        Table(
            name,
            _TITLES[name],
            tuple(c for c in columns if c.key in found.tables[name]),
            found.tables[name],
        )
        for name, columns in {"years": _YEARS, **_OTHERS}.items()
        if name in found.tables and not found.tables[name].empty
    ]
    return render_page("explaining.html", headline, figures, tables, found.proof, found=found)


def _price_table(found: Explanation) -> Table:
    frame = found.tables["prices"].copy()
    for key in ("low", "about", "high"):
        frame[f"{key}_said"] = [
            _money(value, status) for value, status in zip(frame[key], frame["status"], strict=True)
        ]
    frame["gap_said"] = ["" if pd.isna(gap) else percent(gap, 3) for gap in frame["gap"]]
    columns = (
        Column("said", "Wish"),
        Column("low_said", "At least"),
        Column("about_said", "About"),
        Column("high_said", "At most"),
        Column("unit", "More of"),
        Column("gap_said", "Gap"),
        Column("status", "Status"),
        Column("changes", "What else changes"),
        Column("why", "What blocks it", "source"),
    )
    shown = tuple(c for c in columns if (frame[c.key] != "").any() or c.key == "said")
    return Table("prices", "What each wish costs, everything else decided anew", shown, frame)


def _money(value: float, status: str) -> str:
    if status == "impossible" or pd.isna(value):
        return ""
    if np.isinf(value):
        return "no plan found"
    return f"{value:.2g}" if abs(value) < 10 and value != round(value) else in_words(value)


def _course_table(course: pd.DataFrame) -> Table:
    names = list(dict.fromkeys(course["plan"]))
    wide = course.pivot_table(
        index=["counted", "year"], columns="plan", values="value", sort=False
    ).reset_index()
    columns = (
        Column("counted", "What is counted"),
        Column("year", "Year", "year"),
        *(Column(name, name, "quantity") for name in names),
    )
    return Table("course", "The numbers behind the chart", columns, wide)


def _proof_table(found: Explanation) -> Table:
    rows = [
        {
            "solved": name,
            "objective": c.objective,
            "bound": c.bound,
            "unit": c.unit,
            "gap": "" if c.gap is None else percent(c.gap, 3),
            "checked": "yes" if c.checked and not c.violations else "no",
        }
        for name, c in found.certificates.items()
    ]
    columns = (
        Column("solved", "Solved"),
        Column("objective", "Found", "quantity"),
        Column("bound", "Proven bound", "quantity"),
        Column("unit", "Unit"),
        Column("gap", "Gap"),
        Column("checked", "Checked outside the solver"),
    )
    keys = [c.key for c in columns]
    return Table("certificates", "Proof", columns, pd.DataFrame(rows, columns=keys))
