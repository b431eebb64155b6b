"""`aumaq inputs`: check, audit and begin a folder of tables."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from scenarios.cli.app import EXIT_FOUND, app
from scenarios.cli.options import Data

inputs_app = typer.Typer(no_args_is_help=True, help="Check, audit and begin tables of data.")
app.add_typer(inputs_app, name="inputs")


@inputs_app.command("check")
def check_command(
    folder: Annotated[
        Path | None, typer.Argument(help="Folder of tables; the embedded data if not given.")
    ] = None,
) -> None:
    """Check tables against their declared schemas; list every violation; code 1 if there is one."""
    import pandas as pd

    from inputs.check import check_folder
    from inputs.territory import embedded_folder

    checked = folder or embedded_folder()
    violations = check_folder(checked)
    for row in violations.to_dict("records"):
        line = "" if pd.isna(row["row"]) else f", row {row['row']}"
        column = f", column {row['column']}" if row["column"] else ""
        found = f"{row['table']}{line}{column}: found {row['value']!r}"
        typer.echo(f"{found}; expected {row['expectation']}", err=True)
    if len(violations):
        typer.echo(f"{len(violations)} violations in {checked}", err=True)
        raise typer.Exit(EXIT_FOUND)
    typer.echo(f"{checked}: every table is as declared")


@inputs_app.command("audit")
def audit_command(
    documents: Annotated[Path, typer.Option("--documents", help="Folder of the documents' text.")],
    data: Data = None,
) -> None:
    """Prove that figures stand at the cited lines and that sums hold; code 1 if one does not."""
    from rich.console import Console

    from inputs.audit import audit
    from inputs.territory import embedded_folder

    report = audit(data or embedded_folder(), documents)
    console = Console(highlight=False)
    console.print(report.checks_table(), report.exemptions_table())
    if not report.ok:
        console.print(report.failures_table())
        raise typer.Exit(EXIT_FOUND)


@inputs_app.command("template")
def template_command(
    folder: Annotated[Path, typer.Argument(help="Folder to write, new or empty.")],
) -> None:
    """Write an empty, commented set of tables for a new region, and print where."""
    from inputs.template import write_template

    write_template(folder)
    typer.echo(folder)
