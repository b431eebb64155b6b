"""A region of one's own is answered without a change of code."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
from forest import fill_template, forest
from typer.testing import CliRunner

from scenarios.cli import app


def aumaq(*words: object) -> str:
    result = CliRunner().invoke(app, [str(word) for word in words], env={"COLUMNS": "200"})
    assert result.exit_code == 0, result.output
    return result.stdout


def test_template_filled_checked_and_answered(tmp_path: Path) -> None:
    folder = tmp_path / "forest"
    aumaq("inputs", "template", folder)
    fill_template(folder, forest(horizons=(2030, 2040, 2050)))
    assert "as declared" in aumaq("inputs", "check", folder)
    question = tmp_path / "forest.yaml"
    question.write_text(
        "title: Places in the forest\nregion: [forest]\n"
        "money: {budget_bn_per_year: 3}\nsolve: {time_s: 30, front_points: 0}\n",
        encoding="utf-8",
    )
    out = aumaq("run", question, "--data", folder, "--out", tmp_path / "runs")
    report = Path(out.splitlines()[-1])
    assert report.is_file()
    plan = pd.read_csv(report.parent / "plan.csv")
    # 1000 places are needed in each district and 900 stand: the smallest school closes the gap
    assert plan["place_id"].tolist().count("birch") == 1
    assert set(plan["place_id"]) == {"birch", "cedar", "maple", "willow"}
    by_unit = pd.read_parquet(report.parent / "evaluation_by_unit.parquet")
    assert by_unit.loc[by_unit["year"] == 2040, "shortage"].sum() == 0
