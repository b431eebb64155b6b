"""The folder of an answer: report, tables, map layer, workbook, certificate."""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path
from typing import Any

from inputs.errors import InputError
from scenarios.folders import draft, sha256_of
from scenarios.kept import REPORT, write_pages
from scenarios.language import _
from scenarios.locate.folder import CERTIFICATE, as_json, require_place, write_csv
from scenarios.locate.geojson import feature
from scenarios.locate.steiner import tables
from scenarios.locate.steiner.answer import NetworkAnswer
from scenarios.locate.steiner.map_chart import pipe_features
from scenarios.locate.steiner.question import PACKAGE
from scenarios.locate.steiner.report import render_report
from scenarios.locate.steiner.wording import wording
from scenarios.locate.tables import certificate_of
from scenarios.locate.workbook import write_cover
from scenarios.views.sheets import opened, write_sheet


def write_folder(answer: NetworkAnswer, folder: Path) -> Path:
    """Write all files of an answer; gives the path of the report, in the spoken language.

    Raises
    ------
    InputError
        the folder holds something else by now
    """
    folder = folder.absolute()
    with draft(folder.parent) as hidden:
        path = hidden.path
        write_csv(path / "nodes.csv", tables.nodes_frame(answer))
        write_csv(path / "pipes.csv", tables.pipes_frame(answer))
        (path / CERTIFICATE).write_text(as_json(certificate(answer), indent=2), encoding="utf-8")
        (path / "solution.geojson").write_text(as_json(solution(answer)), encoding="utf-8")
        write_pages(path, lambda: render_report(answer))
        _workbook(answer, path / "plan.xlsx")
        require_place(folder)
        if not hidden.publish(folder, replace=True):
            raise InputError("--out: written by another process meanwhile", value=str(folder))
    return folder / REPORT


def certificate(answer: NetworkAnswer) -> dict[str, Any]:
    """What is proven, of which question, from which files."""
    asked = answer.question.request
    said = {key: value for key, value in vars(asked).items() if value is not None}
    named = (asked.points, asked.sources, asked.routes, Path(asked.classes or PACKAGE))
    files = [path for path in named if path is not None and path != Path(PACKAGE)]
    graph = answer.question.graph
    return {
        **answer.certificate.to_dict(),
        "aumaq": version("aumaq"),
        "interrupted": answer.interrupted,
        "question": {
            "model": "steiner",
            **{key: v.name if isinstance(v, Path) else v for key, v in said.items()},
            **({"classes": Path(asked.classes).name} if asked.classes else {}),
            "circuity": answer.question.circuity,
        },
        "files": {path.name: sha256_of(path) for path in files},
        "ways": {
            "source": "drawn between the points" if asked.routes is None else asked.routes.name,
            "edges": len(graph.edges),
            "reckoned": int(graph.estimated.sum()),
            "reckoned_km_laid": float(graph.km[answer.laid][graph.estimated[answer.laid]].sum()),
        },
    }


def solution(answer: NetworkAnswer) -> dict[str, Any]:
    """A GeoJSON FeatureCollection (WGS 84): pipes, then nodes, with the columns of the tables.

    The property `kind` is pipe, source, terminal or junction.
    """
    nodes = [
        feature(
            row.pop("kind"),
            {"type": "Point", "coordinates": [round(row.pop("lon"), 6), round(row.pop("lat"), 6)]},
            row,
        )
        for row in tables.nodes_frame(answer).to_dict("records")
    ]
    features = [*pipe_features(answer), *nodes]
    return {"type": "FeatureCollection", "name": "aumaq locate steiner", "features": features}


def _workbook(answer: NetworkAnswer, path: Path) -> None:
    words = wording(answer)
    with opened(path, words.headline.title) as book:
        proof = certificate_of(answer.certificate)
        write_cover(book, words, proof, tables.question_table(answer))
        write_sheet(book, tables.pipes_table(answer), _("Pipes"))
        write_sheet(book, tables.nodes_table(answer), _("Points"))
