"""An explanation worked out in a worker process, handed over as far as it is known."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from scenarios.app.jobs.work import Work

USUAL_S = 60.0  # for everything that is solved again: a person waits, and sees prices come in


def explain(payload: Mapping[str, Any], work: Work) -> dict[str, Any]:
    """Explain `payload["place"]` of the run folder `payload["run"]`, told in `payload["language"]`.

    Returns
    -------
    `Explanation.to_dict` in the language, as is what is told before
    """
    from optimizer.limits import Limits
    from scenarios.explaining import explain as explain_place
    from scenarios.language import speaking
    from scenarios.runs import load_run

    run = load_run(work.out / payload["run"])
    limits = Limits(
        time_s=payload["time_s"],
        gap=run.scenario.solve.gap,
        stop=work.stop,
        on_progress=work.report,
    )
    with speaking(payload["language"]):
        found = explain_place(
            run,
            work.territory(run.scenario),
            payload["place"],
            limits,
            on_found=lambda part: work.tell(plain(part)),
        )
        return plain(found)


def plain(found: Any) -> dict[str, Any]:
    """An explanation as plain data whose sentences are told in the spoken language."""
    told: dict[str, Any] = in_words(found.to_dict())
    return told


def in_words(value: Any) -> Any:
    """Nested plain data with every kept sentence told."""
    from scenarios.language import Said, told

    if isinstance(value, Said):
        return told(value)
    if isinstance(value, Mapping):
        return {key: in_words(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [in_words(part) for part in value]
    return value
