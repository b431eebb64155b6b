"""Who may speak to the desk, over HTTP and over a websocket."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket, WebSocketDisconnect

from scenarios.app.security.guard import COOKIE, MOST_BYTES, Guard, is_loopback

LOCAL = "http://127.0.0.1:8080"
WIDE = "http://desk.example:8080"


def client(guard: Guard, url: str) -> TestClient:
    async def page(_: Any) -> PlainTextResponse:
        return PlainTextResponse("the desk")

    async def socket(websocket: WebSocket) -> None:
        await websocket.accept()
        await websocket.send_text("the desk")
        await websocket.close()

    routes = [Route("/", page, methods=["GET", "POST"]), WebSocketRoute("/live", socket)]
    app = Starlette(routes=routes)
    app.add_middleware(guard.middleware)
    return TestClient(app, base_url=url, follow_redirects=False)


@pytest.fixture
def wide() -> Guard:
    return Guard.of("0.0.0.0", "a-token-of-ours")


def _heard(client: TestClient, **headers: str) -> str:
    url = str(client.base_url).replace("http", "ws", 1)
    with client.websocket_connect(f"{url}/live", headers=headers) as live:
        return str(live.receive_text())


def test_loopback_needs_no_token() -> None:
    guard = Guard.of("127.0.0.1", None)
    assert guard.token is None
    assert client(guard, LOCAL).get("/").text == "the desk"
    assert _heard(client(guard, LOCAL)) == "the desk"


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.5", "::", "desk.example"])
def test_a_wider_bind_makes_a_token_up(host: str) -> None:
    tokens = {Guard.of(host, None).token for _ in range(3)}
    assert len(tokens) == 3
    assert all(token is not None and len(token) >= 32 for token in tokens)


def test_without_the_token_there_is_nothing(wide: Guard) -> None:
    assert client(wide, WIDE).get("/").status_code == 403
    with pytest.raises(WebSocketDisconnect):
        _heard(client(wide, WIDE))


@pytest.mark.parametrize("wrong", ["", "a-token-of-our", "a-token-of-ours2", "ключ"])
def test_a_wrong_token_is_refused(wide: Guard, wrong: str) -> None:
    browser = client(wide, WIDE)
    assert browser.get("/", params={"token": wrong}).status_code == 403
    assert COOKIE not in browser.cookies
    browser.cookies.set(COOKIE, "a-token-of-our")
    assert browser.get("/").status_code == 403


def test_the_token_in_the_address_becomes_a_cookie(wide: Guard) -> None:
    browser = client(wide, WIDE)
    shown = browser.get("/", params={"token": "a-token-of-ours"})
    assert shown.status_code == 303
    assert shown.headers["location"] == "/"
    assert {"HttpOnly", "SameSite=strict"} <= set(shown.headers["set-cookie"].split("; "))
    assert browser.get("/").text == "the desk"
    assert _heard(browser, cookie=f"{COOKIE}=a-token-of-ours") == "the desk"


def test_a_site_with_another_name_gets_nothing_from_loopback() -> None:
    """DNS rebinding: a name of somebody else's that leads to this machine."""
    guard = Guard.of("127.0.0.1", None)
    assert client(guard, "http://evil.example:8080").get("/").status_code == 403


@pytest.mark.parametrize("origin", ["http://evil.example", "http://127.0.0.1:9", "null"])
def test_a_page_of_another_site_cannot_connect(origin: str) -> None:
    browser = client(Guard.of("127.0.0.1", None), LOCAL)
    assert browser.post("/", content=b"x", headers={"origin": origin}).status_code == 403
    with pytest.raises(WebSocketDisconnect):
        _heard(browser, origin=origin)
    assert _heard(browser, origin=LOCAL) == "the desk"


def test_a_body_says_how_long_it_is_and_is_not_too_long() -> None:
    browser = client(Guard.of("127.0.0.1", None), LOCAL)

    def pieces() -> Iterator[bytes]:
        yield b"x"

    assert browser.post("/", content=pieces()).status_code == 411
    assert browser.post("/", content=b"x").status_code == 200
    long = {"content-length": str(MOST_BYTES + 1)}
    assert browser.post("/", content=b"x", headers=long).status_code == 413


def test_pages_may_load_nothing_from_elsewhere(wide: Guard) -> None:
    for answer in (
        client(Guard.of("127.0.0.1", None), LOCAL).get("/"),
        client(wide, WIDE).get("/"),
    ):
        policy = dict(
            part.split(" ", 1) for part in answer.headers["content-security-policy"].split("; ")
        )
        assert policy["default-src"] == "'self'"
        assert policy["frame-ancestors"] == "'none'"
        assert not any("http" in sources or "*" in sources for sources in policy.values())
        assert answer.headers["x-content-type-options"] == "nosniff"


def test_tiles_of_ones_own_are_the_only_exception() -> None:
    guard = Guard.of("127.0.0.1", None, "https://tiles.example")
    policy = client(guard, LOCAL).get("/").headers["content-security-policy"]
    assert policy.count("tiles.example") == 1
    assert "img-src 'self' data: blob: https://tiles.example;" in policy


@pytest.mark.parametrize(
    ("host", "local"),
    [
        *((host, True) for host in ("127.0.0.1", "127.0.0.9", "::1", "localhost")),
        *((host, False) for host in ("0.0.0.0", "::", "10.0.0.1", "localhost.example")),
    ],
)
def test_what_only_this_machine_can_reach(host: str, local: bool) -> None:
    assert is_loopback(host) is local


def test_the_address_shows_the_token_only_where_there_is_one(wide: Guard) -> None:
    assert Guard.of("127.0.0.1", None).address("127.0.0.1", 80) == "http://127.0.0.1:80/"
    assert Guard.of("::1", None).address("::1", 80) == "http://[::1]:80/"
    assert wide.address("0.0.0.0", 80).endswith("?token=a-token-of-ours")
