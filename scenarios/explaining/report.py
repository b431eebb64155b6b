"""The page of an explanation: one self-contained HTML file, in the spoken language."""

from __future__ import annotations

import numpy as np
import pandas as pd

from scenarios.explaining.chart import course_chart
from scenarios.explaining.explanation import Explanation
from scenarios.language import _, p_, told
from scenarios.language.numbers import in_few
from scenarios.views.export import to_spec
from scenarios.views.numbers import percent
from scenarios.views.page import Figure, Headline, HeadlineNumber, drawn, render_page
from scenarios.views.table import Column, Table


def render_report(found: Explanation) -> str:
    """HTML text; nothing is solved and the page makes no request."""
    headline = Headline(
        told(found.question),
        told(found.does),
        (),
        tuple(
            HeadlineNumber(told(n.label), told(n.value), detail=told(n.detail))
            for n in found.numbers[:3]
        ),
    )
    course = _told_frame(found.tables["course"])
    figures = {}
    if not course.empty:
        figures["course"] = Figure(
            "course",
            _(
                "The place by year: grey as the documents have it, blue as the plan has it, dashed "
                "with a wish granted and everything else decided anew."
            ),
            drawn("course", to_spec(course_chart(course))),
            _course_table(course),
        )
    tables = [_price_table(found), _proof_table(found), *_other_tables(found)]
    sentences = {
        part: [told(sentence) for sentence in getattr(found, part)]
        for part in ("stops", "wishes", "worth")
    }
    return render_page(
        "explaining.html", headline, figures, tables, found.proof, found=found, **sentences
    )


def _told_frame(frame: pd.DataFrame) -> pd.DataFrame:
    """What a chart draws, in the spoken language."""
    return frame.assign(counted=frame["counted"].map(told), plan=frame["plan"].map(told))


def _price_table(found: Explanation) -> Table:
    frame = found.tables["prices"].copy()
    for key in ("low", "about", "high"):
        frame[f"{key}_said"] = [
            _money(value, status) for value, status in zip(frame[key], frame["status"], strict=True)
        ]
    frame["gap_said"] = ["" if pd.isna(gap) else percent(gap, 3) for gap in frame["gap"]]
    columns = (
        Column("said", _("Wish")),
        Column("low_said", _("At least")),
        Column("about_said", p_("a price", "About")),
        Column("high_said", _("At most")),
        Column("unit", _("More of")),
        Column("gap_said", _("Gap")),
        Column("status", _("Status")),
        Column("changes", _("What else changes")),
        Column("why", _("What blocks it"), "source"),
    )
    shown = tuple(c for c in columns if (frame[c.key] != "").any() or c.key == "said")
    return Table("prices", _("What each wish costs, everything else decided anew"), shown, frame)


def _money(value: float, status: str) -> str:
    if status == "impossible" or pd.isna(value):
        return ""
    return _("no plan found") if np.isinf(value) else in_few(value)


def _course_table(course: pd.DataFrame) -> Table:
    names = list(dict.fromkeys(course["plan"]))
    wide = course.pivot_table(
        index=["counted", "year"], columns="plan", values="value", sort=False
    ).reset_index()
    columns = (
        Column("counted", _("What is counted")),
        Column("year", _("Year"), "year"),
        *(Column(name, name, "quantity") for name in names),
    )
    return Table("course", _("The numbers behind the chart"), columns, wide)


def _proof_table(found: Explanation) -> Table:
    rows = [
        {
            "solved": told(name),
            "objective": c.objective,
            "bound": c.bound,
            "unit": told(c.unit),
            "gap": "" if c.gap is None else percent(c.gap, 3),
            "checked": _("yes") if c.checked and not c.violations else _("no"),
        }
        for name, c in found.certificates.items()
    ]
    columns = (
        Column("solved", _("Solved")),
        Column("objective", _("Found"), "quantity"),
        Column("bound", _("Proven bound"), "quantity"),
        Column("unit", _("Unit")),
        Column("gap", _("Gap")),
        Column("checked", _("Checked outside the solver")),
    )
    keys = [c.key for c in columns]
    return Table("certificates", _("Proof"), columns, pd.DataFrame(rows, columns=keys))


def _other_tables(found: Explanation) -> list[Table]:
    """What a study tells by year beside the prices."""
    years = (
        Column("year", _("Start"), "year"),
        Column("started", _("The plan starts"), "quantity"),
        Column("documented", _("The documents start"), "quantity"),
        Column("gain_per_bn", _("One more saves, a bn KZT"), "quantity"),
        Column("budget_value", _("A bn KZT is worth"), "quantity"),
        Column("loss_per_bn", _("The least useful serves, a bn KZT"), "quantity"),
        Column("delay", _("A year's delay loses"), "quantity"),
        Column("delay_money", _("and its money gains"), "quantity"),
        Column("stopped_by", _("What stops one more")),
        Column("rival", _("Which competes with")),
    )
    budget = (
        Column("year", _("Year"), "year"),
        Column("low", _("At least"), "quantity"),
        Column("high", _("At most"), "quantity"),
        Column("unit", _("Unit")),
    )
    known = (
        ("years", _("Year by year at the place"), years),
        ("budget", _("What one more bn KZT is worth by year"), budget),
    )
    return [
        Table(
            name,
            title,
            tuple(c for c in columns if c.key in found.tables[name]),
            found.tables[name].replace(np.inf, np.nan),
        )
        for name, title, columns in known
        if name in found.tables and not found.tables[name].empty
    ]
