"""A planner puts a question together: fields, goals, places, files."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from desk_server import Server
from playwright.sync_api import Browser, Page, WebSocketRoute, expect
from untranslated import untranslated

from inputs.territory import embedded_folder
from scenarios.loading import load_scenario
from scenarios.scenario import Scenario

CODES = {"Қазақша": "kk", "Русский": "ru"}
# A language by itself; keys of the file, of the keyboard and of kinds of files.
NAMES = frozenset(
    {"English", "Shift", "Delete", "WebSocket", "yaml", "csv", "zip", "xlsx"}
    | {"region", "objectives", "fixed", "forbidden", "inflation"}
)
SOURCE = re.compile("(Источник|Дереккөз): [^<]*")  # cited as it stands

Open = Callable[..., Page]
Shot = Callable[[Page, str], Path]

pytestmark = pytest.mark.xdist_group("desk-question")


def choose(page: Page, test_id: str, text: str) -> None:
    """Type into a list with a search and take what it finds."""
    page.get_by_test_id(test_id).fill(text)
    page.get_by_role("option", name=text).first.click()


def upload(page: Page, name: str, file: Path) -> None:
    page.get_by_test_id(f"upload-{name}").locator("input[type=file]").set_input_files(file)


def downloaded(page: Page, folder: Path) -> Scenario:
    """The question as it is, read as the command line reads it."""
    with page.expect_download() as download:
        page.get_by_test_id("download-question").click()
    file = folder / "my-question.yaml"
    download.value.save_as(file)
    return load_scenario(file)


def test_what_is_typed_at_once_stays_however_late_the_desk_is(
    server: Server, browser: Browser
) -> None:
    page, late, slow = browser.new_page(), list[Callable[[], None]](), list[bool]()

    def hold_back(socket: WebSocketRoute) -> None:
        def pass_on(message: str | bytes) -> None:
            # the form itself comes in time, what is sent about its boxes afterwards does not
            if slow and (late or "updateValue" in str(message)):
                late.append(lambda: socket.send(message))
            else:
                socket.send(message)

        socket.connect_to_server().on_message(pass_on)

    page.route_web_socket(lambda url: True, hold_back)
    page.goto(server.url)
    page.get_by_test_id("scenario").click()
    slow.append(True)
    page.get_by_role("option", name="The West region alone", exact=True).click()
    money = page.get_by_test_id("money.budget_bn_per_year")
    expect(money).to_have_value("110")
    money.fill("150")
    money.press("Tab")
    slow.clear()
    for send in late:
        send()
    expect(page.get_by_test_id("reset-money.budget_bn_per_year")).to_be_visible()
    expect(money).to_have_value("150")
    page.close()


def test_a_question_is_put_together_and_comes_back(
    server: Server, open_page: Open, shot: Shot, tmp_path: Path
) -> None:
    page = open_page(server.url)
    money = page.get_by_test_id("money.budget_bn_per_year")
    error = page.get_by_test_id("error-money.budget_bn_per_year")

    # a wrong value is told beside its field and keeps the question from being solved
    money.fill("much")
    expect(error).to_have_text("Enter a number of 0 or more.")
    expect(page.get_by_test_id("solve")).to_be_disabled()
    # so is one that only the study finds wrong
    money.fill("0.5")
    expect(error).to_contain_text("first instalment")
    shot(page, "wrong")
    page.get_by_test_id("reset-money.budget_bn_per_year").click()
    expect(error).to_be_empty()
    money.fill("450")
    expect(page.get_by_test_id("slider-money.budget_bn_per_year")).to_have_attribute(
        "aria-valuenow", "450"
    )

    # the arrow keys move a goal, and it keeps the focus
    goal = page.get_by_test_id("goal-2")
    expect(goal).to_contain_text("Missing places")
    goal.focus()
    page.keyboard.press("ArrowUp")
    expect(page.get_by_test_id("goal-1")).to_contain_text("Missing places")
    expect(page.get_by_test_id("goal-1")).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(page.get_by_test_id("goal-0")).to_contain_text("Missing places")

    # places by name
    choose(page, "add-fixed", "Karasai district")
    page.get_by_test_id("fixed[0].start_year").fill("2060")
    expect(page.get_by_test_id("error-fixed")).to_have_text(
        "Enter a whole number from 2025 to 2050."
    )
    page.get_by_test_id("fixed[0].start_year").fill("2028")
    expect(page.get_by_test_id("error-fixed")).to_be_empty()
    choose(page, "add-forbidden", "Talgar district")

    # the rest is behind More
    page.get_by_test_id("more").click()
    page.get_by_test_id("section-0").click()
    choose(page, "add-money.budget_bn_by_year", "2030")
    page.get_by_test_id("money.budget_bn_by_year.2030").fill("300")
    page.get_by_test_id("section-7").click()
    page.get_by_test_id("assumptions-schools").click()
    cost = page.get_by_test_id("assumptions.school_place_cost_600")
    cost.fill("7.5")
    # however long the question is, Solve stays in sight, and what a field means stands beside it
    expect(page.get_by_test_id("solve")).to_be_in_viewport(ratio=1)
    told = page.locator(".field-help:visible")
    expect(told).to_contain_text("Source")
    expect(told).to_be_in_viewport(ratio=1)
    meaning, column = told.bounding_box(), page.get_by_test_id("question").bounding_box()
    assert meaning is not None
    assert column is not None
    assert meaning["x"] >= column["x"] + column["width"]
    shot(page, "put together")

    page.get_by_test_id("files").click()
    asked = downloaded(page, tmp_path)
    assert asked.money.budget_bn_per_year == 450
    assert asked.money.budget_bn_by_year == {2030: 300}
    assert asked.objectives[0].measure == "shortage"
    assert [(f.place, f.start_year) for f in asked.fixed] == [("karasai", 2028)]
    assert [f.place for f in asked.forbidden] == ["talgar"]
    assert asked.assumptions == {"school_place_cost_600": 7.5}

    # another tab opens the file and asks the same
    other = open_page(server.url)
    other.get_by_test_id("files").click()
    upload(other, "question", tmp_path / "my-question.yaml")
    expect(other.get_by_test_id("money.budget_bn_per_year")).to_have_value("450")
    (tmp_path / "again").mkdir()
    assert downloaded(other, tmp_path / "again").content_hash == asked.content_hash


def test_broken_files_are_told_whole_and_change_nothing(
    server: Server, open_page: Open, shot: Shot, tmp_path: Path
) -> None:
    page = open_page(server.url)
    page.get_by_test_id("files").click()

    assumptions = (embedded_folder() / "assumptions.csv").read_text(encoding="utf-8")
    broken = tmp_path / "assumptions.csv"
    broken.write_text(
        assumptions.replace("schools_budget_bn,600,", "schools_budget_bn,much,").replace(
            "water_budget_bn,60,20,", "water_budget_bn,60,200,"
        ),
        encoding="utf-8",
    )
    upload(page, "tables", broken)
    findings = page.get_by_test_id("findings")
    expect(findings).to_contain_text("2 things are not as expected", timeout=60_000)
    expect(findings.get_by_role("row", name="much")).to_contain_text("a number")
    shot(page, "findings")
    findings.get_by_role("button", name="Close").click()
    expect(findings).to_have_count(0)
    expect(page.get_by_test_id("usual-tables")).to_be_hidden()

    scenario = tmp_path / "mine.yaml"
    scenario.write_text(
        "extends: /etc/passwd\nregion: [nowhere]\nmoney:\n  budget_bn_per_year: -5\n"
    )
    upload(page, "question", scenario)
    expect(findings).to_contain_text("library only")
    findings.get_by_role("button", name="Close").click()
    expect(page.get_by_test_id("scenario")).to_have_value(
        "School places for the South and the West on the usual money"
    )

    # sound tables are asked of from then on, and the default follows them
    broken.write_text(
        assumptions.replace("schools_budget_bn,600,", "schools_budget_bn,500,"), encoding="utf-8"
    )
    upload(page, "tables", broken)
    expect(page.get_by_test_id("usual-tables")).to_be_visible(timeout=60_000)
    expect(page.get_by_test_id("money.budget_bn_per_year")).to_have_attribute("placeholder", "500")
    page.get_by_test_id("usual-tables").click()
    expect(page.get_by_test_id("money.budget_bn_per_year")).to_have_attribute("placeholder", "600")


@pytest.mark.parametrize("language", ["Қазақша", "Русский"])
def test_every_study_has_its_form_in_each_language(
    server: Server, open_page: Open, shot: Shot, language: str
) -> None:
    page = open_page(server.url)
    page.get_by_test_id("language").get_by_text(language).click()
    expect(page.get_by_test_id("more")).not_to_contain_text("More")
    controls = "document.querySelector('#app').__vue_app__.config.globalProperties.$q.lang.isoName"
    page.wait_for_function(f"{controls} === '{CODES[language]}'")
    for at in range(6):
        page.get_by_test_id("study").click()
        page.get_by_role("option").nth(at).click()
        expect(page.get_by_test_id("section-0")).to_be_hidden()
        page.get_by_test_id("more").click()
        sections = page.locator("[data-testid^=section-]")
        expect(sections.first).to_be_visible()
        for n in range(sections.count()):
            page.get_by_test_id(f"section-{n}").locator(".q-item").first.click()
        expect(page.locator(".section .field").first).to_be_visible()
        shot(page, f"{at}")
        told = SOURCE.sub("", page.content())
        left = untranslated(told, NAMES)
        assert not left, "\n".join(left)
