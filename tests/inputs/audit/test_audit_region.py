"""The audit holds on a sound region and names the row of each planted error."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from rich.console import Console

from inputs.audit import AuditReport, audit
from inputs.errors import InputError

if TYPE_CHECKING:
    from tests.inputs.audit.conftest import Region

Named = Callable[[AuditReport], set[tuple[str, str, int]]]


def test_a_sound_region_passes(region: Region) -> None:
    report = region.audit()
    assert report.ok, report.failures.to_string()
    digits = report.checks[report.checks["check"] == "digits"]
    assert list(digits["strength"]) == ["exact"]
    assert list(digits["checked"]) == [26]
    explained = report.checks.set_index("strength").loc["sum over children", "explained"]
    assert explained == 1


def test_without_documents_only_the_arithmetic_is_judged(region: Region) -> None:
    report = region.audit(documents=False)
    assert report.ok
    assert set(report.checks["check"]) == {"identity", "anomaly"}


@pytest.mark.parametrize(
    ("key", "cells"),
    [
        (("ridge", "2030"), {"children_6_15": "57042"}),
        (("ridge", "2030"), {"children_6_15": "57014"}),
        (("dale", "2030"), {"children_16_18": "136"}),
        (("dale", "2024"), {"balance": "-4289"}),
        (("hill_oblast", "2024"), {"balance": "-3584"}),
        (("hill_oblast", "2030"), {"seats_end": "7564"}),
        (("dale", "2024"), {"seats_end": "5083", "pupils": "9372"}),
        (("ridge", "2030"), {"need_seats": "66131"}),
    ],
)
def test_a_wrong_digit_is_named(
    region: Region, named: Named, key: tuple[str, str], cells: dict[str, str]
) -> None:
    line = region.change("schools", key, **cells)
    report = region.audit()
    assert not report.ok
    assert ("digits", "schools", line) in named(report)


@pytest.mark.parametrize("lines", ["16-20", "15-17", "5-12", "14-26", "90-95", "20-18"])
def test_wrong_lines_are_named(region: Region, named: Named, lines: str) -> None:
    line = region.change("schools", ("dale", "2030"), lines=lines)
    if lines == "16-20":
        # the row of 2024 stands there, too: the lines still hold the figures and nothing else
        assert region.audit().ok
        return
    assert ("digits", "schools", line) in named(region.audit())


@pytest.mark.parametrize(
    ("key", "cells"),
    [
        (("hill_oblast", "2030"), {"need_seats": "73921"}),
        (("ridge", "2030"), {"need_seats": "66316"}),
        (("ridge", "2030"), {"balance": "-31195"}),
        (("ridge", "2030"), {"new_seats": "31195"}),
        (("dale", "2030"), {"stock_adjustment": "-36"}),
        (("hill_oblast", "2030"), {"stock_adjustment": ""}),
    ],
)
def test_broken_arithmetic_is_named_without_documents(
    region: Region, named: Named, key: tuple[str, str], cells: dict[str, str]
) -> None:
    line = region.change("schools", key, **cells)
    assert ("identity", "schools", line) in named(region.audit(documents=False))


def test_rounding_within_the_bound_needs_no_anomaly(region: Region) -> None:
    region.change("schools", ("ridge", "2030"), need_seats="66312", stock_adjustment="0.0")
    report = region.audit(documents=False)
    assert report.ok, report.failures.to_string()


def test_a_missing_anomaly_leaves_its_row_unexplained(region: Region, named: Named) -> None:
    path = region.folder / "anomalies.csv"
    text = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(line for line in text if not line.startswith(("S-001", "the d"))))
    assert ("identity", "schools", 4) in named(region.audit())


@pytest.mark.parametrize("cells", [{"printed": "76178"}, {"expected": "76078"}, {"year": "2030"}])
def test_an_altered_anomaly_explains_nothing_and_is_stale(
    region: Region, named: Named, cells: dict[str, str]
) -> None:
    line = region.change("anomalies", ("S-001", "2024"), **cells)
    assert named(region.audit()) >= {("identity", "schools", 4), ("anomaly", "anomalies", line)}


def test_an_anomaly_does_not_explain_another_wrong_number(region: Region, named: Named) -> None:
    region.change("schools", ("hill_oblast", "2024"), pupils="76279")
    found = named(region.audit(documents=False))
    assert found == {("identity", "schools", 4), ("anomaly", "anomalies", 2)}


def test_an_anomaly_whose_lines_do_not_print_its_number_fails(region: Region, named: Named) -> None:
    line = region.change("anomalies", ("S-001", "2024"), lines="15-20")
    assert named(region.audit()) == {("anomaly", "anomalies", line)}


def test_a_figure_used_as_expected_is_searched_as_printed(region: Region) -> None:
    """A misprint that the table corrects: the document is asked for what it prints."""
    region.change("schools", ("hill_oblast", "2024"), pupils="76079")
    region.change("anomalies", ("S-001", "2024"), used="expected")
    report = region.audit()
    assert report.ok, report.failures.to_string()
    digits = report.checks[report.checks["check"] == "digits"]
    assert list(digits["explained"]) == [1]


def test_a_document_that_is_absent_fails_every_row_of_it(region: Region) -> None:
    (region.documents / "000_scheme.txt").unlink()
    report = region.audit()
    failures = report.failures[report.failures["check"] == "digits"]
    assert len(failures) == 26
    assert failures["message"].str.contains("000_").all()


def test_a_folder_that_is_no_data_folder(tmp_path: Path, region: Region) -> None:
    with pytest.raises(InputError, match="no table found"):
        audit(tmp_path)
    with pytest.raises(InputError, match="no such folder of documents"):
        audit(region.folder, tmp_path / "absent")


def test_a_cell_that_is_no_number_is_named(region: Region) -> None:
    line = region.change("schools", ("dale", "2030"), need_seats="7 309")
    with pytest.raises(InputError, match=f"schools.csv, row {line}, column need_seats"):
        region.audit(documents=False)


def test_the_report_prints(region: Region) -> None:
    region.change("schools", ("dale", "2030"), need_seats="7319")
    report = region.audit()
    console = Console(width=300, record=True, file=io.StringIO())
    for table in (report.checks_table(), report.failures_table(), report.exemptions_table()):
        console.print(table)
    text = console.export_text()
    assert "7319" in text
    assert "exact" in text


def test_a_document_of_the_user_is_found_by_its_name(region: Region, named: Named) -> None:
    """Layouts know the five schemes; figures of any other document have to be present."""
    for key in (("dale", "2024"), ("dale", "2030")):
        region.change("schools", key, document="F1", lines="1-4")
    text = "9372 9335\n2063 4289\n\n5083 1362 6287 7309\n"
    (region.documents / "F1.txt").write_text(text, encoding="utf-8")
    report = region.audit()
    assert report.ok, report.failures.to_string()
    line = region.change("schools", ("dale", "2030"), children_16_18="1363")
    assert ("digits", "schools", line) in named(region.audit())


def test_a_user_may_have_other_norms(region: Region) -> None:
    for key in (("dale", "2030"), ("ridge", "2030"), ("hill_oblast", "2030")):
        region.change("schools", key, document="F1")
    region.change("schools", ("dale", "2030"), need_seats="7000", balance="2372")
    region.change("schools", ("hill_oblast", "2030"), need_seats="73313")
    report = region.audit(documents=False)
    assert report.ok, report.failures.to_string()


@pytest.mark.parametrize("cells", [{"document": ""}, {"lines": ""}])
def test_a_figure_without_a_place_in_a_document_is_named(
    region: Region, named: Named, cells: dict[str, str]
) -> None:
    line = region.change("schools", ("dale", "2030"), **cells)
    assert ("digits", "schools", line) in named(region.audit())
