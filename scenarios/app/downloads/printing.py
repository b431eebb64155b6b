"""Report, workbook and map layer of a run in a language, written once."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from scenarios.app.jobs.work import Work
from scenarios.app.security.folders import run_folder


def printed(payload: Mapping[str, Any], work: Work) -> dict[str, Any]:
    """Write the files of `payload["run"]` in `payload["language"]` below `payload["folder"]`.

    Returns
    -------
    folder : where they are
    """
    from scenarios import rendering
    from scenarios.folders import draft
    from scenarios.runs import load_run
    from scenarios.territories import territory_for

    run = load_run(run_folder(work.out, payload["run"]))
    parent = Path(payload["folder"])
    # an interrupted run may be replaced by another one under the same name
    made = f"{run.manifest.created:%Y%m%d%H%M%S}"
    target = parent / f"{run.path.name}-{made}-{payload['language']}"
    if not target.exists():
        answer = run.answer(territory_for(run.scenario, work.data))
        with draft(parent) as hidden:
            rendering.render(answer, hidden.path, payload["language"])
            hidden.publish(target)
    return {"folder": str(target)}
