"""Folders of answers that are no single run: written whole, named by their question, read again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from inputs.errors import InputError
from inputs.territory import Territory
from scenarios.fingerprint import Fingerprint, version
from scenarios.folders import draft
from scenarios.runs import HASH_LENGTH, INTERRUPTED
from scenarios.scenario import Scenario
from scenarios.unfinished import FOLDER as UNFINISHED
from scenarios.unfinished import Unfinished

REPORT = "report.html"


@dataclass(frozen=True)
class Kept:
    """Path of the report, the answer in words, whether it is complete and was there before."""

    report: Path
    sentence: str
    complete: bool
    cached: bool


@dataclass(frozen=True)
class Question:
    """A kind of answer (its folder's first word), the scenario, and what else was asked."""

    kind: str
    scenario: Scenario
    territory: Territory
    asked: dict[str, Any]

    @property
    def hash(self) -> str:
        """Over scenario, data, code and what else was asked."""
        fingerprint = Fingerprint.of(self.scenario, self.territory).question
        text = json.dumps([self.kind, fingerprint, self.asked], sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()

    def folder(self, out: Path, *, complete: bool = True) -> Path:
        name = f"{self.kind}-{self.scenario.name}-{self.hash[:HASH_LENGTH]}"
        return out / (name if complete else name + INTERRUPTED)

    def unfinished(self, out: Path) -> Unfinished:
        """Where parts of the answer stand until it is whole."""
        folder = self.folder(out)
        return Unfinished(folder.with_name(folder.name + UNFINISHED))


def known(question: Question, out: Path) -> dict[str, Any] | None:
    """What `publish` noted of the complete answer below `out`; None where there is none.

    Raises
    ------
    InputError
        the question's folder holds something else
    """
    folder = question.folder(out)
    if not folder.exists():
        return None
    try:
        note: dict[str, Any] = json.loads((folder / f"{question.kind}.json").read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise InputError(
            "holds something else", file=str(folder), expected="--force to replace it"
        ) from error
    return note if note.get("question") == question.hash else None


def require_writable(out: Path) -> None:
    """A folder that cannot be written is better known before the solve than after it."""
    with draft(out):
        pass


def publish(
    question: Question,
    out: Path,
    note: dict[str, Any],
    write: Callable[[Path], None],
    *,
    complete: bool,
    force: bool = False,
) -> Path:
    """Write an answer aside and give it its name; returns the path of its report.

    Parameters
    ----------
    note : what is printed of it when it is asked for again
    write : fills a folder
    complete : an interrupted answer stands beside the complete one, never in its place
    """
    target = question.folder(out, complete=complete)
    with draft(out) as hidden:
        write(hidden.path)
        note = {
            **note,
            "question": question.hash,
            "asked": question.asked,
            "complete": complete,
            "aumaq": version(),
        }
        text = json.dumps(note, ensure_ascii=False, indent=2, allow_nan=False)
        (hidden.path / f"{question.kind}.json").write_text(text + "\n", encoding="utf-8")
        hidden.publish(target, replace=force or not complete)
    return target / REPORT
