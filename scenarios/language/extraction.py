"""The messages that the sources hold: Python and templates."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from babel.messages.extract import extract

from scenarios.language.areas import area_of

ROOT = Path(__file__).parents[2]
_SOURCES = "scenarios"

_CONTEXT_THEN = ((1, "c"), 2)
_KEYWORDS = {
    "_": None,
    "said": None,
    "marked": None,
    "n_": (1, 2),
    "n_said": (1, 2),
    "p_": _CONTEXT_THEN,
    "p_said": _CONTEXT_THEN,
    "np_": ((1, "c"), 2, 3),
}


class Found(NamedTuple):
    """A message and where it stands.

    Attributes
    ----------
    message : singular and plural where it has one
    path : from the root of the repository
    """

    message: str | tuple[str, str]
    context: str | None
    path: str

    @property
    def area(self) -> str:
        return area_of(self.path)


def messages(root: Path = ROOT) -> list[Found]:
    """Every message of the sources, in the order of their paths."""
    return [*_python(root), *_templates(root)]


def _python(root: Path) -> Iterator[Found]:
    for path in sorted((root / _SOURCES).rglob("*.py")):
        if path.is_relative_to(root / _SOURCES / "language"):
            continue
        yield from _extracted(root, path, "python", {})


def _templates(root: Path) -> Iterator[Found]:
    for path in sorted((root / _SOURCES).rglob("*.html")):
        yield from _extracted(root, path, "jinja2.ext:babel_extract", {"silent": "false"})


def _extracted(root: Path, path: Path, method: str, options: dict[str, str]) -> Iterator[Found]:
    with path.open("rb") as file:
        for _line, message, _comments, context in extract(
            method, file, keywords=_KEYWORDS, options=options
        ):
            found = message if isinstance(message, str) else (message[0], message[1])
            yield Found(found, context, path.relative_to(root).as_posix())
