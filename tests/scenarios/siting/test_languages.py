"""Report and workbook of the siting study hold no English in Kazakh and Russian."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from untranslated import english_texts, untranslated

from scenarios.language import _, speaking
from scenarios.study import Answer
from scenarios.views.siting.headline import headline
from scenarios.views.siting.named import with_names
from scenarios.views.siting.report import render_report
from scenarios.views.siting.workbook import write_workbook

languages = pytest.mark.parametrize("language", ["kk", "ru"])


def identifiers(answer: Answer) -> frozenset[str]:
    commands = ("places", "import", "solve")
    return frozenset([*answer.territory.assumptions, answer.scenario.name, *commands])


@languages
def test_the_report_is_wholly_translated(answer: Answer, language: str) -> None:
    with speaking(language):
        page = render_report(answer)
    assert f'<html lang="{language}">' in page
    left = untranslated(page, identifiers(answer))
    assert not left, "\n".join(left)


@languages
def test_the_workbook_is_wholly_translated(answer: Answer, language: str, tmp_path: Path) -> None:
    with speaking(language):
        write_workbook(answer, tmp_path / "plan.xlsx")
        book = openpyxl.load_workbook(tmp_path / "plan.xlsx")
        citing = {_("Source"), _("Why")}
    texts = [*book.sheetnames]
    for sheet in book:
        for column in sheet.iter_cols(values_only=True):
            if not citing.intersection(column):
                texts += [v for v in column if isinstance(v, str) and not v.startswith("=")]
    left = english_texts(texts, identifiers(answer))
    assert not left, "\n".join(left)


def test_settlements_keep_their_own_names(answer: Answer) -> None:
    """Every list of settlements names those of the English one, in its order."""
    english = answer.tables["settlements"].set_index("settlement_id")["name"]
    with speaking("kk"):
        told = with_names(answer).tables
    own = answer.territory.table("settlements").set_index("settlement_id")["name_kk"]
    kazakh = {"": "", **dict(zip(english, own.loc[english.index], strict=True))}
    assert list(told["settlements"]["name"]) == list(own.loc[english.index])
    for before, after in zip(
        answer.tables["nested"]["added"], told["nested"]["added"], strict=True
    ):
        assert [kazakh[name] for name in before.split(", ")] == after.split(", ")
    assert with_names(answer) is answer


@languages
def test_the_headline_keeps_its_numbers(answer: Answer, language: str) -> None:
    kpis = answer.evaluations[answer.plan.name].kpis
    with speaking(language):
        said = headline(answer).sentence
    assert str(round(kpis["sites_opened"])) in said
    assert str(answer.scenario.siting.periods[-1]) in said
