"""The fronts of a common budget from the runs of a sweep, and its split."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from inputs.errors import InputError
from optimizer.certificate import Certificate, Status, Violation, relative_gap
from optimizer.limits import Stop
from scenarios.common_budget.choice import (
    ROUND_OFF_BN,
    Bracket,
    Front,
    Justified,
    Splits,
    affordable,
    best,
    bound_between,
    bound_of,
    bracket,
    justify,
    rivals,
)
from scenarios.common_budget.question import Share, Split
from scenarios.language import marked
from scenarios.runner import CreateStudy
from scenarios.scenario import StudyName
from scenarios.sweeps import SweepProgress, SweepTable, run_all
from scenarios.sweeps.table import State

FloatArray = NDArray[np.float64]

LOSS, SPLIT = marked("weighted loss"), marked("split of the envelope")

# What the capacity model calls demand, in each study's words.
_DEMAND = "weighted demand not served"
_UNITS = {
    (StudyName.SCHOOLS, _DEMAND): "discounted place-years",
    (StudyName.PRESCHOOL, _DEMAND): "discounted place-years",
    (StudyName.WATER, _DEMAND): "discounted person-years",
    (StudyName.WATER, "discounted money"): "discounted mln KZT",
    (StudyName.LOGISTICS, "discounted money"): "discounted mln KZT",
}


@dataclass(frozen=True)
class Part:
    """A study's part in the split.

    Attributes
    ----------
    measure, unit : of the study's first stage, which is what the weight is stated for
    front : its answered levels
    runs : (K,) folders of the runs behind them
    chosen : level of the split; `assumed` that of the assumed money, None where unanswered
    bracket : weights for which the split stays the best, the others held
    last_bn, next_bn : what the last billion a year to the chosen level bought and the next would,
        in `unit`; None at an end of the front
    """

    share: Share
    measure: str
    unit: str
    front: Front
    runs: tuple[str, ...]
    chosen: int
    assumed: int | None
    bracket: Bracket
    last_bn: float | None
    next_bn: float | None

    @property
    def money(self) -> float:
        """Yearly, bn KZT."""
        return float(self.front.money[self.chosen])

    def gained(self, level: int) -> float:
        """What `level` buys beyond the smallest, in `unit`."""
        return float(self.front.loss[0] - self.front.loss[level])


@dataclass(frozen=True)
class SplitAnswer:
    """How an envelope is split, and what that rests on.

    Attributes
    ----------
    certificate : of the weighted loss, over all splits at these levels; its bound counts what the
        fronts' own gaps leave open
    between : bound over splits between the levels too; None where a study has none
    compared, rivals : splits compared; those that closing the fronts' gaps might make better
    justified : weights that would make the assumed money the best split of its own sum; None
        where one of its levels has no answer
    table : the sweep behind the fronts
    """

    question: Split
    parts: tuple[Part, ...]
    certificate: Certificate
    between: float | None
    compared: int
    rivals: int
    justified: Justified | None
    table: SweepTable

    @property
    def complete(self) -> bool:
        """Whether every level has its answer."""
        return bool((self.table.frame["status"] == State.DONE).all())


def answer_split(
    question: Split,
    out: Path,
    *,
    workers: int | None = None,
    data: Path | None = None,
    stop: Stop | None = None,
    on_progress: Callable[[SweepProgress], None] | None = None,
    create: CreateStudy | None = None,
) -> SplitAnswer:
    """Ask every study at its levels and split the envelope.

    Levels answered before, by this or any other command, are read from `out`. A level without an
    answer is left out of its front.

    Parameters
    ----------
    out : parent of the run folders
    workers, data, stop, on_progress, create : as `run_all`

    Raises
    ------
    InputError
        names the data do not know; or a study has no answer that the envelope affords
    """
    variants = [variant for share in question.shares for variant in share.variants]
    table = run_all(
        variants,
        out,
        workers=workers,
        data=data,
        limit_s=question.run_limit_s,
        stop=stop,
        on_progress=on_progress,
        create=create,
    )
    return split_of(question, table, out)


def split_of(question: Split, table: SweepTable, out: Path) -> SplitAnswer:
    """The split, from runs that are there; errors as `answer_split`."""
    began = perf_counter()
    read, first = [], 0
    for share in question.shares:
        rows = table.frame.iloc[first : first + len(share.variants)]
        first += len(share.variants)
        read.append(_read_front(share, rows, out))
    fronts = [each.front for each in read]
    if sum(front.money[0] for front in fronts) > question.envelope_bn:
        raise InputError(
            "the smallest budgets that have a plan take more than the envelope",
            column="envelope_bn_per_year",
            value=question.envelope_bn,
            expected=f"at least {sum(front.money[0] for front in fronts):g} bn KZT",
        )
    weights = np.array([share.weight for share in question.shares])
    splits = affordable(fronts, question.envelope_bn)
    chosen = best(splits, weights)
    parts = tuple(
        _part(share, each, splits, chosen, weights, s)
        for s, (share, each) in enumerate(zip(question.shares, read, strict=True))
    )
    return SplitAnswer(
        question=question,
        parts=parts,
        certificate=_certificate(
            parts, question.envelope_bn, bound_of(splits, weights), perf_counter() - began
        ),
        between=bound_between(fronts, question.envelope_bn, weights),
        compared=len(splits.money),
        rivals=rivals(splits, chosen, weights),
        justified=_justified(parts, weights),
        table=table,
    )


@dataclass(frozen=True)
class _Read:
    front: Front
    measure: str
    unit: str
    runs: tuple[str, ...]


def _read_front(share: Share, rows: pd.DataFrame, out: Path) -> _Read:
    """The answered levels of a study; where most is sought, what is lacking counts negative."""
    money, loss, bound, runs = [], [], [], []
    measure = unit = ""
    for level, run in zip(share.levels_bn, rows["run"], strict=True):
        if not run:
            continue
        text = (out / run / "certificate.json").read_text(encoding="utf-8")
        stage = json.loads(text)["stages"][0]
        if stage["objective"] is None or stage["bound"] is None:
            continue
        sign = 1.0 if stage["sense"] == "minimise" else -1.0
        money.append(level)
        loss.append(sign * stage["objective"])
        bound.append(sign * stage["bound"])
        runs.append(str(run))
        measure, unit = stage["stage"].lstrip("0123456789 "), stage["unit"]
    if not money:
        reasons = [str(error).strip().splitlines()[-1] for error in rows["error"] if error]
        raise InputError(
            f"{share.study} has no proven answer at any of its levels",
            value="; ".join(dict.fromkeys(reasons)) or None,
            expected="levels that have a plan, or more time",
        )
    front = Front(np.array(money), np.array(loss), np.array(bound), share.more_never_hurts)
    return _Read(front, measure, _UNITS.get((share.study, unit), unit), tuple(runs))


def _part(
    share: Share, read: _Read, splits: Splits, chosen: int, weights: FloatArray, study: int
) -> Part:
    front, level = read.front, int(splits.levels[chosen, study])
    worth = -np.diff(front.loss) / np.diff(front.money)
    assumed = np.flatnonzero(front.money == share.assumed_bn)
    return Part(
        share=share,
        measure=read.measure,
        unit=read.unit,
        front=front,
        runs=read.runs,
        chosen=level,
        assumed=int(assumed[0]) if assumed.size else None,
        bracket=bracket(splits, chosen, weights, study),
        last_bn=float(worth[level - 1]) if level > 0 else None,
        next_bn=float(worth[level]) if level < len(worth) else None,
    )


def _certificate(
    parts: tuple[Part, ...], envelope: float, bound: float, seconds: float
) -> Certificate:
    """The proof, with money and loss added up anew from the fronts."""
    loss = sum(part.share.weight * float(part.front.loss[part.chosen]) for part in parts)
    over = sum(part.money for part in parts) - envelope
    gap = relative_gap(loss, bound)
    violations = (Violation("envelope", "a year", over),) if over > ROUND_OFF_BN else ()
    return Certificate(
        stage=SPLIT,
        sense="minimise",
        unit=LOSS,
        status=Status.OPTIMAL if gap == 0.0 else Status.FEASIBLE,
        objective=loss,
        bound=bound,
        gap=gap,
        seconds=seconds,
        engine="enumeration",
        checked=not violations,
        violations=violations,
    )


def _justified(parts: tuple[Part, ...], weights: FloatArray) -> Justified | None:
    """What makes the assumed money the best split of its own sum."""
    levels = [part.assumed for part in parts if part.assumed is not None]
    if len(levels) < len(parts):
        return None
    fronts = [part.front for part in parts]
    splits = affordable(fronts, sum(part.share.assumed_bn for part in parts))
    position = splits.position(levels)
    return None if position is None else justify(splits, position, weights)
