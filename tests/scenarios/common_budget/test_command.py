"""`aumaq split` as a person uses it."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner, Result
from untranslated import untranslated

from inputs.assumptions import Assumptions
from inputs.territory import load_territory
from scenarios.cli import app
from scenarios.common_budget import load_split

EXAMPLE = Path(__file__).parents[3] / "docs" / "examples" / "common-budget.yaml"
QUICK = """\
title: Two of one oblast
envelope_bn_per_year: 22
studies:
  - scenario: default
    weight: 1
    levels_bn: [8]
    set:
      region: [mangystau_oblast]
      money.budget_bn_per_year: 14
      objectives: [{measure: shortage}]
      solve.front_points: 0
      solve.gap: 0.04
  - scenario: preschool
    weight: 0.5
    levels_bn: [8]
    set:
      region: [mangystau_oblast]
      money.budget_bn_per_year: 14
      objectives: [{measure: shortage}]
      solve.front_points: 0
      solve.gap: 0.04
"""


def aumaq(*words: object) -> Result:
    return CliRunner().invoke(app, [str(word) for word in words], env={"COLUMNS": "200"})


@pytest.fixture(scope="module")
def assumptions() -> Assumptions:
    return load_territory().assumptions


def test_the_example_asks_three_studies_at_their_assumed_budgets_too(
    assumptions: Assumptions,
) -> None:
    question = load_split(EXAMPLE, assumptions)
    assert [str(s.study) for s in question.shares] == ["schools", "water", "logistics"]
    assert sum(s.assumed_bn for s in question.shares) == question.envelope_bn
    for share in question.shares:
        assert share.assumed_bn in share.levels_bn
        assert share.more_never_hurts
        granted = [v.scenario.money.budget_bn_per_year for v in share.variants]
        assert granted == list(share.levels_bn)


def test_a_split_is_written_and_not_solved_twice(tmp_path: Path) -> None:
    file, out = tmp_path / "two.yaml", tmp_path / "runs"
    file.write_text(QUICK, encoding="utf-8")
    first = aumaq("split", file, "--out", out, "--workers", 1)
    assert first.exit_code == 0, first.output
    report = out / "split-two" / "report.html"
    assert first.stdout.splitlines()[-1] == str(report)
    assert "Of 22 bn KZT a year" in report.read_text(encoding="utf-8")
    split = pd.read_csv(report.with_name("split.csv"))
    fronts = pd.read_csv(report.with_name("fronts.csv"))
    assert sorted(split["bn_per_year"]) == [8.0, 14.0]
    for row in split.itertuples():
        own = fronts[fronts["study"] == row.study].sort_values("bn_per_year")
        assert list(own["bn_per_year"]) == [8.0, 14.0]
        assert own["left"].iloc[0] > own["left"].iloc[1] > 0
        assert (own["bound"] <= own["left"]).all()
        assert row.weight_low <= row.weight <= row.weight_high
    # the better of the two ways, counted from the fronts
    gain = fronts.groupby("study")["gained"].max() * pd.Series({"schools": 1.0, "preschool": 0.5})
    assert split.set_index("study")["bn_per_year"].idxmax() == gain.idxmax()
    proof = json.loads(report.with_name("certificate.json").read_text(encoding="utf-8"))
    assert proof["bound_between_levels"] <= proof["bound"] <= proof["objective"]
    assert proof["splits_compared"] == 3

    runs = {p: p.stat().st_mtime_ns for p in out.glob("*/manifest.json")}
    assert len(runs) == 4
    again = aumaq("split", file, "--out", out, "--workers", 1)
    assert again.exit_code == 0, again.output
    assert {p: p.stat().st_mtime_ns for p in out.glob("*/manifest.json")} == runs
    told = aumaq("split", file, "--out", out, "--workers", 1, "--language", "ru")
    assert told.stdout == again.stdout
    for language in ("kk", "ru"):
        page = report.with_name(f"report-{language}.html").read_text(encoding="utf-8")
        left = untranslated(page, frozenset({"Two", "one", "oblast", "two"}))
        assert not left, "\n".join(left)
    assert report.read_bytes() == report.with_name("report-ru.html").read_bytes()


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("scenario: preschool", "scenario: south", "asks a study twice"),
        ("weight: 0.5", "weight: -0.5", "line 14: studies[1].weight"),
        ("year: 22", "year: 15", "below what the smallest levels take together"),
        ("scenario: preschool", "scenario: preschol", "did you mean preschool?"),
        ("levels_bn: [8]", "levels_bn: []", "is empty"),
        ("levels_bn: [8]", "levels: 1", "a whole number above 1"),
        ("levels_bn: [8]", "levels_bn: [8, 8]", "holds a level twice"),
        ("levels_bn: [8]", "levels: 3\n    levels_bn: [8]", "needs its budgets once"),
        ("solve.gap: 0.04", "solve.gaps: 0.04", "did you mean gap?"),
        ("envelope_bn", "envelop_bn", "unknown key"),
        ("scenario: default", "scenario: almaty-siting", "varied alone"),
    ],
)
def test_a_mistake_is_told_before_anything_is_solved(
    tmp_path: Path, old: str, new: str, told: str
) -> None:
    file, out = tmp_path / "wrong.yaml", tmp_path / "runs"
    file.write_text(QUICK.replace(old, new), encoding="utf-8")
    result = aumaq("split", file, "--out", out)
    assert result.exit_code == 2, result.output
    assert told in " ".join(result.output.split())
    assert not out.exists()


def test_a_folder_with_other_files_is_not_replaced(tmp_path: Path) -> None:
    file, out = tmp_path / "two.yaml", tmp_path / "runs"
    file.write_text(QUICK, encoding="utf-8")
    mine = out / "split-two" / "mine.txt"
    mine.parent.mkdir(parents=True)
    mine.write_text("kept", encoding="utf-8")
    result = aumaq("split", file, "--out", out)
    assert result.exit_code == 2
    assert "holds other files" in " ".join(result.output.split())
    assert mine.read_text(encoding="utf-8") == "kept"
    assert list(out.iterdir()) == [mine.parent]
