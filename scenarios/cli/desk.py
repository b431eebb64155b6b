"""`aumaq app`: the planner's desk in a browser."""

from __future__ import annotations

from typing import Annotated

import typer

from scenarios.cli.app import app
from scenarios.cli.options import RUNS, Data, Out


@app.command("app")
def app_command(
    host: Annotated[
        str, typer.Option("--host", help="Address to bind; beyond this machine it takes a token.")
    ] = "127.0.0.1",
    port: Annotated[
        int | None,
        typer.Option("--port", help="8080, or a free one where that is taken.", min=1, max=65535),
    ] = None,
    out: Out = RUNS,
    data: Data = None,
    token: Annotated[
        str | None,
        typer.Option("--token", help="What a browser must show; made up where one is needed."),
    ] = None,
    tiles: Annotated[
        str | None,
        typer.Option("--tiles", help="Map background: https://host/{z}/{x}/{y}.png. None usually."),
    ] = None,
    attribution: Annotated[
        str, typer.Option("--attribution", help="Whose the map background is.")
    ] = "",
) -> None:
    """Open the planner's desk: a web page to ask, see, change and compare. Ctrl-C ends it.

    Prints the address to open in a browser.
    """
    from scenarios.app.serving import serve
    from scenarios.app.tiles import Tiles

    background = None if tiles is None else Tiles(tiles, attribution)
    serve(host, port, data, out, token, background)
