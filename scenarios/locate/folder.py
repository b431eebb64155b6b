"""The folder of an answer: it appears whole, and replaces nothing but an earlier answer."""

from __future__ import annotations

import json
import os
from importlib.metadata import version
from math import isfinite
from pathlib import Path
from typing import Any

from inputs.errors import InputError
from scenarios.folders import draft, sha256_of
from scenarios.kept import REPORT, page_in, write_pages
from scenarios.language import LANGUAGES
from scenarios.locate.answer import LocationAnswer
from scenarios.locate.question import Request
from scenarios.locate.tables import assignment_frame, sites_frame

CERTIFICATE = "certificate.json"
FILES = frozenset(
    {
        *map(page_in, LANGUAGES),
        "sites.csv",
        "assignment.csv",
        "nodes.csv",
        "pipes.csv",
        CERTIFICATE,
        REPORT,
        "solution.geojson",
        "plan.xlsx",
    }
)


def require_place(folder: Path) -> None:
    """Refuse a folder that holds anything but an earlier answer; to be asked before solving.

    Raises
    ------
    InputError
        names the folder and what stands in it
    """
    if not folder.exists():
        _require_writable(folder)
        return
    if not folder.is_dir():
        raise InputError("--out: is no folder", value=str(folder), expected="a folder's name")
    strange = sorted(
        path.name for path in folder.iterdir() if path.name not in FILES or not path.is_file()
    )
    if strange:
        raise InputError(
            f"--out: {folder} holds other files, which would be lost",
            value=", ".join(strange[:3]),
            expected="a new folder, an empty one, or an earlier answer to replace",
        )


def _require_writable(folder: Path) -> None:
    """The nearest parent that exists is a folder in which this process may write."""
    parent = next(path for path in folder.absolute().parents if path.exists())
    if not parent.is_dir():
        raise InputError(f"--out: {parent} is no folder", value=str(folder), expected="a folder")
    if not os.access(parent, os.W_OK | os.X_OK):
        raise InputError(
            f"--out: {parent} cannot be written", value=str(folder), expected="a folder of yours"
        )


def write_folder(answer: LocationAnswer, folder: Path) -> Path:
    """Write all files of an answer; gives the path of the report, in the spoken language.

    Raises
    ------
    InputError
        the folder holds something else by now
    """
    from scenarios.locate.geojson import solution_geojson
    from scenarios.locate.report import render_report
    from scenarios.locate.workbook import write_workbook

    folder = folder.absolute()
    with draft(folder.parent) as hidden:
        path = hidden.path
        write_csv(path / "sites.csv", sites_frame(answer))
        if answer.question.demand is not None:
            write_csv(path / "assignment.csv", assignment_frame(answer))
        (path / CERTIFICATE).write_text(as_json(certificate(answer), indent=2), encoding="utf-8")
        (path / "solution.geojson").write_text(as_json(solution_geojson(answer)), encoding="utf-8")
        write_pages(path, lambda: render_report(answer))
        write_workbook(answer, path / "plan.xlsx")
        require_place(folder)
        if not hidden.publish(folder, replace=True):
            raise InputError("--out: written by another process meanwhile", value=str(folder))
    return folder / REPORT


def certificate(answer: LocationAnswer) -> dict[str, Any]:
    """What is proven, of which question, from which files and distances."""
    question = answer.question
    proof = answer.certificate.to_dict()
    endless = [k for k, v in proof.items() if isinstance(v, float) and not isfinite(v)]
    return {
        **proof,
        **dict.fromkeys(endless),
        "aumaq": version("aumaq"),
        "interrupted": answer.interrupted,
        "open": [question.sites.points.ids[j] for j in answer.solution.open],
        "enlarged": [question.sites.points.ids[j] for j in answer.solution.enlarged],
        "question": _request(question.request),
        "files": _hashes(question.request),
        "distances": {
            "mode": str(question.distances.mode),
            "source": question.distances.source,
            "unit": question.distances.unit,
            "pairs": question.distances.entry_count,
            "estimated": question.distances.estimated_count,
            "notes": list(question.distances.notes),
        },
    }


def _request(request: Request) -> dict[str, Any]:
    """The options, with the names of files instead of their paths on this machine."""
    said = {key: value for key, value in vars(request).items() if value not in (None, {}, False)}
    for key, value in said.items():
        if isinstance(value, Path):
            said[key] = value.name
    for key in ("distance", "network"):
        if key in said:
            said[key] = Path(said[key]).name
    return {**said, "model": str(request.model)}


def _hashes(request: Request) -> dict[str, str]:
    """SHA-256 of every file that was read."""
    named = [request.demand, request.sites, request.network and Path(request.network)]
    if request.distance.lower().endswith(".csv"):
        named.append(Path(request.distance))
    return {path.name: sha256_of(path) for path in named if path and path.is_file()}


def as_json(value: Any, indent: int | None = None) -> str:
    """JSON text; a number that JSON does not know is an error."""
    return json.dumps(value, ensure_ascii=False, indent=indent, allow_nan=False) + "\n"


def write_csv(path: Path, frame: Any) -> None:
    """Write a frame with six digits and lower-case truth values."""
    rounded = frame.round(dict.fromkeys(frame.select_dtypes("float").columns, 6))
    for column in rounded.select_dtypes("bool").columns:
        rounded[column] = rounded[column].map({True: "true", False: "false"})
    rounded.to_csv(path, index=False, lineterminator="\n", encoding="utf-8")
