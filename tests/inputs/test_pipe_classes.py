"""A planner's own table of pipes: read, sorted, and refused with the place of the fault."""

from __future__ import annotations

from pathlib import Path

import pytest

from inputs.errors import InputError
from inputs.pipe_classes import read_pipe_classes

HEAD = "diameter_mm,capacity_l_s,cost_mln_kzt_per_km\n"


def write(folder: Path, text: str) -> Path:
    path = folder / "pipes.csv"
    path.write_text(text)
    return path


def test_classes_come_by_rising_diameter(tmp_path: Path) -> None:
    path = write(
        tmp_path, "name,Cost_mln_kzt_per_km,diameter_mm,capacity_l_s\nb,30,160,12\na,20,110,6\n"
    )
    frame = read_pipe_classes(path)
    assert frame.to_dict("records") == [
        {"diameter_mm": 110, "capacity_l_s": 6, "cost_mln_kzt_per_km": 20},
        {"diameter_mm": 160, "capacity_l_s": 12, "cost_mln_kzt_per_km": 30},
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("diameter_mm,capacity_l_s\n110,6\n", r"row 1: missing columns: cost_mln_kzt_per_km"),
        (HEAD + "110,6,20\n160,12,\n", r"pipes.csv, row 3, column cost_mln_kzt_per_km.*found ''"),
        (HEAD + "110,6,-20\n", r"row 2, column cost_mln_kzt_per_km.*'-20'.*more than 0"),
        (HEAD + "110,much,20\n", r"row 2, column capacity_l_s.*'much'"),
        (HEAD + "160,12,20\n110,6,25\n", r"row 2, column cost_mln_kzt_per_km.*'20'.*more than 25"),
        (HEAD + "110,6,20\n110,7,21\n", r"row 3, column diameter_mm"),
        (HEAD, "no rows"),
        ("diameter_mm;capacity_l_s;cost_mln_kzt_per_km\n", "not separated by commas"),
    ],
)
def test_a_faulty_table_is_refused(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        read_pipe_classes(write(tmp_path, text))


def test_a_missing_file_and_another_kind_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file"):
        read_pipe_classes(tmp_path / "none.csv")
    (tmp_path / "pipes.txt").write_text(HEAD)
    with pytest.raises(InputError, match="unknown kind of file"):
        read_pipe_classes(tmp_path / "pipes.txt")
