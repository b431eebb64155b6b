"""A question answered in a worker process."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from scenarios.app.jobs.work import Work
from scenarios.scenario import Scenario
from scenarios.study import Answer


def solve(payload: Mapping[str, Any], work: Work) -> dict[str, Any]:
    """Answer `payload["scenario"]` (as `Scenario.canonical`), or read the answer that is known.

    Returns
    -------
    run : name of the run folder below `work.out`; complete; cached
    """
    from scenarios.runner import run

    scenario = Scenario.model_validate(payload["scenario"])
    outcome = run(
        scenario,
        work.territory(scenario),
        work.out,
        stop=work.stop,
        on_progress=work.report,
        render=_on_request,
    )
    return {
        "run": outcome.run.path.name,
        "complete": outcome.run.manifest.complete,
        "cached": outcome.cached,
    }


def _on_request(answer: Answer, folder: Path) -> None:
    """Report and workbook take longer than many a solve; they are written when they are wanted."""
