"""The report is one safe, self-contained page that holds what the answer holds."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from html.parser import HTMLParser

import pandas as pd
import pytest

from scenarios.study import Answer
from scenarios.views.headline import headline
from scenarios.views.report import render_report
from scenarios.views.table import Column, Table, raw, written

AnswerFactory = Callable[..., Answer]
LOADING = {"src", "href", "xlink:href", "srcset", "data", "action", "poster", "background"}
SCRIPT = "<script>alert(1)</script>"


class Page(HTMLParser):
    """Everything a test asks of the page: loads, ids, texts, scripts, figures."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.loads: list[str] = []
        self.ids: list[str] = []
        self.figures: list[str] = []
        self.scripts: list[str] = []
        self.styles = ""
        self.texts: list[str] = []
        self.policy = ""
        self._open = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {k: v or "" for k, v in attrs}
        self.loads += [v for k, v in values.items() if k in LOADING and not v.startswith("#")]
        self.ids += [v for k, v in values.items() if k == "id"]
        self.styles += values.get("style", "")
        if values.get("http-equiv") == "Content-Security-Policy":
            self.policy = values["content"]
        if tag == "figure":
            self.figures.append(values["id"])
        if tag in ("script", "style"):
            self._open = tag
            if tag == "script":
                self.scripts.append("")

    def handle_endtag(self, tag: str) -> None:
        if tag == self._open:
            self._open = ""

    def handle_data(self, data: str) -> None:
        if self._open == "script":
            self.scripts[-1] += data
        elif self._open == "style":
            self.styles += data
        else:
            self.texts.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.texts).split(" "))


@pytest.fixture(scope="module")
def html(answer: Answer) -> str:
    return render_report(answer)


@pytest.fixture(scope="module")
def page(html: str) -> Page:
    return Page(html)


def test_page_asks_for_nothing_from_a_network(page: Page) -> None:
    assert page.loads == []
    assert "@import" not in page.styles
    assert re.findall(r"url\((?!#)", page.styles) == []
    own = page.scripts[-1]
    assert "vegaEmbed" in own
    assert not re.search(r"\bfetch\(|XMLHttpRequest|\bimport\b|https?:", own)


def test_browser_is_told_to_refuse_every_request(page: Page) -> None:
    rules = dict(rule.strip().split(" ", 1) for rule in page.policy.split(";"))
    assert rules["default-src"] == "'none'"
    assert set(rules) == {"default-src", "style-src", "script-src", "img-src"}
    assert "http" not in page.policy


def test_ids_are_unique_and_references_resolve(page: Page, html: str) -> None:
    twice = [name for name, count in Counter(page.ids).items() if count > 1]
    assert twice == []
    markup = re.sub(r"<script>.*?</script>", "", html, flags=re.S)
    assert set(re.findall(r"url\(#([^)]+)\)", markup)) <= set(page.ids)


def test_headline_and_numbers_stand_in_the_page(page: Page, answer: Answer) -> None:
    said = headline(answer)
    for part in (said.sentence, *said.leads):
        assert part in page.text
    for number in said.numbers:
        assert number.label in page.text
        assert number.value in page.text
    assert page.text.count("better") >= 1


def test_sections_stand_in_the_order_of_the_story(page: Page) -> None:
    assert page.figures == [
        "fig-map",
        "fig-shortage",
        "fig-third_shift",
        "fig-sequence",
        "fig-spending",
        "fig-front",
        "fig-turns",
    ]


def test_provenance_and_certificate_are_shown(page: Page, answer: Answer) -> None:
    table = answer.territory.table("schools")
    row = table[(table["unit_id"] == "karasai") & (table["year"] == 2030)].iloc[0]
    assert row["lines"] in page.text
    assert "0.100\u202f%" in page.text
    assert "discounted place-years" in page.text
    assert "school_place_cost_300" in page.text
    assert answer.anomalies["reason"].iloc[0] in page.text
    assert "A note." in page.text


def test_what_a_study_does_not_have_is_left_out(make_answer: AnswerFactory) -> None:
    plan = [("aktau_city", 2030, 300.0)]
    bare = make_answer(plan, plan, units=("aktau_city", "beineu"), stock=600.0)
    bare = replace(bare, front=pd.DataFrame(), anomalies=pd.DataFrame(), certificates=())
    page = Page(render_report(bare))
    assert page.figures == ["fig-map", "fig-shortage", "fig-sequence", "fig-spending"]
    assert "Contradictions" not in page.text


def test_plans_without_any_building_still_give_a_report(make_answer: AnswerFactory) -> None:
    page = Page(render_report(make_answer([], [], units=("aktau_city", "beineu"), stock=1000.0)))
    assert "no shortage" in page.text
    assert "fig-sequence" not in page.figures


def test_markup_in_a_title_or_note_is_text(make_answer: AnswerFactory) -> None:
    plan = [("aktau_city", 2030, 300.0)]
    html = render_report(
        make_answer(plan, plan, units=("aktau_city",), title=SCRIPT, notes=(f"Note {SCRIPT}",))
    )
    assert SCRIPT not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html


def test_same_answer_gives_the_same_page(html: str, answer: Answer) -> None:
    assert render_report(answer) == html


def test_cells_carry_text_for_readers_and_numbers_for_machines() -> None:
    table = Table(
        "t",
        "T",
        (Column("a", "A"), Column("b", "B", "count"), Column("c", "C", "share")),
        pd.DataFrame({"a": ["x"], "b": [12345.6], "c": [None]}),
    )
    assert table.rows() == [[("x", "x"), ("12\u202f346", "12345.6"), ("", "")]]
    assert written(2036.0, "year") == "2036"
    assert written(float("nan"), "money") == ""
    assert raw(0.125) == "0.125"
