"""Report and workbook of an answer in a language, and what they still say in English."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import openpyxl
from untranslated import english_texts, untranslated

from scenarios.language import _, speaking
from scenarios.study import Answer


def english_in_report(
    answer: Answer, language: str, render: Callable[[Answer], str], names: frozenset[str]
) -> list[str]:
    """Texts of the page that still hold English words."""
    with speaking(language):
        page = render(answer)
    return untranslated(page, names | identifiers(answer))


def english_in_workbook(
    answer: Answer,
    language: str,
    write: Callable[[Answer, Path], None],
    path: Path,
    names: frozenset[str],
) -> list[str]:
    """Texts of the sheets that still hold English words; columns that cite sources are left out."""
    with speaking(language):
        write(answer, path)
        citing = {_("Source")}
    book = openpyxl.load_workbook(path)
    texts = [*book.sheetnames]
    for sheet in book:
        for column in sheet.iter_cols(values_only=True):
            if not citing.intersection(column):
                texts += [v for v in column if isinstance(v, str) and not v.startswith("=")]
    return english_texts(texts, names | identifiers(answer))


def identifiers(answer: Answer) -> frozenset[str]:
    """Names of assumptions, and the parts of the scenario's own name."""
    return frozenset([*answer.territory.assumptions, *answer.scenario.name.split("-")])
