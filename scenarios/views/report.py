"""The report: one self-contained HTML file that opens from a USB stick, without a network."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from importlib import resources

import jinja2
import vl_convert
from markupsafe import Markup

from inputs.schemas.base import DOCUMENTS
from scenarios.study import Answer
from scenarios.views import frames, headline, style, tables
from scenarios.views.figures import figures
from scenarios.views.words import plan_label, words

_TEMPLATES = "templates"


def render_report(answer: Answer) -> str:
    """The report of an answer as HTML text; a pure function, no solving, no network.

    The page's own policy forbids every request, so a chart library that tried one would fail.
    """
    return (
        environment()
        .get_template("report.html")
        .render(
            answer=answer,
            headline=headline.headline(answer),
            figures=figures(answer),
            tables=_tables(answer),
            words=words(answer.scenario.study),
            money_unit=frames.money_unit(answer),
            baseline_label=plan_label(frames.baseline_name(answer)),
            documents=_documents(answer),
            positions=_positions(answer),
            colours={"documented": style.DOCUMENTED, "optimised": style.OPTIMISED},
            **page_assets(),
        )
    )


def environment() -> jinja2.Environment:
    """Where the pages of every kind of report are found."""
    return jinja2.Environment(
        loader=jinja2.PackageLoader("scenarios.views", _TEMPLATES),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )


def page_assets() -> dict[str, str]:
    """Style, script and chart library that every report carries inside itself."""
    return {
        "font": style.FONT,
        "css": Markup(_text("report.css")),
        "script": Markup(_text("report.js")),
        "vega": Markup(_vega_bundle()),
    }


def _tables(answer: Answer) -> dict[str, tables.Table]:
    made = [
        tables.printed_table(answer),
        tables.oblast_money_table(answer),
        tables.kpi_table(answer),
        tables.certificate_table(answer),
        tables.assumption_table(answer),
        tables.anomaly_table(answer),
        tables.source_table(answer),
        tables.horizon_table(answer),
        replace(tables.turn_table(answer), name="all_turns"),
    ]
    return {table.name: table for table in made}


def _documents(answer: Answer) -> list[tuple[str, str]]:
    """The documents that the run's figures are read from: short name and title."""
    cited = set(tables.source_table(answer).frame["document"].dropna())
    return [(short, title) for short, title in DOCUMENTS.items() if short in cited]


def _positions(answer: Answer) -> list[tuple[str, int]]:
    """Number of units by quality of their position."""
    counts = frames.positions(answer)["coord_quality"].value_counts().sort_index()
    return [(str(quality), int(count)) for quality, count in counts.items()]


def _text(name: str) -> str:
    return resources.files("scenarios.views").joinpath(_TEMPLATES, name).read_text("utf-8")


@cache
def _vega_bundle() -> str:
    bundle: str = vl_convert.javascript_bundle("window.vegaEmbed = vegaEmbed;")
    return bundle.replace("</script", "<\\/script")
