"""The order of names in Kazakh and Russian."""

from __future__ import annotations

# The Kazakh alphabet holds the Russian one in its order; code points put its own letters last.
_LETTERS = "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя"
_RANK = {letter: chr(ord("а") + place) for place, letter in enumerate(_LETTERS)}
_TABLE = str.maketrans(_RANK)


def in_order(name: str) -> str:
    """A key that sorts names as a dictionary does; Latin letters keep their order, before."""
    return name.lower().translate(_TABLE)
