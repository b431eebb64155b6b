"""A run: one answered question as a folder that can be read back whole.

    <scenario name>-<12 hex of the question's hash>/
        scenario.yaml  plan.csv  plans/*.csv  kpis.parquet  evaluation_by_year.csv
        evaluation_by_unit.parquet  spending.csv  comparison/*.csv  budget_value.csv  front.csv
        assumptions.csv  anomalies.csv  tables/*.csv  certificate.json  report.html  plan.xlsx
        plan.geojson  manifest.json   (hashes, versions, files)

`manifest.json` is written last; tables are verified against it when they are read.
"""

from __future__ import annotations

import json
import math
import re
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

import pandas as pd
import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from inputs.errors import InputError
from inputs.territory import Territory
from optimizer.certificate import Certificate
from scenarios.comparison import Comparison
from scenarios.evaluation import Evaluation
from scenarios.fingerprint import Fingerprint, versions
from scenarios.folders import replace_file, sha256_of
from scenarios.language import Language
from scenarios.plan import Plan
from scenarios.scenario import Scenario
from scenarios.study import Answer
from scenarios.tables import TableReader, TableWriter

MANIFEST = "manifest.json"
HASH_LENGTH = 12
INTERRUPTED = "-interrupted"
RENDERED = ("report.html", "plan.xlsx", "plan.geojson")

_COMPARED = ("measures", "kpis", "turn", "money_by_oblast", "places_by_horizon")
_ANSWERED = ("budget_value", "front", "assumptions", "anomalies")


class StoredPlan(BaseModel):
    """Which file holds the plan of an evaluation."""

    key: str
    name: str
    file: str


class Manifest(BaseModel):
    """The contents page of a run folder.

    `sentences` are those of the notes and tables by their English text, as they can be told in
    other languages; `language` is that of the rendered files.
    """

    model_config = ConfigDict(extra="forbid")

    format: Literal[1] = 1
    question: str
    scenario: str
    territory: str
    code: str
    study: str
    kind: str = "programme"
    complete: bool
    created: datetime
    seconds: float
    data: str
    versions: dict[str, str]
    plans: list[StoredPlan]
    baseline: str
    notes: list[str]
    sentences: dict[str, Any] = {}
    language: Language = "en"
    tables: list[str] = []
    columns: dict[str, dict[str, str]]
    files: dict[str, str]


@dataclass(frozen=True)
class Run:
    """A run read back from its folder: everything of its `Answer` but the territory."""

    path: Path
    manifest: Manifest
    scenario: Scenario
    plans: dict[str, Plan]
    evaluations: dict[str, Evaluation]
    comparison: Comparison
    certificates: tuple[Certificate, ...]
    budget_value: pd.DataFrame
    front: pd.DataFrame
    assumptions: pd.DataFrame
    anomalies: pd.DataFrame
    kind: str = "programme"
    tables: dict[str, pd.DataFrame] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    @property
    def plan(self) -> Plan:
        """The optimised plan."""
        return next(iter(self.plans.values()))

    @property
    def report(self) -> Path:
        return self.path / "report.html"

    def answer(self, territory: Territory) -> Answer:
        """The answer as it was computed, on the data it was computed from.

        Raises
        ------
        InputError
            the data have changed since the run
        """
        if territory.content_hash != self.manifest.territory:
            raise InputError(
                "the data have changed since this run was computed",
                file=str(self.path),
                value=territory.content_hash[:HASH_LENGTH],
                expected=f"data {self.manifest.territory[:HASH_LENGTH]} "
                f"({self.manifest.data}); name them with --data, or run the scenario again",
            )
        return Answer(
            scenario=self.scenario,
            territory=territory,
            plan=self.plan,
            plans=self.plans,
            evaluations=self.evaluations,
            comparison=self.comparison,
            certificates=self.certificates,
            budget_value=self.budget_value,
            front=self.front,
            assumptions=self.assumptions,
            anomalies=self.anomalies,
            notes=self.notes,
            kind=self.kind,
            tables=self.tables,
        )


def folder_name(scenario: Scenario, fingerprint: Fingerprint, *, complete: bool = True) -> str:
    """Name of a question's run folder; an interrupted run never takes the answer's name."""
    name = f"{scenario.name}-{fingerprint.question[:HASH_LENGTH]}"
    return name if complete else name + INTERRUPTED


def store_answer(
    folder: Path,
    answer: Answer,
    fingerprint: Fingerprint,
    *,
    complete: bool,
    seconds: float,
    data: str,
) -> None:
    """Write the tables of an answer and their manifest into an existing empty folder.

    Parameters
    ----------
    complete : False when the solve was interrupted
    seconds : wall time from question to answer
    data : what the tables were read from, in words
    """
    store = TableWriter(folder)
    scenario = yaml.safe_dump(answer.scenario.canonical(), sort_keys=False, allow_unicode=True)
    store.text("scenario.yaml", scenario)
    plans = [
        _store_plan(folder, key, plan, i) for i, (key, plan) in enumerate(answer.plans.items())
    ]
    store.evaluations(answer.evaluations)
    for name in _COMPARED:
        store.csv(f"comparison/{name}.csv", getattr(answer.comparison, name))
    for name in _ANSWERED:
        store.csv(f"{name}.csv", getattr(answer, name))
    for name, table in answer.tables.items():
        store.csv(f"tables/{name}.csv", table)
    store.note(answer.notes)
    certificates = [_finite(c.to_dict()) for c in answer.certificates]
    store.text("certificate.json", _json({"stages": certificates}))
    manifest = Manifest(
        question=fingerprint.question,
        scenario=fingerprint.scenario,
        territory=fingerprint.territory,
        code=fingerprint.code,
        study=answer.scenario.study.value,
        kind=answer.kind,
        complete=complete,
        created=datetime.now(UTC).replace(microsecond=0),
        seconds=round(seconds, 3),
        data=data,
        versions=versions(),
        plans=plans,
        baseline=answer.comparison.baseline,
        notes=list(answer.notes),
        sentences=store.sentences,
        tables=list(answer.tables),
        columns=store.kinds,
        files=_digests(folder),
    )
    write_manifest(folder, manifest)


def write_manifest(folder: Path, manifest: Manifest) -> None:
    replace_file(folder / MANIFEST, _json(manifest.model_dump(mode="json")).encode())


def with_rendered(folder: Path, manifest: Manifest, language: Language) -> Manifest:
    """The manifest with the digests of the rendered files as they are now, and their language."""
    digests = {n: sha256_of(folder / n) for n in RENDERED if (folder / n).is_file()}
    files = {**manifest.files, **digests}
    return manifest.model_copy(update={"files": files, "language": language})


def read_manifest(folder: Path) -> Manifest:
    """Read a run's contents page.

    Raises
    ------
    InputError
        the folder is no run, or one of another version of the program
    """
    path = folder / MANIFEST
    try:
        return Manifest.model_validate_json(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise InputError(
            "is not a run folder", file=str(folder), expected=f"a folder with a {MANIFEST}"
        ) from error
    except (ValidationError, UnicodeDecodeError) as error:
        raise InputError(
            "is not the contents page of a run",
            file=str(path),
            expected="a run written by this version; run the scenario again",
        ) from error


def load_run(path: Path) -> Run:
    """Read a run folder back.

    Raises
    ------
    InputError
        no run folder, or a table in it is missing or not as it was written
    """
    manifest = read_manifest(path)
    for name, digest in manifest.files.items():
        if name not in RENDERED:
            _verify(path / name, digest)
    read = TableReader(path, manifest.columns, manifest.sentences)
    certificate = json.loads((path / "certificate.json").read_text(encoding="utf-8"))
    text = (path / "scenario.yaml").read_text(encoding="utf-8")
    return Run(
        path=path,
        manifest=manifest,
        scenario=Scenario.model_validate(yaml.safe_load(text)),
        plans={p.key: replace(Plan.from_csv(path / p.file), name=p.name) for p in manifest.plans},
        evaluations=read.evaluations(),
        comparison=Comparison(
            baseline=manifest.baseline,
            **{name: read.csv(f"comparison/{name}.csv") for name in _COMPARED},
        ),
        certificates=tuple(Certificate.from_dict(stage) for stage in certificate["stages"]),
        **{name: read.csv(f"{name}.csv") for name in _ANSWERED},
        kind=manifest.kind,
        tables={name: read.csv(f"tables/{name}.csv") for name in manifest.tables},
        notes=tuple(read.texts(manifest.notes)),
    )


def _store_plan(folder: Path, key: str, plan: Plan, position: int) -> StoredPlan:
    slug = re.sub(r"[^a-z0-9]+", "-", key.lower()).strip("-")
    file = "plan.csv" if position == 0 else f"plans/{position}-{slug}.csv"
    (folder / file).parent.mkdir(exist_ok=True)
    plan.to_csv(folder / file)
    return StoredPlan(key=key, name=plan.name, file=file)


def _finite(data: dict[str, Any]) -> dict[str, Any]:
    """JSON has no infinity: an infinite gap or bound is one that is not known."""
    return {
        k: None if isinstance(v, float) and not math.isfinite(v) else v for k, v in data.items()
    }


def _verify(path: Path, digest: str) -> None:
    if not path.is_file():
        raise InputError("is missing from the run", file=str(path))
    if sha256_of(path) != digest:
        raise InputError(
            "has been changed since the run was written",
            file=str(path),
            expected="the file as written; keep edited plans outside the run folder",
        )


def _digests(folder: Path) -> dict[str, str]:
    files = sorted(p for p in folder.rglob("*") if p.is_file() and p.name != MANIFEST)
    return {p.relative_to(folder).as_posix(): sha256_of(p) for p in files}


def _json(data: object) -> str:
    return json.dumps(data, indent=2, ensure_ascii=False, allow_nan=False) + "\n"
