"""What an audit found: one line per check and table, and one line per failure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields

import pandas as pd
from rich.table import Table as RichTable


@dataclass(frozen=True)
class Tally:
    """How one check went in one table: figures (or rows) by outcome."""

    check: str
    table: str
    strength: str
    checked: int
    passed: int
    explained: int
    failed: int


@dataclass(frozen=True)
class Failure:
    """One figure, identity or anomaly that does not hold and that nothing explains.

    `row` is the line of the CSV file (its header is line 1).
    """

    check: str
    table: str
    row: int
    unit_id: str
    year: str
    field: str
    value: str
    expected: str
    document: str
    lines: str
    message: str


@dataclass(frozen=True)
class Exemption:
    """Figures of a table that a check judges less strictly than the rest, and why."""

    check: str
    table: str
    scope: str
    count: int
    reason: str


@dataclass(frozen=True)
class AuditReport:
    """The outcome of `inputs.audit.audit`.

    Attributes
    ----------
    checks : DataFrame
        check, table, strength, checked, passed, explained, failed.
    failures : DataFrame
        check, table, row (line of the CSV file), unit_id, year, field, value, expected,
        document, lines, message.
    exemptions : DataFrame
        check, table, scope, count, reason: figures that need to reach no more than `scope`.
    """

    checks: pd.DataFrame
    failures: pd.DataFrame
    exemptions: pd.DataFrame

    @classmethod
    def of(
        cls,
        tallies: Iterable[Tally],
        failures: Iterable[Failure],
        exemptions: Iterable[Exemption],
    ) -> AuditReport:
        return cls(_frame(Tally, tallies), _frame(Failure, failures), _frame(Exemption, exemptions))

    @property
    def ok(self) -> bool:
        """Nothing failed."""
        return self.failures.empty

    def checks_table(self) -> RichTable:
        """The checks, to be printed by rich."""
        return _rich("Audit", self.checks, right={"checked", "passed", "explained", "failed"})

    def failures_table(self, limit: int = 200) -> RichTable:
        """The first `limit` failures, to be printed by rich."""
        shown = self.failures.head(limit)
        title = f"Failures ({len(shown)} of {len(self.failures)})"
        return _rich(title, shown, right={"row", "value", "expected"})

    def exemptions_table(self) -> RichTable:
        """What was judged less strictly and why, to be printed by rich."""
        return _rich("Judged less strictly", self.exemptions, right={"count"})


def _frame(record: type, rows: Iterable[object]) -> pd.DataFrame:
    names = [f.name for f in fields(record)]
    return pd.DataFrame([[getattr(r, n) for n in names] for r in rows], columns=names)


def _rich(title: str, frame: pd.DataFrame, right: set[str]) -> RichTable:
    table = RichTable(title=title)
    for name in frame.columns:
        table.add_column(name, justify="right" if name in right else "left", overflow="fold")
    for row in frame.itertuples(index=False):
        failed = getattr(row, "failed", 0)
        table.add_row(*(str(cell) for cell in row), style="red" if failed else None)
    return table
