"""A made-up region of two districts with a document whose digits are broken up."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pytest

from inputs.audit import AuditReport, audit

UNITS = """\
unit_id,parent_id,region_id,oblast_id,level,name_kk,document,lines
made_up,,made_up,,region,Өңір,S,1-1
hill_oblast,made_up,made_up,hill_oblast,oblast,Облыс,S,1-1
dale,hill_oblast,made_up,hill_oblast,district,Аңғар,S,1-1
ridge,hill_oblast,made_up,hill_oblast,district,Жота,S,1-1
"""

SCHOOLS = """\
unit_id,year,seats_end,pupils,children_6_15,children_16_18,need_seats,balance,new_seats,\
stock_adjustment,document,lines,note
dale,2024,9372,5083,,,,4289,,,S,15-16,
dale,2030,9335,,6287,1362,7309,2063,,-37,S,18-20,
hill_oblast,2024,44526,76179,,,,-35842,,,S,5-12,
hill_oblast,2030,75648,,63328,13724,73621,-31159,31159,-37,S,5-12,
ridge,2024,35154,70996,,,,-35842,,,S,24-25,
ridge,2030,66313,,57041,12362,66313,-31159,31159,0,S,24-25,
"""

ANOMALIES = """\
anomaly_id,table,unit_id,year,field,identity,printed,expected,difference,class,used,reason,\
document,lines
S-001,schools,hill_oblast,2024,pupils,sum over children,76179,76079,100,source_error,printed,\
the districts have 100 fewer,S,5-12
S-002,,,,,edition,,,,scope,none,no figure,S,1-2
"""

TEXT = """\
27 қосымша
2023-2024 оқу жылы


Облыс
ысы

44 526 76 179 -35 \n842
63 328 13 724 73 621 -31 159
31 159 7 5  \n648


Аңғар
9 372 5 083 4 289

6 2 8 7
1 36
2 7 309 2 063 9 335



Жота 35 154 70 996 -35 842 57 041
12 362 66 313 -31 159 31 159 66 313
"""


@dataclass(frozen=True)
class Region:
    """Folders of the made-up tables and documents, and the means to spoil them."""

    folder: Path
    documents: Path

    def audit(self, *, documents: bool = True) -> AuditReport:
        return audit(self.folder, self.documents if documents else None)

    def change(self, table: str, key: tuple[str, str], **cells: str) -> int:
        """Overwrite cells of the row with this unit (or id) and year; return its line."""
        path = self.folder / f"{table}.csv"
        frame = pd.read_csv(path, dtype=str, keep_default_na=False)
        first = frame.columns[0]
        rows = frame.index[(frame[first] == key[0]) & ((frame["year"] == key[1]) | (not key[1]))]
        assert len(rows) == 1
        for name, value in cells.items():
            assert frame.loc[rows[0], name] != value
            frame.loc[rows[0], name] = value
        frame.to_csv(path, index=False, lineterminator="\n")
        return int(rows[0]) + 2


@pytest.fixture
def region(tmp_path: Path) -> Region:
    folder, documents = tmp_path / "data", tmp_path / "documents"
    folder.mkdir()
    documents.mkdir()
    tables = {"units": UNITS, "schools": SCHOOLS, "anomalies": ANOMALIES}
    for name, text in tables.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    (documents / "000_scheme.txt").write_text(TEXT, encoding="utf-8")
    return Region(folder, documents)


Named = Callable[[AuditReport], set[tuple[str, str, int]]]


@pytest.fixture
def named() -> Named:
    """Give check, table and row of every failure."""

    def rows(report: AuditReport) -> set[tuple[str, str, int]]:
        f = report.failures
        return set(zip(f["check"], f["table"], f["row"].astype(int), strict=True))

    return rows
