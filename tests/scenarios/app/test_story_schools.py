"""A planner's first ten minutes with school places."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from desk_server import Server
from playwright.sync_api import Page, expect


def test_choose_change_solve_keep(
    server: Server,
    open_page: Callable[..., Page],
    shot: Callable[[Page, str], Path],
) -> None:
    page = open_page(server.url)
    expect(page.get_by_test_id("solve")).to_be_enabled()
    page.get_by_test_id("scenario").click()
    page.get_by_role("option", name="The West region alone").click()
    page.get_by_test_id("money.budget_bn_per_year").fill("150")
    page.get_by_test_id("money.budget_bn_per_year").press("Tab")
    shot(page, "asked")
    page.get_by_test_id("solve").click()
    expect(page.get_by_test_id("progress")).to_contain_text("gap", timeout=60_000)
    expect(page.get_by_test_id("stop")).to_be_visible()
    expect(page.get_by_test_id("sentence")).to_contain_text("150 bn KZT", timeout=120_000)
    shot(page, "answered")
    page.get_by_test_id("keep").click()
    expect(page.get_by_test_id("kept")).to_have_count(1)
    assert [p.name.split("-")[0] for p in server.out.iterdir() if p.is_dir()].count("west") == 1
