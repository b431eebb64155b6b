"""The files of a run that people open: report, workbook, map layer."""

from __future__ import annotations

import json
import tempfile
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from inputs.territory import Territory
from scenarios.folders import replace_file
from scenarios.language import Language, speaking, spoken
from scenarios.runs import RENDERED, Run, read_manifest, with_rendered, write_manifest
from scenarios.study import Answer

if TYPE_CHECKING:
    from scenarios.views.page import Headline

# Where the views of each kind of answer stand: `headline`, `report.render_report`,
# `workbook.write_workbook` and `geojson.plan_geojson` below the package.
_VIEWS = {
    "programme": "scenarios.views",
    "siting": "scenarios.views.siting",
    "logistics": "scenarios.views.logistics",
    "water": "scenarios.views.water",
    "roadmap": "scenarios.views.roadmap",
}


def render(answer: Answer, folder: Path, language: Language | None = None) -> None:
    """Write `RENDERED` into a folder: pure functions of the answer, no solving.

    Parameters
    ----------
    language : of report and workbook; the spoken one where it is not given
    """
    with speaking(language or spoken()):
        html = _view(answer, "report").render_report(answer)
        (folder / "report.html").write_text(html, encoding="utf-8")
        _view(answer, "workbook").write_workbook(answer, folder / "plan.xlsx")
        layer = _view(answer, "geojson").plan_geojson(answer)
    (folder / "plan.geojson").write_text(json.dumps(layer, ensure_ascii=False), encoding="utf-8")


def headline_of(answer: Answer) -> Headline:
    """What stands at the top of every view of the answer."""
    headline: Headline = _view(answer, "headline").headline(answer)
    return headline


def _view(answer: Answer, name: str) -> Any:
    return import_module(f"{_VIEWS[answer.kind]}.{name}")


def render_again(run: Run, territory: Territory, language: Language = "en") -> Path:
    """Replace the rendered files of a run, one by one and each whole; gives the report's path.

    Raises
    ------
    InputError
        the data have changed since the run
    """
    answer = run.answer(territory)
    with tempfile.TemporaryDirectory() as scratch:
        render(answer, Path(scratch), language)
        for name in RENDERED:
            replace_file(run.path / name, (Path(scratch) / name).read_bytes())
    write_manifest(run.path, with_rendered(run.path, read_manifest(run.path), language))
    return run.report
