"""Folders that appear whole or not at all."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import socket
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

_PREFIX = ".aumaq-"
_NAME = re.compile(r"^\.aumaq-(?P<host>[0-9a-f]{8})-(?P<pid>\d+)-(?P<started>\d+)-[0-9a-f]{8}$")
# A process's start time is derived from the boot time, which moves when the clock is set.
_START_TOLERANCE_S = 60


@dataclass
class Draft:
    """A hidden folder being filled; `published` tells where it went, None if it lost the race."""

    path: Path
    published: Path | None = None

    def publish(self, target: Path, *, replace: bool = False) -> bool:
        """Give the folder its final name, after everything in it has reached the disk.

        Returns
        -------
        False when another process has published `target` meanwhile; the draft is then dropped.
        """
        _sync_tree(self.path)
        if replace:
            _set_aside(target)
        try:
            self.path.rename(target)
        except OSError:
            if target.exists():
                return False
            raise
        _sync(target.parent)
        self.published = target
        return True


@contextmanager
def draft(parent: Path) -> Iterator[Draft]:
    """A new hidden folder in `parent` that is removed unless it is published.

    What a killed process left behind is removed first.
    """
    parent.mkdir(parents=True, exist_ok=True)
    remove_stale(parent)
    hidden = Draft(_hidden(parent))
    hidden.path.mkdir()
    try:
        yield hidden
    finally:
        if hidden.published is None:
            shutil.rmtree(hidden.path, ignore_errors=True)


def replace_file(path: Path, content: bytes) -> None:
    """Write a file so that a reader sees the old content or the new one, never a part."""
    hidden = path.with_name(f"{_PREFIX}{uuid.uuid4().hex[:8]}-{path.name}")
    try:
        hidden.write_bytes(content)
        _sync(hidden)
        hidden.replace(path)
    finally:
        hidden.unlink(missing_ok=True)
    _sync(path.parent)


def remove_stale(parent: Path) -> list[Path]:
    """Remove hidden folders whose process is gone; folders of other machines are left alone."""
    removed = []
    for folder in parent.glob(f"{_PREFIX}*"):
        match = _NAME.match(folder.name)
        if match is None or match["host"] != _host():
            continue
        if not _alive(int(match["pid"]), int(match["started"])):
            shutil.rmtree(folder, ignore_errors=True)
            removed.append(folder)
    return removed


def sha256_of(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _set_aside(target: Path) -> None:
    """Move a folder that is being replaced under a hidden name; a kill leaves it as stale."""
    aside = _hidden(target.parent)
    try:
        target.rename(aside)
    except FileNotFoundError:
        return
    shutil.rmtree(aside, ignore_errors=True)


def _hidden(parent: Path) -> Path:
    started = int(psutil.Process().create_time())
    return parent / f"{_PREFIX}{_host()}-{os.getpid()}-{started}-{uuid.uuid4().hex[:8]}"


def _host() -> str:
    return hashlib.sha256(socket.gethostname().encode()).hexdigest()[:8]


def _alive(pid: int, started: int) -> bool:
    try:
        process = psutil.Process(pid)
        if process.status() == psutil.STATUS_ZOMBIE:
            return False
        return abs(process.create_time() - started) <= _START_TOLERANCE_S
    except psutil.NoSuchProcess:
        return False
    except psutil.AccessDenied:
        return True


def _sync_tree(folder: Path) -> None:
    for path in sorted(folder.rglob("*")):
        _sync(path)
    _sync(folder)


def _sync(path: Path) -> None:
    # Windows cannot open a folder for syncing; its rename is journalled.
    if os.name == "nt" and path.is_dir():
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
