"""Tables that were sent, as files of a folder: CSV files, a workbook, or a zip of them.

Names and sizes come from others and are trusted in nothing: a name is only ever the name of a
declared table, sizes are counted while reading, and a zip may hold neither paths that lead out of
it nor links, nor more than its limits once unpacked.
"""

from __future__ import annotations

import io
import re
import stat
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from xml.etree.ElementTree import ParseError

from inputs.schemas.registry import TABLES
from scenarios.app.question.uploads.findings import Finding, Refused
from scenarios.language import said

MB = 1024 * 1024
MAX_FILE = 20 * MB
MAX_UNPACKED = 64 * MB
MAX_FILES = 100
MAX_ROWS = 20_000  # of a table
MAX_CELLS = 300_000  # of a file
WORKBOOK = "tables.xlsx"

# A workbook is a zip of XML: any layer of it may be broken.
_UNREADABLE = (
    OSError,
    EOFError,
    ValueError,
    KeyError,
    TypeError,
    AttributeError,
    RuntimeError,
    ParseError,
    zipfile.BadZipFile,
    zlib.error,
)
_PASSED_OVER = ("README.md", "datapackage.json")
_OUT = re.compile(r"(^|[/\\])\.\.([/\\]|$)|^[/\\]|^[A-Za-z]:|\\|\x00")


@dataclass(frozen=True)
class Sent:
    """A file as it was sent."""

    name: str
    content: bytes


def unpack(sent: Sequence[Sent], folder: Path) -> list[str]:
    """Write the tables that were sent into a folder.

    Returns
    -------
    Names of the files written.

    Raises
    ------
    Refused
        every file that is not taken, with the reason
    """
    findings: list[Finding] = []
    files: dict[str, bytes] = {}
    total = 0
    for item in _members(sent, findings):
        name = _target(item.name)
        if name is None:
            findings.append(
                _wrong(item.name, said("a CSV file named like a declared table, or .xlsx"))
            )
            continue
        if name in files:
            findings.append(_wrong(item.name, said("each table once")))
            continue
        total += _weight(item, findings)
        if total > MAX_UNPACKED:
            findings.append(_wrong(item.name, said("at most {n} MB in all", n=MAX_UNPACKED // MB)))
            break
        files[name] = item.content
    if not files and not findings:
        findings.append(_wrong("", said("at least one table")))
    if findings:
        raise Refused(findings)
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return list(files)


def _members(sent: Sequence[Sent], findings: list[Finding]) -> Iterator[Sent]:
    """The files sent, those of zips one by one; what is too large or leads out is a finding."""
    left = MAX_FILES
    for item in sent:
        if len(item.content) > MAX_FILE:
            findings.append(_wrong(item.name, said("at most {n} MB", n=MAX_FILE // MB)))
        elif item.name.lower().endswith(".zip"):
            for member in _unzipped(item, findings):
                left -= 1
                if left < 0:
                    break
                yield member
        else:
            left -= 1
            yield item
        if left < 0:
            findings.append(_wrong(item.name, said("at most {n} files", n=MAX_FILES)))
            return


def _unzipped(item: Sent, findings: list[Finding]) -> Iterator[Sent]:
    left = MAX_UNPACKED
    try:
        with zipfile.ZipFile(io.BytesIO(item.content)) as archive:
            for info in archive.infolist():
                shown = f"{item.name}/{info.filename}"
                if _OUT.search(info.filename):
                    findings.append(
                        _wrong(shown, said("a file inside the zip, not a path out of it"))
                    )
                    continue
                if stat.S_ISLNK(info.external_attr >> 16):
                    findings.append(_wrong(shown, said("a file, not a link")))
                    continue
                if info.is_dir() or PurePosixPath(info.filename).name in _PASSED_OVER:
                    continue
                with archive.open(info) as stream:
                    content = stream.read(min(left, MAX_FILE) + 1)
                left -= len(content)
                if left < 0 or len(content) > MAX_FILE:
                    limit = said(
                        "at most {file} MB, {all} MB in all, when unpacked",
                        file=MAX_FILE // MB,
                        all=MAX_UNPACKED // MB,
                    )
                    findings.append(_wrong(shown, limit))
                    return
                yield Sent(shown, content)
    except _UNREADABLE as error:
        findings.append(
            _wrong(item.name, said("a zip file that can be read: {error}", error=str(error)))
        )


def _target(name: str) -> str | None:
    """What a file is called in the folder; None where it is none of ours."""
    file = PurePosixPath(name.replace("\\", "/")).name
    if file.lower().endswith(".xlsx"):
        return WORKBOOK
    stem, dot, suffix = file.rpartition(".")
    return f"{stem}.csv" if dot and suffix.lower() == "csv" and stem in TABLES else None


def _weight(item: Sent, findings: list[Finding]) -> int:
    """Bytes of a file once unpacked; too many rows or cells are a finding."""
    if item.name.lower().endswith(".xlsx"):
        return _weight_of_workbook(item, findings)
    if item.content.count(b"\n") > MAX_ROWS:
        findings.append(_wrong(item.name, said("at most {n} rows", n=MAX_ROWS)))
    if item.content.count(b",") > MAX_CELLS:
        findings.append(_wrong(item.name, said("at most {n} cells", n=MAX_CELLS)))
    return len(item.content)


def _weight_of_workbook(item: Sent, findings: list[Finding]) -> int:
    weight = 0
    try:
        with zipfile.ZipFile(io.BytesIO(item.content)) as archive:
            for info in archive.infolist():
                with archive.open(info) as stream:
                    # what the header says of the size may be a lie
                    weight += len(stream.read(MAX_UNPACKED + 1 - weight))
                if weight > MAX_UNPACKED:
                    return weight
        for sheet, many in _sizes(item.content):
            findings.append(_wrong(f"{item.name}[{sheet}]", many))
    except _UNREADABLE as error:
        findings.append(
            _wrong(item.name, said("an .xlsx file that can be read: {error}", error=str(error)))
        )
    return weight


def _sizes(content: bytes) -> Iterator[tuple[str, str]]:
    """Sheets that are too large: one far cell makes a sheet of millions out of a small file."""
    import openpyxl  # only who sends a workbook waits for its library

    with closing(openpyxl.load_workbook(io.BytesIO(content), read_only=True)) as book:
        cells = 0
        for sheet in book.worksheets:
            for number, row in enumerate(sheet.iter_rows(values_only=True), start=1):
                cells += len(row)
                if number > MAX_ROWS:
                    yield sheet.title, said("at most {n} rows", n=MAX_ROWS)
                    return
                if cells > MAX_CELLS:
                    yield sheet.title, said("at most {n} cells", n=MAX_CELLS)
                    return


def _wrong(file: str, expected: str) -> Finding:
    return Finding(file, None, "", "", expected)
