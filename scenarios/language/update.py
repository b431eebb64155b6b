"""`python -m scenarios.language.update`: bring the catalogues up to date with the sources.

New messages get an empty translation, those that no source holds any more are dropped, the others
keep theirs. A message of a shared source stands in the shared catalogue alone; one that several
areas use stands in each and is translated as in the first of them in `areas.AREAS`.
"""

from __future__ import annotations

import io
from collections.abc import Iterable
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po

from scenarios.language.areas import AREAS
from scenarios.language.catalogues import TRANSLATED, Key, english, read, strings
from scenarios.language.extraction import Found, messages

Known = dict[str, dict[Key, tuple[str, ...]]]

_FOLDER = Path(__file__).parent / "catalogues"
_HEADER = """\
# {area} in {language}
msgid ""
msgstr ""
"Language: {language}\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: {plurals}\\n"

"""


def by_area(found: Iterable[Found]) -> dict[str, list[Found]]:
    """The messages of each area, those of shared sources in `shared` alone."""
    areas: dict[str, list[Found]] = {area: [] for area in AREAS}
    for one in found:
        areas[one.area].append(one)
    shared = {_key(one) for one in areas["shared"]}
    everywhere = [one for one in found if _key(one) in shared]
    return {
        area: everywhere if area == "shared" else [one for one in own if _key(one) not in shared]
        for area, own in areas.items()
    }


def updated(language: str, found: Iterable[Found], known: Known) -> Catalog:
    """The catalogue that messages of an area ask for, with the translations known so far."""
    catalog = Catalog(locale=language)
    # One message, one translation: that of the first area that has it
    words = {key: text for a in reversed(AREAS) for key, text in known[a].items()}
    for one in found:
        entry = catalog.add(one.message, context=one.context, locations=[(one.path, 1)])
        translation = words.get(_key(one), ())
        if isinstance(one.message, str) and len(translation) == 1:
            entry.string = translation[0]
        elif not isinstance(one.message, str) and len(translation) == catalog.num_plurals:
            entry.string = translation
    return catalog


def translations(language: str) -> Known:
    """What is translated, by area."""
    return {
        area: {
            (message.context, english(message.id)): strings(message)
            for message in read(language, area)
            if message.id and all(strings(message))
        }
        for area in AREAS
    }


def text_of(catalog: Catalog, language: str, area: str) -> str:
    """The catalogue as its file holds it: sorted by message, nothing that changes by itself."""
    out = io.BytesIO()
    write_po(out, catalog, width=0, omit_header=True, sort_output=True, include_lineno=False)
    head = _HEADER.format(area=area, language=language, plurals=catalog.plural_forms)
    return head + out.getvalue().decode("utf-8").rstrip("\n") + "\n"


def update() -> list[str]:
    """Write every catalogue; gives one line for each that still lacks translations."""
    areas = by_area(messages())
    lacking = []
    for language in TRANSLATED:
        known = translations(language)
        for area in AREAS:
            catalog = updated(language, areas[area], known)
            path = _FOLDER / language / f"{area}.po"
            path.parent.mkdir(exist_ok=True)
            path.write_text(text_of(catalog, language, area), encoding="utf-8")
            missing = sum(not all(strings(message)) for message in catalog if message.id)
            if missing:
                lacking.append(f"{language}/{area}.po: {missing} without a translation")
    return lacking


def _key(found: Found) -> Key:
    return found.context, english(found.message)


if __name__ == "__main__":
    for line in update():
        print(line)
