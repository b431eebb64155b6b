"""Numbers are found however the flattening broke them, and nowhere else."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inputs.audit.text import Documents, Passage, merged_ranges, parse_ranges
from inputs.errors import InputError


def d(*texts: str) -> list[Decimal]:
    return [Decimal(t) for t in texts]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1 463 493", "1463493"),
        ("4 4 3  \n482", "443482"),
        ("-1 215 \n943", "-1215943"),
        ("- 6 9  \n148,1", "-69148.1"),
        ("1 9,\n2", "19.2"),
        ("105\n,9", "105.9"),
        ("25,0", "25"),
        ("0,0", "0"),
        ("5.75", "5.75"),
        ("ауданы 7", "7"),
        ("2030, 2040 және 2050", "2040"),
        ("барлығы үш орталық", "3"),
    ],
)
def test_a_broken_number_is_found(text: str, number: str) -> None:
    assert Passage.of(text).contains(Decimal(number))


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1443", "443"),
        ("4435", "443"),
        ("19,2", "19"),
        ("19,2", "2"),
        ("19,\n2", "2"),
        ("19\n,2", "19"),
        ("-943", "943"),
        ("943", "-943"),
        ("443482", "443842"),
        ("25,05", "25"),
        ("соның ішінде", "10"),
        ("алтын кен орны", "6"),
    ],
)
def test_a_part_of_a_number_is_not_that_number(text: str, number: str) -> None:
    assert not Passage.of(text).contains(Decimal(number))


def test_a_row_is_tiled_only_by_its_own_figures_in_order() -> None:
    row = Passage.of("Балқаш \nауданы\n\n9 372 5 083 4 289\n-1 215 \n943")
    assert row.tiles(d("9372", "5083", "4289", "-1215943"))
    assert not row.tiles(d("5083", "9372", "4289", "-1215943"))
    assert not row.tiles(d("9372", "5083", "4289"))
    assert not row.tiles(d("9372", "5083", "4288", "-1215943"))
    assert not row.tiles(d("9372", "5083", "4289", "1215943"))


def test_columns_out_of_order_still_have_to_use_every_digit() -> None:
    row = Passage.of("149\n376\n7 25\n5")
    assert row.tiles_in_any_order(d("7255", "149", "376"))
    assert not row.tiles(d("7255", "149", "376"))
    assert not row.tiles_in_any_order(d("7255", "149"))
    assert not row.tiles_in_any_order(d("7255", "149", "375"))
    assert not row.tiles_in_any_order(d("7255", "149", "376", "376"))


def test_order_names_the_number_that_does_not_follow() -> None:
    passage = Passage.of("19,\n2\n\n0,0 5,7 0,0 9,9")
    assert None not in passage.in_order(d("19.2", "5.7", "9.9"))
    assert [s is None for s in passage.in_order(d("19.2", "9.9", "5.7"))].count(True) == 1
    assert [s is None for s in passage.in_order(d("19.2", "5.8", "9.9"))] == [False, True, False]


@given(
    st.lists(st.integers(-(10**7), 10**7), min_size=1, max_size=8),
    st.randoms(use_true_random=False),
)
def test_any_row_survives_any_breaking(numbers: list[int], random: object) -> None:
    def broken(n: int) -> str:
        digits = str(abs(n))
        gaps = [random.choice(["", " ", "\n", " \n"]) for _ in digits[1:]] + [""]
        return ("-" if n < 0 else "") + "".join(a + b for a, b in zip(digits, gaps, strict=True))

    passage = Passage.of("аудан\n" + "  ".join(broken(n) for n in numbers))
    values = [Decimal(n) for n in numbers]
    assert passage.tiles(values)
    assert passage.tiles_in_any_order(values[::-1])
    assert all(s is not None for s in passage.in_order(values))
    assert not passage.tiles([*values, Decimal(7)])


def test_ranges() -> None:
    assert parse_ranges("733-742;3803") == [(733, 742), (3803, 3803)]
    assert merged_ranges(["10514-10524", "10508-10514;3"]) == "3-3;10508-10524"


@pytest.mark.parametrize("ranges", ["", "0-3", "5-4", "a", "3,4", "3-"])
def test_a_malformed_range_is_named(ranges: str) -> None:
    with pytest.raises(InputError, match="first-last"):
        parse_ranges(ranges)


def test_documents_are_found_by_prefix_and_cited_by_line(tmp_path: Path) -> None:
    (tmp_path / "000_x.txt").write_text("бір\n12\x0c\n345 \n678\n", encoding="utf-8")
    documents = Documents(tmp_path)
    assert documents.passage("S", "3-4").tiles(d("345678"))
    assert documents.passage("S", "2").tiles(d("12"))
    with pytest.raises(InputError, match="has 5 lines"):
        documents.passage("S", "4-9")
    with pytest.raises(InputError, match=r"001_\*\.txt"):
        documents.passage("W", "1")
    with pytest.raises(InputError, match="no such folder"):
        Documents(tmp_path / "absent")
