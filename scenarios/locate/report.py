"""The report of an answer: one self-contained HTML file with map, distances and tables."""

from __future__ import annotations

import re
from dataclasses import replace
from importlib import resources

import altair as alt
import jinja2
from markupsafe import Markup

from scenarios.locate import tables
from scenarios.locate.answer import LocationAnswer
from scenarios.locate.histogram import histogram, histogram_table
from scenarios.locate.map_chart import caption, location_map
from scenarios.locate.wording import wording
from scenarios.views import style
from scenarios.views.export import to_spec, to_svg
from scenarios.views.tables import Table


def render_report(answer: LocationAnswer) -> str:
    """The report as HTML text; nothing is solved and no request is ever made by the page."""
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("scenarios.locate", "templates"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )
    has_demand = answer.question.demand is not None
    return environment.get_template("location.html").render(
        words=wording(answer),
        map=_drawn("map", location_map(answer)),
        caption=caption(answer),
        histogram=_drawn("distances", histogram(answer)) if has_demand else "",
        histogram_caption=_histogram_caption(answer),
        tables=_tables(answer),
        colours={"documented": style.DOCUMENTED, "optimised": style.OPTIMISED},
        font=style.FONT,
        css=Markup(_shared("report.css")),
        script=Markup(_shared("report.js")),
    )


def _tables(answer: LocationAnswer) -> dict[str, Table]:
    sites = tables.sites_table(answer)
    if len(sites.frame) > tables.MOST_ROWS:
        title = f"The first {tables.MOST_ROWS} of {len(sites.frame)} sites, all in sites.csv"
        sites = replace(sites, title=title, frame=sites.frame.head(tables.MOST_ROWS))
    made = [
        tables.sites_table(answer, whole=False),
        sites,
        tables.certificate_table(answer),
        tables.question_table(answer),
    ]
    if answer.question.demand is not None:
        made += [
            histogram_table(answer),
            tables.assignment_table(answer, most=tables.MOST_ROWS),
        ]
    return {table.name: table for table in made}


def _histogram_caption(answer: LocationAnswer) -> str:
    text = "Blue: share of demand by its distance to the site that serves it."
    if answer.unserved > 0:
        text += " Orange: what is not reached, by its distance to the nearest open site."
    if answer.has_today:
        text += " Slate line: to the nearest site that exists today."
    return text


def _drawn(name: str, chart: alt.TopLevelMixin) -> Markup:
    """The picture with ids that are its own, so that two can stand in one page."""
    text = to_svg(to_spec(chart))
    for number, found in enumerate(dict.fromkeys(re.findall(r'\bid="([^"]+)"', text)), start=1):
        text = text.replace(f'id="{found}"', f'id="{name}-{number}"')
        text = text.replace(f"url(#{found})", f"url(#{name}-{number})")
    return Markup(text)


def _shared(name: str) -> str:
    """A file of the look that all reports share."""
    return resources.files("scenarios.views").joinpath("templates", name).read_text("utf-8")
