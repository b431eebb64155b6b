"""Every class of violation is found, with the line, column and text it stands in."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from openpyxl import Workbook

from inputs.check import check_folder
from inputs.errors import InputError
from inputs.schemas.registry import TABLES
from inputs.territory import embedded_folder, load_territory

Region = dict[str, list[dict[str, str]]]
Write = Callable[[Region], Path]


def found(violations: pd.DataFrame) -> list[tuple[object, ...]]:
    """Violations as (table, row, column, value)."""
    rows = violations[["table", "row", "column", "value"]].itertuples(index=False, name=None)
    return [tuple(None if cell is pd.NA else cell for cell in row) for row in rows]


def edit(folder: Path, name: str, old: str, new: str) -> None:
    path = folder / f"{name}.csv"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_the_embedded_package_is_sound() -> None:
    assert found(check_folder(embedded_folder())) == []


def test_the_made_up_region_is_sound(region: Region, write_region: Write) -> None:
    assert found(check_folder(write_region(region))) == []


CELLS = [
    ("schools", 0, "seats_end", "9OO", "number"),
    ("schools", 1, "seats_end", "1 200", "number"),
    ("schools", 1, "seats_end", "1200,5", "number"),
    ("schools", 1, "seats_end", "nan", "number"),
    ("schools", 1, "seats_end", "-1", "at least 0"),
    ("schools", 2, "year", "2024.5", "whole number"),
    ("schools", 2, "year", "", "not an empty cell"),
    ("schools", 2, "year", "1066", "at least 1900"),
    ("schools", 3, "document", "Z", "document of a row in documents"),
    ("schools", 3, "document", "plan 1", "text like"),
    ("schools", 3, "lines", "3-", "text like"),
    ("schools", 4, "unit_id", "birsh", "did you mean birch"),
    ("places", 1, "lat", "91", "at most 90"),
    ("places", 1, "geonameid", "x", "whole number"),
    ("places", 1, "coord_quality", "good", "exact, approximate, schematic"),
    ("places", 1, "oblast_id", "south", "unit_id of a row in units"),
    ("units", 3, "level", "village", "one of region"),
    ("units", 3, "kato", "12", "text like"),
    ("units", 3, "parent_id", "norht", "did you mean north"),
    ("units", 4, "name_en", "Birch district", "row 5 has the same"),
    ("assumptions", 0, "high", "0.01", "not below value"),
]


@pytest.mark.parametrize(("table", "position", "column", "value", "expectation"), CELLS)
def test_a_planted_cell_is_found_where_it_stands(
    region: Region,
    write_region: Write,
    table: str,
    position: int,
    column: str,
    value: str,
    expectation: str,
) -> None:
    region[table][position][column] = value
    violations = check_folder(write_region(region))
    assert (table, position + 2, column, value) in found(violations)
    row = violations[violations["column"] == column].iloc[0]
    assert expectation in row["expectation"]


def test_one_bad_cell_is_one_violation(region: Region, write_region: Write) -> None:
    region["schools"][1]["seats_end"] = "many"
    assert found(check_folder(write_region(region))) == [("schools", 3, "seats_end", "many")]


def test_all_violations_are_listed_not_only_the_first(region: Region, write_region: Write) -> None:
    for row in region["schools"]:
        row["seats_end"] = "-5"
    region["places"][0]["lon"] = "east"
    violations = found(check_folder(write_region(region)))
    assert len(violations) == len(region["schools"]) + 1
    assert [row for table, row, *_ in violations if table == "schools"] == list(range(2, 10))


def test_a_repeated_key_names_both_rows(region: Region, write_region: Write) -> None:
    region["schools"].append(dict(region["schools"][2]))
    violations = check_folder(write_region(region))
    assert found(violations) == [("schools", 10, "unit_id, year", "cedar, 2024")]
    assert "row 4 has the same" in violations["expectation"].iloc[0]


def test_missing_and_unknown_columns(region: Region, write_region: Write) -> None:
    folder = write_region(region)
    edit(folder, "schools", "new_seats", "new_seat")
    violations = check_folder(folder)
    assert found(violations) == [
        ("schools", None, "new_seat", "new_seat"),
        ("schools", None, "new_seats", ""),
    ]
    assert "did you mean new_seats" in violations["expectation"].iloc[0]


def test_a_column_that_stands_twice(region: Region, write_region: Write) -> None:
    folder = write_region(region)
    edit(folder, "schools", "pupils", "seats_end")
    assert ("schools", None, "seats_end", "seats_end") in found(check_folder(folder))


def test_a_row_with_too_many_cells(region: Region, write_region: Write) -> None:
    folder = write_region(region)
    edit(folder, "schools", "birch,2024,900,", "birch,2024,900,,")
    violations = found(check_folder(folder))
    width = len(TABLES["schools"].columns)
    assert ("schools", 2, "", f"{width + 1} cells") in violations


def test_a_required_table_that_is_missing_or_empty(region: Region, write_region: Write) -> None:
    folder = write_region(region)
    (folder / "units.csv").write_text(",".join(TABLES["units"].columns) + "\n", encoding="utf-8")
    assert ("units", None, "", "no rows") in found(check_folder(folder))
    (folder / "units.csv").unlink()
    violations = check_folder(folder)
    assert ("units", None, "", "") in found(violations)
    violations = violations[violations["row"].isna()]
    assert "required" in violations["expectation"].iloc[0]


def test_a_reference_to_a_table_that_is_not_there(region: Region, write_region: Write) -> None:
    del region["places"]
    violations = check_folder(write_region(region))
    assert set(violations["column"]) == {"centre_place_id"}
    assert violations["row"].tolist() == [5, 6, 7, 8]
    assert violations["expectation"].str.contains("no table places").all()


def test_an_unknown_table_name(region: Region, write_region: Write) -> None:
    folder = write_region(region)
    (folder / "schools.csv").rename(folder / "school.csv")
    violations = check_folder(folder)
    assert found(violations) == [("school", None, "", "school.csv")]
    assert "did you mean schools" in violations["expectation"].iloc[0]


def test_semicolons_and_wrong_encodings_are_named(region: Region, write_region: Write) -> None:
    folder = write_region(region)
    path = folder / "schools.csv"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace(",", ";"), encoding="utf-8")
    assert "commas" in check_folder(folder)["expectation"].iloc[0]
    path.write_bytes(text.replace("birch", "қайың").encode("utf-16"))
    assert check_folder(folder)["expectation"].tolist() == ["UTF-8 encoding"]


def test_an_unclosed_quote_is_named_with_its_row(region: Region, write_region: Write) -> None:
    folder = write_region(region)
    edit(folder, "schools", "cedar,2024", '"cedar,2024')
    assert ("schools", 4) in [row[:2] for row in found(check_folder(folder))]


def test_lines_count_comments_and_cells_with_line_breaks(
    region: Region, write_region: Write
) -> None:
    region["schools"][0]["note"] = "two\nlines"
    region["schools"][1]["pupils"] = "none"
    folder = write_region(region)
    path = folder / "schools.csv"
    path.write_text("# a comment\n# another\n" + path.read_text(encoding="utf-8"), encoding="utf-8")
    assert found(check_folder(folder)) == [("schools", 6, "pupils", "none")]


def test_a_table_in_two_files(region: Region, write_region: Write) -> None:
    folder = write_region(region)
    book = Workbook()
    book.active.title = "schools"
    book.active.append(TABLES["schools"].columns)
    book.save(folder / "more.xlsx")
    violations = check_folder(folder)
    assert found(violations) == [("schools", None, "", "schools.csv")]
    assert "more.xlsx[schools]" in violations["expectation"].iloc[0]


def test_a_missing_folder_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such folder"):
        check_folder(tmp_path / "nowhere")


def test_loading_a_broken_folder_names_the_first_violations(
    region: Region, write_region: Write
) -> None:
    for row in region["schools"]:
        row["seats_end"] = "-5"
    with pytest.raises(InputError, match=r"8 violations: schools row 2 column seats_end.*3 more"):
        load_territory(write_region(region))
