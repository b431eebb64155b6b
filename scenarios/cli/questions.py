"""`aumaq scenarios`: the library, new files, the schema."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from scenarios.cli.app import app

scenarios_app = typer.Typer(no_args_is_help=True, help="List, write and describe scenarios.")
app.add_typer(scenarios_app, name="scenarios")


@scenarios_app.command("list")
def list_command() -> None:
    """List the library: name, title, what differs from the default."""
    from rich.console import Console
    from rich.table import Table

    from scenarios.loading import differences, library, load_scenario

    default = load_scenario("default")
    table = Table("name", "asks", "differs from default", box=None, pad_edge=False, padding=(0, 2))
    table.columns[0].no_wrap = True
    for name in library():
        scenario = load_scenario(name)
        changed = differences(scenario, default)
        words = "\n".join(f"{key}: {_short(ours)}" for key, (ours, _) in changed.items())
        table.add_row(name, scenario.title, words)
    Console(highlight=False).print(table)


@scenarios_app.command("new")
def new_command(
    name: Annotated[str, typer.Argument(help="Name of the new scenario.")],
    base: Annotated[str, typer.Option("--from", help="Scenario to start from.")] = "default",
    out: Annotated[
        Path | None, typer.Option("--out", help="File to write; NAME.yaml if not given.")
    ] = None,
) -> None:
    """Write a commented scenario file with every key spelled out, and print its path."""
    from inputs.errors import InputError
    from scenarios.authoring import commented_yaml
    from scenarios.loading import load

    loaded = load(base, [f"name={json.dumps(name)}"])
    file = out or Path(f"{name}.yaml")
    try:
        with file.open("x", encoding="utf-8") as stream:
            stream.write(commented_yaml(loaded.scenario, name))
    except FileExistsError as error:
        raise InputError("exists already", file=str(file), expected="another --out") from error
    typer.echo(file)


@scenarios_app.command("schema")
def schema_command() -> None:
    """Print the JSON Schema of a scenario file, for editors."""
    from scenarios.authoring import json_schema

    typer.echo(json.dumps(json_schema(), indent=2, ensure_ascii=False))


def _short(value: Any) -> str:
    """A value in one line, as it would stand in the file; defaults of list items left out."""
    if isinstance(value, list):
        return ", ".join(map(_item, value)) or "none"
    return value if isinstance(value, str) else json.dumps(value)


def _item(value: Any) -> str:
    if not isinstance(value, dict):
        return str(value)
    first, *rest = ((k, v) for k, v in value.items() if v not in (None, 0.0))
    more = " ".join(f"{k} {v}" for k, v in rest)
    return f"{first[1]} ({more})" if more else str(first[1])
