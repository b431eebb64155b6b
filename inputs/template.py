"""An empty set of tables for a new region, with the rules of each column written beside it."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path

from inputs.errors import InputError
from inputs.reading import COMMENT
from inputs.schemas.base import Field, Table
from inputs.schemas.registry import TABLES

README = """# Tables of a new region

Fill in the CSV files of this folder; delete those you have no data for. Two are required:
`documents.csv`, the sources of the figures, and `units.csv`, the regions, oblasts and districts,
each naming the one above it. Comment lines above the header begin with `#` and may stay. Cells are
comma separated, numbers have a decimal point, an empty cell means that the figure is unknown.

Each row of figures names its document and the lines it is read from; where a document has no lines,
count its pages.

`assumptions.csv` may hold only the names that differ from the built-in ones. An oblast without a
`cost_coefficient_<oblast_id>` takes `cost_coefficient_other`.

Instead of CSV files the folder may hold a workbook (.xlsx) with one sheet per table.

Check the folder with `aumaq inputs check FOLDER`: it lists every cell that is not as expected.
"""


def _rule(field: Field) -> str:
    parts = [field.type + (f", {field.unit}" if field.unit else "")]
    parts.append("may be empty" if field.nullable else "required")
    if field.allowed:
        parts.append("one of " + " ".join(field.allowed))
    if field.minimum is not None:
        parts.append(f"at least {field.minimum:g}")
    if field.maximum is not None:
        parts.append(f"at most {field.maximum:g}")
    if field.pattern:
        parts.append(f"like {field.pattern}")
    return f"{field.name}: {field.description} ({'; '.join(parts)})"


def template_text(table: Table) -> str:
    """Return the empty table: comments, then the header."""
    comments = [
        f"{table.title}. {table.description}",
        f"No two rows agree in: {', '.join(table.key)}",
        *(
            f"{', '.join(key.columns)} must stand as {', '.join(key.referenced)} in {key.table}"
            for key in table.foreign_keys
        ),
        *(_rule(field) for field in table.fields),
    ]
    header = io.StringIO()
    csv.writer(header, lineterminator="\n").writerow(table.columns)
    return "".join(f"{COMMENT} {line}\n" for line in comments) + header.getvalue()


def write_template(folder: Path, tables: Sequence[str] | None = None) -> list[Path]:
    """Write an empty, commented set of tables.

    Parameters
    ----------
    folder
        Folder to be created; it must be empty if it exists.
    tables
        Names of the tables to write; None writes all.

    Returns
    -------
    list of Path
        The files written.

    Raises
    ------
    InputError
        The folder holds files already, or a table name is unknown.
    """
    folder = Path(folder)
    if folder.is_file() or (folder.is_dir() and any(folder.iterdir())):
        raise InputError("the folder is not empty", value=str(folder), expected="a new folder")
    names = list(TABLES) if tables is None else list(tables)
    unknown = [name for name in names if name not in TABLES]
    if unknown:
        raise InputError("unknown table", value=unknown[0], expected=", ".join(TABLES))
    folder.mkdir(parents=True, exist_ok=True)
    readme = folder / "README.md"
    readme.write_text(README, encoding="utf-8")
    written = [readme]
    for name in names:
        path = folder / f"{name}.csv"
        path.write_text(template_text(TABLES[name]), encoding="utf-8")
        written.append(path)
    return written
