"""What an explanation says is grouped and tabled without losing what is infinite or unknown."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest

from scenarios.app.why.asking import in_words
from scenarios.app.why.telling import parts, price_rows, year_rows
from scenarios.explaining.explanation import Explanation, price_frame
from scenarios.language import said, speaking


def found(**given: Any) -> dict[str, Any]:
    """An explanation as the page receives it."""
    usual: dict[str, Any] = {
        "run": "r", "study": "schools", "place": "p", "name": "P", "year": None, "question": "Q",
        "does": "D", "stops": (), "wishes": ("W",), "worth": (), "proof": ("S",), "numbers": (),
        "tables": {}, "certificates": {}, "complete": True,
    }  # fmt: skip
    plain = in_words(Explanation(**{**usual, **given}).to_dict())
    again: dict[str, Any] = json.loads(json.dumps(plain, allow_nan=False))
    return again


def test_only_what_is_known_has_a_head() -> None:
    told = parts(found())
    assert [(part.key, part.sentences) for part in told] == [("wishes", ("W",)), ("proof", ("S",))]


@pytest.mark.parametrize(
    ("low", "high", "about", "said_about", "said_most"),
    [
        (0.0, 10_227.9, 2272.0, "2\u202f272", "10\u202f228"),
        (np.inf, np.inf, np.inf, "impossible", ""),
        (0.0, np.inf, np.nan, "not known in time", ""),
        (0.0, 0.0, 0.0, "0", "0"),
    ],
)
def test_a_price_is_a_number_only_where_it_is_one(
    low: float, high: float, about: float, said_about: str, said_most: str
) -> None:
    table = price_frame([{"wish": "in", "said": "With", "low": low, "high": high, "about": about}])
    (row,) = price_rows(found(tables={"prices": table}))
    assert row["Wish"] == "With"
    assert row["Costs about"] == said_about
    assert row["at most"] == said_most


def test_without_tables_there_are_no_rows() -> None:
    assert price_rows(found()) == []
    assert year_rows(found()) == []


def test_kept_sentences_are_told_in_the_language_of_the_reader() -> None:
    kept = said("Village connected")
    with speaking("ru"):
        told = found(does=kept, stops=(kept,))
    assert told["does"] == "Подключённое село"
    assert told["stops"] == ["Подключённое село"]
