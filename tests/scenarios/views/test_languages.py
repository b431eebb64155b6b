"""Report and workbook of a school programme hold no English in Kazakh and Russian."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from untranslated import english_texts, untranslated

from scenarios.language import _, said, speaking
from scenarios.scenario import StudyName
from scenarios.study import Answer
from scenarios.views.report import render_report
from scenarios.views.workbook import write_workbook

AnswerFactory = Callable[..., Answer]
TWO = ("aktau_city", "beineu")
languages = pytest.mark.parametrize("language", ["kk", "ru"])


@pytest.fixture(params=[StudyName.SCHOOLS, StudyName.PRESCHOOL])
def answer(request: pytest.FixtureRequest, make_answer: AnswerFactory) -> Answer:
    ours = [("aktau_city", 2030, 600.0), ("beineu", 2030, 600.0)]
    theirs = [("aktau_city", 2035, 600.0), ("beineu", 2035, 600.0)]
    made = make_answer(ours, theirs, printed=theirs, units=TWO, study=request.param)
    found = made.territory.table("anomalies")
    found = found[found["table"] == request.param.value].groupby("identity").head(1)
    return replace(made, notes=(said("1 or less"),), anomalies=found)


def identifiers(answer: Answer) -> frozenset[str]:
    return frozenset([*answer.territory.assumptions, *answer.scenario.name.split("-")])


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
        citing = _("Source")
    texts = [*book.sheetnames]
    for sheet in book:
        for column in sheet.iter_cols(values_only=True):
            if citing not in column:
                texts += [v for v in column if isinstance(v, str) and not v.startswith("=")]
    left = english_texts(texts, identifiers(answer))
    assert not left, "\n".join(left)


def test_english_stays_english(answer: Answer) -> None:
    assert '<html lang="en">' in render_report(answer)
    assert "How sure this is" in render_report(answer)
