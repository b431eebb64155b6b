"""Who may speak to the server, and what its pages may load."""

from __future__ import annotations

import hmac
import ipaddress
import secrets
from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from starlette.datastructures import MutableHeaders
from starlette.responses import PlainTextResponse, RedirectResponse, Response

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

COOKIE = "aumaq_desk"
TOKEN_BYTES = 24
MOST_BYTES = 32 * 1024 * 1024  # of one request
_WITHOUT_BODY = ("GET", "HEAD", "OPTIONS")
_LOCAL_NAMES = ("localhost", "127.0.0.1", "::1")

# Vue compiles templates in the browser and NiceGUI starts with an inline script, so both must be
# allowed; nothing may come from or go to another host.
_POLICY = {
    "default-src": "'self'",
    "script-src": "'self' 'unsafe-inline' 'unsafe-eval'",
    "style-src": "'self' 'unsafe-inline'",
    "img-src": "'self' data: blob:",
    "font-src": "'self' data:",
    "connect-src": "'self'",
    "worker-src": "'self' blob:",
    "object-src": "'none'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
}
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


@dataclass(frozen=True)
class Guard:
    """What a request must show.

    Attributes
    ----------
    token : a browser must have shown it once; None on loopback, where no one else can ask
    hosts : names under which the server may be asked for; None: any, as the token decides
    images : another host from which pages may load images; empty: none
    """

    token: str | None
    hosts: tuple[str, ...] | None
    images: str = ""

    @classmethod
    def of(cls, host: str, token: str | None, images: str = "") -> Guard:
        """A token is made up where others can reach the server and none was given.

        On loopback without a token only loopback names are answered: a page of another site that
        has its own name point here (DNS rebinding) gets nothing.
        """
        if token is None and not is_loopback(host):
            token = secrets.token_urlsafe(TOKEN_BYTES)
        return cls(token, (*_LOCAL_NAMES, host) if token is None else None, images)

    @property
    def headers(self) -> dict[str, str]:
        """What every answer says of itself."""
        policy = {**_POLICY, "img-src": f"{_POLICY['img-src']} {self.images}".strip()}
        said = "; ".join(f"{name} {value}" for name, value in policy.items())
        return {"Content-Security-Policy": said, **_HEADERS}

    def address(self, host: str, port: int) -> str:
        """What to open in a browser."""
        shown = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)
        name = f"[{shown}]" if ":" in shown else shown
        query = "" if self.token is None else f"?token={self.token}"
        return f"http://{name}:{port}/{query}"

    def middleware(self, inner: App) -> App:
        """The application behind this guard; for `Starlette.add_middleware`."""
        return _Guarded(inner, self)

    def refusal(self, scope: Scope) -> Response | None:
        """What is answered instead of the page; None where the request may pass."""
        headers = _headers(scope)
        if not self._known_host(headers) or not _same_origin(headers):
            return PlainTextResponse("not asked for under this name", status_code=403)
        if scope["type"] == "http" and scope["method"] not in _WITHOUT_BODY:
            length = headers.get("content-length", "")
            if not length.isdecimal():
                return PlainTextResponse("say how long it is", status_code=411)
            if int(length) > MOST_BYTES:
                return PlainTextResponse("too large", status_code=413)
        if self.token is None:
            return None
        if scope["type"] == "http" and (shown := _shown_token(scope)) is not None:
            if not self._matches(shown):
                return PlainTextResponse("the token is not right", status_code=403)
            answer = RedirectResponse(scope["path"] or "/", status_code=303)
            answer.set_cookie(COOKIE, self.token, httponly=True, samesite="strict", path="/")
            return answer
        if self._matches(_cookie(headers)):
            return None
        return PlainTextResponse("open the address with its token", status_code=403)

    def _matches(self, shown: str) -> bool:
        return self.token is not None and hmac.compare_digest(shown.encode(), self.token.encode())

    def _known_host(self, headers: dict[str, str]) -> bool:
        if self.hosts is None:
            return True
        return urlsplit(f"//{headers.get('host', '')}").hostname in self.hosts


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach the address."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


class _Guarded:
    def __init__(self, inner: App, guard: Guard) -> None:
        self._inner, self._guard = inner, guard

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self._inner(scope, receive, send)
            return
        refused = self._guard.refusal(scope)
        if refused is None:
            await self._inner(scope, receive, _with_headers(send, self._guard.headers))
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
        else:
            await refused(scope, receive, _with_headers(send, self._guard.headers))


def _with_headers(send: Send, said: dict[str, str]) -> Send:
    async def sending(message: MutableMapping[str, Any]) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in said.items():
                headers.setdefault(name, value)
        await send(message)

    return sending


def _headers(scope: Scope) -> dict[str, str]:
    return {k.decode("latin-1").lower(): v.decode("latin-1") for k, v in scope["headers"]}


def _same_origin(headers: dict[str, str]) -> bool:
    """A page of another site may not open a websocket or post here."""
    origin = headers.get("origin")
    return origin is None or urlsplit(origin).netloc == headers.get("host")


def _shown_token(scope: Scope) -> str | None:
    query = scope.get("query_string", b"").decode("latin-1")
    return next((v for k, v in parse_qsl(query, keep_blank_values=True) if k == "token"), None)


def _cookie(headers: dict[str, str]) -> str:
    try:
        morsel = SimpleCookie(headers.get("cookie", "")).get(COOKIE)
    except CookieError:
        return ""
    return "" if morsel is None else morsel.value
