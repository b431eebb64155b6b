"""The answer as frames, for files and views."""

from __future__ import annotations

import numpy as np
import pandas as pd

from scenarios.language import marked, p_, told
from scenarios.uncertainty.actions import EVERY, FEW, MOST
from scenarios.uncertainty.answer import UncertaintyAnswer
from scenarios.uncertainty.naming import WAIT_AND_SEE, future_name

EXPECTED_VALUE, MINIMAX_REGRET = marked("expected value"), marked("minimax regret")
CVAR = "CVaR"


def payoff_frame(answer: UncertaintyAnswer) -> pd.DataFrame:
    """One row a plan and future: value, bound, gap, regret, regret_at_most, run, error.

    Rows whose plan is `wait and see` hold each future's own optimum.
    """
    payoff, rows = answer.payoff, []
    for f, (future, cell) in enumerate(zip(answer.futures, answer.alone, strict=True)):
        spare = cell.value - float(payoff.best[f])
        rows.append((WAIT_AND_SEE, future, cell, spare, cell.value - cell.bound))
    for c, plan in enumerate(answer.plans):
        for f, future in enumerate(answer.futures):
            regret, most = float(payoff.regret[c, f]), float(payoff.regret_at_most[c, f])
            rows.append((plan.label, future, answer.cells[c][f], regret, most))
    frame = pd.DataFrame(
        [
            {
                "plan": plan,
                "future": future.label,
                "weight": future.weight,
                "value": cell.value,
                "bound": cell.bound,
                "gap": (cell.value - cell.bound) / max(abs(cell.value), 1e-9),
                "regret": regret,
                "regret_at_most": most,
                "run": cell.run,
            }
            for plan, future, cell, regret, most in rows
        ]
    )
    frame["error"] = pd.Series([cell.error for _, _, cell, _, _ in rows], dtype=object)
    return frame


def plans_frame(answer: UncertaintyAnswer) -> pd.DataFrame:
    """One row a plan: started, expected value and what is proven of it, largest regret, CVaR."""
    payoff = answer.payoff
    level = answer.question.cvar_level
    picks = picked(answer)
    return pd.DataFrame(
        {
            "plan": [plan.label for plan in answer.plans],
            "started": [plan.started for plan in answer.plans],
            "futures_answered": (~np.isnan(payoff.value)).sum(axis=1),
            "expected_value": payoff.expected,
            "expected_value_bound": payoff.expected_bound,
            "largest_regret": payoff.largest_regret,
            "largest_regret_at_most": payoff.regret_at_most.max(axis=1),
            "cvar": payoff.cvar(level),
            "picked_by": [
                ", ".join(rule for rule, row in picks.items() if row == i)
                for i in range(len(answer.plans))
            ],
        }
    )


def picked(answer: UncertaintyAnswer) -> dict[str, int | None]:
    """Row of the plan that each rule picks."""
    payoff = answer.payoff
    return {
        EXPECTED_VALUE: payoff.pick(payoff.expected),
        MINIMAX_REGRET: payoff.pick(payoff.largest_regret),
        CVAR: payoff.pick(payoff.cvar(answer.question.cvar_level)),
    }


def picks_frame(answer: UncertaintyAnswer) -> pd.DataFrame:
    """One row a rule: plan, value, bound (no first stage whatever is below it), distance.

    A rule that can pick no plan has none, and no value.
    """
    payoff, level = answer.payoff, answer.question.cvar_level
    scores = {
        EXPECTED_VALUE: (payoff.expected, payoff.two_stage.low),
        MINIMAX_REGRET: (payoff.largest_regret, payoff.largest_regret_bound),
        CVAR: (payoff.cvar(level), payoff.cvar_bound(level)),
    }
    rows = []
    for rule, row in picked(answer).items():
        score, bound = scores[rule]
        value = np.nan if row is None else float(score[row])
        plan = "" if row is None else answer.plans[row].label
        rows.append((rule, plan, value, bound, value - bound))
    return pd.DataFrame(rows, columns=["rule", "plan", "value", "bound", "distance"])


def values_frame(answer: UncertaintyAnswer) -> pd.DataFrame:
    """What is proven of the two-stage optimum and of what knowing more, or planning so, gains."""
    payoff = answer.payoff
    gained = payoff.stochastic_solution(answer.mean)
    named = {
        marked("optimum of those who wait and see"): payoff.wait_and_see,
        marked("optimum of the two-stage problem"): payoff.two_stage,
        marked("value of perfect information"): payoff.perfect_information,
    }
    if gained is not None:
        named[marked("value of the stochastic solution")] = gained
    return pd.DataFrame(
        [{"quantity": name, "at_least": b.low, "at_most": b.high} for name, b in named.items()]
    )


def starts_frame(answer: UncertaintyAnswer) -> pd.DataFrame:
    """One row a kind of start: plan, what, name, start_year, size, count."""
    rows = [
        (plan.label, what, answer.names[what], year, size, count)
        for plan in answer.plans
        for (what, size, year), count in plan.starts.items()
    ]
    return pd.DataFrame(rows, columns=["plan", "what", "name", "start_year", "size", "count"])


def tornado_frame(answer: UncertaintyAnswer) -> pd.DataFrame:
    """One row an assumption and end: setting, value, change against the base, share_moved."""
    central = answer.central
    frame = pd.DataFrame([vars(m) for m in answer.tornado])
    if frame.empty or central is None:
        return frame
    frame["error"] = pd.Series([m.error for m in answer.tornado], dtype=object)
    frame["change"] = frame["value"] - central.value
    frame["change_share"] = frame["change"] / max(abs(central.value), 1e-9)
    return frame


def named_frame(answer: UncertaintyAnswer, frame: pd.DataFrame) -> pd.DataFrame:
    """A frame of these with its plans, futures and rules in the spoken language."""
    plans = {plan.label: plan.told for plan in answer.plans}
    made = frame.copy()
    if "plan" in made:
        made["plan"] = [plans.get(plan) or (told(plan) if plan else "") for plan in made["plan"]]
    if "rule" in made:
        made["rule"] = made["rule"].map(told)
    if "future" in made:
        made["future"] = [future_name(label) for label in made["future"]]
    if "level" in made:
        made["level"] = made["level"].map(level_words())
    if "found_in" in made:
        made["found_in"] = made["found_in"].map(
            {
                EVERY: p_("of futures", "every"),
                MOST: p_("of futures", "most"),
                FEW: p_("of futures", "few"),
            }
        )
    if "error" in made:
        made["error"] = [told(error) if error else "" for error in made["error"]]
    if "picked_by" in made:
        made["picked_by"] = [
            ", ".join(told(rule) for rule in rules.split(", ")) for rules in made["picked_by"]
        ]
    return made


def level_words() -> dict[str, str]:
    """The ends of an assumption's range in the spoken language."""
    return {"low": p_("of a range", "low"), "high": p_("of a range", "high")}
