"""The report of an answer: one self-contained HTML file with map, distances and tables."""

from __future__ import annotations

from dataclasses import replace

from scenarios.language import _
from scenarios.locate import tables
from scenarios.locate.answer import LocationAnswer
from scenarios.locate.histogram import histogram, histogram_table
from scenarios.locate.map_chart import caption, location_map
from scenarios.locate.wording import wording
from scenarios.views.export import to_spec
from scenarios.views.page import Figure, drawn, render_page
from scenarios.views.table import Table


def render_report(answer: LocationAnswer) -> str:
    """The report as HTML text, in the spoken language.

    Nothing is solved, and the page makes no request.
    """
    words = wording(answer)
    return render_page(
        "location.html", words.headline, _figures(answer), _tables(answer), words.notes
    )


def _figures(answer: LocationAnswer) -> dict[str, Figure]:
    found = {
        "map": Figure(
            "map",
            caption(answer),
            drawn("map", to_spec(location_map(answer))),
            tables.sites_table(answer, whole=False),
        )
    }
    if answer.question.demand is not None:
        found["distances"] = Figure(
            "distances",
            _histogram_caption(answer),
            drawn("distances", to_spec(histogram(answer))),
            histogram_table(answer),
        )
    return found


def _tables(answer: LocationAnswer) -> list[Table]:
    sites = tables.sites_table(answer)
    if len(sites.frame) > tables.MOST_ROWS:
        title = _(
            "The first {shown} of {all} sites, all in {file}",
            shown=tables.MOST_ROWS,
            all=len(sites.frame),
            file="sites.csv",
        )
        sites = replace(sites, title=title, frame=sites.frame.head(tables.MOST_ROWS))
    made = [sites, tables.certificate_table(answer), tables.question_table(answer)]
    if answer.question.demand is not None:
        made.append(tables.assignment_table(answer, most=tables.MOST_ROWS))
    return made


def _histogram_caption(answer: LocationAnswer) -> str:
    parts = [_("Blue: share of demand by its distance to the site that serves it.")]
    if answer.unserved > 0:
        parts.append(_("Orange: what is not reached, by its distance to the nearest open site."))
    if answer.has_today:
        parts.append(_("Slate line: to the nearest site that exists today."))
    return " ".join(parts)
