"""The user's folder of imported places, and a territory that knows them."""

from __future__ import annotations

import hashlib
import shutil
import uuid
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import platformdirs

from inputs.errors import InputError
from inputs.parsing import typed_frame
from inputs.places.importing import PlacesImport
from inputs.points import KAZAKHSTAN
from inputs.reading import read_file
from inputs.schemas.registry import TABLES
from inputs.schemas.territory import COORD_QUALITIES
from inputs.territory import Territory

SETTLEMENTS = "settlements.csv"
REPORTS = ("accepted", "ambiguous", "unmatched", "checked")

_OVERLAID = ["lat", "lon", "coord_quality", "fallback_place_id", "source"]


def places_folder() -> Path:
    """Return the folder in which imported places are kept unless another is named."""
    return Path(platformdirs.user_data_dir("aumaq")) / "places"


def write_import(found: PlacesImport, folder: Path | None = None) -> Path:
    """Write the table of settlements and the reports of an import; an earlier one is replaced.

    Parameters
    ----------
    folder
        None: the user's own folder.

    Returns
    -------
    pathlib.Path
        The folder: `settlements.csv`, `accepted.csv`, `ambiguous.csv`, `unmatched.csv` and
        `checked.csv`.

    Raises
    ------
    InputError
        The folder is inside the package.
    """
    target = places_folder() if folder is None else folder
    if target.resolve().is_relative_to(Path(__file__).parents[1].resolve()):
        raise InputError(
            "imported places do not belong in the package",
            value=str(target),
            expected="a folder of your own",
        )
    target.mkdir(parents=True, exist_ok=True)
    hidden = target / f".{uuid.uuid4().hex}"
    hidden.mkdir()
    try:
        for name in REPORTS:
            getattr(found, name).to_csv(hidden / f"{name}.csv", index=False)
        _as_declared(found.settlements).to_csv(hidden / SETTLEMENTS, index=False)
        # the table that is read back goes last: it never stands beside older reports
        for name in (*(f"{name}.csv" for name in REPORTS), SETTLEMENTS):
            (hidden / name).replace(target / name)
    finally:
        shutil.rmtree(hidden, ignore_errors=True)
    return target


def _as_declared(settlements: pd.DataFrame) -> pd.DataFrame:
    """Whole numbers without a decimal point, as the tables of a data folder have them."""
    table = settlements.copy()
    for field in TABLES["settlements"].fields:
        column = table[field.name]
        if field.name.startswith("population_") and (column.dropna() % 1 == 0).all():
            table[field.name] = column.astype("Int64")
    return table


def imported_settlements(territory: Territory, folder: Path | None = None) -> pd.DataFrame:
    """Return the territory's settlements with the imported points laid over them.

    Points of the import replace those of the territory only where the latter are not exact.

    Parameters
    ----------
    folder
        What `write_import` wrote to; None: the user's own folder. Without a table there, the
        settlements are returned as they are.

    Raises
    ------
    InputError
        The table cannot be read or names an unknown settlement.
    """
    settlements = territory.table("settlements")
    path = (places_folder() if folder is None else folder) / SETTLEMENTS
    if not path.is_file():
        if folder is not None:
            raise InputError(
                "no imported places here",
                value=str(folder),
                expected=f"a folder with {SETTLEMENTS}, as `aumaq places import` writes it",
            )
        return settlements
    imported = _read(path).set_index("settlement_id")
    unknown = imported.index[~imported.index.isin(settlements["settlement_id"])]
    if len(unknown):
        raise InputError(
            "settlements that the territory does not know",
            file=path.name,
            column="settlement_id",
            value=", ".join(unknown[:5]),
            expected="the settlements of this territory; import the places again",
        )
    table = settlements.set_index("settlement_id", drop=False)
    open_ids = table.index[table["coord_quality"] != "exact"].intersection(imported.index)
    found = open_ids[imported.loc[open_ids, "coord_quality"] != "schematic"]
    table.loc[found, _OVERLAID] = imported.loc[found, _OVERLAID]
    return table.reset_index(drop=True)


def _read(path: Path) -> pd.DataFrame:
    """Read a table that a person may have edited."""
    (raw,) = read_file(path)
    missing = [name for name in TABLES["settlements"].columns if name not in raw.columns]
    if missing:
        raise InputError(
            f"missing columns: {', '.join(missing)}",
            file=path.name,
            expected="the columns that `aumaq places import` writes",
        )
    table = typed_frame(raw, TABLES["settlements"])
    right = {
        "lat": table["lat"].between(KAZAKHSTAN.south, KAZAKHSTAN.north),
        "lon": table["lon"].between(KAZAKHSTAN.west, KAZAKHSTAN.east),
        "coord_quality": table["coord_quality"].isin(COORD_QUALITIES),
        "settlement_id": ~table["settlement_id"].duplicated(),
    }
    expected = {
        "lat": f"degrees within {KAZAKHSTAN}",
        "lon": f"degrees within {KAZAKHSTAN}",
        "coord_quality": " or ".join(COORD_QUALITIES),
        "settlement_id": "one row per settlement",
    }
    for column, good in right.items():
        for row in map(int, np.flatnonzero(~good.to_numpy(dtype=bool))[:1]):
            raise InputError(
                "the cell is wrong",
                file=path.name,
                row=raw.lines[row],
                column=column,
                value=raw.rows[row][raw.columns.index(column)],
                expected=expected[column],
            )
    return table


def with_imported_places(territory: Territory, folder: Path | None = None) -> Territory:
    """Return the territory with the imported points in its settlements.

    Its content hash tells it from the territory without them; where nothing was imported it is
    the territory itself.
    """
    settlements = imported_settlements(territory, folder)
    before = territory.table("settlements")
    changed = int((settlements["lat"] != before["lat"]).sum())
    if not changed:
        return territory
    points = settlements[["settlement_id", "lat", "lon", "coord_quality"]].to_csv(index=False)
    digest = hashlib.sha256(f"{territory.content_hash}\n{points}".encode())
    note = f"the points of {changed} settlements are imported by the user"
    return replace(
        territory,
        content_hash=digest.hexdigest(),
        notes=(*territory.notes, note),
        _typed={**territory._typed, "settlements": settlements},
    )
