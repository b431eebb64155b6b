"""A browser that goes away in the middle of a request leaves no trace; any other fault does."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.middleware.base import BaseHTTPMiddleware, RequestResponseEndpoint
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from scenarios.app.gone import Unanswered
from scenarios.app.security.guard import App, Receive, Scope, Send

SCOPE = {
    "type": "http",
    "asgi": {"version": "3.0"},
    "http_version": "1.1",
    "method": "GET",
    "scheme": "http",
    "path": "/",
    "raw_path": b"/",
    "query_string": b"",
    "root_path": "",
    "headers": [],
    "client": ("127.0.0.1", 1),
    "server": ("127.0.0.1", 8080),
}


class Passing(BaseHTTPMiddleware):
    """As NiceGUI's own: looks at the answer on its way out."""

    async def dispatch(self, request: Request, call_next: RequestResponseEndpoint) -> Response:
        return await call_next(request)


class Patient:
    """An endpoint that works until its browser is gone, and then answers nothing."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        while (await receive())["type"] != "http.disconnect":
            await asyncio.sleep(0)


async def silent(scope: Scope, receive: Receive, send: Send) -> None:
    """Answers nothing to a browser that still waits."""
    await receive()


def in_a_loop(work: Coroutine[Any, Any, None]) -> None:
    """In a thread of its own: Playwright leaves a running loop behind in that of other tests."""
    with ThreadPoolExecutor(1) as thread:
        thread.submit(lambda: asyncio.run(work)).result()


def application(endpoint: Any) -> App:
    routes = [Route("/", endpoint)]
    app = Starlette(routes=routes)
    app.add_middleware(Passing)
    app.add_middleware(Passing)
    return app


def asked(app: App, *, leaves: bool) -> list[MutableMapping[str, Any]]:
    """What a browser is sent that asks and, if it `leaves`, goes away."""
    coming = [{"type": "http.request", "body": b"", "more_body": False}]
    sent: list[MutableMapping[str, Any]] = []

    async def receive() -> MutableMapping[str, Any]:
        if coming:
            return coming.pop()
        if not leaves:
            await asyncio.Event().wait()
        return {"type": "http.disconnect"}

    async def send(message: MutableMapping[str, Any]) -> None:
        sent.append(message)

    async def call() -> None:
        await asyncio.wait_for(app(dict(SCOPE), receive, send), 10)

    in_a_loop(call())
    return sent


def test_a_browser_that_leaves_is_no_fault() -> None:
    with pytest.raises(RuntimeError, match="No response returned"):
        asked(application(Patient()), leaves=True)
    asked(Unanswered(application(Patient())), leaves=True)


def test_a_browser_that_waits_for_nothing_is_a_fault() -> None:
    class Silent:
        __call__ = staticmethod(silent)

    with pytest.raises(RuntimeError, match="No response returned"):
        asked(Unanswered(application(Silent())), leaves=False)


def test_other_faults_are_raised_even_when_the_browser_has_left() -> None:
    class Broken:
        async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
            await Patient()(scope, receive, send)
            raise RuntimeError("a fault of ours")

    with pytest.raises(RuntimeError, match="a fault of ours"):
        asked(Unanswered(application(Broken())), leaves=True)


def test_answers_pass_as_they_are() -> None:
    async def page(request: Request) -> Response:
        return Response("the desk")

    plain, wrapped = (
        asked(make, leaves=False) for make in (application(page), Unanswered(application(page)))
    )
    assert wrapped == plain
    assert next(m["body"] for m in wrapped if m["type"] == "http.response.body") == b"the desk"
