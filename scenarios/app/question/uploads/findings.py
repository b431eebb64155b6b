"""What is wrong with a file that was sent: a row of a table for the planner."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from inputs.errors import InputError
from scenarios.app.question.uploads.expectations import recognised
from scenarios.language import said
from scenarios.language.said import from_plain, to_plain

SHOWN = 500  # findings that are kept; how many more there are is told as a number


@dataclass(frozen=True)
class Finding:
    """One thing that is not as expected, and where it stands; empty text where that says nothing.

    Attributes
    ----------
    row : line of the file, the header being 1; None for the file as a whole
    expected : what is wrong, or what would be right
    """

    file: str
    row: int | None
    column: str
    value: str
    expected: str

    def to_plain(self) -> dict[str, Any]:
        """As JSON has it, what is expected with its values."""
        return {**vars(self), "expected": to_plain(self.expected)}

    @classmethod
    def from_plain(cls, plain: Mapping[str, Any]) -> Finding:
        """Back from `to_plain`."""
        return cls(**{**plain, "expected": from_plain(plain["expected"])})


class Refused(Exception):
    """A file that was sent is not taken.

    Attributes
    ----------
    findings : what is wrong with it, the first `SHOWN`
    count : how much is wrong with it in all
    """

    def __init__(self, findings: Iterable[Finding], count: int | None = None) -> None:
        every = tuple(findings)
        self.findings = every[:SHOWN]
        self.count = len(every) if count is None else count
        super().__init__("; ".join(f"{f.file}: {f.expected}" for f in self.findings[:3]))


def of_error(error: InputError) -> Finding:
    """An error of reading or checking as a finding."""
    value = "" if error.value is None else str(error.value)
    expected = recognised(error.message)
    if error.expected:
        expected = said("{one}; {other}", one=expected, other=recognised(error.expected))
    return Finding(error.file or "", error.row, error.column or "", value, expected)


def of_violations(violations: pd.DataFrame) -> list[Finding]:
    """The rows of `inputs.check.check_folder` as findings."""
    return [
        Finding(table, None if pd.isna(row) else int(row), column, value, recognised(expectation))
        for table, row, column, value, expectation in violations.itertuples(index=False)
    ]
