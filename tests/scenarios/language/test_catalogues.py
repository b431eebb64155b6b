"""Every message is translated, area by area, and every translation fits its message."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from scenarios.language.areas import AREAS
from scenarios.language.catalogues import TRANSLATED, english, file_of, read, strings
from scenarios.language.extraction import ROOT, Found, messages
from scenarios.language.filling import placeholders
from scenarios.language.update import by_area, text_of, translations, updated

EVERY = [(language, area) for language in TRANSLATED for area in AREAS]
every_catalogue = pytest.mark.parametrize(("language", "area"), EVERY)


@cache
def found() -> dict[str, list[Found]]:
    return by_area(messages())


@every_catalogue
def test_the_catalogue_holds_the_messages_of_the_sources(language: str, area: str) -> None:
    """Nothing new, nothing stale: `python -m scenarios.language.update` changes nothing."""
    catalog = updated(language, found()[area], translations(language))
    kept = Path(str(file_of(language, area))).read_text(encoding="utf-8")
    assert kept == text_of(catalog, language, area)


@every_catalogue
def test_nothing_is_missing_or_unsure(language: str, area: str) -> None:
    catalog = read(language, area)
    assert [m.id for m in catalog if m.id and not all(strings(m))] == []
    assert [m.id for m in catalog if m.id and m.fuzzy] == []
    assert not catalog.obsolete


@every_catalogue
def test_placeholders_are_those_of_the_message(language: str, area: str) -> None:
    wrong = []
    for message in read(language, area):
        forms = (message.id,) if isinstance(message.id, str) else message.id
        wanted = set().union(*map(placeholders, forms))
        wrong += [text for text in strings(message) if message.id and placeholders(text) != wanted]
    assert wrong == []


@every_catalogue
def test_plurals_have_every_form(language: str, area: str) -> None:
    catalog = read(language, area)
    short = [m.id for m in catalog if m.pluralizable and len(strings(m)) != catalog.num_plurals]
    assert short == []


@every_catalogue
def test_translations_keep_the_edges_of_their_message(language: str, area: str) -> None:
    """A message that ends as a sentence stays one, and nothing is glued by spaces at the ends."""
    wrong = []
    for message in read(language, area):
        original = english(message.id)
        for text in strings(message) if original else ():
            cut = original.endswith(".") and not text.endswith(".")
            if cut or text != text.strip() or original != original.strip():
                wrong.append((original, text))
    assert wrong == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_areas_translate_a_message_alike(language: str) -> None:
    said: dict[object, set[tuple[str, ...]]] = {}
    for area in translations(language).values():
        for key, translation in area.items():
            said.setdefault(key, set()).add(translation)
    assert {key: ways for key, ways in said.items() if len(ways) > 1} == {}


def test_the_sources_are_really_read() -> None:
    """A word of Python, a plural and a template's are among what is found."""
    areas = found()
    assert any(one.path.endswith("comparison.py") for one in areas["shared"])
    assert (ROOT / "scenarios").is_dir()
    assert any(one.path.endswith(".html") for one in areas["shared"])
    assert any(isinstance(one.message, tuple) for one in areas["shared"])
