"""Runs side by side: what was asked differently, and what came of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from inputs.errors import InputError
from scenarios.loading import differences
from scenarios.runs import HASH_LENGTH, Run, read_manifest


@dataclass(frozen=True)
class Across:
    """Several runs of one study.

    Attributes
    ----------
    kpis : one row per KPI of the optimised plan (index), one column per run
    scenarios : one row per key in which the scenarios differ (index), one column per run
    remarks : what makes the columns less comparable (other data, other code, interrupted)
    """

    kpis: pd.DataFrame
    scenarios: pd.DataFrame
    remarks: tuple[str, ...]


def across(runs: Sequence[Run]) -> Across:
    """Put runs of the same study side by side, the first being the base.

    Raises
    ------
    InputError
        fewer than two runs, or runs of different studies
    """
    if len(runs) < 2:
        raise InputError("a comparison needs at least two runs")
    base = runs[0]
    for run in runs[1:]:
        if run.scenario.study != base.scenario.study:
            raise InputError(
                "answers another study and cannot be compared",
                file=str(run.path),
                value=run.scenario.study.value,
                expected=f"{base.scenario.study.value}, as {base.path}",
            )
        if run.kind != base.kind:
            raise InputError(
                "answers another kind of question and cannot be compared",
                file=str(run.path),
                value=run.kind,
                expected=f"{base.kind}, as {base.path}",
            )
    labels = _labels(runs)
    kpis = {
        label: next(iter(run.evaluations.values())).kpis
        for label, run in zip(labels, runs, strict=True)
    }
    names = list(dict.fromkeys(name for column in kpis.values() for name in column))
    return Across(
        kpis=_table({label: {n: column.get(n) for n in names} for label, column in kpis.items()}),
        scenarios=_scenarios(runs, labels),
        remarks=_remarks(runs, labels),
    )


def resolve_run(text: str, out: Path) -> Path:
    """The run folder meant by a path, a folder's name below `out`, or a scenario's name.

    A scenario's name means its newest complete run.

    Raises
    ------
    InputError
        nothing fits
    """
    for path in (Path(text), out / text):
        if path.is_dir():
            return path
    found = []
    for folder in out.glob(f"{text}-*"):
        try:
            manifest = read_manifest(folder)
        except InputError:
            continue
        if manifest.complete and folder.name == f"{text}-{manifest.question[:HASH_LENGTH]}":
            found.append((manifest.created, folder))
    if not found:
        known = sorted(p.parent.name for p in out.glob("[!.]*/manifest.json"))
        raise InputError(
            f"there is no run {text!r}",
            expected=f"a run folder, or one of those in {out}: {', '.join(known) or 'none yet'}",
        )
    return max(found)[1]


def _labels(runs: Sequence[Run]) -> list[str]:
    """Scenario names, with the question's hash where a name occurs twice."""
    often = Counter(run.scenario.name for run in runs)
    labels = [run.scenario.name if often[run.scenario.name] == 1 else run.path.name for run in runs]
    repeated = {label for label, n in Counter(labels).items() if n > 1}
    return [f"{label} ({i + 1})" if label in repeated else label for i, label in enumerate(labels)]


def _scenarios(runs: Sequence[Run], labels: list[str]) -> pd.DataFrame:
    base = runs[0].scenario
    found = [differences(run.scenario, base) for run in runs]
    keys = list(dict.fromkeys(key for each in found for key in each))
    base_values = {key: each[key][1] for each in found for key in each}
    return _table(
        {
            label: {key: each[key][0] if key in each else base_values[key] for key in keys}
            for label, each in zip(labels, found, strict=True)
        }
    )


def _remarks(runs: Sequence[Run], labels: list[str]) -> tuple[str, ...]:
    base = runs[0].manifest
    remarks = []
    for run, label in zip(runs, labels, strict=True):
        if run.manifest.territory != base.territory:
            remarks.append(f"{label} was computed from other data than {labels[0]}")
        if run.manifest.code != base.code:
            remarks.append(f"{label} was computed by another version of the program")
        if not run.manifest.complete:
            remarks.append(f"{label} was interrupted: its plan is the best found until then")
    return tuple(remarks)


def _table(columns: dict[str, dict[str, Any]]) -> pd.DataFrame:
    return pd.DataFrame(
        {label: pd.Series(values, dtype=object) for label, values in columns.items()}
    )
