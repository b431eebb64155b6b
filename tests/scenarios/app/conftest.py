"""A browser and a server for the tests of the desk."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import desk_server
import pytest
from desk_server import BROWSER_FLAGS, Requests, Server
from playwright.sync_api import Browser, Page, expect, sync_playwright

PATIENCE_MS = 60_000  # a busy machine must not fail a test
expect.set_options(timeout=PATIENCE_MS)

NO_BROWSER = "no chromium on this machine: install the package chromium to test the desk in it"


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = desk_server.chromium()
    if path is None:
        if os.environ.get("CI"):
            pytest.fail(NO_BROWSER)
        pytest.skip(NO_BROWSER)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=BROWSER_FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One desk for the tests of a module."""
    with desk_server.desk_server(tmp_path_factory.mktemp("desk") / "runs") as server:
        yield server
        trouble = server.trouble()
    assert not trouble, trouble


@pytest.fixture
def requests() -> Requests:
    return Requests()


@pytest.fixture
def open_page(browser: Browser, requests: Requests) -> Iterator[Callable[..., Page]]:
    """Opens a tab of its own session; afterwards nothing may have been asked of another host."""
    pages: list[tuple[Page, str]] = []

    def open_(url: str, width: int = 1280, height: int = 800) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": height}, accept_downloads=True
        )
        page = context.new_page()
        page.set_default_timeout(PATIENCE_MS)
        page.on("request", lambda request: requests.seen.append(request.url))
        page.on("websocket", lambda socket: requests.seen.append(socket.url))
        page.on("pageerror", lambda error: requests.complaints.append(str(error)))
        page.on(
            "console",
            lambda message: (
                requests.complaints.append(message.text) if message.type == "error" else None
            ),
        )
        pages.append((page, url))
        page.goto(url)
        return page

    yield open_
    for page, url in pages:
        page.context.close()
        assert requests.external(url) == []
    assert requests.complaints == []


@pytest.fixture
def shot(tmp_path: Path, request: pytest.FixtureRequest) -> Callable[[Page, str], Path]:
    """Takes a picture of a page; kept in the folder that AUMAQ_SHOTS names, if it does."""
    folder = Path(os.environ.get("AUMAQ_SHOTS", tmp_path))
    folder.mkdir(parents=True, exist_ok=True)

    def take(page: Page, name: str) -> Path:
        path = folder / f"{request.node.name}-{name}.png"
        page.screenshot(path=path, full_page=True)
        return path

    return take
