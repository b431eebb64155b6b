"""Tables of an answer as files, and back without a difference."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from pandas.api.types import is_object_dtype

from scenarios.evaluation import Evaluation
from scenarios.language import Said
from scenarios.language.said import from_plain, to_plain

MIXED = "mixed"  # numbers, text, nothing
FULL_TEXT = "full text"  # an empty cell is empty text, not a missing one

_DTYPES = {MIXED: "str", FULL_TEXT: "str"}


class TableWriter:
    """Writes tables into a folder.

    Attributes
    ----------
    kinds : by file and column what CSV forgets: the dtype, `MIXED` or `FULL_TEXT`. A column that
        has both empty and missing text loses the difference.
    sentences : by its English text, which is all that a CSV holds, each sentence that can be told
        in other languages
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.kinds: dict[str, dict[str, str]] = {}
        self.sentences: dict[str, Any] = {}

    def note(self, values: Iterable[Any]) -> None:
        """Keep the sentences among the values."""
        self.sentences |= {str(v): to_plain(v) for v in values if isinstance(v, Said)}

    def text(self, name: str, text: str) -> None:
        (self.folder / name).write_text(text, encoding="utf-8")

    def csv(self, name: str, frame: pd.DataFrame) -> None:
        path = self.folder / name
        path.parent.mkdir(exist_ok=True)
        frame.to_csv(path, index=False, lineterminator="\n")
        self.kinds[name] = {str(c): _kind(frame[c]) for c in frame.columns}
        for column in frame.columns:
            if is_object_dtype(frame[column]):
                self.note(frame[column])

    def evaluations(self, evaluations: dict[str, Evaluation]) -> None:
        kpis = _kpi_table({key: e.kpis for key, e in evaluations.items()})
        kpis.to_parquet(self.folder / "kpis.parquet", index=False)
        by_unit = _joined({key: e.by_unit for key, e in evaluations.items()})
        by_unit.to_parquet(self.folder / "evaluation_by_unit.parquet", index=False)
        self.csv("evaluation_by_year.csv", _joined({k: e.by_year for k, e in evaluations.items()}))
        self.csv("spending.csv", _joined({k: e.spending for k, e in evaluations.items()}))


class TableReader:
    """Reads what `TableWriter` wrote, given its `kinds` and `sentences`."""

    def __init__(
        self,
        folder: Path,
        kinds: dict[str, dict[str, str]],
        sentences: Mapping[str, Any] | None = None,
    ) -> None:
        self.folder = folder
        self.kinds = kinds
        self.sentences = {text: from_plain(s) for text, s in (sentences or {}).items()}

    def texts(self, values: Iterable[str]) -> list[str]:
        """The texts, sentences among them as they were said."""
        return [self.sentences.get(text, text) for text in values]

    def csv(self, name: str) -> pd.DataFrame:
        kinds = self.kinds[name]
        if not kinds:
            return pd.DataFrame()
        frame = pd.read_csv(
            self.folder / name,
            dtype={c: _DTYPES.get(kind, kind) for c, kind in kinds.items()},
            keep_default_na=False,
            na_values={c: [""] for c, kind in kinds.items() if kind != FULL_TEXT},
        )
        for column in (c for c, kind in kinds.items() if kind == MIXED):
            frame[column] = pd.Series(
                [_from_text(v) for v in frame[column]], index=frame.index, dtype=object
            )
        for column in (c for c, kind in kinds.items() if kind in _DTYPES or kind == "str"):
            if self.sentences and frame[column].isin(self.sentences.keys()).any():
                told = self.texts(frame[column])
                frame[column] = pd.Series(told, index=frame.index, dtype=object)
        return frame

    def evaluations(self) -> dict[str, Evaluation]:
        kpis = pd.read_parquet(self.folder / "kpis.parquet").set_index("plan")
        by_unit = pd.read_parquet(self.folder / "evaluation_by_unit.parquet")
        by_year = self.csv("evaluation_by_year.csv")
        spending = self.csv("spending.csv")
        return {
            key: Evaluation(
                plan_name=key,
                by_unit=_of_plan(by_unit, key),
                by_year=_of_plan(by_year, key),
                spending=_of_plan(spending, key),
                kpis={str(k): _plain(v) for k, v in kpis.loc[key].items()},
            )
            for key in map(str, kpis.index)
        }


def _joined(frames: dict[str, pd.DataFrame]) -> pd.DataFrame:
    parts = [frame.assign(plan=key) for key, frame in frames.items()]
    joined = pd.concat(parts, ignore_index=True)
    return joined[["plan", *(c for c in joined.columns if c != "plan")]]


def _of_plan(frame: pd.DataFrame, key: str) -> pd.DataFrame:
    return frame[frame["plan"] == key].drop(columns="plan").reset_index(drop=True)


def _kind(column: pd.Series) -> str:
    """How to read a CSV column back."""
    name = str(column.dtype)
    if re.fullmatch(r"(u?int|float|Int|Float)\d+|bool|boolean", name):
        return name
    values = column.dropna()
    if not values.map(lambda v: isinstance(v, str)).all():
        return MIXED
    return "str" if len(values) < len(column) else FULL_TEXT


def _from_text(text: Any) -> Any:
    if pd.isna(text):
        return None
    for convert in (int, float, {"True": True, "False": False}.__getitem__):
        try:
            return convert(text)
        except (ValueError, KeyError):
            continue
    return text


def _kpi_table(kpis: dict[str, dict[str, Any]]) -> pd.DataFrame:
    """One row per plan, one typed column per KPI; null where a plan has none."""
    names = dict.fromkeys(name for values in kpis.values() for name in values)
    columns: dict[str, pd.Series] = {"plan": pd.Series(list(kpis), dtype="str")}
    for name in names:
        columns[name] = typed_column([kpis[key].get(name) for key in kpis])
    return pd.DataFrame(columns)


def typed_column(values: Sequence[Any]) -> pd.Series:
    """Whole numbers, numbers or text, with null where there is none."""
    known = [v for v in values if v is not None]
    whole = all(isinstance(v, int | np.integer) for v in known)
    number = all(isinstance(v, int | float | np.number) for v in known)
    return pd.Series(values, dtype="Int64" if whole else "Float64" if number else "string")


def _plain(value: Any) -> Any:
    if pd.isna(value):
        return None
    return value.item() if hasattr(value, "item") else value
