"""The page that every report is: style, headline, numbers, figures with their tables, sources.

A study's report is a template that extends `base.html` and fills its blocks (`answer` is the one
it must; `proof`, `positions`, `below_cards`, `below_notes`, `below_documents`, `sources`, `run` and
`credits` are there if it has something to say), and a call of `render_page`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import jinja2
import vl_convert
from markupsafe import Markup

from inputs.schemas.base import DOCUMENTS
from scenarios.language import _, marked, n_, p_, spoken, told
from scenarios.views import style
from scenarios.views.export import to_svg
from scenarios.views.table import Table

_PACKAGES = ("scenarios.views", "scenarios.locate", "scenarios.uncertainty")


@dataclass(frozen=True)
class HeadlineNumber:
    """One of the numbers under the headline, as text.

    Attributes
    ----------
    label : what it is, with its unit
    value : the plan's
    counterpart : what it is held against; empty where there is nothing
    verdict : better, same or worse; empty where nothing is judged
    detail : a line in small print; may be empty
    against : whose the counterpart is
    """

    label: str
    value: str
    counterpart: str = ""
    verdict: str = ""
    detail: str = ""
    against: str = marked("documented")

    @property
    def held_against(self) -> str:
        """The counterpart and whose it is; empty where there is none."""
        if not self.counterpart:
            return ""
        return _("{whose} {value}", whose=told(self.against), value=self.counterpart)


@dataclass(frozen=True)
class Headline:
    """What stands at the top of every view.

    Attributes
    ----------
    title : the question
    sentence : the answer, with its numbers
    leads : further sentences, each worth a line of its own
    numbers : three, as far as they apply
    """

    title: str
    sentence: str
    leads: tuple[str, ...]
    numbers: tuple[HeadlineNumber, ...]

    @property
    def text(self) -> str:
        return " ".join((self.sentence, *self.leads))


@dataclass(frozen=True)
class Figure:
    """A chart in the report: a picture that stands by itself, and what may replace it on screen.

    Attributes
    ----------
    name : id in the page, unique
    caption : what is seen and how to read it
    svg : the chart as drawn
    table : the numbers behind it
    specification : Vega-Lite JSON for an interactive version; None where there is none
    """

    name: str
    caption: str
    svg: Markup
    table: Table
    specification: Markup | None = None


def render_page(
    template: str,
    headline: Headline,
    figures: Mapping[str, Figure],
    tables: Sequence[Table],
    notes: Sequence[str],
    *,
    documents: Sequence[str] = (),
    **more: Any,
) -> str:
    """A report as HTML text; a pure function, no network.

    The page's own policy forbids every request, so a chart library that tried one would fail.

    Parameters
    ----------
    template : extends base.html
    figures : by name; the chart library is packed along only where one is interactive
    tables : `certificates` is needed; `assumptions` too, unless the template fills `sources`
    notes : sentences on how sure the answer is
    documents : short names of those that figures are read from
    more : what else the template names; `answer`, unless it fills `run`
    """
    interactive = any(figure.specification for figure in figures.values())
    return (
        _environment()
        .get_template(template)
        .render(
            headline=headline,
            figures=figures,
            tables={table.name: table for table in tables},
            notes=[told(note) for note in notes],
            documents=[(short, told(DOCUMENTS[short])) for short in documents],
            colours={"documented": style.DOCUMENTED, "optimised": style.OPTIMISED},
            font=style.FONT,
            css=Markup(_text("report.css")),
            script=Markup(_text("report.js")),
            vega=Markup(_vega_bundle()) if interactive else "",
            **more,
        )
    )


def drawn(name: str, specification: dict[str, Any]) -> Markup:
    """The picture with ids that are its own, so that several can stand in one page."""
    text = to_svg(specification)
    # Vega numbers ids through the life of the process: renumbered, equal answers give equal pages
    for number, found in enumerate(dict.fromkeys(re.findall(r'\bid="([^"]+)"', text)), start=1):
        text = text.replace(f'id="{found}"', f'id="{name}-{number}"')
        text = text.replace(f"url(#{found})", f"url(#{name}-{number})")
    if spoken() != "en":
        # Vega says in English what a title is; its words are enough
        pattern = r"""aria-label="(?:Title|Subtitle) text '(.*?)'\""""
        text = re.sub(pattern, r'aria-label="\1"', text)
    return Markup(text)


def embedded_json(specification: dict[str, Any]) -> Markup:
    """JSON that cannot end the script element it stands in."""
    text = json.dumps(specification, ensure_ascii=False, separators=(",", ":"))
    return Markup(text.replace("<", "\\u003c"))


def counted(positions: Sequence[tuple[str, int]]) -> str:
    """`3 exact, 1 schematic`: how many points are of which quality."""
    return ", ".join(f"{count} {told(quality)}" for quality, count in positions)


@cache
def _environment() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.ChoiceLoader([jinja2.PackageLoader(name) for name in _PACKAGES]),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )
    environment.globals |= {
        "_": _,
        "n_": n_,
        "p_": p_,
        "told": told,
        "spoken": spoken,
        "counted": counted,
    }
    return environment


def _text(name: str) -> str:
    return resources.files("scenarios.views").joinpath("templates", name).read_text("utf-8")


@cache
def _vega_bundle() -> str:
    bundle: str = vl_convert.javascript_bundle("window.vegaEmbed = vegaEmbed;")
    return bundle.replace("</script", "<\\/script")
