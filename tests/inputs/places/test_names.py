"""Spellings that are one name, and names that stay apart."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inputs.places.names import fold, fold_all, spellings

ONE_NAME = [
    ("Қойшыбек", "Койшибек", "Koyshybek", "Qoishybek"),
    ("Теректі", "Теректы", "Terekty"),
    ("Амангелді", "Амангельды", "Amangeldi"),
    ("Шымбұлақ", "Чимбулак", "Shymbulak"),
    ("Ақши", "Акчи", "Акший", "Akshi"),
    ("Арқарлы", "Архарлы"),
    ("Исаев", "Исаево", "Isaev"),
    ("Көк Қайнар", "Көкқайнар", "Кок-Кайнар"),
    ("Жаңа Арна", "Жаңаарна", "Жанаарна"),
    ("Түрген", "Тургень", "Turgen"),
    ("Бірлік (Талғар ауданы)", "Бирлик", "Birlik"),
    ("Қазыбек бек ауылы", "Казыбек бек", "село Казыбек бек"),
    ("Құлантөбе темір жол айрығы", "разъезд Кулантобе", "Құлантөбе"),
    ("71 разъезд", "Разъезд 71"),
    ("Шамалған", "Şamalğan", "Шамалған станциясы"),
    ("Шеңгелді", "Shengeldi", "Шенгельды"),
    ("Балғабек Қыдырбекұлы атындағы", "Балғабек Қыдырбекұлы"),
    ("Междуреченское", "Междуреченский"),
    ("Еңбек", "Yenbek", "Енбек"),
    ("Қарасай ауданы", "Карасай район"),
]
APART = [
    ("Қарасу", "Қарасай"),
    ("Алмалы", "Алмалық"),
    ("Еңбек", "Еңбекші"),
    ("Қайнар", "Қайназар"),
    ("71 разъезд", "72 разъезд"),
    ("Қызылту", "Қызылтау"),
    ("Бірлік 11", "Бірлік 1"),
]


@pytest.mark.parametrize("names", ONE_NAME)
def test_spellings_of_one_name_fold_to_one(names: tuple[str, ...]) -> None:
    assert len({fold(name) for name in names}) == 1


@pytest.mark.parametrize(("a", "b"), APART)
def test_different_names_stay_apart(a: str, b: str) -> None:
    assert fold(a) != fold(b)


@pytest.mark.parametrize("name", ["Ауыл", "Село", "(Талғар)", "Темір жол"])
def test_a_name_of_nothing_but_common_words_is_kept(name: str) -> None:
    assert fold(name)


@given(st.text(max_size=30))
def test_any_text_folds_to_russian_letters_and_digits(text: str) -> None:
    folded = fold(text)
    assert all("а" <= letter <= "я" or letter in "0123456789" for letter in folded)
    assert not set(folded) & set("ыйёэьъчщхюя")


def test_nothing_folds_to_nothing() -> None:
    assert fold(" - ") == ""
    assert fold_all(("", "Ақши", "Акчи")) == {"акши"}


def test_a_cell_may_list_names() -> None:
    assert spellings("Alma-Ata, Алматы; Верный / ") == ("Alma-Ata", "Алматы", "Верный")
