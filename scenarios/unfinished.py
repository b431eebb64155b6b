"""What is found of a long answer, part by part, so that a killed process loses one part at most.

The parts stand in a folder beside the answer's own and go when the answer is whole. A part is
arrays and a note; nothing in it is executed when it is read.
"""

from __future__ import annotations

import io
import json
import shutil
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from scenarios.folders import replace_file

_NOTE = "note"
FOLDER = "-unfinished"


@dataclass(frozen=True)
class Part:
    """Arrays by name, and plain data beside them."""

    arrays: Mapping[str, NDArray[Any]]
    note: Mapping[str, Any]


@dataclass(frozen=True)
class Unfinished:
    """The parts of one answer; without a folder nothing is kept.

    Attributes
    ----------
    folder : named by the answer's question, so that parts of other data or code are never read
    """

    folder: Path | None = None

    def find(self, name: str) -> Part | None:
        """A part that was kept; None where there is none that can be read."""
        if self.folder is None:
            return None
        try:
            with np.load(self.folder / f"{name}.npz", allow_pickle=False) as stored:
                note = json.loads(str(stored[_NOTE]))
                return Part({k: stored[k] for k in stored.files if k != _NOTE}, note)
        except (OSError, ValueError, KeyError, zipfile.BadZipFile):
            return None

    def keep(
        self, name: str, arrays: Mapping[str, NDArray[Any] | None], note: Mapping[str, Any]
    ) -> None:
        """Write a part whole or not at all; arrays of None are left out."""
        if self.folder is None:
            return
        self.folder.mkdir(parents=True, exist_ok=True)
        text = io.BytesIO()
        given: dict[str, Any] = {k: v for k, v in arrays.items() if v is not None}
        given[_NOTE] = np.array(json.dumps(dict(note)))
        np.savez(text, **given)
        replace_file(self.folder / f"{name}.npz", text.getvalue())

    def clear(self) -> None:
        if self.folder is not None:
            shutil.rmtree(self.folder, ignore_errors=True)


NOTHING_KEPT = Unfinished()
