"""`aumaq locate steiner`: the shortest network to a planner's own points."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from scenarios.cli.app import EXIT_INTERRUPTED
from scenarios.cli.locate import locate_app, show
from scenarios.cli.options import Data, LanguageOption

if TYPE_CHECKING:
    from scenarios.locate.steiner.answer import NetworkAnswer


@locate_app.command("steiner", short_help="Network that connects points")
def steiner_command(
    points: Annotated[
        Path, typer.Option("--points", help="What to connect: id, lat, lon, kind, ...")
    ],
    out: Annotated[
        Path, typer.Option("--out", help="Folder to write; an earlier answer in it is replaced.")
    ],
    sources: Annotated[
        Path | None,
        typer.Option("--sources", help="Where pipes begin: id, lat, lon, ...; else they join."),
    ] = None,
    routes: Annotated[
        Path | None,
        typer.Option("--routes", help="Lines along which pipes may run; else drawn by distance."),
    ] = None,
    circuity: Annotated[
        float | None,
        typer.Option("--circuity", help="km of pipe per km of straight line; else as by road."),
    ] = None,
    classes: Annotated[
        str | None,
        typer.Option("--classes", help="Pipes by diameter (CSV), or package: least cost, not km."),
    ] = None,
    budget: Annotated[
        float | None,
        typer.Option("--budget", help="mln KZT: connect the most people instead of everybody."),
    ] = None,
    points_layer: Annotated[
        str | None, typer.Option("--points-layer", help="Sheet or layer of the points.")
    ] = None,
    sources_layer: Annotated[
        str | None, typer.Option("--sources-layer", help="Sheet or layer of the sources.")
    ] = None,
    routes_layer: Annotated[
        str | None, typer.Option("--routes-layer", help="Layer of the routes.")
    ] = None,
    data: Data = None,
    language: LanguageOption = "en",
    time_s: Annotated[float, typer.Option("--time", help="Seconds to solve.", min=0)] = 60.0,
    gap: Annotated[float, typer.Option("--gap", help="Relative gap to stop at.", min=0)] = 0.0,
) -> None:
    """Connect your own points by pipes: tables and routes in, network, map and report out.

    Ctrl-C once keeps the best network found so far, marks it as interrupted and ends with code 5.
    The last line printed is the path of the report.
    """
    from rich.console import Console

    from inputs.territory import load_territory
    from optimizer.limits import Limits, Stop
    from scenarios.cli.live import Interruptible, ProgressLine
    from scenarios.language import speaking
    from scenarios.locate.folder import require_place
    from scenarios.locate.steiner.answer import answer
    from scenarios.locate.steiner.folder import write_folder
    from scenarios.locate.steiner.question import NetworkRequest, read_question
    from scenarios.locate.steiner.wording import wording

    request = NetworkRequest(
        points=points,
        sources=sources,
        routes=routes,
        circuity=circuity,
        classes=classes,
        budget=budget,
        layer=points_layer,
        sources_layer=sources_layer,
        routes_layer=routes_layer,
    )
    require_place(out)
    stop = Stop()
    line = ProgressLine(Console(stderr=True))
    limits = Limits(time_s=time_s, gap=gap, stop=stop, on_progress=line.report)

    def work() -> tuple[NetworkAnswer, Path]:
        found = answer(read_question(request, load_territory(data)), limits)
        with speaking(language):
            return found, write_folder(found, out)

    found, report = Interruptible(work, stop, line).run()
    show(wording(found).headline, found.certificate, report)
    if found.interrupted:
        raise typer.Exit(EXIT_INTERRUPTED)
