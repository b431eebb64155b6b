"""What a tab had on its desk, on disk: a reload or a restart puts it back."""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from inputs.errors import InputError
from scenarios.app.security.folders import tab_folder
from scenarios.folders import replace_file

FORGOTTEN_AFTER_DAYS = 30

_LOG = logging.getLogger(__name__)
_DAY_S = 24 * 3600


class Kept(BaseModel):
    """An answer on the shelf: its run folder's name and what it is called."""

    run: str
    name: str


class Remembered(BaseModel):
    """What is put back."""

    model_config = ConfigDict(extra="forbid")

    base: str
    start: dict[str, Any]
    asked: dict[str, Any]
    language: str
    data: str | None = None
    run: str | None = None
    complete: bool = True
    shelf: list[Kept] = []
    year: int
    which: str


@dataclass
class Memory:
    """A file a tab below a folder."""

    folder: Path
    _latest: dict[str, Remembered] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        tidy(self.folder)

    def keep(self, tab: str, remembered: Remembered) -> None:
        """Write down what a tab has; nothing when it is what was written last."""
        if self._latest.get(tab) == remembered:
            return
        self._latest[tab] = remembered
        replace_file(self._file(tab), remembered.model_dump_json().encode())

    def of(self, tab: str) -> Remembered | None:
        """What a tab had; None for a new one."""
        try:
            text = self._file(tab).read_text(encoding="utf-8")
            return Remembered.model_validate_json(text)
        except (OSError, InputError):
            return None
        except ValidationError:
            _LOG.warning("what tab %s had cannot be read and is left out", tab)
            return None

    def all(self) -> list[Remembered]:
        """What the tabs have that are remembered."""
        found = (self.of(file.stem) for file in self.folder.glob("*.json"))
        return [remembered for remembered in found if remembered is not None]

    def answered(self, tab: str, result: Mapping[str, Any]) -> None:
        """Note the answer of a solve whose tab is not open; it is there when it comes back."""
        known = self.of(tab)
        if known is not None:
            update = {"run": result["run"], "complete": result["complete"]}
            self.keep(tab, known.model_copy(update=update))

    def _file(self, tab: str) -> Path:
        return tab_folder(self.folder, tab).with_suffix(".json")


def tidy(folder: Path) -> None:
    """Remove what nobody has used for a month."""
    import shutil

    oldest = time.time() - FORGOTTEN_AFTER_DAYS * _DAY_S
    for path in folder.iterdir():
        if path.stat().st_mtime >= oldest:
            continue
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)


def as_json(value: Any) -> Any:
    """Plain data as JSON gives it back."""
    return json.loads(json.dumps(value, default=list))
