"""A planner moves openings by hand, keeps answers and compares them; nothing is solved for it."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import desk_answers
import pytest
from desk_server import Server
from playwright.sync_api import Locator, Page, expect

from scenarios.fingerprint import Fingerprint
from scenarios.loading import load_scenario
from scenarios.runs import folder_name, load_run, store_answer

expect.set_options(timeout=60_000)

Shot = Callable[[Page, str], Path]
WEST = "The West region alone"
BUDGETS = (110, 90, 130, 150)  # bn KZT; the first is the scenario's own


@pytest.fixture(scope="module")
def answered(server: Server) -> Server:
    """A desk on which the West was answered before, under four budgets."""
    for budget in BUDGETS:
        changes = [] if budget == BUDGETS[0] else [f"money.budget_bn_per_year={budget}"]
        answer = desk_answers.answered(load_scenario("west", changes))
        fingerprint = Fingerprint.of(answer.scenario, answer.territory)
        folder = server.out / folder_name(answer.scenario, fingerprint)
        folder.mkdir()
        store_answer(folder, answer, fingerprint, complete=True, seconds=1.0, data="the data")
    return server


def ask(page: Page, budget: int) -> None:
    """Put the question of the West; its answer is there at once."""
    if budget == BUDGETS[0]:
        page.get_by_test_id("scenario").click()
        page.get_by_role("option", name=WEST).click()
    else:
        field = page.get_by_test_id("money.budget_bn_per_year")
        field.fill(str(budget))
        field.press("Enter")
        expect(field).to_have_value(str(budget))
    page.get_by_test_id("solve").click()
    expect(page.get_by_test_id("sentence")).to_contain_text(f"{budget} bn KZT", timeout=60_000)


def bars(page: Page) -> Locator:
    return page.get_by_test_id("bars").locator("button.seq-bar")


def runs_of(server: Server) -> set[str]:
    return {p.name for p in server.out.iterdir() if p.is_dir()}


def test_bars_are_moved_by_pointer_and_keys_and_the_numbers_follow(
    answered: Server, open_page: Callable[..., Page], shot: Shot
) -> None:
    page = open_page(answered.url)
    before = runs_of(answered)
    ask(page, BUDGETS[0])
    expect(bars(page).first).to_be_visible()
    changed = page.get_by_test_id("change")
    expect(changed).to_have_count(0)

    bar = bars(page).first
    bar.scroll_into_view_if_needed()
    box, year = bar.bounding_box(), page.locator(".seq-year").first.bounding_box()
    assert box is not None
    assert year is not None
    key = bar.get_attribute("data-key")
    assert key is not None
    start = int(key.rsplit("|", 1)[1])
    page.mouse.move(box["x"] + 6, box["y"] + 6)
    page.mouse.down()
    page.mouse.move(box["x"] + 6 + 4 * year["width"], box["y"] + 6, steps=6)
    page.mouse.up()
    expect(changed.first).to_contain_text("+")
    manual = page.locator(".seq-manual")
    expect(manual).to_have_count(1)
    moved = manual.get_attribute("data-key")
    assert moved is not None
    assert int(moved.rsplit("|", 1)[1]) == start + 4
    expect(page.get_by_test_id("numbers")).to_contain_text("Edited by hand")
    expect(page.get_by_test_id("map-legend")).to_contain_text("Added by the edited plan")
    expect(page.get_by_test_id("chart-coverage")).to_contain_text("By hand")
    expect(page.get_by_test_id("chart-money")).to_contain_text("Edited by hand")

    manual.focus()
    page.keyboard.press("ArrowRight")
    later = moved.replace(f"|{start + 4}", f"|{start + 5}")
    moved_again = page.locator(f'[data-key="{later}"]')
    expect(moved_again).to_be_focused()
    page.keyboard.press("Delete")
    expect(moved_again).to_have_count(0)
    page.get_by_test_id("undo").click()
    expect(moved_again).to_have_count(1)
    page.get_by_test_id("redo").click()
    expect(moved_again).to_have_count(0)
    bars(page).first.focus()
    page.keyboard.press("Control+z")
    expect(moved_again).to_have_count(1)

    page.get_by_test_id("add").click()
    page.get_by_test_id("add-size").click()
    page.get_by_role("option", name="2\u202f500 places").click()
    page.get_by_test_id("add-count").fill("9")
    page.get_by_test_id("add-do").click()
    expect(page.locator(".seq-manual")).to_have_count(2)
    # what was moved is paid in years that have spent their money already
    expect(page.get_by_test_id("over-budget")).to_contain_text(str(start + 5))
    expect(page.locator(".seq-over").first).to_be_visible()
    shot(page, "edited")

    page.get_by_test_id("start-over").click()
    expect(changed).to_have_count(0)
    expect(page.locator(".seq-manual")).to_have_count(0)
    expect(page.get_by_test_id("map-legend")).to_contain_text("Added by the optimised plan")
    expect(page.get_by_test_id("chart-coverage")).not_to_contain_text("By hand")
    expect(page.get_by_test_id("stop")).to_be_hidden()
    assert runs_of(answered) == before


def test_every_press_counts_however_quick_and_the_moved_bar_keeps_the_focus(
    answered: Server, open_page: Callable[..., Page]
) -> None:
    page = open_page(answered.url)
    ask(page, BUDGETS[0])
    bar = bars(page).first
    bar.focus()
    key = bar.get_attribute("data-key")
    assert key is not None
    year = int(key.rsplit("|", 1)[1])
    focused = page.locator(".seq-bar:focus")
    for delay_ms in (0, 5, 60):
        for press in ("Shift+ArrowRight", *["ArrowRight"] * 4, "ArrowLeft"):
            page.keyboard.press(press, delay=delay_ms)
        year += 4
        expect(focused).to_have_attribute("data-key", re.compile(rf"\|manual\|{year}$"))
        expect(focused).to_have_attribute("tabindex", "0")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Delete")
    page.keyboard.press("ArrowDown")
    expect(page.locator(".seq-manual")).to_have_count(0)
    expect(focused).to_have_attribute("tabindex", "0")
    page.get_by_test_id("start-over").click()
    expect(page.get_by_test_id("change")).to_have_count(0)
    expect(page.locator(".seq-bar[tabindex='0']")).to_have_count(1)
    expect(focused).to_have_count(0)


def test_four_answers_are_kept_named_compared_and_taken_off(
    answered: Server, open_page: Callable[..., Page], shot: Shot
) -> None:
    page = open_page(answered.url)
    kept = page.get_by_test_id("kept")
    for number, budget in enumerate(BUDGETS, start=1):
        ask(page, budget)
        page.get_by_test_id("keep").click()
        expect(kept).to_have_count(number)
    expect(page.get_by_test_id("keep")).to_be_disabled()
    name = page.get_by_test_id("kept-name").last
    name.fill("Much money")
    name.press("Tab")
    page.get_by_test_id("compare").click()
    beside = page.get_by_test_id("compared")
    expect(beside.get_by_test_id("table-shelf_numbers")).to_contain_text("Much money")
    expect(beside.get_by_test_id("table-shelf_questions")).to_contain_text("150")
    expect(beside.get_by_test_id("chart-shelf-curve")).to_be_visible()
    expect(beside.get_by_test_id("table-shelf_moves")).to_contain_text("district")
    shot(page, "compared")
    page.get_by_test_id("kept-remove").first.click()
    expect(kept).to_have_count(3)
    page.get_by_test_id("kept-show").first.click()
    expect(page.get_by_test_id("sentence")).to_contain_text("90 bn KZT")


def test_figures_stand_with_their_numbers_in_every_language(
    answered: Server, open_page: Callable[..., Page], shot: Shot
) -> None:
    page = open_page(answered.url)
    ask(page, BUDGETS[0])
    for name in ("coverage", "money", "moves", "front", "third-shift"):
        chart = page.get_by_test_id(f"chart-{name}")
        expect(chart.locator("svg").first).to_be_visible()
    money = page.get_by_test_id("table-spending")
    money.click()
    expect(money.locator("tbody tr")).to_have_count(25)
    expect(page.get_by_test_id("certificate")).to_contain_text("checked independently")
    page.get_by_test_id("language").get_by_text("Қазақша").click()
    expect(page.get_by_test_id("chart-money")).to_contain_text("Бюджет")
    shot(page, "kk")
    page.get_by_test_id("language").get_by_text("Русский").click()
    expect(page.get_by_test_id("bars").locator("button").first).to_have_attribute(
        "aria-label", re.compile("школа")
    )
    shot(page, "ru")


def test_what_was_decided_by_hand_is_kept_and_the_rest_solved_anew(
    answered: Server, open_page: Callable[..., Page], shot: Shot
) -> None:
    page = open_page(answered.url)
    ask(page, BUDGETS[0])
    before = runs_of(answered)
    bar = bars(page).first
    bar.focus()
    key = bar.get_attribute("data-key")
    assert key is not None
    place, _asset, size, _origin, year = key.split("|")
    for _step in range(2):
        page.keyboard.press("Shift+ArrowRight")
        expect(page.locator(".seq-manual").first).to_be_focused()
    expect(page.get_by_test_id("change").first).to_be_visible()
    page.get_by_test_id("repair").click()
    expect(page.get_by_test_id("repair-price")).to_contain_text("Solving")
    expect(page.get_by_test_id("closing")).to_be_visible()
    expect(page.get_by_test_id("repair-price")).to_contain_text("cost", timeout=400_000)
    kept = page.locator(f'.seq-fixed[data-key="{place}|school|{size}|fixed|{int(year) + 2}"]')
    expect(kept).to_have_count(1)
    shot(page, "repaired")
    (new,) = (name for name in runs_of(answered) - before if not name.startswith("."))
    assert new.startswith("west-by-hand-")
    run = load_run(answered.out / new)
    fixed = run.scenario.fixed
    assert [(f.place, f.size, f.start_year) for f in fixed] == [
        (place, round(float(size)), int(year) + 2)
    ]
