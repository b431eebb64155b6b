"""What is wrong with a file that was sent: a row of a table for the planner."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from inputs.errors import InputError

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
    expected = f"{error.message}; {error.expected}" if error.expected else error.message
    return Finding(error.file or "", error.row, error.column or "", value, expected)


def of_violations(violations: pd.DataFrame) -> list[Finding]:
    """The rows of `inputs.check.check_folder` as findings."""
    return [
        Finding(table, None if pd.isna(row) else int(row), column, value, expectation)
        for table, row, column, value, expectation in violations.itertuples(index=False)
    ]
