"""The embedded package against its own arithmetic, and against the documents where they are."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import pandas as pd
import pytest

from inputs.audit import AuditReport, audit
from inputs.schemas.registry import TABLES
from inputs.territory import embedded_folder

DOCUMENTS = Path(__file__).parents[4] / "shared" / "documents"

needs_documents = pytest.mark.skipif(not DOCUMENTS.is_dir(), reason="the documents are not here")

# table, columns that find the row, and the cells to overwrite
Plant = tuple[str, dict[str, str], dict[str, str]]

WRONG_DIGITS: tuple[Plant, ...] = (
    ("schools", {"unit_id": "karasai", "year": "2030"}, {"children_6_15": "70698"}),
    ("schools", {"unit_id": "west", "year": "2050"}, {"need_seats": "928612"}),
    ("preschool", {"unit_id": "aiteke_bi", "year": "2030"}, {"seats_end": "1078"}),
    ("population", {"unit_id": "south", "year": "2040"}, {"population": "12742728"}),
    ("housing", {"unit_id": "turkistan_oblast", "year": "2050"}, {"stock_end": "97705.9"}),
    (
        "water_abstraction",
        {"unit_id": "balkhash", "year": "2040", "row_no": "total"},
        {"value_mln_m3": "596.5"},
    ),
    (
        "water_balance",
        {"unit_id": "kyzylorda_oblast", "year": "2040", "flow": "use", "source": "ground"},
        {"value_mln_m3": "99.2"},
    ),
    (
        "indicators",
        {"document": "S", "indicator_id": "births", "part": "1", "year": "2040"},
        {"value": "291.8"},
    ),
    (
        "macro",
        {"unit_id": "shymkent_city", "year": "2050", "indicator": "grp_pc"},
        {"value": "20074.9"},
    ),
    ("settlements", {"settlement_id": "A-001"}, {"population_2050": "73063"}),
    ("projects", {"item": "2.2"}, {"total_mln_kzt": "62441"}),
    ("project_spending", {"item": "2.2", "bucket": "2024"}, {"cost_mln_kzt": "6753"}),
    ("logistics_counts", {"unit_id": "turkistan_oblast", "horizon": "2040"}, {"centres": "2"}),
    ("planning_documents", {"unit_id": "kyzylorda_oblast"}, {"under_5k_to_develop": "57"}),
)

SWAPPED: tuple[Plant, ...] = (
    ("schools", {"unit_id": "talgar", "year": "2024"}, {"seats_end": "54301", "pupils": "25265"}),
    (
        "settlements",
        {"settlement_id": "A-002"},
        {"population_2035": "9486", "population_2050": "9144"},
    ),
)

WRONG_LINES: tuple[Plant, ...] = (
    ("schools", {"unit_id": "uigur", "year": "2040"}, {"lines": "14870-14875"}),
    ("preschool", {"unit_id": "west", "year": "2040"}, {"lines": "9275-9299"}),
    ("macro", {"unit_id": "almaty_city", "year": "2030", "indicator": "grp"}, {"lines": "6384"}),
)

WRONG_SUMS: tuple[Plant, ...] = (
    ("schools", {"unit_id": "south", "year": "2050"}, {"pupils": "", "new_seats": "515762"}),
    ("population", {"unit_id": "atyrau_oblast", "year": "2030"}, {"population": "763257"}),
    (
        "water_abstraction",
        {"unit_id": "konaev", "year": "2050", "row_no": "total"},
        {"value_mln_m3": "145.6"},
    ),
    (
        "water_balance",
        {"unit_id": "aktobe_oblast", "year": "2050", "flow": "abstraction", "source": "total"},
        {"value_mln_m3": "781.3"},
    ),
    ("projects", {"item": "B"}, {"total_mln_kzt": "334640"}),
    ("settlement_subtotals", {"area": "karasai"}, {"population_2018": "1"}),
    (
        "macro",
        {"unit_id": "aktobe_oblast", "year": "2040", "indicator": "employed"},
        {"value": "580.2"},
    ),
)


def plant(folder: Path, plants: tuple[Plant, ...]) -> dict[int, tuple[str, int]]:
    """Overwrite cells; return table and line of each plant by its place in `plants`."""
    lines: dict[int, tuple[str, int]] = {}
    for number, (table, where, cells) in enumerate(plants):
        path = folder / f"{table}.csv"
        frame = pd.read_csv(path, dtype=str, keep_default_na=False)
        found = pd.Series(True, index=frame.index)
        for column, value in where.items():
            found &= frame[column] == value
        assert found.sum() == 1, (table, where)
        row = frame.index[found][0]
        changed = [frame.loc[row, c] != v for c, v in cells.items()]
        assert any(changed), (table, where)
        for column, value in cells.items():
            frame.loc[row, column] = value
        frame.to_csv(path, index=False, lineterminator="\n")
        lines[number] = (table, int(row) + 2)
    return lines


def copied(folder: Path) -> Path:
    target = folder / "data"
    shutil.copytree(embedded_folder(), target)
    return target


def failing(report: AuditReport, check: str) -> set[tuple[str, int]]:
    found = report.failures[report.failures["check"] == check]
    return set(zip(found["table"], found["row"].astype(int), strict=True))


def test_the_arithmetic_of_the_package_holds_or_is_explained() -> None:
    report = audit(embedded_folder())
    assert report.ok, report.failures.to_string()
    assert set(report.checks["check"]) == {"identity", "anomaly"}


@needs_documents
def test_every_figure_of_the_package_stands_in_its_document() -> None:
    report = audit(embedded_folder(), DOCUMENTS)
    assert report.ok, report.failures.to_string()
    digits = report.checks[report.checks["check"] == "digits"]
    by_strength = digits.groupby("strength")["checked"].sum()
    assert by_strength["exact"] > 15_000
    assert by_strength["exact"] > 0.8 * by_strength.sum()
    assert not set(report.exemptions["scope"]) & {"left out"}


@needs_documents
@pytest.mark.parametrize("plants", [WRONG_DIGITS, SWAPPED, WRONG_LINES])
def test_planted_errors_are_named(tmp_path: Path, plants: tuple[Plant, ...]) -> None:
    folder = copied(tmp_path)
    lines = plant(folder, plants)
    found = failing(audit(folder, DOCUMENTS), "digits")
    assert [plants[n] for n, line in lines.items() if line not in found] == []


def test_wrong_sums_are_named_without_documents(tmp_path: Path) -> None:
    folder = copied(tmp_path)
    lines = plant(folder, WRONG_SUMS)
    found = failing(audit(folder), "identity")
    assert [WRONG_SUMS[n] for n, line in lines.items() if line not in found] == []


@pytest.mark.parametrize("table", ["schools", "preschool", "housing", "indicators", "projects"])
def test_without_its_anomalies_a_table_fails(tmp_path: Path, table: str) -> None:
    folder = copied(tmp_path)
    path = folder / "anomalies.csv"
    frame = pd.read_csv(path, dtype=str, keep_default_na=False)
    frame[frame["table"] != table].to_csv(path, index=False, lineterminator="\n")
    report = audit(folder)
    assert {row[0] for row in failing(report, "identity")} == {table}


def test_an_anomaly_that_is_no_longer_true_is_named(tmp_path: Path) -> None:
    folder = copied(tmp_path)
    where = {"table": "schools", "unit_id": "kyzylorda_oblast", "year": "2024", "field": "pupils"}
    lines = plant(folder, (("anomalies", where, {"expected": "168385"}),))
    report = audit(folder)
    assert lines[0] in failing(report, "anomaly")
    assert "schools" in {table for table, _ in failing(report, "identity")}


@needs_documents
def test_random_wrong_digits_are_named(tmp_path: Path) -> None:
    """One digit in forty figures of every table: a short number may stand in its lines twice."""
    folder = copied(tmp_path)
    chance = random.Random(27)
    planted: set[tuple[str, int]] = set()
    for name, schema in TABLES.items():
        path = folder / f"{name}.csv"
        if name == "anomalies" or not schema.figures or not path.is_file():
            continue
        frame = pd.read_csv(path, dtype=str, keep_default_na=False)
        cells = [
            (row, f.name) for f in schema.figures for row in frame.index if frame.loc[row, f.name]
        ]
        for row, field in chance.sample(cells, len(cells) // 40):
            if not frame.loc[row, "document"]:
                continue
            text = str(frame.loc[row, field])
            at = chance.choice([i for i, char in enumerate(text) if char.isdigit()])
            wrong = str((int(text[at]) + chance.randint(1, 9)) % 10)
            if wrong == "0" and at == 0:
                continue
            frame.loc[row, field] = text[:at] + wrong + text[at + 1 :]
            if float(str(frame.loc[row, field])) != float(text):
                planted.add((name, int(row) + 2))
        frame.to_csv(path, index=False, lineterminator="\n")
    missed = planted - failing(audit(folder, DOCUMENTS), "digits")
    assert len(planted) > 400
    assert len(missed) < 0.02 * len(planted), missed
    assert {table for table, _ in missed}.isdisjoint({"schools", "preschool", "population"})
