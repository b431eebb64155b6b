"""`aumaq front`: what each level of money, or of fairness, buys."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from scenarios.cli.app import EXIT_INTERRUPTED, app
from scenarios.cli.options import RUNS, Data, Out, Set

if TYPE_CHECKING:
    from scenarios.fronts.running import Drawn


@app.command("front")
def front_command(
    scenario: Annotated[str, typer.Argument(help="Name from the library, or a .yaml file.")],
    against: Annotated[
        str, typer.Option("--against", help="What is given up for less shortage: cost | equity.")
    ] = "cost",
    points: Annotated[int, typer.Option("--points", help="Points, both ends included.")] = 20,
    nested: Annotated[
        bool, typer.Option("--nested", help="Also plans of which each is a part of the next.")
    ] = False,
    hold: Annotated[
        bool, typer.Option("--hold", help="Keep goals held at the documented plan's level.")
    ] = False,
    changes: Set = None,
    out: Out = RUNS,
    data: Data = None,
    force: Annotated[bool, typer.Option("--force", help="Draw it even if it is there.")] = False,
    time_s: Annotated[float, typer.Option("--time", help="Seconds for all points.")] = 180.0,
    gap: Annotated[float, typer.Option("--gap", help="Relative gap at each point.")] = 0.002,
) -> None:
    """Draw the front of cost (or of the worst share) and shortage, proven at each point.

    Ctrl-C once keeps the points found so far, marks them as interrupted and ends with code 5.
    The last line printed is the path of the report.
    """
    from inputs.errors import InputError
    from scenarios.fronts import Against, Request
    from scenarios.loading import load

    if against not in list(Against):
        expected = " | ".join(Against)
        raise InputError("--against: no such front", value=against, expected=expected)
    loaded = load(scenario, list(changes or []))
    request = Request(Against(against), points, nested, hold, time_s, gap)

    from rich.console import Console

    from optimizer.limits import Stop
    from scenarios.cli.live import Interruptible, ProgressLine
    from scenarios.errors import InconsistentScenario
    from scenarios.fronts.running import draw
    from scenarios.territories import territory_for

    territory = territory_for(loaded.scenario, data)
    stop = Stop()
    line = ProgressLine(Console(stderr=True))

    def work() -> Drawn:
        return draw(
            loaded.scenario,
            territory,
            request,
            out,
            stop=stop,
            on_progress=line.report,
            force=force,
        )

    try:
        drawn = Interruptible(work, stop, line).run()
    except InconsistentScenario as error:
        raise loaded.inconsistent(error.problems) from error
    typer.echo(drawn.sentence)
    if drawn.cached:
        typer.echo("Drawn before, nothing was solved.")
    typer.echo(drawn.report)
    if not drawn.complete:
        raise typer.Exit(EXIT_INTERRUPTED)
