"""`aumaq alternatives`: other plans that are nearly as good."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from scenarios.cli.app import app
from scenarios.cli.kept import work_and_tell
from scenarios.cli.options import RUNS, Data, LanguageOption, Out, Set

if TYPE_CHECKING:
    from optimizer.limits import ProgressCallback, Stop
    from scenarios.kept import Kept


@app.command("alternatives")
def alternatives_command(
    scenario: Annotated[str, typer.Argument(help="Name from the library, or a .yaml file.")],
    count: Annotated[int, typer.Option("-k", help="Plans beside the optimum.")] = 5,
    within: Annotated[
        float, typer.Option("--within", help="Share by which each measure may be worse.")
    ] = 0.02,
    changes: Set = None,
    out: Out = RUNS,
    data: Data = None,
    language: LanguageOption = "en",
    force: Annotated[bool, typer.Option("--force", help="Seek even if found before.")] = False,
    time_s: Annotated[
        float | None,
        typer.Option(
            "--time", help="Seconds for the plans beside the optimum; else twice what it took."
        ),
    ] = None,
) -> None:
    """Find plans within a share of the optimum that move as much money as possible.

    Ctrl-C once keeps the plans found so far, marks them as interrupted and ends with code 5.
    The last line printed is the path of the report.
    """
    from scenarios.alternatives.answer import Request
    from scenarios.loading import load

    loaded = load(scenario, list(changes or []))
    request = Request(count, within, time_s)

    from scenarios.alternatives.running import seek
    from scenarios.territories import territory_for

    territory = territory_for(loaded.scenario, data)

    def work(stop: Stop, report: ProgressCallback) -> Kept:
        return seek(
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
