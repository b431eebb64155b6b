"""A stranger's words are text everywhere, a plan of one's own is weighed, no path leads out."""

from __future__ import annotations

import json
import shutil
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import desk_answers
import pandas as pd
import pytest
from desk_server import Server, desk_server
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from inputs.territory import embedded_folder, load_territory
from scenarios.fingerprint import Fingerprint
from scenarios.loading import load_scenario
from scenarios.runs import folder_name, store_answer

Open = Callable[..., Page]
Shot = Callable[[Page, str], Path]

pytestmark = pytest.mark.xdist_group("desk-files")

MARKUP = "<img src=x onerror=\"window.taken='yes'\">"
FORMULA = "=cmd|'/c calc'!A1"
SCRIPT = "</script><script>window.taken='yes'</script>"
NAMES = {"mangystau_oblast": FORMULA, "aktau_city": MARKUP, "munaily": SCRIPT}
NAMED = ("name_en", "name_ru", "name_kk")
PLAN = """\
place_id,asset,action,size,unit,start_year,in_service_year,capex_mln_kzt,origin
zhanaozen_city,school,open,600,places,2027,2029,4080,manual
aktau_city,school,open,1200,places,2031,2033,8160,manual
"""
QUESTION = f"""\
extends: west
name: stranger
title: {json.dumps(MARKUP + FORMULA)}
region: [mangystau_oblast]
money: {{budget_bn_per_year: 30}}
solve: {{front_points: 0}}
"""


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("stranger") / "stranger.yaml"
    file.write_text(QUESTION, encoding="utf-8")
    return file


@pytest.fixture(scope="module")
def hostile(asked: Path) -> Iterator[Server]:
    """A desk on a stranger's tables, on which the stranger's question was answered before."""
    data = asked.parent / "data"
    shutil.copytree(embedded_folder(), data)
    units = pd.read_csv(data / "units.csv", dtype="string", keep_default_na=False)
    for unit, name in NAMES.items():
        units.loc[units["unit_id"] == unit, list(NAMED)] = name
    units.to_csv(data / "units.csv", index=False)
    answer = desk_answers.answered(load_scenario(asked), load_territory(data))
    fingerprint = Fingerprint.of(answer.scenario, answer.territory)
    out = asked.parent / "runs"
    folder = out / folder_name(answer.scenario, fingerprint)
    folder.mkdir(parents=True)
    store_answer(folder, answer, fingerprint, complete=True, seconds=1.0, data=str(data))
    with desk_server(out, "--data", str(data)) as server:
        yield server
        assert not server.trouble()


def harmless(page: Page) -> None:
    """Nothing of the stranger's was made into elements or run."""
    assert page.locator("img[src=x]").count() == 0
    assert page.evaluate("window.taken") is None


def answered(page: Page, file: Path) -> None:
    page.get_by_test_id("files").click()
    page.get_by_test_id("upload-question").locator("input[type=file]").set_input_files(file)
    # Solve asks what stands in the form, and the file takes a moment to get there
    expect(page.get_by_test_id("question")).to_contain_text(FORMULA)
    page.get_by_test_id("solve").click()
    expect(page.get_by_test_id("sentence")).to_be_visible()


def test_a_strangers_words_are_text_on_the_desk(
    hostile: Server, asked: Path, open_page: Open, shot: Shot
) -> None:
    page = open_page(hostile.url)
    answered(page, asked)
    expect(page.get_by_test_id("headline")).to_contain_text(FORMULA)
    # in the list of places and on the card of a place
    page.get_by_test_id("map-find").select_option("aktau_city")
    expect(page.locator(".leaflet-popup")).to_contain_text(MARKUP)
    # on the bars of the sequence and in what is said over a chart
    expect(page.get_by_test_id("bars")).to_contain_text(MARKUP)
    for name in ("coverage", "money", "moves"):
        chart = page.get_by_test_id(f"chart-{name}").locator("svg").first
        chart.scroll_into_view_if_needed()
        box = chart.bounding_box()
        assert box is not None
        for part in (0.3, 0.5, 0.7):
            page.mouse.move(box["x"] + 0.4 * box["width"], box["y"] + part * box["height"])
            page.wait_for_timeout(100)
        harmless(page)
    expect(page.get_by_test_id("chart-moves")).to_contain_text("img src=x")
    # on the shelf, under a name of one's own
    page.get_by_test_id("keep").click()
    name = page.get_by_test_id("kept-name")
    expect(name).to_have_value(MARKUP + FORMULA)
    name.fill(SCRIPT)
    name.press("Tab")
    expect(page.get_by_test_id("download-report.html")).to_have_attribute(
        "aria-label", f"Report of {SCRIPT}"
    )
    for language, name in (("kk", "Қазақша"), ("ru", "Русский")):
        page.get_by_role("button", name=name).click()
        expect(page.locator("html")).to_have_attribute("lang", language)
        expect(page.get_by_test_id("bars")).to_contain_text(MARKUP)
        expect(page.get_by_test_id("headline")).to_contain_text(FORMULA)
        harmless(page)
    shot(page, "told")


def test_a_strangers_words_are_text_in_the_report_and_in_the_workbook(
    hostile: Server, asked: Path, open_page: Open, shot: Shot, tmp_path: Path
) -> None:
    page = open_page(hostile.url)
    answered(page, asked)
    page.get_by_test_id("keep").click()
    saved = {}
    for file in ("plan.xlsx", "report.html", "scenario.yaml"):
        with page.expect_download() as download:
            page.get_by_test_id(f"download-{file}").click()
        saved[file] = tmp_path / file
        download.value.save_as(saved[file])
    assert load_scenario(saved["scenario.yaml"]).title == MARKUP + FORMULA

    cells = [
        cell
        for sheet in load_workbook(saved["plan.xlsx"]).worksheets
        for row in sheet.iter_rows()
        for cell in row
        if isinstance(cell.value, str) and any(name in cell.value for name in NAMES.values())
    ]
    assert any(FORMULA in cell.value for cell in cells)
    assert any(MARKUP in cell.value for cell in cells)
    assert {cell.data_type for cell in cells} == {"s"}

    report = page.context.new_page()
    report.goto(saved["report.html"].as_uri())
    report.wait_for_load_state()
    harmless(report)
    expect(report.locator("body")).to_contain_text(MARKUP)
    expect(report.locator("body")).to_contain_text(FORMULA)
    shot(report, "report")


def test_a_plan_of_ones_own_is_weighed_or_told_whole(
    hostile: Server, asked: Path, open_page: Open, shot: Shot, tmp_path: Path
) -> None:
    page = open_page(hostile.url)
    answered(page, asked)
    given = page.get_by_test_id("upload-plan").locator("input[type=file]")
    mine = tmp_path / f"{MARKUP.replace('/', ' ')}.csv"
    mine.write_text(PLAN, encoding="utf-8")
    given.set_input_files(mine)
    # the evaluator says at once what it is worth beside the answer
    bars = page.get_by_test_id("bars").locator("button.seq-bar")
    expect(bars).to_have_count(2)
    expect(bars.filter(has_text="600")).to_be_visible()
    expect(page.get_by_test_id("numbers")).to_contain_text("Edited by hand")
    expect(page.get_by_test_id("change").first).to_contain_text("+")
    harmless(page)
    shot(page, "weighed")

    mine.write_text(
        PLAN.replace("zhanaozen_city", SCRIPT.replace(",", " ")).replace("2031", "2052"),
        encoding="utf-8",
    )
    given.set_input_files(mine)
    findings = page.get_by_test_id("findings")
    expect(findings).to_contain_text("3 things are not as expected")
    expect(findings.get_by_role("row", name="2052")).to_contain_text("start_year")
    expect(findings).to_contain_text(SCRIPT)
    harmless(page)
    shot(page, "refused")
    findings.get_by_role("button", name="Close").click()
    expect(bars).to_have_count(2)


@pytest.mark.parametrize(
    "path",
    [
        "..%2f..%2fetc/en/plan.xlsx",
        "%2e%2e/en/plan.xlsx",
        ".desk/en/plan.xlsx",
        "RUN/en/..%2f..%2fstranger.yaml",
        "RUN/en/manifest.json",
        "RUN/..%2f..%2fdata/plan.xlsx",
        "RUN/en/%2fetc%2fpasswd",
        "RUN/xx/plan.xlsx",
    ],
)
def test_no_address_leads_out_of_the_files_of_a_run(hostile: Server, path: str) -> None:
    (run,) = (p.name for p in hostile.out.iterdir() if not p.name.startswith("."))
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(f"{hostile.url}files/{path.replace('RUN', run)}", timeout=60)
    assert refused.value.code == 404
    assert b"passwd" not in (body := refused.value.read())
    assert b"extends" not in body
