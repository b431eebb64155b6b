"""`aumaq regret`: which first years are right before the future is known."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from scenarios.cli.app import EXIT_FOUND, EXIT_INTERRUPTED, app
from scenarios.cli.options import RUNS, Data, LanguageOption, Out

if TYPE_CHECKING:
    from scenarios.uncertainty import UncertaintyAnswer


@app.command("regret")
def regret_command(
    file: Annotated[Path, typer.Argument(help="A question (.yaml): base, futures, decide_until.")],
    out: Out = RUNS,
    data: Data = None,
    language: LanguageOption = "en",
    workers: Annotated[
        int | None,
        typer.Option("--workers", help="Processes; one for each processor if not given.", min=1),
    ] = None,
    scheduler: Annotated[
        str | None,
        typer.Option("--scheduler", help="Dask cluster to use instead: tcp://host:port."),
    ] = None,
) -> None:
    """Judge plans for the first years in every future: regrets, no-regret starts, a tornado.

    Every solve is a run folder; what is answered already is not solved again, so after an
    interruption the same command does the rest. Ctrl-C ends with code 5. A future without an
    answer is named and left out; the command then ends with code 1. The last line printed is the
    path of the report.
    """
    from rich.console import Console

    from inputs.territory import load_territory
    from optimizer.limits import Stop
    from scenarios.cli.live import Interruptible
    from scenarios.cli.sweep_line import SweepLine
    from scenarios.language import speaking
    from scenarios.uncertainty import Interrupted, Runner, load_question, solve
    from scenarios.uncertainty.folder import write_folder
    from scenarios.uncertainty.wording import headline

    territory = load_territory(data)
    question = load_question(file, territory.assumptions)
    stop = Stop()
    line = SweepLine(Console(stderr=True))
    runner = Runner(
        out, workers, scheduler, data, question.run_limit_s, stop, line.report, line.note
    )

    def work() -> UncertaintyAnswer:
        return solve(question, runner)

    try:
        answer = Interruptible(work, stop, line).run()
    except Interrupted:
        typer.echo("Interrupted; the same command does the rest.", err=True)
        raise typer.Exit(EXIT_INTERRUPTED) from None
    with speaking(language):
        report = write_folder(answer, territory, out / f"{question.name}-regret")
    said = headline(answer)
    console = Console(highlight=False)
    console.print(said.text, markup=False)
    for future, reason in answer.lost:
        console.print(f"Left out: {future.label}: {reason}", markup=False, soft_wrap=True)
    typer.echo(report)
    if answer.lost:
        raise typer.Exit(EXIT_FOUND)
