"""Tables that every view makes: shared heads, money, flags, gaps, proofs."""

from __future__ import annotations

import pandas as pd
import pytest

from optimizer.certificate import Certificate, Status, Violation
from scenarios.views.table import (
    Column,
    in_bn,
    measures_of,
    proof_table,
    said_gaps,
    spans,
    table_of,
    yes_or,
)


def test_a_key_alone_has_the_shared_head() -> None:
    frame = pd.DataFrame({"oblast": ["Abai"], "year": [2027], "worth": [3.0]})
    made = table_of("t", "T", frame, "oblast", "year", Column("worth", "Worth", "money"))
    assert [(c.head, c.kind) for c in made.columns] == [
        ("Oblast", "text"),
        ("Year", "year"),
        ("Worth", "money"),
    ]
    assert [text for text, _ in made.rows()[0]] == ["Abai", "2027", "3.0"]


def test_a_key_that_tables_do_not_share_is_an_error() -> None:
    with pytest.raises(KeyError, match="worth"):
        table_of("t", "T", pd.DataFrame({"worth": [1]}), "worth")


def test_a_table_without_rows_needs_no_columns() -> None:
    made = table_of("t", "T", pd.DataFrame(), "oblast", Column("worth", "Worth", "money"))
    assert list(made.frame.columns) == ["oblast", "worth"]
    assert made.rows() == []


def test_money_in_billions_leaves_the_frame_as_it_was() -> None:
    frame = pd.DataFrame({"low": [1234.5, None], "high": [2000, 10], "n": [1, 2]})
    made = in_bn(frame, "low", "high", digits=2)
    assert made["low"].tolist()[0] == 1.23
    assert pd.isna(made["low"][1])
    assert made["high"].tolist() == [2.0, 0.01]
    assert made["n"].tolist() == [1, 2]
    assert frame["high"].tolist() == [2000, 10]


def test_flags_gaps_and_spans_in_words() -> None:
    assert yes_or(pd.Series([True, False])).tolist() == ["yes", ""]
    assert yes_or(pd.Series([1, 0]), "no").tolist() == ["yes", "no"]
    assert said_gaps([0.0123, None, float("nan")], 1) == ["1.2\u202f%", "", ""]
    nan = float("nan")
    assert spans([2024, 2025, nan], [2026, 2025, nan], "not done") == [
        "2024–2026",
        "2025",
        "not done",
    ]


def test_measures_that_no_run_has_are_left_out_and_yearly_ones_follow_by_year() -> None:
    wanted = measures_of(
        ["a", "b"],
        {"a": ("A", "count"), "missing": ("M", "count")},
        {"km": ("Way", "decimal")},
        [2030, 2035],
    )
    assert wanted == {
        "a": ("A", "count"),
        "km_2030": ("Way, 2030", "decimal"),
        "km_2035": ("Way, 2035", "decimal"),
    }


@pytest.mark.parametrize(
    ("checked", "violations", "said"),
    [
        (True, (), "yes"),
        (False, (), "no"),
        (False, (Violation("budget", "2027", 2.5),), "budget at 2027: violated by 2.5"),
    ],
)
def test_a_proof_says_what_the_check_found(
    checked: bool, violations: tuple[Violation, ...], said: str
) -> None:
    proof = Certificate(
        "cost", "minimise", "mln KZT", Status.FEASIBLE, 110.0, 100.0, 1 / 11, 2.0, "highs",
        checked, violations,
    )  # fmt: skip
    (row,) = proof_table([proof], "Proof").rows()
    texts = [text for text, _ in row]
    assert texts[0] == "cost"
    assert "9.091\u202f%" in texts
    assert texts[-2:] == ["feasible", said]


def test_no_proof_is_a_table_without_rows() -> None:
    assert proof_table([], "Proof").rows() == []
