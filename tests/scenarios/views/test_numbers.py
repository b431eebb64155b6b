"""Numbers as readers see them."""

from __future__ import annotations

import pytest

from scenarios.views.numbers import bn, bn_in_words, grouped, in_words, listed, percent

T = "\u202f"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"),
        (999.4, "999"),
        (1000, f"1{T}000"),
        (1234567.8, f"1{T}234{T}568"),
        (-0.4, "0"),
        (-1200, f"\u22121{T}200"),
    ],
)
def test_grouped(value: float, text: str) -> None:
    assert grouped(value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (312, "312"),
        (45_949, f"45{T}900"),
        (999_499, f"999{T}000"),
        (999_600, "1 million"),
        (1_349_000, "1.35 million"),
        (8_204_000, "8.20 million"),
        (12_340_000, "12.3 million"),
        (120_000_000, "120 million"),
        (7_000_000_000, "7 billion"),
    ],
)
def test_in_words(value: float, text: str) -> None:
    assert in_words(value) == text


@pytest.mark.parametrize(
    ("mln", "text"),
    [
        (84_210, f"84.2{T}bn KZT"),
        (600_000, f"600{T}bn KZT"),
        (600_400, f"600{T}bn KZT"),
        (1_074_000, f"1.07{T}trillion KZT"),
        (0, f"0{T}bn KZT"),
    ],
)
def test_money_in_words(mln: float, text: str) -> None:
    assert bn_in_words(mln) == text


def test_money_keeps_a_digit_only_where_it_says_something() -> None:
    assert (bn(5_000), bn(5_040), bn(1_234_560)) == ("5", "5", f"1{T}235")


def test_percent_and_list() -> None:
    assert percent(0.4231) == f"42{T}%"
    assert percent(-0.015, 1) == f"\u22121.5{T}%"
    assert [listed(["a"]), listed(["a", "b"]), listed(["a", "b", "c"])] == [
        "a",
        "a and b",
        "a, b and c",
    ]
