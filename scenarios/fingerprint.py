"""What identifies a question: scenario, data and the code that answers it."""

from __future__ import annotations

import hashlib
import json
import platform
from dataclasses import dataclass
from functools import cache
from importlib import metadata, resources
from pathlib import Path

from inputs.territory import Territory
from scenarios.scenario import Scenario

PACKAGES = ("inputs", "optimizer", "models", "scenarios")
# Data and library scenarios enter the fingerprint by their own content, not as code.
_NOT_CODE = ("inputs/data", "scenarios/library")
_ENGINES = ("highspy", "ortools", "pulp", "numpy", "scipy", "pandas")


@dataclass(frozen=True)
class Fingerprint:
    """Hashes (SHA-256, hex) of the three things an answer depends on."""

    scenario: str
    territory: str
    code: str

    @classmethod
    def of(cls, scenario: Scenario, territory: Territory) -> Fingerprint:
        return cls(scenario.content_hash, territory.content_hash, code_hash())

    @property
    def question(self) -> str:
        """One hash over all three."""
        text = json.dumps([self.scenario, self.territory, self.code])
        return hashlib.sha256(text.encode()).hexdigest()


@cache
def code_hash() -> str:
    """Hash over names and contents of the installed source files of our packages."""
    roots = {name: Path(str(resources.files(name))) for name in PACKAGES}
    return hash_of_sources(roots)


def hash_of_sources(roots: dict[str, Path]) -> str:
    """Hash over every source file below the roots, independent of where they are installed.

    Parameters
    ----------
    roots : folder by package name
    """
    digest = hashlib.sha256()
    for name, root in sorted(roots.items()):
        for path in sorted(root.rglob("*")):
            shown = f"{name}/{path.relative_to(root).as_posix()}"
            if not path.is_file() or _ignored(shown):
                continue
            digest.update(f"{shown}\0{hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
    return digest.hexdigest()


def versions() -> dict[str, str]:
    """Versions of the program, of Python and of the libraries that shape an answer."""
    found = {"aumaq": version(), "python": platform.python_version()}
    return found | {name: metadata.version(name) for name in _ENGINES}


def version() -> str:
    return metadata.version("aumaq")


def _ignored(shown: str) -> bool:
    parts = shown.split("/")
    return "__pycache__" in parts or shown.startswith(_NOT_CODE) or parts[-1].startswith(".")
