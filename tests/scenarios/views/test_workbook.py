"""The workbook opens, its sums agree with the plan, and nothing in it runs."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from openpyxl.workbook import Workbook

from scenarios.study import Answer
from scenarios.views.headline import headline
from scenarios.views.sheets import EASY, MOST, fitted, opened, write_sheet
from scenarios.views.table import Column, Table
from scenarios.views.workbook import write_workbook

AnswerFactory = Callable[..., Answer]
FORMULA = "=HYPERLINK(A1)"


@pytest.fixture(scope="module")
def path(answer: Answer, tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("workbook") / "plan.xlsx"
    write_workbook(answer, target)
    return target


@pytest.fixture(scope="module")
def book(path: Path) -> Workbook:
    return openpyxl.load_workbook(path)


def columns(book: Workbook, sheet: str) -> dict[str, list[object]]:
    """Columns by head; a line of totals below is left out."""
    rows = [[c.value for c in row] for row in book[sheet].iter_rows(min_row=3)]
    body = [row for row in rows[1:] if row[0] is not None]
    return {str(head): [row[n] for row in body] for n, head in enumerate(rows[0]) if head}


def test_cover_tells_the_answer(book: Workbook, answer: Answer) -> None:
    texts = [c.value for row in book["Answer"].iter_rows() for c in row if c.value is not None]
    said = headline(answer)
    assert said.sentence in texts
    assert set(said.leads) <= set(texts)
    assert [n.verdict for n in said.numbers] == ["better", "better", "same"]
    assert all(n.value in texts for n in said.numbers)
    assert "shortage" in texts
    assert 999.0 in texts


def test_programme_sums_to_the_plan(book: Workbook, answer: Answer) -> None:
    programme = columns(book, "Programme")
    cost = next(head for head in programme if head.startswith("Cost"))
    assert "2022 prices" in cost
    assert sum(programme["Places"]) == answer.plan.openings["size"].sum()
    assert sum(programme[cost]) == pytest.approx(answer.plan.actions["capex_mln_kzt"].sum() / 1000)


def test_totals_are_live_sums_with_their_values(path: Path, answer: Answer) -> None:
    formulas = openpyxl.load_workbook(path)["Programme"]
    values = openpyxl.load_workbook(path, data_only=True)["Programme"]
    total = next(c for c in formulas[formulas.max_row] if str(c.value).startswith("=SUM(H4:H"))
    assert values[total.coordinate].value == answer.plan.openings["size"].sum()


def test_years_and_horizons_agree_with_the_evaluations(book: Workbook, answer: Answer) -> None:
    by_year = columns(book, "By year")
    rows = [n for n, role in enumerate(by_year["Plan"]) if role == "optimised"]
    opened = sum(by_year["2030"][n] for n in rows)
    starts = answer.plan.openings
    assert opened == starts.loc[starts["in_service_year"] == 2030, "size"].sum()
    horizon = columns(book, "By horizon")
    last = [n for n, year in enumerate(horizon["By"]) if year == 2050]
    assert sum(horizon["Optimised places added"][n] for n in last) == starts["size"].sum()
    shortage = columns(book, "Shortage")
    curve = answer.evaluations["optimised"].by_year.set_index("year")["shortage"]
    assert shortage["Optimised"] == [curve[year] for year in shortage["Year"]]


def test_the_yearly_programme_sums_by_oblast_and_year(
    book: Workbook, path: Path, answer: Answer
) -> None:
    values = openpyxl.load_workbook(path, data_only=True)
    starts = answer.plan.openings
    for name, column, unit in (
        ("Money by year", "capex_mln_kzt", 1000),
        ("Starts by year", "size", 1),
    ):
        rows = [[c.value for c in row] for row in values[name].iter_rows(min_row=3)]
        heads, body, last = rows[0], rows[1:-1], rows[-1]
        by_year = (starts.groupby("start_year")[column].sum() / unit).to_dict()
        for at, year in enumerate(heads[2:-1], start=2):
            assert last[at] == pytest.approx(by_year.get(int(year), 0.0))
        assert last[-1] == pytest.approx(starts[column].sum() / unit)
        districts = [row for row in body if row[1] is not None]
        assert sum(row[-1] for row in districts) == pytest.approx(last[-1])
        formulas = [[c.value for c in row] for row in book[name].iter_rows(min_row=3)]
        assert all(str(cell).startswith("=") for cell in formulas[-1][2:])


def test_the_cover_leads_to_every_sheet(book: Workbook) -> None:
    links = {
        c.value: c.hyperlink.location
        for row in book["Answer"].iter_rows()
        for c in row
        if c.hyperlink
    }
    assert links == {sheet.title: f"'{sheet.title}'!A1" for sheet in book.worksheets[1:]}


def test_money_by_oblast_sums_to_the_spending(book: Workbook, answer: Answer) -> None:
    money = columns(book, "Money by oblast")
    spent = answer.evaluations["optimised"].spending["spending"].sum() / 1000
    assert sum(money["Optimised"]) == pytest.approx(spent)


def test_sheets_are_ready_to_read_and_print(book: Workbook) -> None:
    for sheet in book.worksheets[1:]:
        assert sheet.freeze_panes is not None
        assert sheet.print_area
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.auto_filter.ref or sheet.title in ("Money by year", "Starts by year")
        assert sheet.print_title_rows == "$3:$3", "the head stands on every page"
        across = sum(dimension.width for dimension in sheet.column_dimensions.values())
        assert across <= MOST * (sheet.page_setup.fitToWidth or 1), sheet.title
    drawn = [s for s in book.worksheets if s._charts]
    assert [s.title for s in drawn] == ["Shortage", "Spending", "Money by oblast"]
    for sheet in drawn:
        anchor = sheet._charts[0].anchor
        last = int(sheet.print_area.rsplit("$", 1)[1])
        assert anchor._from.row > sheet.max_row - 1
        assert anchor.to.row < last
        assert sheet.page_setup.fitToHeight in (None, 1), "no break through the chart"


def test_columns_give_way_only_as_far_as_their_words_let_them() -> None:
    assert fitted([60, 40], [20, 10]) == [60, 40], "there is room"
    narrowed = fitted([160, 100], [100, 90])
    assert sum(narrowed) == pytest.approx(EASY, abs=0.2)
    assert narrowed[0] >= 100
    assert narrowed[1] >= 90
    assert fitted([300, 50], [250, 50]) == [250, 50]


def test_a_sheet_too_wide_for_one_page_goes_on_beside_with_its_names(tmp_path: Path) -> None:
    years = [str(year) for year in range(2026, 2066)]
    columns = (Column("place", "Place"), *(Column(y, y, "count") for y in years))
    frame = pd.DataFrame([{"place": "Aktau", **dict.fromkeys(years, 1)}])
    with opened(tmp_path / "wide.xlsx", "wide") as made:
        write_sheet(made, Table("wide", "Wide", columns, frame), "Wide")
    sheet = openpyxl.load_workbook(tmp_path / "wide.xlsx")["Wide"]
    assert sheet.page_setup.fitToWidth == 2
    assert sheet.print_title_cols == "$A:$A"


def test_text_like_a_formula_stays_text(make_answer: AnswerFactory, tmp_path: Path) -> None:
    plan = [("aktau_city", 2030, 300.0)]
    answer = make_answer(plan, plan, units=("aktau_city",), title=FORMULA, notes=("+1", "@a", "-2"))
    write_workbook(answer, tmp_path / "plan.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "plan.xlsx")["Answer"]
    texts = {c.value for row in sheet.iter_rows() for c in row}
    assert {FORMULA, "+1", "@a", "-2"} <= texts
    # openpyxl takes a text that begins with = for a formula; in the file it must be a string
    assert _formulas(tmp_path / "plan.xlsx") == []


def _formulas(path: Path) -> list[str]:
    with zipfile.ZipFile(path) as archive:
        cover = archive.read("xl/worksheets/sheet1.xml").decode()
    return re.findall(r"<f>.*?</f>", cover)


def test_same_answer_gives_the_same_bytes(path: Path, answer: Answer, tmp_path: Path) -> None:
    write_workbook(answer, tmp_path / "again.xlsx")
    assert (tmp_path / "again.xlsx").read_bytes() == path.read_bytes()


def test_plan_without_buildings_writes_a_workbook(
    make_answer: AnswerFactory, tmp_path: Path
) -> None:
    write_workbook(make_answer([], [], units=("aktau_city",), stock=1000.0), tmp_path / "plan.xlsx")
    book = openpyxl.load_workbook(tmp_path / "plan.xlsx")
    assert "Programme" not in book.sheetnames
    assert "Shortage" in book.sheetnames
