"""A split as frames, for files and report."""

from __future__ import annotations

import numpy as np
import pandas as pd

from scenarios.common_budget.answer import SplitAnswer
from scenarios.common_budget.words import study_head, study_name, weight_in
from scenarios.language import _, marked, p_
from scenarios.views.table import Column, Table, proof_table, table_of


def split_frame(answer: SplitAnswer) -> pd.DataFrame:
    """One row a study.

    study, scenario, measure, unit; bn_per_year, left, left_bound, gained (beyond its smallest
    level), last_bn, next_bn (what a billion a year buys, in the unit); weight, weight_low,
    weight_high (inf: nothing ends it); assumed_bn, assumed_left; justifying_weight,
    justifying_low, justifying_high (of the assumed money, missing where no weights justify it)
    """
    rows = []
    for s, part in enumerate(answer.parts):
        why, level = answer.justified, part.assumed
        nearest = None if why is None or why.nearest is None else float(why.nearest[s])
        of_assumed = why.brackets[s] if why is not None and why.brackets else None
        rows.append(
            {
                "study": str(part.share.study),
                "scenario": part.share.scenario,
                "measure": part.measure,
                "unit": part.unit,
                "bn_per_year": part.money,
                "left": part.front.loss[part.chosen],
                "left_bound": part.front.bound[part.chosen],
                "gained": part.gained(part.chosen),
                "last_bn": part.last_bn,
                "next_bn": part.next_bn,
                "weight": part.share.weight,
                "weight_low": part.bracket.low,
                "weight_high": part.bracket.high,
                "assumed_bn": part.share.assumed_bn,
                "assumed_left": None if level is None else part.front.loss[level],
                "justifying_weight": nearest,
                "justifying_low": None if of_assumed is None else of_assumed.low,
                "justifying_high": None if of_assumed is None else of_assumed.high,
            }
        )
    return pd.DataFrame(rows)


def front_frame(answer: SplitAnswer) -> pd.DataFrame:
    """One row an answered level.

    study, bn_per_year, left, bound, gap, gained (beyond the smallest level), unit, run, chosen,
    assumed
    """
    frames = []
    for part in answer.parts:
        front, count = part.front, len(part.runs)
        size = np.maximum(np.abs(front.loss), np.finfo(float).tiny)
        frames.append(
            pd.DataFrame(
                {
                    "study": str(part.share.study),
                    "bn_per_year": front.money,
                    "left": front.loss,
                    "bound": front.bound,
                    "gap": np.abs(front.loss - front.bound) / size,
                    "gained": front.loss[0] - front.loss,
                    "unit": part.unit,
                    "run": list(part.runs),
                    "chosen": np.arange(count) == part.chosen,
                    "assumed": np.arange(count) == part.assumed,
                }
            )
        )
    return pd.concat(frames, ignore_index=True)


def split_table(answer: SplitAnswer) -> Table:
    return table_of(
        "split",
        _("The split"),
        _named(split_frame(answer)),
        Column("study", study_head()),
        Column("bn_per_year", _("bn KZT a year"), "money"),
        Column("gained", _("Buys beyond its smallest level"), "quantity"),
        Column("left", p_("of money", "Leaves"), "quantity"),
        "unit",
        Column("last_bn", _("The last billion a year bought"), "quantity"),
        Column("next_bn", _("The next would buy"), "quantity"),
        Column("assumed_bn", _("Assumed, bn KZT a year"), "money"),
    )


def weight_table(answer: SplitAnswer) -> Table:
    frame = _named(split_frame(answer)).rename(columns={"unit": "per"})
    for name in ("weight_high", "justifying_high"):
        frame[name] = [_end(value) for value in frame[name]]
    return table_of(
        "weights",
        _("Weights"),
        frame,
        Column("study", study_head()),
        Column("per", _("Weight is worth of one")),
        Column("weight", p_("of a weight", "Stated"), "quantity"),
        Column("weight_low", _("This split stays best from"), "quantity"),
        Column("weight_high", p_("of a weight", "to")),
        Column("justifying_weight", _("Would justify the assumed split: nearest"), "quantity"),
        Column("justifying_low", p_("of a weight", "from"), "quantity"),
        Column("justifying_high", p_("of a weight", "to")),
    )


def front_table(answer: SplitAnswer) -> Table:
    frame = _named(front_frame(answer))
    split, assumed = p_("of a level", "split"), p_("of a level", "assumed")
    frame["role"] = [
        ", ".join(word for word, is_it in ((split, c), (assumed, a)) if is_it)
        for c, a in zip(frame["chosen"], frame["assumed"], strict=True)
    ]
    return table_of(
        "fronts",
        _("What each study answers at each budget"),
        frame,
        Column("study", study_head()),
        Column("bn_per_year", _("bn KZT a year"), "money"),
        Column("left", p_("of money", "Leaves"), "quantity"),
        Column("bound", _("No plan leaves less than"), "quantity"),
        "gap",
        Column("gained", _("Buys beyond the smallest level"), "quantity"),
        "unit",
        Column("role", p_("of a level", "Here")),
        "run",
    )


def certificate_table(answer: SplitAnswer) -> Table:
    return proof_table([answer.certificate], _("What is proven of the split"), marked("Model"))


def _end(value: float | None) -> str:
    if value is None or pd.isna(value):
        return ""
    return _("no end") if np.isinf(value) else weight_in(value)


def _named(frame: pd.DataFrame) -> pd.DataFrame:
    """The studies as they are called in a budget."""
    return frame.assign(study=[study_name(study) for study in frame["study"]])
