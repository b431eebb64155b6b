"""The translations: gettext catalogues (.po), one per language and area, read with Babel."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from gettext import c2py
from importlib import resources
from importlib.resources.abc import Traversable

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from scenarios.language.areas import AREAS
from scenarios.language.speaking import LANGUAGES

TRANSLATED = tuple(language for language in LANGUAGES if language != "en")

_FRACTION = 1  # form of a number with decimals: of few in Russian, the only one in Kazakh

Key = tuple[str | None, str]  # context, message in English (its singular)


@dataclass(frozen=True)
class Texts:
    """All messages of a language.

    Attributes
    ----------
    forms : by context and English message its translations, one per plural form
    form_of : the plural form that a number takes
    """

    forms: dict[Key, tuple[str, ...]]
    form_of: Callable[[float], int]

    def text(self, message: str, context: str | None = None) -> str | None:
        """The translation, None where there is none."""
        found = self.forms.get((context, message))
        return found[0] if found else None

    def plural(self, singular: str, number: float, context: str | None = None) -> str | None:
        """The translation in the form that the number takes, None where there is none."""
        found = self.forms.get((context, singular))
        return found[min(self.form_of(number), len(found) - 1)] if found else None


def file_of(language: str, area: str) -> Traversable:
    """Where a catalogue stands."""
    return resources.files("scenarios.language") / "catalogues" / language / f"{area}.po"


def read(language: str, area: str) -> Catalog:
    """A catalogue as it is kept; empty where there is no file yet."""
    path = file_of(language, area)
    if not path.is_file():
        return Catalog(locale=language)
    with path.open("rb") as file:
        return read_po(file, locale=language, charset="utf-8")


@cache
def texts(language: str) -> Texts:
    """All areas of a language at once; untranslated messages are left out."""
    forms: dict[Key, tuple[str, ...]] = {}
    for area in AREAS:
        for message in read(language, area):
            told = strings(message)
            if message.id and all(told) and not message.fuzzy:
                forms.setdefault((message.context, english(message.id)), told)
    whole = c2py(Catalog(locale=language).plural_expr)
    return Texts(forms, lambda n: whole(int(n)) if float(n).is_integer() else _FRACTION)


def english(message_id: str | tuple[str, ...] | list[str]) -> str:
    """The message in English; the singular of those with a plural."""
    return message_id if isinstance(message_id, str) else message_id[0]


def strings(message: Message) -> tuple[str, ...]:
    """The translation of a message, one text per plural form."""
    found = message.string or ""
    return (found,) if isinstance(found, str) else tuple(found)
