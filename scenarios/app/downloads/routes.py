"""Where a browser fetches the files of a run."""

from __future__ import annotations

from pathlib import Path

from fastapi import HTTPException
from fastapi.responses import FileResponse, Response
from nicegui import app

from inputs.errors import InputError
from scenarios.app.jobs.job import JobFailed
from scenarios.app.office import PRINTED, Office
from scenarios.app.question.files import to_yaml
from scenarios.app.security.folders import file_in, run_folder
from scenarios.language import LANGUAGES
from scenarios.runs import RENDERED, load_run, read_manifest

SCENARIO = "scenario.yaml"
TYPES = {
    "report.html": "text/html",
    "plan.xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "plan.geojson": "application/geo+json",
    SCENARIO: "application/yaml",
}


def address(run: str, language: str, name: str) -> str:
    """Where a file of a run is fetched."""
    return f"/files/{run}/{language}/{name}"


def install(office: Office) -> None:
    """Make the files known to the server."""

    @app.get("/files/{run}/{language}/{name}")
    async def file_of_run(run: str, language: str, name: str) -> Response:
        if name not in TYPES or language not in LANGUAGES:
            raise HTTPException(404)
        try:
            folder = run_folder(office.out, run)
            if name == SCENARIO:
                return _attached(to_yaml(load_run(folder).scenario).encode(), run, name)
            return _file(await _printed(office, folder, language), run, name)
        except InputError as error:
            raise HTTPException(404, error.message) from error
        except JobFailed as error:
            raise HTTPException(500, error.failure.message) from error


async def _printed(office: Office, folder: Path, language: str) -> Path:
    """The folder with the run's files in a language, written if they are not there."""
    manifest = read_manifest(folder)
    if manifest.language == language and all((folder / name).is_file() for name in RENDERED):
        return folder
    payload = {"run": folder.name, "language": language, "folder": str(office.own / PRINTED)}
    data = office.data_of(manifest)
    result = await office.submit("print", payload, folder.name, data).done()
    return Path(result["folder"])


def _file(folder: Path, run: str, name: str) -> Response:
    return FileResponse(file_in(folder, name), media_type=TYPES[name], filename=f"{run}-{name}")


def _attached(content: bytes, run: str, name: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{run}-{name}"'}
    return Response(content, media_type=TYPES[name], headers=headers)
