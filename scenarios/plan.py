"""A plan: which facility is opened where and when, whoever proposes it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from inputs.errors import InputError
from scenarios.language import said


class Action(StrEnum):
    OPEN = "open"
    EXPAND = "expand"
    CONNECT = "connect"
    CLOSE = "close"
    TRANSFER = "transfer"  # demand of `place_id` served in `to_place_id` during start_year


class Origin(StrEnum):
    DOCUMENTED = "documented"
    OPTIMISED = "optimised"
    FIXED = "fixed"
    MANUAL = "manual"


COLUMNS: dict[str, str] = {
    "place_id": "string",
    "to_place_id": "string",
    "asset": "string",
    "action": "string",
    "size": "float64",
    "unit": "string",
    "start_year": "int64",
    "in_service_year": "int64",
    "capex_mln_kzt": "float64",
    "opex_mln_kzt": "float64",
    "origin": "string",
}


@dataclass(frozen=True)
class Plan:
    """A table of actions, one row a facility (or a yearly transfer), sorted by year and place.

    Attributes
    ----------
    name : short name shown in comparisons
    actions : DataFrame with the columns of `COLUMNS`; sizes in `unit`, money in mln KZT at the
        scenario's constant prices, capex before it is spread over the construction years
    """

    name: str
    actions: pd.DataFrame

    @classmethod
    def from_rows(cls, name: str, rows: Iterable[dict[str, object]]) -> Plan:
        frame = pd.DataFrame(list(rows), columns=list(COLUMNS)).astype(COLUMNS)
        order = ["start_year", "place_id", "size", "in_service_year"]
        return cls(name, frame.sort_values(order, ignore_index=True))

    @classmethod
    def from_csv(cls, path: Path, name: str | None = None) -> Plan:
        """Read a plan written by `to_csv` or by hand.

        Raises
        ------
        InputError
            names file, row and column of the first missing column or unreadable value
        """
        raw = pd.read_csv(path, dtype="string", keep_default_na=False)
        wrong = next(plan_errors(raw, str(path)), None)
        if wrong is not None:
            raise wrong
        return cls.from_text(raw, name or path.stem)

    @classmethod
    def from_text(cls, raw: pd.DataFrame, name: str) -> Plan:
        """The plan in a table of text in which `plan_errors` finds nothing."""
        frame = pd.DataFrame(index=raw.index)
        for column, dtype in COLUMNS.items():
            text = raw[column] if column in raw.columns else pd.Series("", index=raw.index)
            frame[column] = text if dtype == "string" else _numbers(text, column)
        rows = frame.to_dict("records")
        return cls.from_rows(name, [{str(k): v for k, v in r.items()} for r in rows])

    def to_csv(self, path: Path) -> None:
        self.actions.to_csv(path, index=False, float_format="%.10g", lineterminator="\n")

    @property
    def openings(self) -> pd.DataFrame:
        """The rows that add capacity."""
        return self.actions[
            self.actions["action"].isin([Action.OPEN, Action.EXPAND, Action.CONNECT])
        ]

    def in_service(
        self, places: Sequence[str], periods: Sequence[int]
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """What the plan adds at places by periods.

        Returns
        -------
        (M, T) size in service in a period, and (M, T) mln KZT for what comes into service up to it
        and after the one before. Other places, and what comes after the last period, are left out.
        """
        size, spent = np.zeros((len(places), len(periods))), np.zeros((len(places), len(periods)))
        number = {place: m for m, place in enumerate(places)}
        columns = ["place_id", "size", "in_service_year", "capex_mln_kzt"]
        for place, added, year, capex in self.openings[columns].itertuples(index=False):
            since = int(np.searchsorted(periods, year))
            if place in number and since < len(periods):
                size[number[place], since:] += added
                spent[number[place], since] += capex
        return size, spent

    @property
    def transfers(self) -> pd.DataFrame:
        return self.actions[self.actions["action"] == Action.TRANSFER]


_ADDING = [Action.OPEN, Action.EXPAND, Action.CONNECT]
_OPTIONAL = {"to_place_id", "opex_mln_kzt"}


_MEMBERS: dict[str, type[StrEnum]] = {"action": Action, "origin": Origin}


def plan_errors(raw: pd.DataFrame, file: str) -> Iterator[InputError]:
    """Everything that keeps a table of text from being a plan: columns first, then cells.

    Parameters
    ----------
    raw : all columns text, rows as in the file, whose header is line 1
    """
    expected = [column for column in COLUMNS if column not in _OPTIONAL]
    missing = [column for column in expected if column not in raw.columns]
    for column in missing:
        yield InputError(
            said("column is missing"), file=file, column=column, expected=", ".join(expected)
        )
    for column, dtype in COLUMNS.items():
        if dtype == "string" or column not in raw.columns:
            continue
        values = _numbers(raw[column], column)
        bad = values.isna() | (values < 0)
        if dtype == "int64":
            bad |= values % 1 != 0
        kind = said("a whole number") if dtype == "int64" else said("a number, 0 or larger")
        yield from cell_errors(raw, column, bad, file, said("not a number that fits"), kind)
    for column, members in _MEMBERS.items():
        if column in raw.columns:
            bad = ~raw[column].isin(list(members))
            yield from cell_errors(
                raw, column, bad, file, said("unknown value"), " | ".join(members)
            )


def cell_errors(
    raw: pd.DataFrame, column: str, bad: pd.Series, file: str, message: str, expected: str
) -> Iterator[InputError]:
    """An error for every row in which a column of text is bad."""
    for row in np.flatnonzero(bad.to_numpy()):
        found = str(raw[column].iloc[row]) if column in raw.columns else ""
        yield InputError(
            message, file=file, row=int(row) + 2, column=column, value=found, expected=expected
        )


def _numbers(text: pd.Series, column: str) -> pd.Series:
    filled = text.str.strip().where(text.str.strip() != "", "0" if column in _OPTIONAL else "")
    return pd.to_numeric(filled, errors="coerce").astype("float64")
