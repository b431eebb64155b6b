"""`aumaq explain`: why a place is in a run's plan, and why not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from scenarios.cli.app import EXIT_INTERRUPTED, app
from scenarios.cli.options import RUNS, Data, Out

if TYPE_CHECKING:
    from scenarios.explaining import Explanation


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
) -> None:
    """Say why something is built at a place when it is, or why not, and what wishes there cost.

    Ctrl-C once ends with the prices found so far and code 5.
    """
    import json

    from rich.console import Console

    from optimizer.limits import Limits, Stop
    from scenarios.across import resolve_run
    from scenarios.cli.live import Interruptible, ProgressLine
    from scenarios.explaining import explain
    from scenarios.runs import load_run
    from scenarios.territories import territory_for

    stored = load_run(resolve_run(run, out))
    territory = territory_for(stored.scenario, data)
    stop = Stop()
    line = ProgressLine(Console(stderr=True))
    limits = Limits(time_s=time_s, gap=gap, stop=stop, on_progress=line.report)

    def work() -> Explanation:
        return explain(stored, territory, place, limits, year=year, plan=plan)

    found = Interruptible(work, stop, line).run()
    if as_json:
        typer.echo(json.dumps(found.to_dict(), indent=2, ensure_ascii=False, allow_nan=False))
    else:
        _show(found)
    if stop:
        raise typer.Exit(EXIT_INTERRUPTED)


# What a screen has room for; --json has every column.
_COLUMNS = {
    "prices": ("wish", "year", "capacity", "low", "about", "high", "status"),
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
    for name, frame in found.tables.items():
        shown = [c for c in _COLUMNS[name] if c in frame and frame[c].notna().any()]
        if frame.empty:
            continue
        table = Table(*(c.replace("_", " ") for c in shown), box=None, pad_edge=False)
        for column, key in zip(table.columns, shown, strict=True):
            column.justify = "left" if frame[key].dtype.kind not in "ifu" else "right"
            column.no_wrap = True
        for row in frame[shown].itertuples(index=False):
            table.add_row(*map(_cell, shown, row))
        console.print()
        console.print(table, width=max(console.width, 100))


def _cell(column: str, value: object) -> str:
    from math import isinf, isnan

    from scenarios.views.numbers import grouped

    if not isinstance(value, int | float):
        return str(value)
    if isnan(value):
        return ""
    if isinf(value):
        return "impossible"
    return str(int(value)) if column == "year" else grouped(value)
