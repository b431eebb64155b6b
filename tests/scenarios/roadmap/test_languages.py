"""Report and workbook of the roadmap hold no English in Kazakh and Russian."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from spoken import english_in_report, english_in_workbook

from scenarios.language import speaking, told
from scenarios.language.said import from_plain, to_plain
from scenarios.study import Answer
from scenarios.views.roadmap import tables, wording
from scenarios.views.roadmap.headline import headline
from scenarios.views.roadmap.report import render_report
from scenarios.views.roadmap.workbook import write_workbook

# Firms and products, as the roadmap writes them in every language
NAMES = frozenset({"RDF", "See", "Air", "Eco", "Almaty", "Tools"})
languages = pytest.mark.parametrize("language", ["kk", "ru"])


def asked(answer: Answer, objective: str) -> Answer:
    """The same figures under another question."""
    part = answer.scenario.roadmap.model_copy(update={"objective": objective})
    return replace(answer, scenario=answer.scenario.model_copy(update={"roadmap": part}))


@languages
def test_the_report_is_wholly_translated(answer: Answer, language: str) -> None:
    left = english_in_report(answer, language, render_report, NAMES)
    assert not left, "\n".join(left)


@languages
def test_the_workbook_is_wholly_translated(answer: Answer, language: str, tmp_path: Path) -> None:
    left = english_in_workbook(answer, language, write_workbook, tmp_path / "plan.xlsx", NAMES)
    assert not left, "\n".join(left)


@languages
@pytest.mark.parametrize("objective", ["effect", "smooth", "fit"])
def test_every_objective_has_its_own_headline(
    answer: Answer, language: str, objective: str
) -> None:
    said = asked(answer, objective)
    english = headline(said)
    with speaking(language):
        other = headline(said)
    assert other.sentence != english.sentence
    assert len(other.leads) == len(english.leads)
    assert [n.verdict for n in other.numbers] == [n.verdict for n in english.numbers]
    assert not {n.label for n in other.numbers} & {n.label for n in english.numbers}


@languages
def test_projects_have_their_own_names(answer: Answer, language: str) -> None:
    english = tables.project_table(answer).frame.set_index("item")["name"]
    with speaking(language):
        other = tables.project_table(answer).frame.set_index("item")["name"]
    assert (other != english).all()
    assert other.is_unique


@languages
def test_an_indicator_without_a_word_of_its_own_is_told(answer: Answer, language: str) -> None:
    kept = [from_plain(to_plain(name)) for name in answer.tables["indicators"]["indicator"]]
    frame = answer.tables["indicators"].assign(indicator=pd.Series(kept, dtype=object))
    again = replace(answer, tables={**answer.tables, "indicators": frame})
    with speaking(language):
        assert wording.indicator_words(again) == wording.indicator_words(answer)
        assert all(told(name) != str(name) for name in frame["indicator"])
