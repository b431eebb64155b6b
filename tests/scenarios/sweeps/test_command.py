"""`aumaq sweep` as a person uses it."""

from __future__ import annotations

from pathlib import Path

from typer.testing import CliRunner, Result

from inputs.assumptions import Assumptions
from scenarios.cli import app
from scenarios.sweeps import SweepTable, expand, load_sweep

EXAMPLE = Path(__file__).parents[3] / "docs" / "examples" / "sweep-81.yaml"
QUICK = """\
base: default
set: {region: [mangystau_oblast], solve.front_points: 0, solve.gap: 0.05}
grid:
  money.budget_bn_per_year: [30]
  objectives.1.at_most: [0.001, documented]
"""


def aumaq(*words: object) -> Result:
    return CliRunner().invoke(app, [str(word) for word in words], env={"COLUMNS": "200"})


def test_the_example_spans_what_its_first_line_says(assumptions: Assumptions) -> None:
    variants = expand(load_sweep(EXAMPLE, assumptions))
    assert len(variants) == 3**4
    assert len({v.scenario.content_hash for v in variants}) == 81


def test_a_failure_is_told_and_a_report_is_drawn_without_solving_again(tmp_path: Path) -> None:
    file, out = tmp_path / "two.yaml", tmp_path / "runs"
    file.write_text(QUICK, encoding="utf-8")
    first = aumaq("sweep", file, "--out", out, "--workers", 1)
    assert first.exit_code == 1, first.output
    assert "1 failed" in first.stdout
    assert "1 (budget_bn_per_year 30, at_most 0.001): no plan meets every" in first.stdout
    assert first.stdout.splitlines()[-1] == str(out / "two.parquet")
    assert "2 of 2" not in first.stderr
    assert "1 of 2 answered, 1 not" in first.stderr
    frame = SweepTable.read(out / "two.parquet").frame
    run = out / frame["run"][1]
    assert not (run / "report.html").exists()

    again = aumaq(
        "sweep", file, "--out", out, "--workers", 1, "--render", "--table", tmp_path / "t.parquet"
    )
    assert again.exit_code == 1, again.output
    assert (tmp_path / "t.parquet").is_file()
    assert (run / "report.html").is_file()
    assert aumaq("report", run, "--out", out).stdout.strip() == str(run / "report.html")


def test_a_mistake_is_told_before_anything_is_written(tmp_path: Path) -> None:
    file, out = tmp_path / "wrong.yaml", tmp_path / "runs"
    file.write_text("grid:\n  money.budgets: [1]\n", encoding="utf-8")
    result = aumaq("sweep", file, "--out", out)
    assert result.exit_code == 2
    assert "wrong.yaml, line 2: money.budgets: unknown key" in result.stderr
    missing = aumaq("sweep", tmp_path / "none.yaml", "--out", out)
    assert missing.exit_code == 2
    assert "none.yaml: cannot be read" in missing.stderr
    file.write_text("grid: {demand.growth: [low]}", encoding="utf-8")
    silent = aumaq("sweep", file, "--out", out, "--scheduler", "tcp://127.0.0.1:9")
    assert silent.exit_code == 2
    assert "cluster" in silent.stderr or "does not answer" in silent.stderr
    assert not list(out.glob("*"))
