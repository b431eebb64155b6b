"""Messages and kept sentences in the spoken language."""

from __future__ import annotations

import json
import pickle

import pandas as pd
import pytest
from untranslated import untranslated

from scenarios.language import Names, Said, _, n_, n_said, said, speaking, spoken, told
from scenarios.language.catalogues import Texts
from scenarios.language.numbers import bn_in_words, grouped, in_words, listed, percent
from scenarios.language.said import from_plain, to_plain
from scenarios.tables import TableReader, TableWriter

T = "\u202f"


@pytest.fixture
def russian(monkeypatch: pytest.MonkeyPatch) -> None:
    """A small catalogue of our own, so that no change of the real one matters here."""
    forms = {
        (None, "{n} school in {place}"): (
            "{n} школа в {place}",
            "{n} школы в {place}",
            "{n} школ в {place}",
        ),
        (None, "Shortage {share:percent1} of {need:words}"): (
            "Дефицит {share:percent1} из {need:words}",
        ),
        (None, "late"): ("поздно",),
    }

    def form_of(n: float) -> int:
        return 0 if n == 1 else 1 if n < 5 else 2

    monkeypatch.setattr("scenarios.language.messages._texts", lambda: Texts(forms, form_of))


def test_english_is_spoken_unless_it_is_said_otherwise() -> None:
    assert spoken() == "en"
    with speaking("kk"):
        assert spoken() == "kk"
    assert spoken() == "en"
    with pytest.raises(ValueError, match="'de' is not one of en, kk, ru"), speaking("de"):
        pass


@pytest.mark.usefixtures("russian")
def test_a_message_is_told_with_the_numbers_of_the_language() -> None:
    text = "Shortage {share:percent1} of {need:words}"
    assert _(text, share=0.423, need=1_350_000) == f"Shortage 42.3{T}% of 1.35 million"
    with speaking("ru"):
        assert _(text, share=0.423, need=1_350_000) == f"Дефицит 42,3{T}% из 1,35{T}млн"
        assert _("no catalogue has this") == "no catalogue has this"


@pytest.mark.usefixtures("russian")
@pytest.mark.parametrize(("n", "text"), [(1, "1 школа"), (3, "3 школы"), (7, "7 школ")])
def test_plural_forms(n: int, text: str) -> None:
    with speaking("ru"):
        assert n_("{n} school in {place}", "{n} schools in {place}", n, place="А") == f"{text} в А"


@pytest.mark.usefixtures("russian")
def test_a_kept_sentence_is_english_text_that_can_be_told() -> None:
    place = Names({"en": "Abai", "kk": "Абай", "ru": "Абайский"})
    note = n_said("{n} school in {place}", "{n} schools in {place}", 3, place=place)
    assert note == "3 schools in Abai"
    for back in (
        from_plain(json.loads(json.dumps(to_plain(note)))),
        pickle.loads(pickle.dumps(note)),
    ):
        assert isinstance(back, Said)
        assert back == note
        with speaking("ru"):
            assert told(back) == "3 школы в Абайский"
            assert str.__str__(back) == "3 schools in Abai"


def test_a_sentence_made_while_another_language_is_spoken_is_english() -> None:
    with speaking("ru"):
        assert said("Need {need:number1}", need=1234.5) == f"Need 1{T}234.5"


@pytest.mark.usefixtures("russian")
def test_plain_words_are_looked_up() -> None:
    with speaking("ru"):
        assert told("late") == "поздно"
        assert told("Шымкент") == "Шымкент"


def test_sentences_in_tables_come_back(tmp_path: object) -> None:
    sentence = said("price {price:.1f}", price=3.25)
    frame = pd.DataFrame({"unit": ["a", "b"]})
    frame["reason"] = pd.Series([sentence, None], dtype=object)
    writer = TableWriter(tmp_path)  # type: ignore[arg-type]
    writer.csv("reasons.csv", frame)
    read = TableReader(tmp_path, writer.kinds, writer.sentences)  # type: ignore[arg-type]
    back = read.csv("reasons.csv")["reason"]
    assert isinstance(back[0], Said)
    assert to_plain(back[0]) == to_plain(sentence)
    assert pd.isna(back[1])


def test_numbers_of_each_language() -> None:
    written = {}
    for language in ("en", "kk", "ru"):
        with speaking(language):
            written[language] = (
                grouped(-1234.5, 1),
                percent(0.421, 1),
                in_words(2_500_000_000),
                bn_in_words(600_000),
                bn_in_words(1_070_000),
                bn_in_words(1_250),
                listed(["a", "b", "c"]),
            )
    assert written == {
        "en": (
            f"\u22121{T}234.5",
            f"42.1{T}%",
            "2.50 billion",
            f"600{T}bn KZT",
            f"1.07{T}trillion KZT",
            f"1.2{T}bn KZT",
            "a, b and c",
        ),
        "kk": (
            f"\u22121{T}234,5",
            f"42,1{T}%",
            f"2,50{T}млрд",
            f"600{T}млрд теңге",
            f"1,07{T}трлн теңге",
            f"1,2{T}млрд теңге",
            "a, b және c",
        ),
        "ru": (
            f"\u22121{T}234,5",
            f"42,1{T}%",
            f"2,50{T}млрд",
            f"600{T}млрд тенге",
            f"1,07{T}трлн тенге",
            f"1,2{T}млрд тенге",
            "a, b и c",
        ),
    }


def test_english_left_in_a_page_is_found() -> None:
    page = (
        "<html><head><style>.wide{}</style></head><body><p>Всего 5 места</p><p>Places added</p>"
        '<td translate="no">Decree of the Government</td><img aria-label="A map"><p>HiGHS 1.13</p>'
        "<td>schools_budget_bn</td><p>Вопрос 5c5874113617</p></body></html>"
    )
    assert untranslated(page) == ["Places added", "A map"]
