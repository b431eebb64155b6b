"""A planner's first ten minutes with school places."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from pathlib import Path

import psutil
from desk_server import Requests, Server, desk_server
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

SOLVED_MS = 240_000
PATIENCE_S = 60.0

OpenPage = Callable[..., Page]
Shot = Callable[[Page, str], Path]


WEST, USUAL = "The West region alone", "School places for the South and the West on the usual money"
BUDGETS = {WEST: "110", USUAL: ""}


SEARCH_S = "8"  # a plan is there much sooner; the rest of a minute would prove no more


def ask(page: Page, title: str, budget: str) -> None:
    """Choose a question of the library, an amount of money and, in the West, a short search."""
    page.get_by_test_id("scenario").click()
    page.get_by_role("option", name=title, exact=True).click()
    money = page.get_by_test_id("money.budget_bn_per_year")
    expect(money).to_have_value(BUDGETS[title])
    money.fill(budget)
    money.press("Tab")
    expect(page.get_by_test_id("reset-money.budget_bn_per_year")).to_be_visible()
    page.get_by_test_id("more").click()
    page.get_by_role("button", name="Search").click()
    if title == WEST:
        search(page, "solve.time_s", SEARCH_S)


def search(page: Page, key: str, value: str) -> None:
    """Change how the search ends."""
    page.get_by_test_id(key).fill(value)
    page.get_by_test_id(key).press("Tab")
    expect(page.get_by_test_id(f"reset-{key}")).to_be_visible()


def runs(server: Server) -> list[str]:
    return sorted(p.name for p in server.out.iterdir() if not p.name.startswith("."))


def test_choose_change_solve_keep_download(server: Server, open_page: OpenPage, shot: Shot) -> None:
    page = open_page(server.url)
    ask(page, WEST, "150")
    page.get_by_test_id("solve").click()
    expect(page.get_by_test_id("progress")).to_contain_text("gap", timeout=SOLVED_MS)
    expect(page.get_by_test_id("stop")).to_be_visible()
    shot(page, "solving")
    expect(page.get_by_test_id("sentence")).to_contain_text("150 bn KZT", timeout=SOLVED_MS)
    page.get_by_test_id("keep").click()
    expect(page.get_by_test_id("kept")).to_have_count(1)
    shot(page, "answered")
    (run,) = runs(server)
    assert run.startswith("west-")

    with page.expect_download() as saved:
        page.get_by_test_id("download-plan.xlsx").click()
    assert saved.value.suggested_filename == f"{run}-plan.xlsx"
    book = load_workbook(saved.value.path().open("rb"), read_only=True)
    assert len(book.sheetnames) > 3

    page.get_by_role("button", name="Русский").click()
    expect(page.get_by_test_id("sentence")).to_contain_text("150 млрд")
    shot(page, "russian")
    with page.expect_download() as saved:
        page.get_by_test_id("download-report.html").click()
    assert 'lang="ru"' in saved.value.path().read_text(encoding="utf-8")


def test_the_same_question_is_answered_at_once_in_another_tab(
    server: Server, open_page: OpenPage
) -> None:
    page = open_page(server.url)
    before = runs(server)
    ask(page, WEST, "150")
    page.get_by_test_id("solve").click()
    expect(page.get_by_test_id("sentence")).to_contain_text("150 bn KZT", timeout=SOLVED_MS)
    assert runs(server) == before, "nothing was solved"


def test_stop_keeps_the_best_plan(server: Server, open_page: OpenPage) -> None:
    page = open_page(server.url)
    ask(page, USUAL, "333")
    search(page, "solve.gap", "0")  # never reached, so that there is time to stop
    page.get_by_test_id("solve").click()
    expect(page.get_by_test_id("progress")).to_contain_text("gap", timeout=SOLVED_MS)
    page.get_by_test_id("stop").click()
    expect(page.get_by_test_id("sentence")).to_contain_text("333 bn KZT", timeout=SOLVED_MS)
    expect(page.get_by_test_id("progress")).to_contain_text("Stopped")
    assert any(name.endswith("-interrupted") for name in runs(server))


def test_a_reload_puts_the_desk_back(server: Server, open_page: OpenPage) -> None:
    page = open_page(server.url)
    ask(page, WEST, "150")
    page.get_by_test_id("solve").click()
    expect(page.get_by_test_id("sentence")).to_contain_text("150 bn KZT", timeout=SOLVED_MS)
    page.get_by_test_id("keep").click()
    page.get_by_role("button", name="Қазақша").click()
    expect(page.get_by_test_id("sentence")).to_contain_text("150 млрд")
    written_down(server, '"language":"kk"')
    page.reload()
    expect(page.get_by_test_id("sentence")).to_contain_text("150 млрд")
    expect(page.get_by_test_id("kept")).to_have_count(1)
    expect(page.get_by_test_id("money.budget_bn_per_year")).to_have_value("150")


def test_a_lost_process_is_told_and_its_job_begun_again(
    server: Server, open_page: OpenPage
) -> None:
    page = open_page(server.url)
    ask(page, WEST, "177")
    page.get_by_test_id("solve").click()
    expect(page.get_by_test_id("progress")).to_contain_text("gap", timeout=SOLVED_MS)
    busiest = max(_workers(server), key=lambda p: p.cpu_times().user)
    os.kill(busiest.pid, signal.SIGKILL)
    expect(page.get_by_test_id("progress")).to_contain_text("Begun again")
    expect(page.get_by_test_id("sentence")).to_contain_text("177 bn KZT", timeout=SOLVED_MS)


def test_a_restart_in_the_middle_loses_nothing(
    tmp_path: Path, open_page: OpenPage, requests: Requests, shot: Shot
) -> None:
    out = tmp_path / "runs"
    with desk_server(out) as server:
        port = server.url.rstrip("/").rsplit(":", 1)[1]
        page = open_page(server.url)
        ask(page, WEST, "99")
        page.get_by_test_id("solve").click()
        expect(page.get_by_test_id("progress")).to_contain_text("gap", timeout=SOLVED_MS)
        workers = _workers(server)
        page.evaluate("window.beforeTheRestart = true")
        server.kill()
        psutil.wait_procs(workers, timeout=30)
        assert not any(worker.is_running() for worker in workers), "workers end with the server"
        assert runs(server) == [], "no broken run is left"
    with desk_server(out, "--port", port) as server:
        # the page finds the server again by itself, and the job goes on by itself
        page.wait_for_function("window.beforeTheRestart === undefined", timeout=SOLVED_MS)
        # whatever the browser was fetching while nobody answered is no fault of the page
        requests.complaints.clear()
        expect(page.get_by_test_id("money.budget_bn_per_year")).to_have_value("99")
        shot(page, "back")
        expect(page.get_by_test_id("sentence")).to_contain_text("99 bn KZT", timeout=SOLVED_MS)
        (run,) = runs(server)
        assert run.startswith("west-")
        assert not server.trouble()
        page.close()


def written_down(server: Server, words: str) -> None:
    """Wait until what is on a desk has been written with these words."""
    until = time.monotonic() + PATIENCE_S
    while not any(words in f.read_text() for f in (server.out / ".desk" / "tabs").glob("*.json")):
        assert time.monotonic() < until, f"{words} is not written down"
        time.sleep(0.05)


def _workers(server: Server) -> list[psutil.Process]:
    return psutil.Process(server.process.pid).children()
