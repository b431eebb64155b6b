"""The territory: all tables of a data folder, typed, with the units and places in reach."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from importlib import resources
from pathlib import Path

import pandas as pd

from inputs.assumptions import Assumptions, unknown_name
from inputs.check import check_folder
from inputs.errors import InputError
from inputs.parsing import typed_frame
from inputs.reading import RawTable, read_file, table_files
from inputs.schemas.registry import TABLES

LANGUAGES = ("kk", "ru", "en")
COEFFICIENT = "cost_coefficient_"


def embedded_folder() -> Path:
    """Return the folder of the data package that comes with the program."""
    return Path(str(resources.files("inputs") / "data"))


@dataclass(frozen=True, eq=False)
class Territory:
    """What is known of a territory.

    Attributes
    ----------
    folder
        Folder or workbook the tables come from.
    content_hash
        SHA-256 (hex) over the names and bytes of the data files, and over those of the embedded
        assumptions where they fill gaps: the same content gives the same hash on any machine.
    notes
        What was filled in from the embedded package.
    """

    folder: Path
    content_hash: str
    notes: tuple[str, ...]
    _raw: dict[str, RawTable] = field(repr=False)
    _typed: dict[str, pd.DataFrame] = field(repr=False, default_factory=dict)

    def has(self, name: str) -> bool:
        """Say whether the table can be read; assumptions always can."""
        return name in self._raw or name == "assumptions"

    def table(self, name: str) -> pd.DataFrame:
        """Return a table as a fresh copy.

        Text is `str`, numbers float64, integers int64 (float64 with NaN where cells may be
        empty), in the declared order of columns.

        Raises
        ------
        InputError
            The table is not declared, or the folder does not hold it.
        """
        if name not in TABLES:
            raise unknown_name(name, TABLES, "table")
        if name == "assumptions":
            return self.assumptions.to_table()[TABLES[name].columns]
        return self._read(name).copy()

    def _read(self, name: str) -> pd.DataFrame:
        if name not in self._raw:
            raise InputError(
                f"the folder holds no table {name}",
                file=str(self.folder),
                expected=f"a file {name}.csv; tables here: {', '.join(sorted(self._raw))}",
            )
        if name not in self._typed:
            self._typed[name] = typed_frame(self._raw[name], TABLES[name])
        return self._typed[name]

    @cached_property
    def _units(self) -> pd.DataFrame:
        return self._read("units").set_index("unit_id")

    @property
    def units(self) -> pd.DataFrame:
        """Units by `unit_id`, in the order of the table."""
        return self._units.copy()

    def _known(self, unit_id: str) -> str:
        if unit_id not in self._units.index:
            raise unknown_name(unit_id, self._units.index, "unit")
        return unit_id

    def leaf_units(self, selection: Sequence[str] | None = None) -> list[str]:
        """List units without children, in the order of the units table.

        Parameters
        ----------
        selection
            Ids of regions, oblasts and units, mixed; all leaves below them. None is everything.
            Units merged into others are never planned for and left out.

        Raises
        ------
        InputError
            An id is unknown or belongs to a merged unit.
        """
        units = self._units
        active = units[units["merged_into"].isna()]
        leaves = active.index[~active.index.isin(active["parent_id"])]
        if selection is None:
            return list(leaves)
        for unit_id in selection:
            successor = units.loc[self._known(unit_id), "merged_into"]
            if isinstance(successor, str):
                raise InputError(
                    "this unit has been merged into another", value=unit_id, expected=successor
                )
        chosen = set(selection)
        return [leaf for leaf in leaves if chosen & set(self._ancestry(leaf))]

    @cached_property
    def _parents(self) -> dict[str, str]:
        known = self._units["parent_id"].dropna()
        return {str(unit): str(parent) for unit, parent in known.items()}

    def _ancestry(self, unit_id: str) -> list[str]:
        line = [unit_id]
        while (parent := self._parents.get(line[-1])) is not None:
            line.append(parent)
        return line

    def oblast_of(self, unit_id: str) -> str:
        """Return the oblast-level unit that `unit_id` belongs to.

        Raises
        ------
        InputError
            The unit is unknown, or is a region.
        """
        oblast = self._units.loc[self._known(unit_id), "oblast_id"]
        if not isinstance(oblast, str):
            raise InputError(
                "a region lies in no oblast", value=unit_id, expected="a unit below it"
            )
        return oblast

    def name(self, unit_id: str, language: str = "en") -> str:
        """Return the name of a unit in `kk`, `ru` or `en`; in Kazakh where the other is missing.

        Raises
        ------
        InputError
            Unknown unit or language.
        """
        if language not in LANGUAGES:
            raise unknown_name(language, LANGUAGES, "language")
        row = self._units.loc[self._known(unit_id)]
        name = row[f"name_{language}"]
        return str(name if isinstance(name, str) else row["name_kk"])

    def coordinates(self, unit_ids: Sequence[str]) -> pd.DataFrame:
        """Return the points of the administrative centres.

        Returns
        -------
        pandas.DataFrame
            Columns unit_id, lat, lon (degrees) and coord_quality (exact, approximate or
            schematic), one row per id in the order given.

        Raises
        ------
        InputError
            A unit is unknown or has no administrative centre among the places.
        """
        centres = self._units.loc[[self._known(unit) for unit in unit_ids], "centre_place_id"]
        missing = list(centres.index[centres.isna()])
        if missing:
            raise InputError(
                f"units without an administrative centre: {', '.join(missing)}",
                file="units.csv",
                column="centre_place_id",
                expected="the place_id of a row in places.csv",
            )
        places = self._read("places").set_index("place_id")
        points = places.loc[centres.to_numpy(), ["lat", "lon", "coord_quality"]]
        points.insert(0, "unit_id", list(unit_ids))
        return points.reset_index(drop=True)

    @cached_property
    def assumptions(self) -> Assumptions:
        """Assumptions of the folder; the embedded ones where it states none.

        Each oblast-level unit has a `cost_coefficient_<oblast_id>`: its own or a copy of
        `cost_coefficient_other`.
        """
        frames = [_embedded_assumptions()]
        if "assumptions" in self._raw:
            frames.append(self._read("assumptions"))
        table = pd.concat(frames, ignore_index=True).drop_duplicates("name", keep="last")
        table = table.set_index("name", drop=False)
        oblasts = self._units["oblast_id"].dropna().unique()
        other = table.loc[f"{COEFFICIENT}other"]
        for name in (f"{COEFFICIENT}{oblast}" for oblast in oblasts):
            if name not in table.index:
                table.loc[name] = other
                table.loc[name, "name"] = name
        return Assumptions.from_table(table)


def _embedded_assumptions() -> pd.DataFrame:
    (raw,) = read_file(embedded_folder() / "assumptions.csv")
    return typed_frame(raw, TABLES["assumptions"])


def load_territory(folder: Path | None = None) -> Territory:
    """Load a folder of tables.

    Parameters
    ----------
    folder
        Folder of CSV files or .xlsx workbooks, or one workbook; None is the embedded package.
        A folder of the user is checked first; it may hold any of the declared tables as long as
        it holds `documents` and `units`.

    Raises
    ------
    InputError
        The folder does not exist or a table in it violates its schema.
    """
    embedded = folder is None
    path = embedded_folder() if folder is None else Path(folder)
    if not embedded:
        _require_sound(path)
    digest = hashlib.sha256()
    raw: dict[str, RawTable] = {}
    for file in table_files(path):
        tables = [table for table in read_file(file) if table.name in TABLES]
        raw.update((table.name, table) for table in tables)
        _feed(digest, file)
    notes: tuple[str, ...] = ()
    if not embedded:
        own = len(raw["assumptions"].rows) if "assumptions" in raw else 0
        notes = (
            f"{own} assumptions are read from {path.name}; embedded assumptions stand for the rest",
        )
        _feed(digest, embedded_folder() / "assumptions.csv")
    return Territory(path, digest.hexdigest(), notes, raw)


def _feed(digest: hashlib._Hash, file: Path) -> None:
    digest.update(file.name.encode())
    digest.update(b"\0")
    digest.update(hashlib.sha256(file.read_bytes()).digest())


def _require_sound(path: Path, shown: int = 5) -> None:
    violations = check_folder(path)
    if violations.empty:
        return
    found = [
        " ".join(
            [row["table"]]
            + ([] if pd.isna(row["row"]) else [f"row {row['row']}"])
            + ([f"column {row['column']}"] if row["column"] else [])
        )
        + f": found {row['value']!r}, expected {row['expectation']}"
        for row in violations.head(shown).to_dict("records")
    ]
    if len(violations) > shown:
        found.append(f"and {len(violations) - shown} more")
    raise InputError(
        f"{len(violations)} violations: {' | '.join(found)}",
        file=str(path),
        expected="a folder that passes `aumaq inputs check`",
    )
