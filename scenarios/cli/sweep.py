"""`aumaq sweep`: many scenarios, one table."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from scenarios.cli.app import EXIT_FOUND, EXIT_INTERRUPTED, app
from scenarios.cli.options import RUNS, Data, Out

if TYPE_CHECKING:
    from scenarios.sweeps import SweepTable


@app.command("sweep")
def sweep_command(
    file: Annotated[Path, typer.Argument(help="A sweep file (.yaml): a base and what varies.")],
    out: Out = RUNS,
    data: Data = None,
    table: Annotated[
        Path | None,
        typer.Option("--table", help="Parquet file to write; OUT/<name of FILE>.parquet."),
    ] = None,
    workers: Annotated[
        int | None,
        typer.Option("--workers", help="Processes; one for each processor if not given.", min=1),
    ] = None,
    scheduler: Annotated[
        str | None,
        typer.Option("--scheduler", help="Dask cluster to use instead: tcp://host:port."),
    ] = None,
    render: Annotated[
        bool, typer.Option("--render", help="Write the reports too; `aumaq report` does so later.")
    ] = False,
) -> None:
    """Answer many scenarios: one run folder each, and one table of keys and KPIs.

    What is answered already is not solved again: after an interruption the same command does the
    rest. Ctrl-C once keeps the best plans found so far and ends with code 5. A scenario that fails
    is recorded and the others go on; the command then ends with code 1. The last line printed is
    the path of the table.
    """
    from rich.console import Console

    from inputs.territory import load_territory
    from optimizer.limits import Stop
    from scenarios.cli.live import Interruptible
    from scenarios.cli.sweep_line import SweepLine
    from scenarios.sweeps import expand, load_sweep, run_all

    sweep = load_sweep(file, load_territory(data).assumptions)
    variants = expand(sweep)
    stop = Stop()
    line = SweepLine(Console(stderr=True))

    def work() -> SweepTable:
        return run_all(
            variants,
            out,
            workers=workers,
            scheduler=scheduler,
            data=data,
            limit_s=sweep.run_limit_s,
            stop=stop,
            on_progress=line.report,
            render=render,
        )

    result = Interruptible(work, stop, line).run()
    target = table or out / f"{sweep.name}.parquet"
    result.write(target)
    _show(result)
    typer.echo(target)
    if stop:
        raise typer.Exit(EXIT_INTERRUPTED)
    if (result.frame["status"] != "done").any():
        raise typer.Exit(EXIT_FOUND)


def _show(result: SweepTable) -> None:
    from rich.console import Console

    console = Console(highlight=False)
    counts = result.frame["status"].value_counts()
    console.print(", ".join(f"{n} {status}" for status, n in counts.items()) + ".")
    failed = result.frame[result.frame["status"] != "done"]
    for row in failed[["variant", "label", "status", "error"]].to_dict("records"):
        reason = row["error"].strip().splitlines() or [row["status"]]
        text = f"  {row['variant']} ({row['label']}): {reason[-1]}"
        console.print(text, soft_wrap=True, markup=False)
