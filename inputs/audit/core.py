"""The audit: every figure against its document, every table against its own arithmetic."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Protocol

import pandas as pd

from inputs.audit import anomalies as anomaly_checks
from inputs.audit.anomalies import Anomalies
from inputs.audit.digits import check_digits
from inputs.audit.identities import IDENTITIES
from inputs.audit.identity import Identity
from inputs.audit.layout import Layout
from inputs.audit.layouts import LAYOUTS
from inputs.audit.report import AuditReport, Exemption, Failure, Tally
from inputs.audit.rows import places_of, row_label, year_label
from inputs.audit.text import DOCUMENT_PREFIXES, Documents
from inputs.errors import InputError
from inputs.parsing import text_frame
from inputs.reading import read_file, table_files
from inputs.schemas.base import Table
from inputs.schemas.registry import TABLES

CHECK = "identity"

# Sums of decimal fractions are not exact in binary; far below any printed digit
_SLACK = 1e-6


class HasFolder(Protocol):
    """A loaded territory that knows the folder it was read from."""

    @property
    def folder(self) -> Path: ...


def audit(territory: HasFolder | Path | str, documents: Path | None = None) -> AuditReport:
    """Prove the figures and the arithmetic of a data folder.

    Parameters
    ----------
    territory : Territory or path
        The data folder (tables as CSV), or a territory loaded from one.
    documents : Path, optional
        Folder with the plain texts of the documents. Without it the digits are not searched.

    Returns
    -------
    AuditReport
        `ok` is true when every figure, identity and anomaly holds or is explained.

    Raises
    ------
    InputError
        When the folder, a document or a cell cannot be read.
    """
    folder = Path(territory) if isinstance(territory, str | Path) else territory.folder
    cells = read_cells(folder)
    values = {name: _numeric(TABLES[name], frame) for name, frame in cells.items()}
    anomalies = Anomalies(cells.get(anomaly_checks.TABLE, pd.DataFrame()))
    texts = Documents(documents) if documents is not None else None

    tallies: list[Tally] = []
    failures: list[Failure] = []
    exemptions: list[Exemption] = []
    if texts is not None:
        for layout in layouts_of(cells):
            counts, missing, left_out = check_digits(layout, cells, TABLES, texts, anomalies)
            tallies.extend(counts)
            failures.extend(missing)
            exemptions.extend(left_out)
    for identity in IDENTITIES:
        if identity.table in values and identity.needs <= values.keys():
            tally, broken = check_identity(identity, cells, values, anomalies)
            tallies.append(tally)
            failures.extend(broken)
    counts, stale = anomaly_checks.check(anomalies, cells, TABLES, texts)
    tallies.extend(counts)
    failures.extend(stale)
    return AuditReport.of(tallies, failures, exemptions)


def read_cells(folder: Path) -> dict[str, pd.DataFrame]:
    """The known tables of a folder, indexed by line, cells as text: printed decimals stay exact.

    Raises
    ------
    InputError
        When the folder cannot be read or holds no known table.
    """
    result: dict[str, pd.DataFrame] = {}
    for file in table_files(folder):
        for raw in read_file(file):
            if raw.name in TABLES:
                frame = text_frame(raw).astype(str)
                frame.index = pd.Index(raw.lines)
                result[raw.name] = frame
    if not result:
        raise InputError("no table found", file=str(folder), expected="a folder of tables")
    return {name: result[name] for name in TABLES if name in result}


def layouts_of(cells: Mapping[str, pd.DataFrame]) -> list[Layout]:
    """The declared layouts, which know the five documents, and the plain one for all the rest."""
    declared = {table for layout in LAYOUTS for table in layout.tables}
    known = frozenset(DOCUMENT_PREFIXES)
    plain = [
        Layout((name,), besides=known if name in declared else frozenset())
        for name, frame in cells.items()
        if TABLES[name].figures and {"document", "lines"} <= {*frame}
    ]
    return [*(replace(layout, only=known) for layout in LAYOUTS), *plain]


def check_identity(
    identity: Identity,
    cells: Mapping[str, pd.DataFrame],
    values: Mapping[str, pd.DataFrame],
    anomalies: Anomalies,
) -> tuple[Tally, list[Failure]]:
    """Judge one identity; a gap beyond its bound needs an anomaly that states this very gap."""
    schema = TABLES[identity.table]
    found = identity.residuals(values)
    failures: list[Failure] = []
    passed = explained = 0
    for line, field, value, expected, tolerance in found.itertuples(index=False, name=None):
        row = {str(k): str(v) for k, v in cells[identity.table].loc[line].items()}
        stated = anomalies.explains(places_of(schema, row, field), value, expected)
        if math.isinf(tolerance):
            continue
        if abs(value - expected) <= tolerance + _SLACK:
            passed += 1
            continue
        if stated:
            explained += 1
            continue
        failures.append(
            Failure(
                check=CHECK,
                table=identity.table,
                row=line,
                unit_id=row_label(schema, row),
                year=year_label(row),
                field=field,
                value=f"{value:.10g}",
                expected=f"{expected:.10g}",
                document=str(row.get("document", "")),
                lines=str(row.get("lines", "")),
                message=f"{identity.name} (bound {tolerance:.4g}: {identity.bound})",
            )
        )
    judged = passed + explained + len(failures)
    tally = Tally(CHECK, identity.table, identity.name, judged, passed, explained, len(failures))
    return tally, failures


def _numeric(schema: Table, frame: pd.DataFrame) -> pd.DataFrame:
    """Number columns as floats, year columns too; a cell that is no number is named."""
    result = frame.copy()
    for field in schema.fields:
        if field.type not in ("integer", "number") or field.name not in frame:
            continue
        column = pd.to_numeric(frame[field.name].replace("", None), errors="coerce")
        bad = column.index[column.isna() & (frame[field.name] != "")]
        if len(bad):
            raise InputError(
                "the cell is not a number",
                file=f"{schema.name}.csv",
                row=int(bad[0]),
                column=field.name,
                value=frame.loc[bad[0], field.name],
                expected=field.type,
            )
        result[field.name] = column.astype(float)
    return result
