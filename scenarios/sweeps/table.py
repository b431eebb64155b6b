"""What came of a sweep: one row a variant, scenario keys beside KPIs."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

import pandas as pd

from inputs.errors import InputError
from scenarios.folders import replace_file
from scenarios.runs import MANIFEST, RENDERED, read_manifest
from scenarios.sweeps.expand import Variant
from scenarios.tables import typed_column

_KEYS, _KPIS = "keys", "kpis"


class State(StrEnum):
    """How a variant ended."""

    DONE = "done"
    FAILED = "failed"
    INTERRUPTED = "interrupted"


@dataclass(frozen=True)
class Result:
    """One variant's end.

    Attributes
    ----------
    error : why there is no answer
    run : name of the run folder; empty where there is none
    seconds : wall time of the solve
    gap : largest proven gap of its stages; None where one has no bound
    kpis : of the optimised plan
    """

    state: State
    error: str = ""
    run: str = ""
    seconds: float | None = None
    gap: float | None = None
    kpis: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class SweepTable:
    """The results of a sweep.

    Attributes
    ----------
    frame : one row per variant in the order asked: variant (from 1), label, hash (of scenario,
        data and code), status, error, run, seconds, gap, then `keys`, then `kpis`
    keys, kpis : the columns of what was varied and of what came of it
    errors : the column error as its sentences were said; none in a table that was read
    """

    frame: pd.DataFrame
    keys: tuple[str, ...]
    kpis: tuple[str, ...]
    errors: tuple[str, ...] = ()

    @classmethod
    def of(
        cls, variants: Sequence[Variant], hashes: Sequence[str], results: Sequence[Result]
    ) -> SweepTable:
        """Put variants and their results side by side."""
        columns: dict[str, pd.Series] = {
            "variant": pd.Series(range(1, len(variants) + 1), dtype="int64"),
            "label": pd.Series([v.label for v in variants], dtype="string"),
            "hash": pd.Series(hashes, dtype="string"),
            "status": pd.Series([r.state.value for r in results], dtype="string"),
            "error": pd.Series([r.error for r in results], dtype="string"),
            "run": pd.Series([r.run for r in results], dtype="string"),
            "seconds": pd.Series([r.seconds for r in results], dtype="Float64"),
            "gap": pd.Series([r.gap for r in results], dtype="Float64"),
        }
        keys = tuple(dict.fromkeys(name for v in variants for name in v.keys))
        for name in keys:
            columns[name] = _key_column([v.keys.get(name) for v in variants])
        kpis = []
        for name in dict.fromkeys(name for r in results for name in r.kpis):
            column = name if name not in columns else f"{name} (result)"
            columns[column] = typed_column([r.kpis.get(name) for r in results])
            kpis.append(column)
        return cls(pd.DataFrame(columns), keys, tuple(kpis), tuple(r.error for r in results))

    def write(self, path: Path) -> None:
        """Write Parquet, replacing what was there as a whole."""
        frame = self.frame.copy(deep=False)
        frame.attrs = {_KEYS: list(self.keys), _KPIS: list(self.kpis)}
        buffer = io.BytesIO()
        frame.to_parquet(buffer, index=False)
        path.parent.mkdir(parents=True, exist_ok=True)
        replace_file(path, buffer.getvalue())

    @classmethod
    def read(cls, path: Path) -> SweepTable:
        """Read what `write` wrote.

        Raises
        ------
        InputError
            there is no such table
        """
        try:
            frame = pd.read_parquet(path)
            keys, kpis = frame.attrs[_KEYS], frame.attrs[_KPIS]
        except (OSError, KeyError, ValueError) as error:
            raise InputError(
                "is no table of a sweep", file=str(path), expected="what `aumaq sweep` wrote"
            ) from error
        return cls(frame, tuple(keys), tuple(kpis))


def result_of(folder: Path, state: State = State.DONE) -> Result:
    """A finished run as a row, without reading its larger tables.

    Raises
    ------
    InputError
        the folder is no run
    """
    manifest = read_manifest(folder)
    stages = json.loads((folder / "certificate.json").read_text(encoding="utf-8"))["stages"]
    gaps = [stage["gap"] for stage in stages]
    kpis = pd.read_parquet(folder / "kpis.parquet").drop(columns="plan").iloc[0]
    return Result(
        state,
        run=folder.name,
        seconds=manifest.seconds,
        gap=max(gaps) if gaps and None not in gaps else None,
        kpis={str(name): None if pd.isna(value) else value for name, value in kpis.items()},
    )


def is_rendered(folder: Path) -> bool:
    return all((folder / name).is_file() for name in RENDERED)


def known_runs(out: Path) -> dict[str, Path]:
    """The complete runs below `out` by the hash of their question."""
    found = {}
    for manifest in sorted(out.glob(f"[!.]*/{MANIFEST}")):
        try:
            read = read_manifest(manifest.parent)
        except InputError:
            continue
        if read.complete:
            found[read.question] = manifest.parent
    return found


def _key_column(values: Sequence[Any]) -> pd.Series:
    """Numbers as numbers; where a key takes words or lists as well, everything as text."""
    if all(isinstance(v, bool) for v in values):
        return pd.Series(values, dtype="bool")
    if all(v is None or (isinstance(v, int | float) and not isinstance(v, bool)) for v in values):
        return typed_column(values)
    return pd.Series(
        [
            None if v is None else v if isinstance(v, str) else json.dumps(v, ensure_ascii=False)
            for v in values
        ],
        dtype="string",
    )
