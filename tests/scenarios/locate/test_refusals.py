"""Bad input is told with its place and ends with 2; a question without an answer ends with 3."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

Spoil = Callable[[Any], None]


@pytest.mark.parametrize(
    ("spoil", "options", "told"),
    [
        (lambda d: d.set("demand", 3, "id", "d1"), ["-p", 2], ["demand.csv", "row 5", "'d1'"]),
        (
            lambda d: d.change("sites", lat=d.sites["lon"], lon=d.sites["lat"]),
            ["-p", 2],
            ["sites.csv", "lat, lon", "swapped"],
        ),
        (
            lambda d: d.set("demand", 2, "lat", 12.5),
            ["-p", 2],
            ["demand.csv", "row 4", "12.5", "a point within"],
        ),
        (
            lambda d: d.set("demand", 2, "weight", "many"),
            ["-p", 2],
            ["demand.csv", "row 4", "column weight", "'many'", "a number"],
        ),
        (lambda d: d.change("demand", weight=0), ["-p", 2], ["demand.csv", "no demand at all"]),
        (lambda d: None, ["-p", 8], ["sites.csv", "-p", "found 8", "at most 7"]),
        (lambda d: None, ["-p", 0], ["-p", "found 0", "1 or more"]),
        (lambda d: None, [], ["p-center needs -p"]),
        (lambda d: None, ["-p", 2, "--standard", -3], ["--standard", "-3"]),
        (lambda d: None, ["-p", 2, "--at-most", "nort=1"], ["'nort'", "expected north"]),
        (lambda d: None, ["-p", 2, "--at-most", "north"], ["--at-most", "GROUP=NUMBER"]),
        (lambda d: None, ["-p", 2, "--cutoff", 0.5], ["demand.csv", "row 2", "cannot be reached"]),
        (
            lambda d: d.change("sites", status="excluded"),
            ["-p", 2],
            ["sites.csv", "every site is excluded"],
        ),
        (lambda d: None, ["-p", 2, "--single-source"], ["--single-source", "cflp"]),
        (lambda d: None, ["-p", 2, "--min-open", 3, "--max-open", 2], ["--max-open", "3"]),
    ],
)
def test_bad_input_is_told_with_its_place(
    desk: Any, spoil: Spoil, options: list[object], told: list[str]
) -> None:
    spoil(desk)
    result = desk.ask("p-center", *options)
    assert result.exit_code == 2, result.output
    assert [part for part in told if part not in result.stderr] == []
    assert result.stdout == ""
    assert not desk.out.exists()


@pytest.mark.parametrize(
    ("model", "options", "told"),
    [
        ("lscp", [], "lscp needs --standard"),
        ("lscp", ["--standard", 20, "-p", 2], "finds the number of sites itself"),
        ("mclp", ["-p", 2], "mclp needs --standard"),
        ("mclp", ["-p", 2, "--standard", 9, "--unserved-penalty", 1], "--unserved-penalty"),
        ("p-dispersion", ["-p", 1], "2 or more"),
        ("p-dispersion", ["-p", 2, "--standard", 9], "--standard"),
        ("p-dispersion", ["-p", 2, "--cutoff", 9], "--cutoff"),
    ],
)
def test_options_fit_the_model(desk: Any, model: str, options: list[object], told: str) -> None:
    result = desk.ask(model, *options)
    assert result.exit_code == 2, result.output
    assert told in result.stderr


def test_a_demand_point_without_any_way_is_named_by_its_row(desk: Any) -> None:
    ways = ["id," + ",".join(desk.sites["id"])]
    ways += [
        f"{d}," + ",".join("" if d == "d9" else "7" for _ in range(7)) for d in desk.demand["id"]
    ]
    matrix = desk.folder / "ways.csv"
    matrix.write_text("\n".join(ways) + "\n", encoding="utf-8")
    result = desk.ask("p-center", "-p", 2, "--distance", matrix)
    assert result.exit_code == 2
    assert "demand.csv, row 11, column id" in result.stderr
    assert "'d9'" in result.stderr


def test_capacities_that_cannot_cover_the_demand_are_bad_input(desk: Any) -> None:
    need = desk.demand["weight"].sum()
    desk.change("sites", capacity=100)
    result = desk.ask("cflp")
    assert result.exit_code == 2
    assert "sites.csv, column enlarged_capacity" in result.stderr
    assert f"{need - 700:g} more" in result.stderr


def test_no_site_within_the_standard_is_no_plan(desk: Any) -> None:
    result = desk.ask("p-center", "-p", 3, "--standard", 4)
    assert result.exit_code == 3
    assert "No plan meets every requirement" in result.stderr
    assert "Village" in result.stderr
    assert not desk.out.exists()
    works = re.search(r"--standard ([\d.]+)", result.stderr)
    assert works is not None
    assert desk.ask("lscp", "--standard", works[1]).exit_code == 0, "what is said to work does"
    less = float(works[1]) - 0.01
    assert desk.ask("lscp", "--standard", less).exit_code == 3, "and nothing smaller would"


@pytest.mark.parametrize("model", ["uflp", "cflp"])
def test_a_standard_is_told_in_km_where_the_model_counts_money(desk: Any, model: str) -> None:
    result = desk.ask(model, "--standard", 4, "--cost-per-km", 1000)
    assert result.exit_code == 3, result.output
    assert "no site within 4 km for Village" in result.stderr


def test_a_budget_too_small_is_no_plan(desk: Any) -> None:
    result = desk.ask("p-center", "-p", 3, "--budget", 10)
    assert result.exit_code == 3
    assert "short by" in result.stderr


def test_nothing_is_lost_in_a_folder_of_other_things(desk: Any) -> None:
    desk.out.mkdir()
    (desk.out / "diary.txt").write_text("dear", encoding="utf-8")
    result = desk.ask("p-center", "-p", 2)
    assert result.exit_code == 2
    assert "diary.txt" in result.stderr
    assert [path.name for path in desk.out.iterdir()] == ["diary.txt"]


def test_sites_of_one_name_are_told_apart(desk: Any) -> None:
    """Names may repeat, and may even look like the way in which repeated ones are told apart."""
    desk.change("sites", name=["A", "A", "A (s1)", "B", "C", "D", "E"])
    assert desk.ask("p-center", "-p", 2).exit_code == 0


@pytest.mark.parametrize("place", ["file", "file/deeper/still"])
def test_a_file_in_the_way_is_told_before_anything_is_solved(desk: Any, place: str) -> None:
    (desk.folder / "file").write_text("mine", encoding="utf-8")
    result = desk.ask("p-median", "-p", 2, "--out", desk.folder / place)
    assert result.exit_code == 2
    assert "is no folder" in result.output
    assert "best" not in result.output
    assert (desk.folder / "file").read_text(encoding="utf-8") == "mine"


def test_a_folder_with_the_name_of_a_file_of_the_answer_is_not_replaced(desk: Any) -> None:
    (desk.out / "report.html").mkdir(parents=True)
    result = desk.ask("p-median", "-p", 2)
    assert result.exit_code == 2
    assert "report.html" in result.output
    assert (desk.out / "report.html").is_dir()


def test_a_matrix_with_other_separators_is_told(desk: Any) -> None:
    path = desk.folder / "km.csv"
    path.write_text("id;s0;s1\nd0;1,5;2\n", encoding="utf-8")
    result = desk.ask("p-median", "-p", 2, "--distance", path)
    assert result.exit_code == 2
    assert "km.csv, row 1: the columns are not separated by commas" in result.output
