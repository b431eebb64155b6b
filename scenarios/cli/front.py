"""`aumaq front`: what each level of money, or of fairness, buys."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from scenarios.cli.app import app
from scenarios.cli.kept import work_and_tell
from scenarios.cli.options import RUNS, Data, LanguageOption, Out, Set

if TYPE_CHECKING:
    from optimizer.limits import ProgressCallback, Stop
    from scenarios.kept import Kept


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
    language: LanguageOption = "en",
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

    from scenarios.fronts.running import draw
    from scenarios.territories import territory_for

    territory = territory_for(loaded.scenario, data)

    def work(stop: Stop, report: ProgressCallback) -> Kept:
        return draw(
            loaded.scenario,
            territory,
            request,
            out,
            stop=stop,
            on_progress=report,
            force=force,
            language=language,
        )

    work_and_tell(loaded, work)
