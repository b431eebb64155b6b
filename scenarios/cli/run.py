"""`aumaq run`: answer a scenario."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from scenarios.cli.app import EXIT_INTERRUPTED, app
from scenarios.cli.options import RUNS, Data, LanguageOption, Out, Set

if TYPE_CHECKING:
    from scenarios.runner import Outcome


@app.command("run")
def run_command(
    scenario: Annotated[str, typer.Argument(help="Name from the library, or a .yaml file.")],
    changes: Set = None,
    out: Out = RUNS,
    data: Data = None,
    language: LanguageOption = "en",
    force: Annotated[bool, typer.Option("--force", help="Solve even if answered before.")] = False,
    time_s: Annotated[
        float | None, typer.Option("--time", help="Seconds to solve; same as solve.time_s.")
    ] = None,
    gap: Annotated[
        float | None, typer.Option("--gap", help="Relative gap to stop at; same as solve.gap.")
    ] = None,
) -> None:
    """Answer a scenario: plan, comparison with the documents, report.

    Ctrl-C once keeps the best plan found so far, marks it as interrupted and ends with code 5.
    The last line printed is the path of the report.
    """
    from scenarios.loading import load

    overrides = list(changes or [])
    overrides += [f"solve.time_s={time_s}"] if time_s is not None else []
    overrides += [f"solve.gap={gap}"] if gap is not None else []
    loaded = load(scenario, overrides)

    from rich.console import Console

    from optimizer.limits import Stop
    from scenarios.cli.live import Interruptible, ProgressLine
    from scenarios.errors import InconsistentScenario
    from scenarios.runner import run
    from scenarios.territories import territory_for

    territory = territory_for(loaded.scenario, data)
    stop = Stop()
    line = ProgressLine(Console(stderr=True))

    def work() -> Outcome:
        return run(
            loaded.scenario,
            territory,
            out,
            stop=stop,
            on_progress=line.report,
            force=force,
            language=language,
        )

    try:
        outcome = Interruptible(work, stop, line).run()
    except InconsistentScenario as error:
        raise loaded.inconsistent(error.problems) from error
    _show(outcome)
    if not outcome.run.manifest.complete:
        raise typer.Exit(EXIT_INTERRUPTED)


def _show(outcome: Outcome) -> None:
    from rich.console import Console
    from rich.table import Table

    from scenarios.rendering import headline_of

    console = Console(highlight=False)
    head = headline_of(outcome.answer)
    console.print(head.text, soft_wrap=not console.is_terminal)
    yearly = outcome.answer.kind == "programme"
    other = "documented, same money" if yearly else outcome.answer.comparison.baseline
    table = Table("", "optimised", other, "", box=None, pad_edge=False)
    for number in head.numbers:
        table.add_row(number.label, number.value, number.counterpart, number.verdict)
    console.print(table)
    console.print(_how_sure(outcome), soft_wrap=True)
    typer.echo(outcome.run.report)


def _how_sure(outcome: Outcome) -> str:
    from scenarios.views.numbers import percent

    manifest = outcome.run.manifest
    gaps = [
        f"{percent(c.gap, 2)} for {c.stage.lstrip('0123456789 ')}"
        for c in outcome.answer.certificates
        if c.gap is not None
    ]
    proven = f"proven within {', '.join(gaps)}; " if gaps else ""
    if outcome.cached:
        origin = "answered before, nothing was solved"
    else:
        origin = f"solved in {manifest.seconds:.1f} s"
    if not manifest.complete:
        origin += "; interrupted: this is the best plan found until then, not kept as the answer"
    return f"Plan {proven}feasibility checked independently; {origin}."
