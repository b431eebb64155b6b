"""`aumaq compare` and `aumaq report`: runs that stand in their folders."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from scenarios.cli.app import app
from scenarios.cli.options import RUNS, Data, LanguageOption, Out, Set
from scenarios.cli.orders import compare_orders

if TYPE_CHECKING:
    import pandas as pd

_RUN_HELP = "A run folder, its name, or a scenario's name for its newest run."


@app.command("compare")
def compare_command(
    asked: Annotated[
        list[str],
        typer.Argument(
            metavar="RUN... | SCENARIO",
            help=f"{_RUN_HELP} With --orders: one scenario, from the library or a .yaml file.",
        ),
    ],
    orders: Annotated[
        bool,
        typer.Option(
            "--orders",
            help="Put documented, greedy and optimised orders of the scenario side by side.",
        ),
    ] = False,
    plan: Annotated[
        list[Path] | None,
        typer.Option("--plan", help="With --orders: a plan of yours (.csv). Repeatable."),
    ] = None,
    changes: Set = None,
    out: Out = RUNS,
    data: Data = None,
    language: LanguageOption = "en",
) -> None:
    """Put runs of one study side by side, or with --orders the orders of one question.

    Of runs: what was asked differently, and what came of it. Of orders: documented as printed and
    under the budget, greedy by need and by benefit per tenge, optimised, and plans of yours; the
    last line printed is the path of the report.
    """
    from inputs.errors import InputError

    if orders:
        if len(asked) != 1:
            raise InputError(
                "orders are those of one scenario",
                value=" ".join(asked),
                expected="one scenario; runs are compared without --orders",
            )
        compare_orders(asked[0], changes or [], plan or [], out, data, language)
        return
    for name, given in (("--plan", plan), ("--set", changes), ("--data", data)):
        if given:
            raise InputError(f"{name}: belongs to --orders", expected="--orders and a scenario")
    _compare_runs(asked, out)


def _compare_runs(runs: list[str], out: Path) -> None:
    from rich.console import Console

    from scenarios.across import across, resolve_run
    from scenarios.runs import load_run

    side = across([load_run(resolve_run(text, out)) for text in runs])
    console = Console(highlight=False)
    if side.scenarios.empty:
        console.print("The scenarios ask the same question.")
    else:
        _print_table(console, "asked", side.scenarios)
    _print_table(console, "optimised plan", side.kpis)
    for remark in side.remarks:
        console.print(f"Note: {remark}.", soft_wrap=True)


@app.command("report")
def report_command(
    run: Annotated[str, typer.Argument(help=_RUN_HELP)],
    out: Out = RUNS,
    data: Data = None,
    language: LanguageOption = "en",
) -> None:
    """Render report, workbook and map layer of a run again, without solving; print the path."""
    from scenarios.across import resolve_run
    from scenarios.rendering import render_again
    from scenarios.runs import load_run
    from scenarios.territories import territory_for

    stored = load_run(resolve_run(run, out))
    typer.echo(render_again(stored, territory_for(stored.scenario, data), language))


def _print_table(console: Any, title: str, frame: pd.DataFrame) -> None:
    from rich.table import Table

    table = Table(title, *frame.columns, box=None, pad_edge=False)
    for column in table.columns[1:]:
        column.justify = "right"
    for name, row in frame.iterrows():
        table.add_row(str(name), *(_cell(value) for value in row))
    console.print(table)


def _cell(value: Any) -> str:
    from scenarios.views.numbers import grouped

    if value is None:
        return "-"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int) and 1900 < value < 2200:
        return str(value)
    if isinstance(value, int | float):
        return grouped(value, 0 if abs(value) >= 1000 or value == int(value) else 3)
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
