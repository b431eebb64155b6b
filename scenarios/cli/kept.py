"""Commands whose answer is kept as a folder that is no single run: work, tell, end."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import typer

from scenarios.cli.app import EXIT_INTERRUPTED

if TYPE_CHECKING:
    from optimizer.limits import ProgressCallback, Stop
    from scenarios.kept import Kept
    from scenarios.loading import Loaded


def work_and_tell(loaded: Loaded, work: Callable[[Stop, ProgressCallback], Kept]) -> None:
    """Work with a progress line, interruptibly; print the answer in words and its report's path.

    Raises
    ------
    typer.Exit
        code 5 where the answer was interrupted
    InputError, OptimizerError
        what `work` raises, with the scenario's lines where it cannot be
    """
    from rich.console import Console

    from optimizer.limits import Stop
    from scenarios.cli.live import Interruptible, ProgressLine
    from scenarios.errors import InconsistentScenario

    stop = Stop()
    line = ProgressLine(Console(stderr=True))
    try:
        kept = Interruptible(lambda: work(stop, line.report), stop, line).run()
    except InconsistentScenario as error:
        raise loaded.inconsistent(error.problems) from error
    typer.echo(kept.sentence)
    if kept.cached:
        typer.echo("Answered before, nothing was solved.")
    typer.echo(kept.report)
    if not kept.complete:
        raise typer.Exit(EXIT_INTERRUPTED)
