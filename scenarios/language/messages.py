"""Messages: English whole sentences with named placeholders, and their translations.

The English text is the key of a translation, so it stands in the code as a literal:

    _("With {budget} the plan leaves {n} places short.", budget=..., n=...)
    n_("{n} school", "{n} schools", n)
    p_("over a column", "Need")             the same word, translated by where it stands
    SHEET = marked("By year")               a constant; translated when used: _(SHEET)

What a study writes into its answer is `said` (see `scenarios.language.said`).
"""

from __future__ import annotations

from typing import Any

from scenarios.language.filling import fill
from scenarios.language.speaking import spoken


def _(message: str, /, **values: Any) -> str:
    """The message in the spoken language, with its values; in English where it has no other."""
    return fill(_found(message, None), values)


def p_(context: str, message: str, /, **values: Any) -> str:
    """The message as it is translated in a context."""
    return fill(_found(message, context), values)


def n_(singular: str, plural: str, n: float, /, **values: Any) -> str:
    """The message in the form that a number takes; the number is `{n}` in it."""
    return fill(_form(singular, plural, n, None), {"n": n, **values})


def np_(context: str, singular: str, plural: str, n: float, /, **values: Any) -> str:
    """The message as it is translated in a context, in the form that a number takes."""
    return fill(_form(singular, plural, n, context), {"n": n, **values})


def marked(message: str) -> str:
    """The message as it is, known to the catalogues; `_` translates it later."""
    return message


def _found(message: str, context: str | None) -> str:
    if spoken() == "en":
        return message
    return _texts().text(message, context) or message


def _form(singular: str, plural: str, n: float, context: str | None) -> str:
    own = singular if n == 1 else plural
    if spoken() == "en":
        return own
    return _texts().plural(singular, n, context) or own


def _texts() -> Any:
    # English needs no catalogue and does not wait for Babel
    from scenarios.language.catalogues import texts

    return texts(spoken())
