"""Browsers that go away before they are answered."""

from __future__ import annotations

from collections.abc import MutableMapping
from typing import Any

from scenarios.app.security.guard import App, Receive, Scope, Send

# What starlette's `BaseHTTPMiddleware` raises when what it wraps has ended without an answer.
UNANSWERED = "No response returned."


class Unanswered:
    """An application whose unanswered requests of browsers that are gone are no errors.

    An answer that is given up because nobody waits for it any more is right; only the middlewares
    around it take it for a fault. Everything else is raised as it is.
    """

    def __init__(self, inner: App) -> None:
        self._inner = inner

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        gone = False

        async def hearing() -> MutableMapping[str, Any]:
            nonlocal gone
            message = await receive()
            gone = gone or message["type"] == "http.disconnect"
            return message

        try:
            await self._inner(scope, hearing, send)
        except RuntimeError as error:
            if not gone or str(error) != UNANSWERED:
                raise
