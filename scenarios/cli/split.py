"""`aumaq split`: one envelope over several studies."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from scenarios.cli.app import EXIT_FOUND, EXIT_INTERRUPTED, app
from scenarios.cli.options import RUNS, Data, LanguageOption, Out

if TYPE_CHECKING:
    from scenarios.common_budget import SplitAnswer


@app.command("split")
def split_command(
    file: Annotated[Path, typer.Argument(help="A file (.yaml): envelope, studies and weights.")],
    out: Out = RUNS,
    data: Data = None,
    language: LanguageOption = "en",
    workers: Annotated[
        int | None,
        typer.Option("--workers", help="Processes; one for each processor if not given.", min=1),
    ] = None,
) -> None:
    """Split one yearly envelope over schools, water and logistics by what each buys with it.

    Every study is answered at several budgets, each into a run folder; what is answered already
    is not solved again. The split goes to OUT/split-<name of FILE>. Ctrl-C once keeps what is
    found and ends with code 5; a level without an answer ends with code 1. The last line printed
    is the path of the report.
    """
    from rich.console import Console

    from inputs.territory import load_territory
    from optimizer.limits import Stop
    from scenarios.cli.live import Interruptible
    from scenarios.cli.sweep_line import SweepLine
    from scenarios.common_budget import answer_split, load_split
    from scenarios.common_budget.folder import require_place, write_folder
    from scenarios.common_budget.report import beliefs, notes, sentence
    from scenarios.language import speaking

    question = load_split(file, load_territory(data).assumptions)
    target = out / f"split-{question.name}"
    require_place(target)
    stop = Stop()
    line = SweepLine(Console(stderr=True))

    def work() -> SplitAnswer:
        return answer_split(
            question, out, workers=workers, data=data, stop=stop, on_progress=line.report
        )

    answer = Interruptible(work, stop, line).run()
    with speaking(language):
        report = write_folder(answer, target)
    for text in (sentence(answer), *beliefs(answer), *notes(answer)):
        typer.echo(text)
    typer.echo(report)
    if stop:
        raise typer.Exit(EXIT_INTERRUPTED)
    if not answer.complete:
        raise typer.Exit(EXIT_FOUND)
