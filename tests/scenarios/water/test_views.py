"""What the water report says is true of its figures, and a part that a run has not is hidden."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from water_questions import changed
from water_tables import (
    date_table,
    network_tables,
    with_balance,
    with_kpis,
    with_tables,
    without_tables,
)

from scenarios.study import Answer
from scenarios.views import frames
from scenarios.views.water import wording
from scenarios.views.water.figures import figures
from scenarios.views.water.geojson import plan_geojson
from scenarios.views.water.headline import access_sentence, date_sentence, haste_sentence, headline
from scenarios.views.water.programme import first_ones
from scenarios.views.water.report import render_report
from scenarios.views.water.tables import report_tables
from scenarios.views.water.workbook import write_workbook

OURS, THEIRS = "optimised", "documented under budget"
AT_ONCE = "documented order without waiting"
BEST, PRINTED = "optimised order", "documented order"
PRICES = {
    (2035, BEST): (39.9, 40.0),
    (2040, BEST): (20.0, 25.0),
    (2035, PRINTED): (44.0, 44.1),
    (2040, PRINTED): (27.0, 27.1),
}


def plain(text: str) -> str:
    return text.replace("\u202f", " ")


@pytest.fixture(scope="module")
def whole(answer: Answer) -> Answer:
    """The answer with balance, pipes and prices of dates."""
    made = with_tables(answer, **network_tables(), date_prices=date_table(PRICES))
    return with_balance(made)


@pytest.fixture(scope="module")
def page(whole: Answer) -> str:
    return render_report(whole)


def test_a_worse_order_is_not_called_a_gain(answer: Answer) -> None:
    theirs = answer.evaluations[THEIRS].kpis["unserved_person_years"]
    worse = with_kpis(answer, OURS, unserved_person_years=theirs + 5000)
    said = headline(worse)
    assert "leaves 5 000 more person-years without water" in plain(said.sentence)
    assert said.numbers[0].verdict == "worse"
    same = with_kpis(answer, OURS, unserved_person_years=theirs)
    assert "leaves as many person-years without water" in headline(same).sentence
    assert headline(same).numbers[0].verdict == "same"


def test_least_cost_is_spoken_of_where_it_was_asked_for(answer: Answer) -> None:
    assert not any("Least cost" in lead for lead in headline(answer).leads)
    asked = replace(answer, scenario=changed(water={"objective": "cost_to_target"}))
    asked = with_kpis(asked, OURS, discounted_spending_mln_kzt=200_000.0)
    asked = with_kpis(asked, THEIRS, discounted_spending_mln_kzt=229_000.0)
    said = plain(headline(asked).leads[0])
    assert (
        said
        == "Least cost was asked for: discounted it is 200 bn KZT, 29 bn KZT less than documented."
    )


def test_haste_and_order_share_the_gain(answer: Answer) -> None:
    asked = with_kpis(answer, OURS, unserved_person_years=2.0e6)
    asked = with_kpis(asked, THEIRS, unserved_person_years=3.0e6)
    asked = with_kpis(asked, AT_ONCE, unserved_person_years=2.25e6)
    said = plain(haste_sentence(asked))
    assert "750 000 come from starting as soon as there is money" in said
    assert "250 000 from the order" in said
    faster = with_kpis(asked, AT_ONCE, unserved_person_years=1.9e6)
    assert "from the order" not in haste_sentence(faster)
    assert "1.90 million" in plain(haste_sentence(faster))
    assert haste_sentence(with_kpis(asked, OURS, unserved_person_years=3.0e6)) == ""
    alone = with_kpis(asked, AT_ONCE, unserved_person_years=2.0e6)
    assert haste_sentence(alone).startswith("All of this comes from starting")


@pytest.mark.parametrize(
    ("ours", "theirs", "wanted", "verdict"),
    [
        (2038, 2044, "held by the optimised order only", "better"),
        (2038, 2040, "held by both", "better"),
        (2045, 2045, "held by neither", "same"),
        (2041, 2039, "held by the documented programme only", "worse"),
        (None, 2039, "held by the documented programme only", "worse"),
        (2039, None, "held by the optimised order only", "better"),
    ],
)
def test_the_promised_year_is_judged_for_both_plans(
    answer: Answer, ours: int | None, theirs: int | None, wanted: str, verdict: str
) -> None:
    asked = with_kpis(answer, OURS, full_access_year=ours)
    asked = with_kpis(asked, THEIRS, full_access_year=theirs)
    said = access_sentence(asked)
    assert wanted in said
    assert all(str(year) in said for year in (ours, theirs) if year)
    assert headline(asked).numbers[1].verdict == verdict


def test_nobody_ready_is_said_without_a_year(answer: Answer) -> None:
    asked = with_kpis(answer, OURS, full_access_year=None, settlements_by_target=612)
    asked = with_kpis(asked, THEIRS, full_access_year=None)
    said = access_sentence(asked)
    assert "not connected by 2050 under either plan" in said
    assert "connected 612" in said
    assert headline(asked).numbers[1].value == "after 2050"


def test_the_price_of_the_date_shows_what_is_not_proven(whole: Answer) -> None:
    said = plain(date_sentence(whole))
    assert "To hold 2040 takes at least 20 to 25 bn KZT a year in the optimised order" in said
    assert "27.1 bn KZT in the documented one" in said
    assert date_sentence(with_tables(whole, date_prices=date_table({}))) == ""
    alike = date_table({(2040, BEST): (22.0, 22.1), (2040, PRINTED): (22.0, 22.1)})
    said = date_sentence(with_tables(whole, date_prices=alike))
    assert "as much in the documented one" in said


def test_a_date_out_of_reach_says_why(whole: Answer) -> None:
    unknown = (float("nan"), float("nan"))
    late = date_table({**PRICES, (2040, BEST): unknown, (2040, PRINTED): unknown})
    late["why"] = late["why"].mask(late["year"] == 2040, "cannot build as fast: turkistan_oblast")
    asked = with_tables(whole, date_prices=late)
    assert date_sentence(asked) == (
        "No budget connects everybody by 2040: cannot build as fast: Turkistan oblast."
    )
    assert "The price of the date" in render_report(asked)
    nothing = with_tables(whole, date_prices=late[late["year"] == 2040])
    assert "fig-dates" not in render_report(nothing)


def test_every_section_stands_in_the_order_of_the_storyboard(page: str) -> None:
    heads = re.findall(r"<h2>(.*?)</h2>", page.split("<main>")[1].split("</main>")[0])
    assert heads == [
        "Where people wait for water, and whom each plan connects",
        "People without water over time",
        "Sequence: which oblast is connected when",
        "By which source",
        "Money",
        "What moves",
        "The price of the date",
        "Is the water there?",
        "What a cubic metre more is worth, and which transfer pays",
        "Pipes to the named villages",
        "How sure this is",
        "What the schemes promise beyond this answer",
        "Where every number comes from",
    ]


def test_sections_speak_and_charts_have_tables(whole: Answer, page: str) -> None:
    for section in re.split(r"<h2>", page.split("<main>")[1].split("</main>")[0])[1:10]:
        assert re.search(r"<p>[A-Z][^<]{20,}</p>", section), section[:60]
    for figure in re.findall(r"<figure id=.*?</figure>", page, flags=re.DOTALL):
        assert "<table" in figure
        assert "NaN" not in figure
    made = {table.name: table for table in report_tables(whole)}
    for name, figure in figures(whole, made).items():
        assert len(figure.table.frame), name


def test_the_page_needs_no_network(page: str) -> None:
    assert not re.search(r'(?:src|href)="http', page)
    assert "default-src 'none'" in page


@pytest.mark.parametrize(
    ("prefix", "gone"),
    [
        ("network_", ["Pipes to the named villages"]),
        ("balance_", ["Is the water there?", "What a cubic metre more is worth"]),
        ("date_prices", ["The price of the date"]),
    ],
)
def test_what_a_run_has_not_is_hidden(whole: Answer, prefix: str, gone: list[str]) -> None:
    less = without_tables(whole, prefix)
    text = render_report(less)
    assert not any(f"<h2>{head}" in text for head in gone)
    assert "<h2>Money</h2>" in text
    assert not any(
        table.name.startswith(prefix) and len(table.frame) for table in report_tables(less)
    )


@pytest.mark.parametrize(
    ("hydraulics", "warned"), [("failed", "FAILED"), ("not simulated", "NOT SIMULATED")]
)
def test_an_unfinished_design_is_called_so(answer: Answer, hydraulics: str, warned: str) -> None:
    asked = with_tables(answer, **network_tables(hydraulics))
    found = re.findall(r'<p class="warning">(.*?)</p>', render_report(asked))
    assert len(found) == (2 if hydraulics == "failed" else 1)
    assert all(warned in text for text in found)
    lead = next(lead for lead in headline(asked).leads if lead.startswith("Pipes to"))
    assert "passed" not in lead


def test_a_finished_design_needs_no_warning(page: str) -> None:
    assert '<p class="warning">' not in page


def test_what_moves_says_who_comes_first(answer: Answer) -> None:
    year = frames.horizons(answer)[0]
    table = first_ones(answer, year).set_index("unit_id")
    plan = answer.plan.openings
    own = plan[plan["in_service_year"] <= year].groupby("place_id")["size"]
    assert (
        table["optimised_count"].to_dict()
        == own.size().reindex(table.index, fill_value=0).to_dict()
    )
    sizes = own.mean().reindex(table.index)
    pd.testing.assert_series_equal(table["optimised_size"], sizes, check_names=False)


def test_connected_people_grow_after_their_connection(answer: Answer) -> None:
    """Nobody counts as unconnected because the settlement was connected while it was smaller."""
    table = frames.by_unit(answer)
    last = table[table["year"] == answer.scenario.years.last]
    gap = last["need"] - last["places_added"] - last["shortage"]
    assert gap.abs().max() < 1e-6 * last["need"].max()
    horizon = next(t for t in report_tables(answer) if t.name == "by_horizon").frame
    final = horizon[horizon["horizon"] == answer.scenario.years.last]
    ours = last[last["role"] == "optimised"]["places_added"].sum()
    assert final["optimised"].sum() == pytest.approx(ours)


def test_only_commitments_without_a_price_are_listed(answer: Answer) -> None:
    table = next(t for t in report_tables(answer) if t.name == "commitments")
    assert len(table.frame) == int((~answer.tables["commitments"]["costed"]).sum())
    assert (table.frame["why"] != "").all()
    for row in table.rows():
        assert not {"nan", "None", "<NA>"} & {text for text, _ in row}


def test_no_table_prints_what_is_no_value(whole: Answer) -> None:
    for table in report_tables(whole):
        for row in table.rows():
            bad = {"nan", "None", "inf", "<NA>", "NaT"} & {text for text, _ in row}
            assert not bad, (table.name, row)


def test_map_layer_joins_pipes_to_their_nodes(whole: Answer) -> None:
    layer = plan_geojson(whole)
    kinds = pd.Series([f["properties"]["feature"] for f in layer["features"]]).value_counts()
    assert kinds.to_dict() == {
        "oblast": len(frames.unit_ids(whole)),
        "network_node": 5,
        "network_pipe": 2,
    }
    at = {
        f["properties"]["node_id"]: f["geometry"]["coordinates"]
        for f in layer["features"]
        if f["properties"]["feature"] == "network_node"
    }
    pipe = layer["features"][-1]
    assert pipe["geometry"]["coordinates"] == [at["v0"], at["v1"]]
    assert pipe["properties"]["hydraulics"] == "passed"


def test_workbook_has_a_sheet_a_table(whole: Answer, tmp_path: Path) -> None:
    write_workbook(whole, tmp_path / "plan.xlsx")
    book = openpyxl.load_workbook(tmp_path / "plan.xlsx")
    tables = [table for table in report_tables(whole) if len(table.frame)]
    assert len(book.sheetnames) == 1 + len(tables)
    pipes = book["Network pipes"]
    assert [cell.value for cell in pipes["D"][3:]] == [11.2, 50.0]


def test_a_name_like_a_formula_stays_text(whole: Answer, tmp_path: Path) -> None:
    nodes = whole.tables["network_nodes"].copy()
    nodes.loc[0, "name"] = "=1+1"
    write_workbook(with_tables(whole, network_nodes=nodes), tmp_path / "plan.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "plan.xlsx")["Network nodes"]
    assert (sheet["A4"].value, sheet["A4"].data_type) == ("=1+1", "s")


def test_curves_that_cannot_be_told_apart_are_named(answer: Answer) -> None:
    name = frames.baseline_name(answer)
    copied = {plan: answer.evaluations[name] for plan in answer.evaluations if plan != OURS}
    same = replace(answer, evaluations={OURS: answer.evaluations[OURS], **copied})
    said = wording.alike_sentence(same)
    assert said.count("Documented") == len(copied)
    alone = replace(answer, evaluations={n: answer.evaluations[n] for n in (OURS, name)})
    assert wording.alike_sentence(alone) == ""


def test_a_run_without_money_limits_says_so(answer: Answer) -> None:
    free = replace(answer, budget_value=answer.budget_value.assign(value=0.0))
    assert "would gain nothing in any year" in wording.money_sentences(free)[-1]
