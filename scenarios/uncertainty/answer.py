"""Everything that came of a question under uncertainty."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from scenarios.first_years import Start
from scenarios.uncertainty.payoff import Payoff
from scenarios.uncertainty.plans import HereAndNow
from scenarios.uncertainty.question import Future, Question


@dataclass(frozen=True)
class Cell:
    """One solve: what was reached and proven, or why there is no answer.

    Attributes
    ----------
    value, bound : of the measure; nan where there is no plan
    run : name of the run folder; empty where there is none
    """

    value: float
    bound: float
    run: str
    error: str


@dataclass(frozen=True)
class Moved:
    """An assumption at one end of its range, alone.

    Attributes
    ----------
    level : low or high
    setting : its value there, in `unit`
    value, bound : of the measure; nan where there is no plan
    share_moved : share of what is started up to the year of decision that is another
    """

    assumption: str
    level: str
    setting: float
    unit: str
    value: float
    bound: float
    share_moved: float
    error: str


@dataclass(frozen=True)
class UncertaintyAnswer:
    """The answer, for views and files.

    Attributes
    ----------
    counted : what the sizes of starts count, in the plural
    names : what is started, in words
    futures : those that were answered, their weights summing to 1
    lost : futures without an answer, with the reason
    alone : one cell a future: the optimum of those who wait and see
    plans : the here-and-now plans
    cells : by plan and future
    mean : row of the mean future's plan; None where it was not answered
    left_at_base : keys that have no mean
    own : first starts of each future's optimum
    actions : see `actions.action_table`
    central : the base scenario's own cell; None without a tornado
    tornado : each used assumption at low and at high, largest effect first
    """

    question: Question
    counted: str
    names: Mapping[str, str]
    futures: tuple[Future, ...]
    lost: tuple[tuple[Future, str], ...]
    alone: tuple[Cell, ...]
    plans: tuple[HereAndNow, ...]
    cells: tuple[tuple[Cell, ...], ...]
    payoff: Payoff
    mean: int | None
    left_at_base: tuple[str, ...]
    own: tuple[Mapping[Start, int], ...]
    actions: pd.DataFrame
    central: Cell | None
    tornado: tuple[Moved, ...]
