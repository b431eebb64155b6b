"""Why a place is in a plan, or why not: what is asked, and everything that is answered."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

import pandas as pd

from optimizer.certificate import Certificate

COURSE_COLUMNS = ("counted", "role", "plan", "year", "value")
PRICE_COLUMNS = (
    *("wish", "said", "year", "capacity", "plan", "low", "high", "about", "unit"),
    *("objective", "bound", "gap", "status", "why", "changes"),
)


@dataclass(frozen=True)
class Number:
    """One that stands for the answer: what it is, its value in words, a line in small print."""

    label: str
    value: str
    detail: str = ""


@dataclass(frozen=True)
class Explanation:
    """An answer for people and for programs; its sentences can be told in every language.

    Attributes
    ----------
    run : name of the run's folder; study : its study
    place : id; name : of it
    year : asked about, None for all of them
    question : in words
    does : what the plan does there, and what the documents have there
    stops : why there is no more of it there, and what needs what is there
    wishes : what each wish costs
    worth : what more money, a delay and one more site are worth; where one has no meaning, why
    proof : how sure this is
    numbers : the most telling ones
    tables : by name. `prices`, a row a wish: wish (in | more | not then | out), said (in words),
        year, capacity, plan, low, high (between which the price lies for certain, inf where
        impossible), about, unit (of the price), objective, bound, gap (of the plan with the wish),
        status, why (it is impossible), changes (what else the plan with it does).
        `course`, a row a year of each plan at the place: counted, role (documented | optimised |
        wish), plan, year, value. `years` and others as the study has them
    certificates : of the plans that the prices rest on, by what they were solved for
    complete : every wish was asked; False while more are to come, and after an interruption
    """

    run: str
    study: str
    place: str
    name: str
    year: int | None
    question: str
    does: str
    stops: tuple[str, ...]
    wishes: tuple[str, ...]
    worth: tuple[str, ...]
    proof: tuple[str, ...]
    numbers: tuple[Number, ...]
    tables: Mapping[str, pd.DataFrame]
    certificates: Mapping[str, Certificate]
    complete: bool

    @property
    def sentences(self) -> tuple[str, ...]:
        """The whole answer in words, in the order in which it is read."""
        return (self.does, *self.stops, *self.wishes, *self.worth, *self.proof)

    def to_dict(self) -> dict[str, Any]:
        """Plain data: numbers that are not known or not finite are None."""
        plain = {f.name: _plain(getattr(self, f.name)) for f in fields(self)}
        return {
            **plain,
            "sentences": list(self.sentences),
            "numbers": [vars(number) for number in self.numbers],
            "tables": {name: _records(table) for name, table in self.tables.items()},
            "certificates": {
                name: {key: _plain(value) for key, value in proof.to_dict().items()}
                for name, proof in self.certificates.items()
            },
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Explanation:
        """What `to_dict` gave; numbers that are None there are nan here."""
        known = {f.name: data[f.name] for f in fields(cls)}
        for name in ("stops", "wishes", "worth", "proof"):
            known[name] = tuple(known[name])
        known["numbers"] = tuple(Number(**number) for number in known["numbers"])
        known["tables"] = {name: told_frame(rows) for name, rows in known["tables"].items()}
        known["certificates"] = {
            name: Certificate.from_dict(proof) for name, proof in known["certificates"].items()
        }
        return cls(**known)


Found = Callable[[Explanation], None]  # hears of every wish as soon as it is priced


def course_frame(rows: Sequence[tuple[str, str, str, int, float]]) -> pd.DataFrame:
    """The course of a place from rows of `COURSE_COLUMNS`."""
    return told_frame([dict(zip(COURSE_COLUMNS, row, strict=True)) for row in rows], COURSE_COLUMNS)


def told_frame(
    rows: Sequence[Mapping[str, Any]], columns: Sequence[str] | None = None
) -> pd.DataFrame:
    """Rows whose sentences can be told in another language; pandas alone would keep bare text."""
    frame = pd.DataFrame(rows, columns=None if columns is None else list(columns), dtype=object)
    for column in frame:
        if not any(isinstance(value, str) for value in frame[column]):
            numbers = pd.to_numeric(frame[column])
            frame[column] = numbers.astype(float) if numbers.isna().all() else numbers
    return frame


def price_frame(rows: list[dict[str, Any]]) -> pd.DataFrame:
    """Prices from rows that name what they know of `PRICE_COLUMNS`."""
    frame = told_frame(rows, PRICE_COLUMNS)
    numbers = ("capacity", "low", "high", "about", "objective", "bound", "gap")
    texts = ("wish", "said", "plan", "unit", "status", "why", "changes")
    frame = frame.astype({**dict.fromkeys(numbers, float), **dict.fromkeys(texts, object)})
    return frame.fillna(dict.fromkeys(texts, ""))


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
