"""The desk's web server."""

from __future__ import annotations

import asyncio
import socket
from pathlib import Path

from nicegui import app, background_tasks, ui
from nicegui.server import Server

from scenarios.app import page
from scenarios.app.downloads import routes
from scenarios.app.gone import Unanswered
from scenarios.app.office import Office
from scenarios.app.security.guard import Guard
from scenarios.app.tiles import Tiles

TITLE = "aumaq"
USUAL_PORT = 8080
GRACE_S = 2
LISTENING_S = 0.02


def serve(
    host: str,
    port: int | None,
    data: Path | None,
    out: Path,
    token: str | None,
    tiles: Tiles | None = None,
) -> None:
    """Serve the desk until Ctrl-C; prints its address.

    Parameters
    ----------
    host : address to bind; anything but loopback asks for a token
    port : None: the usual one, or a free one where that is taken
    data : folder of tables; None for those that the program comes with
    out : folder that holds the run folders
    token : what a browser must show; None: made up where one is needed
    tiles : background of maps; None for none, and nothing is asked of another host

    Raises
    ------
    InputError
        the tables are not as declared
    OSError
        the port is taken, or `out` cannot be written
    """
    port = free_port(host) if port is None else port
    guard = Guard.of(host, token, "" if tiles is None else tiles.source)
    office = Office(out, data, tiles=tiles)
    page.install(office)
    routes.install(office)
    app.add_middleware(guard.middleware)
    app.on_startup(_outermost)
    app.on_startup(office.jobs.resume)
    app.on_startup(lambda: background_tasks.create(_announce(guard.address(host, port))))
    app.on_shutdown(office.jobs.close)
    ui.run(
        host=host,
        port=port,
        title=TITLE,
        favicon=None,
        show=False,
        reload=False,
        show_welcome_message=False,
        # a browser or a machine that is busy for some seconds has not gone away
        reconnect_timeout=30.0,
        uvicorn_logging_level="warning",
        timeout_graceful_shutdown=GRACE_S,
    )


def _outermost() -> None:
    """Wrap what NiceGUI has put around everything, which it does when it starts."""
    assert app.middleware_stack is not None
    app.middleware_stack = Unanswered(app.middleware_stack)


async def _announce(address: str) -> None:
    """Print the address as soon as somebody who opens it is heard."""
    while not Server.instance.started:
        await asyncio.sleep(LISTENING_S)
    print(address, flush=True)


def free_port(host: str) -> int:
    """The usual port where it is free, else any."""
    for wanted in (USUAL_PORT, 0):
        with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, wanted))
            except OSError:
                if wanted == 0:
                    raise
                continue
            return int(probe.getsockname()[1])
    raise AssertionError("binding port 0 either works or raises")
