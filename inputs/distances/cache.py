"""Arrays kept on disk under a hash of what they were computed from."""

from __future__ import annotations

import hashlib
import os
import uuid
import zipfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import platformdirs
from numpy.typing import NDArray

Arrays = dict[str, NDArray[np.generic]]

_FORMAT = "1"  # to be raised when the meaning of stored arrays changes


@dataclass(frozen=True)
class DistanceCache:
    """A folder of arrays; a file appears whole or not at all and holds no pickled objects.

    Attributes
    ----------
    folder
        Where the files stand.
    """

    folder: Path

    @classmethod
    def of_user(cls) -> DistanceCache:
        """Return the cache in the user's cache folder."""
        return cls(Path(platformdirs.user_cache_dir("aumaq")) / "distances")

    def arrays(self, key: str, compute: Callable[[], Arrays]) -> Arrays:
        """Return what stands under `key`, or compute and keep it.

        A file that cannot be read is computed anew; a folder that cannot be written is no error.
        """
        path = self.folder / f"{key}.npz"
        try:
            with np.load(path, allow_pickle=False) as stored:
                return {name: stored[name] for name in stored.files}
        except (OSError, ValueError, EOFError, KeyError, zipfile.BadZipFile):
            arrays = compute()
            self._keep(path, arrays)
            return arrays

    def _keep(self, path: Path, arrays: Arrays) -> None:
        hidden = path.with_name(f".{uuid.uuid4().hex}.npz")
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            with hidden.open("wb") as stream:
                np.savez_compressed(stream, allow_pickle=False, **arrays)
                stream.flush()
                os.fsync(stream.fileno())
            hidden.replace(path)
        except OSError:
            with suppress(OSError):
                hidden.unlink(missing_ok=True)

    def clear(self) -> int:
        """Remove all files; return how many."""
        files = list(self.folder.glob("*.npz")) if self.folder.is_dir() else []
        for file in files:
            file.unlink(missing_ok=True)
        return len(files)


def content_key(*parts: str | bytes | float | bool | NDArray[np.generic]) -> str:
    """Return a SHA-256 (hex) over parts in order, each with its length or shape."""
    digest = hashlib.sha256(_FORMAT.encode())
    for part in parts:
        if isinstance(part, np.ndarray):
            digest.update(f"|{part.dtype.str}{part.shape}".encode())
            digest.update(np.ascontiguousarray(part).tobytes())
        else:
            content = part if isinstance(part, bytes) else repr(part).encode()
            digest.update(f"|{len(content)}:".encode())
            digest.update(content)
    return digest.hexdigest()


def file_hash(path: Path) -> str:
    """Return the SHA-256 (hex) of a file's content."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
