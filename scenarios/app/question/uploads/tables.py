"""A folder of tables from what was sent: checked as a whole before it counts."""

from __future__ import annotations

import hashlib
import shutil
import uuid
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from inputs.check import check_folder
from inputs.errors import InputError
from inputs.reading import read_file, table_files
from inputs.schemas.registry import TABLES
from inputs.territory import embedded_folder
from scenarios.app.question.uploads.findings import SHOWN, Refused, of_error, of_violations
from scenarios.app.question.uploads.unpacking import Sent, unpack
from scenarios.folders import draft, sha256_of


def stage(sent: Sequence[Sent], parent: Path) -> Path:
    """Unpack what was sent into a new folder, unchecked.

    Raises
    ------
    Refused
        everything that is not taken; nothing has been kept then
    """
    parent.mkdir(parents=True, exist_ok=True)
    staged = parent / f"sent-{uuid.uuid4().hex}"
    staged.mkdir()
    try:
        unpack(sent, staged)
    except Refused:
        shutil.rmtree(staged)
        raise
    return staged


def settle(staged: Path, rest: Path | None = None) -> Path:
    """Check a staged folder and give it its final name beside it.

    Parameters
    ----------
    staged : of `stage`; it is gone afterwards
    rest : folder whose tables stand for those not sent; None: only what was sent

    Returns
    -------
    The folder, named by its content; every table in it is as declared.

    Raises
    ------
    Refused
        everything that is wrong; nothing has been kept then
    """
    try:
        if rest is not None:
            _fill(staged, rest)
        violations = check_folder(staged)
        if len(violations):
            raise Refused(of_violations(violations.head(SHOWN)), len(violations))
        target = staged.parent / _name(staged)
        with draft(staged.parent) as hidden:
            for file in table_files(staged):
                shutil.move(file, hidden.path / file.name)
            hidden.publish(target)
        return target
    finally:
        shutil.rmtree(staged)


def check(payload: Mapping[str, Any], work: object) -> dict[str, Any]:
    """`settle` for a worker process: plain data in and out.

    Parameters
    ----------
    payload : staged, rest (text or None)
    work : not used; checking tables reports nothing on the way

    Returns
    -------
    folder, or findings and count
    """
    rest = payload["rest"]
    try:
        folder = settle(Path(payload["staged"]), None if rest is None else Path(rest))
    except Refused as refused:
        return {"findings": [f.to_plain() for f in refused.findings], "count": refused.count}
    return {"folder": str(folder)}


def usual_tables(data: Path | None) -> Path | None:
    """The folder that fills up what was not sent; None where the data are one workbook."""
    folder = embedded_folder() if data is None else data
    return folder if folder.is_dir() else None


def _fill(folder: Path, rest: Path) -> None:
    sent: set[str] = set()
    for file in table_files(folder):
        try:
            sent |= {table.name for table in read_file(file)}
        except InputError as error:
            raise Refused([of_error(error)]) from error
    for file in table_files(rest):
        if file.suffix.lower() == ".csv" and file.stem in TABLES and file.stem not in sent:
            shutil.copyfile(file, folder / file.name)


def _name(folder: Path) -> str:
    content = "\n".join(f"{file.name} {sha256_of(file)}" for file in table_files(folder))
    return f"tables-{hashlib.sha256(content.encode()).hexdigest()[:16]}"
