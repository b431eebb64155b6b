"""Numbers that no document states, by name, with their ranges and sources."""

from __future__ import annotations

import difflib
import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

import pandas as pd

from inputs.errors import InputError

COLUMNS = (
    "name",
    "value",
    "low",
    "high",
    "unit",
    "price_year",
    "group",
    "description",
    "source",
)

Override = float | str


def unknown_name(name: str, known: Iterable[str], what: str) -> InputError:
    """Build the error for a name that is not known, with the closest known ones."""
    names = list(known)
    close = difflib.get_close_matches(name, names, n=5, cutoff=0.5)
    if close:
        expected = "one of " + ", ".join(close)
    elif len(names) <= 40:
        expected = "one of " + ", ".join(names)
    else:
        expected = f"one of {len(names)} known names, such as {names[0]}"
    return InputError(f"unknown {what}", value=name, expected=expected)


@dataclass(frozen=True)
class Assumption:
    """One assumption.

    Attributes
    ----------
    value, low, high
        Value in use and the range of the table, in `unit`.
    central
        Value of the table; differs from `value` where it was overridden.
    price_year
        Year of the prices; None where it is no money.
    """

    name: str
    value: float
    low: float
    high: float
    unit: str
    price_year: int | None
    group: str
    description: str
    source: str
    central: float

    @property
    def overridden(self) -> bool:
        return self.value != self.central

    @property
    def outside_range(self) -> bool:
        return not self.low <= self.value <= self.high


class Assumptions(Mapping[str, Assumption]):
    """Assumptions by name; immutable, `with_overrides` gives a changed copy."""

    def __init__(self, items: Iterable[Assumption]) -> None:
        self._items = {item.name: item for item in items}

    @classmethod
    def from_table(cls, table: pd.DataFrame) -> Assumptions:
        """Build from the typed `assumptions` table.

        Parameters
        ----------
        table
            Columns as in `COLUMNS`; further columns are passed over.
        """
        return cls(
            Assumption(
                name=row["name"],
                value=float(row["value"]),
                low=float(row["low"]),
                high=float(row["high"]),
                unit=row["unit"],
                price_year=None if pd.isna(row["price_year"]) else int(row["price_year"]),
                group=row["group"],
                description=row["description"],
                source=row["source"],
                central=float(row["value"]),
            )
            for row in table.to_dict("records")
        )

    def __getitem__(self, name: str) -> Assumption:
        try:
            return self._items[name]
        except KeyError:
            raise unknown_name(name, self._items, "assumption") from None

    def __contains__(self, name: object) -> bool:
        return name in self._items

    def __iter__(self) -> Iterator[str]:
        return iter(self._items)

    def __len__(self) -> int:
        return len(self._items)

    def value(self, name: str) -> float:
        """Return the value in use.

        Raises
        ------
        InputError
            No assumption has that name.
        """
        return self[name].value

    def with_overrides(self, overrides: Mapping[str, Override]) -> Assumptions:
        """Return a copy in which the named assumptions have other values.

        Parameters
        ----------
        overrides
            Name to a number, or to `low`, `central` or `high` of the table. A number outside the
            range is taken and listed by `outside_range`.

        Raises
        ------
        InputError
            Unknown name, or a value that is neither a finite number nor one of the three words.
        """
        items = dict(self._items)
        for name, override in overrides.items():
            item = self[name]
            items[name] = replace(item, value=_overriding(item, override))
        return Assumptions(items.values())

    def outside_range(self) -> list[str]:
        """List the names whose value in use lies outside the range of the table."""
        return [item.name for item in self._items.values() if item.outside_range]

    def to_table(self) -> pd.DataFrame:
        """Return the values in use, one row each, with `central` and `overridden`."""
        rows = [
            {
                **{column: getattr(item, column) for column in COLUMNS},
                "central": item.central,
                "overridden": item.overridden,
            }
            for item in self._items.values()
        ]
        table = pd.DataFrame(rows, columns=[*COLUMNS, "central", "overridden"])
        return table.astype({"price_year": "float64", "overridden": "bool"})


def _overriding(item: Assumption, override: Override) -> float:
    words = {"low": item.low, "central": item.central, "high": item.high}
    if isinstance(override, str):
        if override in words:
            return words[override]
    elif not isinstance(override, bool) and math.isfinite(override):
        return float(override)
    raise InputError(
        f"assumption {item.name} cannot take this value",
        value=override,
        expected=f"a number in {item.unit} or one of low, central, high",
    )
