"""`aumaq places`: points of settlements from a gazetteer of one's own."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from scenarios.cli.app import app
from scenarios.cli.options import Data

if TYPE_CHECKING:
    import pandas as pd
    from rich.table import Table

places_app = typer.Typer(no_args_is_help=True, help="Give settlements their points on the map.")
app.add_typer(places_app, name="places")

_SHOWN = 12


@places_app.command("import")
def import_command(
    file: Annotated[
        Path,
        typer.Argument(help="GeoNames KZ.txt, or a GeoJSON, GeoPackage, shapefile or CSV."),
    ],
    out: Annotated[
        Path | None,
        typer.Option("--out", help="Folder to write; your own data folder if not given."),
    ] = None,
    boundaries: Annotated[
        Path | None,
        typer.Option("--boundaries", help="Outlines of districts: shapefile, GeoPackage, GeoJSON."),
    ] = None,
    radius_km: Annotated[
        float,
        typer.Option("--radius", min=1.0, help="Without outlines: km around a district's centre."),
    ] = 45.0,
    data: Data = None,
) -> None:
    """Find settlements in a gazetteer by name, each in its own district; never by a guess.

    What earlier imports into the same folder found is kept.
    """
    from rich.console import Console

    from inputs.places import import_places, places_folder, with_imported_places, write_import
    from inputs.places.storage import SETTLEMENTS
    from inputs.territory import load_territory

    folder = out or places_folder()
    territory = load_territory(data)
    if (folder / SETTLEMENTS).is_file():
        territory = with_imported_places(territory, folder)
    found = import_places(territory, file, boundaries=boundaries, radius_km=radius_km)
    write_import(found, folder)
    console = Console(highlight=False)
    for title, table in (("Ambiguous", found.ambiguous), ("Not found", found.unmatched)):
        if len(table):
            console.print(_shown(title, table))
    typer.echo(
        f"{len(found.accepted)} settlements found, {len(found.ambiguous)} ambiguous, "
        f"{len(found.unmatched)} not found"
    )
    typer.echo(
        f"{found.located_count} of {found.settlement_count} settlements have a point of their own, "
        f"with {100 * found.located_population_share:.1f} % of the population of 2018"
    )
    typer.echo(folder)


def _shown(title: str, table: pd.DataFrame) -> Table:
    from rich.table import Table

    shown = Table(title=f"{title}: {len(table)}", title_justify="left")
    for column in ("settlement", "district", "population 2018", "reason", "candidates"):
        shown.add_column(column, justify="right" if "population" in column else "left")
    largest = table.sort_values("population_2018", ascending=False, kind="stable").head(_SHOWN)
    for row in largest.to_dict("records"):
        people = row["population_2018"]
        shown.add_row(
            f"{row['settlement_id']} {row['name_kk']}",
            row["unit_id"],
            "" if people != people else f"{people:.0f}",
            row["reason"],
            row["candidates"],
        )
    if len(table) > _SHOWN:
        shown.caption = f"the {_SHOWN} largest; all are in the folder"
    return shown
