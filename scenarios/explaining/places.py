"""Which place of a run a person means: ids, names in three languages, and what was misspelt."""

from __future__ import annotations

import difflib
from collections.abc import Mapping

from inputs.errors import InputError
from inputs.places.names import fold

Names = Mapping[str, tuple[str, ...]]  # id -> what it is called

_SUGGESTED = 5
_ALIKE = 0.6


def find_place(text: str, known: Names, elsewhere: Names, what: str) -> str:
    """The id that `text` means: an id, a name, or another spelling of a name.

    Parameters
    ----------
    known : places that the run can explain
    elsewhere : places of the territory that it cannot
    what : places of this run, in words: `districts and oblasts of this run`

    Raises
    ------
    InputError
        nothing or several places are meant, or one that the run has nothing to say about
    """
    found = _meant(text, known)
    if len(found) == 1:
        return found[0]
    if found:
        raise InputError("several places have this name", value=text, expected=_told(found, known))
    other = _meant(text, elsewhere)
    if other:
        raise InputError(
            f"{_label(other[0], elsewhere)} is not among the {what}",
            value=text,
            expected=_nearest(text, known),
        )
    raise InputError(f"no such place among the {what}", value=text, expected=_nearest(text, known))


def _meant(text: str, known: Names) -> list[str]:
    wanted = text.strip()
    if wanted in known:
        return [wanted]
    plain = wanted.casefold()
    same = [i for i, names in known.items() if plain in {n.casefold() for n in (i, *names)}]
    folded = fold(wanted)
    if same or not folded:
        return same
    return [i for i, names in known.items() if folded in {fold(n) for n in names}]


def _nearest(text: str, known: Names) -> str:
    spoken = {n.casefold(): i for i, names in known.items() for n in (i, *names)}
    close = difflib.get_close_matches(text.strip().casefold(), spoken, _SUGGESTED, _ALIKE)
    ids = list(dict.fromkeys(spoken[name] for name in close))
    if not ids:
        folds = {fold(n): i for i, names in known.items() for n in names}
        near = difflib.get_close_matches(fold(text), folds, _SUGGESTED, _ALIKE)
        ids = list(dict.fromkeys(folds[name] for name in near))
    return _told(ids or list(known)[:_SUGGESTED], known) + ("" if ids else f", ... ({len(known)})")


def _told(ids: list[str], known: Names) -> str:
    return ", ".join(_label(i, known) for i in ids)


def _label(place: str, known: Names) -> str:
    names = known[place]
    return f"{place} ({names[0]})" if names and names[0] != place else place
