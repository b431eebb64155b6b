"""Options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from scenarios.language import Language

Out = Annotated[Path, typer.Option("--out", help="Folder that holds the run folders.")]
Data = Annotated[
    Path | None,
    typer.Option("--data", help="Folder of tables to use instead of the embedded data."),
]
LanguageOption = Annotated[
    Language,
    typer.Option(
        "--language",
        envvar="AUMAQ_LANGUAGE",
        help="Of report and workbook: English, Kazakh or Russian.",
    ),
]
Set = Annotated[
    list[str] | None,
    typer.Option("--set", help="Change a key: money.budget_bn_per_year=400. Repeatable."),
]

RUNS = Path("runs")
