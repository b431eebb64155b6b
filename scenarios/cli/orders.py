"""`aumaq compare SCENARIO --orders`: one question in several orders."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from scenarios.cli.app import EXIT_INTERRUPTED

if TYPE_CHECKING:
    from scenarios.language import Language
    from scenarios.sequencing.compared import Compared

_MANY = 1000  # from here on totals are told without decimals


def compare_orders(
    name: str,
    changes: list[str],
    plans: list[Path],
    out: Path,
    data: Path | None,
    language: Language,
) -> None:
    """Answer the scenario, put its orders side by side, print the path of the report."""
    from rich.console import Console

    from optimizer.limits import Stop
    from scenarios.cli.live import Interruptible, ProgressLine
    from scenarios.errors import InconsistentScenario
    from scenarios.loading import load
    from scenarios.sequencing.compared import compare_orders as compare
    from scenarios.territories import territory_for

    loaded = load(name, changes)
    territory = territory_for(loaded.scenario, data)
    stop = Stop()
    line = ProgressLine(Console(stderr=True))

    def work() -> Compared:
        return compare(
            loaded.scenario,
            territory,
            out,
            plans,
            stop=stop,
            on_progress=line.report,
            language=language,
        )

    try:
        found = Interruptible(work, stop, line).run()
    except InconsistentScenario as error:
        raise loaded.inconsistent(error.problems) from error
    _show(found)
    if not found.complete:
        raise typer.Exit(EXIT_INTERRUPTED)


def _show(found: Compared) -> None:
    from rich.console import Console
    from rich.table import Table

    from scenarios.views.numbers import grouped, percent

    console = Console(highlight=False)
    console.print(found.text, soft_wrap=not console.is_terminal, markup=False)
    shares = "worst_share" in found.totals
    heads = ("order", found.unit, *(("worst",) if shares else ()), "bn KZT", "beyond the budget")
    table = Table(*heads, box=None)
    for column in table.columns[1:]:
        column.justify = "right"
    for row in found.totals.to_dict("records"):
        table.add_row(
            str(row["order"]),
            grouped(row["total"], 0 if abs(row["total"]) >= _MANY else 1),
            *((percent(row["worst_share"], 1),) if shares else ()),
            grouped(row["capex"], 1),
            grouped(row["overspending"], 1),
        )
    console.print(table)
    if found.cached:
        console.print("Compared before, nothing was solved.")
    if not found.complete:
        console.print("Interrupted: the optimised order is the best found until then.")
    typer.echo(found.report)
