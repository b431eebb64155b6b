"""Every view shows the answer's own figures."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from scenarios.study import Answer
from scenarios.views.export import to_spec
from scenarios.views.roadmap import charts, tables, wording
from scenarios.views.roadmap.geojson import plan_geojson
from scenarios.views.roadmap.headline import headline
from scenarios.views.roadmap.report import render_report
from scenarios.views.roadmap.words import amount, projects, short_name
from scenarios.views.roadmap.workbook import write_workbook


def test_the_headline_is_written_from_the_figures(answer: Answer) -> None:
    said = headline(answer)
    kpis = answer.evaluations["optimised"].kpis
    assert amount(kpis["targets_missed"]) in said.sentence
    assert "of the 33 targets" in said.sentence
    assert [n.verdict for n in said.numbers][1] in ("better", "same", "worse")


def test_the_sequence_shows_all_money_of_both_plans(answer: Answer) -> None:
    frame = charts.sequence_frame(answer)
    spent = frame.groupby("plan")["spending"].sum()
    for plan, name in (("optimised", "optimised"), ("documented", answer.comparison.baseline)):
        assert spent[plan] == pytest.approx(answer.evaluations[name].kpis["spending_mln_kzt"])


def test_documented_stands_above_optimised(answer: Answer) -> None:
    specification = to_spec(charts.sequence_chart(answer))
    offset = specification["layer"][0]["encoding"]["yOffset"]
    assert offset["sort"] == ["documented", "optimised"]


def test_no_chart_needs_the_network(answer: Answer) -> None:
    html = render_report(answer)
    assert 'src="http' not in html
    for chart in (charts.reached_chart, charts.money_chart, charts.indicator_chart):
        assert "url" not in to_spec(chart(answer)).get("data", {})


def test_every_section_says_its_result(answer: Answer) -> None:
    html = render_report(answer)
    for say in (
        wording.sequence_words, wording.reached_words, wording.money_words,
        wording.indicator_words, wording.price_words, wording.printed_words,
    ):  # fmt: skip
        words = say(answer)
        assert words.endswith(".")
        assert words.split("“")[0][:40] in html


def test_moves_are_told_of_projects_that_move(answer: Answer) -> None:
    table = tables.project_table(answer).frame
    hardly = table[table["why"] == "hardly moves"]
    assert (hardly["shift"].abs().fillna(0.0) <= 0.25).all()
    left = table[table["why"].str.startswith(("left out", "only in part"))]
    assert (left["done_optimised"] < left["done_documented"]).all()


def test_tables_have_their_columns(answer: Answer) -> None:
    for table in tables.report_tables(answer):
        assert all(column.key in table.frame for column in table.columns)
        table.rows()


def test_the_layer_has_every_project_and_no_place(answer: Answer) -> None:
    layer = plan_geojson(answer)
    assert len(layer["features"]) == 33
    assert all(f["geometry"] is None for f in layer["features"])
    by_item = projects(answer).set_index("item")
    for feature in layer["features"]:
        said = feature["properties"]
        assert said["cost_mln_kzt"] == round(by_item.loc[said["item"], "cost"], 1)


def test_the_workbook_opens_with_the_answer(answer: Answer, tmp_path: Path) -> None:
    write_workbook(answer, tmp_path / "plan.xlsx")
    book = openpyxl.load_workbook(tmp_path / "plan.xlsx")
    assert book.sheetnames[0] == "Answer"
    assert {"Moves", "Phases", "Printed sums", "Contradictions"} <= set(book.sheetnames)
    assert book["Answer"]["A3"].value == headline(answer).sentence


def test_short_names() -> None:
    assert short_name("Low-emission zones (LEZ)") == "Low-emission zones"
    assert short_name("Gasification: 23 km") == "Gasification"
