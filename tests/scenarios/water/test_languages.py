"""Report and workbook of the water study hold no English in Kazakh and Russian."""

from __future__ import annotations

from pathlib import Path

import pytest
from spoken import english_in_report, english_in_workbook
from water_tables import date_table, network_tables, with_balance, with_tables

from scenarios.language import speaking
from scenarios.study import Answer
from scenarios.views.water.headline import headline
from scenarios.views.water.report import render_report
from scenarios.views.water.workbook import write_workbook

languages = pytest.mark.parametrize("language", ["kk", "ru"])


@pytest.fixture(scope="module")
def whole(answer: Answer) -> Answer:
    """The answer with balance, pipes and prices of dates."""
    prices = {
        (2035, "optimised order"): (39.9, 40.0),
        (2040, "optimised order"): (20.0, 25.0),
        (2040, "documented order"): (27.0, 27.1),
    }
    return with_balance(with_tables(answer, **network_tables(), date_prices=date_table(prices)))


def places(answer: Answer) -> frozenset[str]:
    """Words of ids of lots, of a command, and of names that places have in the data alone."""
    names = answer.tables["network_nodes"]["name"].astype(str)
    words = (word for name in names for word in name.replace("-", " ").split())
    return frozenset(["near", "far", "aumaq", "places", "import", *words])


@languages
def test_the_report_is_wholly_translated(whole: Answer, language: str) -> None:
    left = english_in_report(whole, language, render_report, places(whole))
    assert not left, "\n".join(left)


@languages
def test_the_workbook_is_wholly_translated(whole: Answer, language: str, tmp_path: Path) -> None:
    names = places(whole)
    left = english_in_workbook(whole, language, write_workbook, tmp_path / "plan.xlsx", names)
    assert not left, "\n".join(left)


@languages
def test_the_headline_judges_alike(whole: Answer, language: str) -> None:
    english = headline(whole)
    with speaking(language):
        other = headline(whole)
    assert other.sentence != english.sentence
    assert len(other.leads) == len(english.leads)
    assert [n.verdict for n in other.numbers] == [n.verdict for n in english.numbers]
