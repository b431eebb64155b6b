"""A small made-up region, as rows and as files."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import pytest
from forest import Region, forest

from inputs.schemas.registry import TABLES


@pytest.fixture
def region() -> Region:
    """Rows of documents, units, places, schools and assumptions."""
    return forest()


@pytest.fixture
def write_region(tmp_path: Path) -> Callable[[Region], Path]:
    """Write tables as plain CSV files, header on line 1, and return their folder."""

    def write(tables: Region) -> Path:
        for name, rows in tables.items():
            path = tmp_path / f"{name}.csv"
            with path.open("w", encoding="utf-8", newline="") as file:
                writer = csv.DictWriter(file, TABLES[name].columns, lineterminator="\n")
                writer.writeheader()
                writer.writerows(rows)
        return tmp_path

    return write
