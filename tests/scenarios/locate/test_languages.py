"""Reports and workbook hold no English in Kazakh and Russian."""

from __future__ import annotations

from typing import Any

import openpyxl
import pytest
from untranslated import english_texts, untranslated

from inputs.territory import load_territory
from optimizer.limits import Limits
from scenarios.language import speaking
from scenarios.locate.answer import LocationAnswer, answer
from scenarios.locate.kinds import ModelName
from scenarios.locate.naming import distances_said, note_said
from scenarios.locate.question import Request
from scenarios.locate.reading import read_question
from scenarios.locate.report import render_report
from scenarios.locate.workbook import write_workbook

# Of the planner's own tables, of files and engines.
NAMES = frozenset(
    {
        "Village",
        "Site",
        "demand",
        "sites",
        "assignment",
        "csv",
        "mayor",
        "north",
        "south",
        "datamaps",
    }
    | {"solution", "geojson", "CFLP"}
)
ASKED: tuple[tuple[ModelName, dict[str, Any]], ...] = (
    (ModelName.P_MEDIAN, {"p": 2, "budget": 9000.0}),
    (ModelName.P_CENTER, {"p": 2, "group_limits": {"north": 1}}),
    (ModelName.MCLP, {"p": 1, "standard": 30.0}),
    (ModelName.LSCP, {"standard": 20.0, "unserved_penalty": 0.002}),
    (ModelName.UFLP, {"keep_existing": True}),
    (ModelName.CFLP, {"single_source": True, "unserved_penalty": 9000.0, "budget": 20000.0}),
    (ModelName.P_DISPERSION, {"p": 3}),
)


def answered(desk: Any, model: ModelName, options: dict[str, Any]) -> LocationAnswer:
    request = Request(
        model=model,
        sites=desk.folder / "sites.csv",
        demand=None if model is ModelName.P_DISPERSION else desk.folder / "demand.csv",
        distance="straight",
        **options,
    )
    return answer(read_question(request, load_territory()), Limits(gap=0.0))


@pytest.mark.parametrize(("model", "options"), ASKED)
def test_a_report_in_each_language(desk: Any, model: ModelName, options: dict[str, Any]) -> None:
    desk.change("demand", mayor="N.", coord_quality="schematic")
    found = answered(desk, model, options)
    for language in ("kk", "ru"):
        with speaking(language):
            left = untranslated(render_report(found), NAMES)
        assert not left, "\n".join(left)


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_a_workbook_in_each_language(desk: Any, language: str) -> None:
    path = desk.folder / "plan.xlsx"
    with speaking(language):
        write_workbook(answered(desk, *ASKED[5]), path)
    book = openpyxl.load_workbook(path)
    texts = [
        str(cell)
        for sheet in book.worksheets
        for row in sheet.iter_rows(values_only=True)
        for cell in row
        if isinstance(cell, str)
    ]
    assert english_texts([*book.sheetnames, *texts], NAMES) == []


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_distances_by_road_and_what_is_to_be_known_of_them(desk: Any, language: str) -> None:
    request = Request(
        model=ModelName.P_MEDIAN,
        sites=desk.folder / "sites.csv",
        demand=desk.folder / "demand.csv",
        distance="road",
        network="corridors",
        p=2,
    )
    distances = read_question(request, load_territory()).distances
    assert distances.notes
    with speaking("en"):
        assert distances_said(distances) == distances.summary()
        assert [note_said(note) for note in distances.notes] == list(distances.notes)
    with speaking(language):
        texts = [distances_said(distances), *map(note_said, distances.notes)]
    assert english_texts(texts, frozenset({"data"})) == []
