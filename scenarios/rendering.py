"""The files of a run that people open: report, workbook, map layer."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

from inputs.territory import Territory
from scenarios.folders import replace_file
from scenarios.runs import RENDERED, Run, read_manifest, with_rendered, write_manifest
from scenarios.study import Answer


def render(answer: Answer, folder: Path) -> None:
    """Write `RENDERED` into a folder: pure functions of the answer, no solving."""
    from scenarios.views.geojson import plan_geojson
    from scenarios.views.report import render_report
    from scenarios.views.workbook import write_workbook

    (folder / "report.html").write_text(render_report(answer), encoding="utf-8")
    write_workbook(answer, folder / "plan.xlsx")
    geojson = json.dumps(plan_geojson(answer), ensure_ascii=False)
    (folder / "plan.geojson").write_text(geojson, encoding="utf-8")


def render_again(run: Run, territory: Territory) -> Path:
    """Replace the rendered files of a run, one by one and each whole; gives the report's path.

    Raises
    ------
    InputError
        the data have changed since the run
    """
    answer = run.answer(territory)
    with tempfile.TemporaryDirectory() as scratch:
        render(answer, Path(scratch))
        for name in RENDERED:
            replace_file(run.path / name, (Path(scratch) / name).read_bytes())
    write_manifest(run.path, with_rendered(run.path, read_manifest(run.path)))
    return run.report
