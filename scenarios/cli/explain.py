"""`aumaq explain`: why a place is in a run's plan, and why not."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from scenarios.cli.app import EXIT_INTERRUPTED, app
from scenarios.cli.options import RUNS, Data, LanguageOption, Out

if TYPE_CHECKING:
    from scenarios.explaining import Explanation
    from scenarios.explaining.keeping import KeptExplanation


@app.command("explain")
def explain_command(
    run: Annotated[
        str, typer.Argument(help="A run folder, its name, or a scenario's name for its newest run.")
    ],
    place: Annotated[str, typer.Argument(help="Id or name of a unit, a settlement, a site.")],
    year: Annotated[
        int | None, typer.Option("--year", help="Of starts; the whole programme if not given.")
    ] = None,
    plan: Annotated[
        str | None,
        typer.Option("--plan", help="Documented plan to force in; as printed if not given."),
    ] = None,
    out: Out = RUNS,
    data: Data = None,
    time_s: Annotated[
        float, typer.Option("--time", help="Seconds for everything solved again.", min=1.0)
    ] = 120.0,
    gap: Annotated[
        float, typer.Option("--gap", help="Relative gap of each solve.", min=0.0)
    ] = 5e-4,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print the answer for other programs.")
    ] = False,
    html: Annotated[
        Path | None, typer.Option("--html", help="Write the page to this file too.")
    ] = None,
    language: LanguageOption = "en",
    force: Annotated[bool, typer.Option("--force", help="Ask even if asked before.")] = False,
) -> None:
    """Say why something is built at a place when it is, or why not, and what wishes there cost.

    Ctrl-C once ends with the prices found so far and code 5. The answer's page is kept beside the
    runs; its path is the last line printed.
    """
    import json

    from rich.console import Console

    from optimizer.limits import Limits, Stop
    from scenarios.across import resolve_run
    from scenarios.cli.live import Interruptible, ProgressLine
    from scenarios.explaining.keeping import explain_and_keep
    from scenarios.runs import load_run
    from scenarios.territories import territory_for

    stored = load_run(resolve_run(run, out))
    territory = territory_for(stored.scenario, data)
    stop = Stop()
    line = ProgressLine(Console(stderr=True))
    limits = Limits(time_s=time_s, gap=gap, stop=stop, on_progress=line.report)

    def work() -> KeptExplanation:
        return explain_and_keep(
            stored,
            territory,
            place,
            limits,
            out,
            year=year,
            plan=plan,
            force=force,
            language=language,
        )

    answer = Interruptible(work, stop, line).run()
    if html is not None:
        html.write_bytes(answer.kept.report.read_bytes())
    if as_json:
        plain = answer.found.to_dict()
        typer.echo(json.dumps(plain, indent=2, ensure_ascii=False, allow_nan=False))
    else:
        _show(answer.found)
        if answer.kept.cached:
            typer.echo("Answered before, nothing was solved.")
        typer.echo(html or answer.kept.report)
    if not answer.kept.complete:
        raise typer.Exit(EXIT_INTERRUPTED)


# What a screen has room for; --json has every column.
_COLUMNS = {
    "prices": ("wish", "year", "capacity", "low", "about", "high", "status"),
    "budget": ("year", "low", "high"),
    "years": (
        "year", "started", "documented", "gain_per_bn", "budget_value", "loss_per_bn", "delay",
        "stopped_by",
    ),
}  # fmt: skip


def _show(found: Explanation) -> None:
    from rich.console import Console
    from rich.table import Table

    console = Console(highlight=False)
    for sentence in found.sentences:
        console.print(sentence, soft_wrap=not console.is_terminal, markup=False)
    for name, columns in _COLUMNS.items():
        if name not in found.tables or found.tables[name].empty:
            continue
        frame = found.tables[name]
        shown = [c for c in columns if c in frame and frame[c].notna().any()]
        table = Table(*(c.replace("_", " ") for c in shown), box=None, pad_edge=False)
        for column, key in zip(table.columns, shown, strict=True):
            column.justify = "left" if frame[key].dtype.kind not in "ifu" else "right"
            column.no_wrap = True
        for row in frame[shown].itertuples(index=False):
            table.add_row(*map(_cell, shown, row))
        console.print()
        console.print(table, width=max(console.width, 100))


def _cell(column: str, value: object) -> str:
    from math import isfinite

    from scenarios.views.numbers import grouped

    if not isinstance(value, int | float):
        return "" if value is None else str(value)
    if not isfinite(value):
        return ""
    return str(int(value)) if column == "year" else grouped(value)
