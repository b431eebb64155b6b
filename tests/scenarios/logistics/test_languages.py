"""Report and workbook of the logistics study hold no English in Kazakh and Russian."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from logistics_questions import changed
from untranslated import english_texts, untranslated

from scenarios.language import _, names_of, speaking
from scenarios.language.catalogues import english, read
from scenarios.studies.logistics.notes import write_notes
from scenarios.studies.logistics.study import LogisticsStudy
from scenarios.studies.logistics.terms import LogisticsTerms
from scenarios.study import Answer
from scenarios.views.logistics.headline import headline
from scenarios.views.logistics.named import with_names
from scenarios.views.logistics.report import render_report
from scenarios.views.logistics.workbook import write_workbook

languages = pytest.mark.parametrize("language", ["kk", "ru"])
COMPANIES = frozenset(  # printed in Latin letters by the schemes themselves
    {"Continental", "Logistics", "Shymkent", "Free", "Line", "Distribution", "Silk", "Road", "USKO"}
)


def identifiers(answer: Answer) -> frozenset[str]:
    return COMPANIES | {*answer.territory.assumptions, answer.scenario.name, "solve"}


@pytest.fixture(scope="module")
def priced(answer: Answer) -> Answer:
    """The small answer with a price of a site and of a planned link, as long runs have them."""
    tables = answer.tables
    site = tables["sites"].loc[tables["sites"]["documented"] > 0, ["site_id", "name", "oblast_id"]]
    two = site["name"].head(2).str.cat(sep=", ")
    price = {"year": 2040, "low": 900.0, "high": 1200.0, "proven": False, "comes": two, "goes": ""}
    prices = site.head(2).assign(documented=True, wish=["open", "close"], **price)
    links = tables["links"]
    planned = links[links["status"] == "planned"].drop_duplicates("edge_id").head(2)
    planned = planned[["edge_id", "mode", "from_name", "to_name", "horizon", "km"]]
    link_prices = planned.assign(kept_cost=70.0, low=10.0, high=50.0, comes=two, goes=two)
    made = {**tables, "prices": prices.reset_index(drop=True), "link_prices": link_prices}
    return replace(answer, tables=made)


@languages
def test_the_report_is_wholly_translated(priced: Answer, language: str) -> None:
    with speaking(language):
        page = render_report(priced)
    assert f'<html lang="{language}">' in page
    left = untranslated(page, identifiers(priced))
    assert not left, "\n".join(left)


@languages
def test_the_workbook_is_wholly_translated(priced: Answer, language: str, tmp_path: Path) -> None:
    with speaking(language):
        write_workbook(priced, tmp_path / "plan.xlsx")
        book = openpyxl.load_workbook(tmp_path / "plan.xlsx")
        citing = {_("Source"), _("Why")}
    texts = [*book.sheetnames]
    for sheet in book:
        for column in sheet.iter_cols(values_only=True):
            if not citing.intersection(column):
                texts += [v for v in column if isinstance(v, str) and not v.startswith("=")]
    left = english_texts(texts, identifiers(priced))
    assert not left, "\n".join(left)


@languages
def test_headlines_of_all_cases_are_translated(priced: Answer, language: str) -> None:
    loose = tuple(replace(proof, gap=None) for proof in priced.certificates)
    half = tuple(replace(proof, gap=0.35) for proof in priced.certificates)
    reach = changed(objective="reach", reach_km=120)
    for case in (
        priced,
        replace(priced, certificates=loose),
        replace(priced, certificates=half, scenario=reach),
    ):
        with speaking(language):
            said = headline(case)
        left = english_texts([said.title, said.text], identifiers(priced))
        assert not left, "\n".join(left)


@languages
def test_notes_of_all_cases_are_translated(
    study: LogisticsStudy, terms: LogisticsTerms, language: str
) -> None:
    for freight, objective in (("equal", "reach"), ("population", "cost")):
        scenario = changed(freight=freight, objective=objective)
        oblasts = [names_of(partial(study.territory.name, unit)) for unit in terms.oblasts]
        notes = write_notes(replace(terms, scenario=scenario), None, oblasts)
        with speaking(language):
            left = english_texts([note.told() for note in notes])
        assert not left, "\n".join(left)


def test_places_are_called_by_their_own_names(answer: Answer) -> None:
    with speaking("kk"):
        told = with_names(answer).tables
    before, after = answer.tables["links"], told["links"]
    assert (before["from_name"] != after["from_name"]).mean() > 0.9
    by_english = pd.Series(list(after["from_name"]), before["from_name"].astype(str))
    assert len(set(by_english.items())) == by_english.index.nunique()
    assert with_names(answer) is answer


def test_every_gateway_has_names(answer: Answer) -> None:
    known = {english(m.id) for m in read("kk", "data") if m.id}
    assert set(answer.territory.table("gateways")["name"]) <= known
