"""Names that come from a browser as folders of this machine, and of no other place in it."""

from __future__ import annotations

import re
from pathlib import Path

from inputs.errors import InputError

# as `scenarios.runs.folder_name` makes them: never hidden, never a path
_RUN = re.compile(r"[a-z0-9][a-z0-9_-]{0,99}")
_TAB = re.compile(r"[0-9a-fA-F][0-9a-fA-F-]{7,39}")


def run_folder(out: Path, name: str) -> Path:
    """The run folder of a name.

    Raises
    ------
    InputError
        the name is none of a run, there is none, or it leads out of `out`
    """
    if not _RUN.fullmatch(name):
        raise InputError("is not the name of a run", value=name)
    folder = out / name
    if not folder.is_dir() or not _within(folder, out):
        raise InputError("there is no such run", value=name)
    return folder


def file_in(folder: Path, name: str) -> Path:
    """A file of a folder.

    Raises
    ------
    InputError
        there is none, or it leads out of the folder
    """
    file = folder / name
    if not file.is_file() or not _within(file, folder):
        raise InputError("there is no such file", value=name)
    return file


def tab_folder(parent: Path, tab: str) -> Path:
    """The folder of a browser tab, which need not exist.

    Raises
    ------
    InputError
        no tab is called so
    """
    if not _TAB.fullmatch(tab):
        raise InputError("is not the name of a tab", value=tab)
    return parent / tab


def _within(path: Path, folder: Path) -> bool:
    """Whether a path with all its links resolved lies inside a folder."""
    return path.resolve().is_relative_to(folder.resolve())
