"""Why a place is in a plan, or why not: what is asked, and everything that is answered."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from optimizer.certificate import Certificate


@dataclass(frozen=True)
class Explanation:
    """An answer for people and for programs.

    Attributes
    ----------
    run : name of the run's folder; study : its study
    place : id; name : of it
    year : asked about, None for all of them
    sentences : the answer in words, with numbers
    tables : the same in figures, by name
    certificates : of the plans that the prices rest on, by what they were solved for
    """

    run: str
    study: str
    place: str
    name: str
    year: int | None
    sentences: tuple[str, ...]
    tables: Mapping[str, pd.DataFrame]
    certificates: Mapping[str, Certificate]

    def to_dict(self) -> dict[str, Any]:
        """Plain data: numbers that are not known or not finite are None."""
        return {
            "run": self.run,
            "study": self.study,
            "place": self.place,
            "name": self.name,
            "year": self.year,
            "sentences": list(self.sentences),
            "tables": {name: _records(table) for name, table in self.tables.items()},
            "certificates": {
                name: {key: _plain(value) for key, value in proof.to_dict().items()}
                for name, proof in self.certificates.items()
            },
        }


def _records(table: pd.DataFrame) -> list[dict[str, Any]]:
    return [
        {str(key): _plain(value) for key, value in row.items()} for row in table.to_dict("records")
    ]


def _plain(value: Any) -> Any:
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    return value.item() if hasattr(value, "item") else value
