"""Tables that were sent to tabs, kept as long as somebody asks of them."""

from __future__ import annotations

import shutil
from collections.abc import Collection, Iterator
from pathlib import Path

from inputs.errors import InputError
from scenarios.app.memory import Remembered
from scenarios.app.security.folders import run_folder
from scenarios.runs import read_manifest


def asked_of(tabs: Collection[Remembered], out: Path) -> Iterator[Path]:
    """Folders that tabs ask of, and those that the answers on their desks were made of.

    Parameters
    ----------
    out : folder that holds the run folders
    """
    for tab in tabs:
        if tab.data is not None:
            yield Path(tab.data)
        for run in filter(None, [tab.run, *(kept.run for kept in tab.shelf)]):
            try:
                yield Path(read_manifest(run_folder(out, run)).data)
            except InputError:
                continue  # the run is gone, and so is who asks of its tables


def sweep(tab: Path, held: Collection[Path], before: float) -> None:
    """Remove what was sent to a tab before a time and is not held.

    Parameters
    ----------
    tab : the tab's folder; need not exist, and is gone when nothing is left in it
    held : folders to leave
    before : seconds since 1970
    """
    if not tab.is_dir() or tab.is_symlink():
        return
    kept = {folder.resolve() for folder in held}
    for folder in tuple(tab.iterdir()):
        if folder.resolve() not in kept and folder.stat().st_mtime < before:
            shutil.rmtree(folder, ignore_errors=True)
    if not any(tab.iterdir()):
        tab.rmdir()
