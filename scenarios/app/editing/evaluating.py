"""What a plan made by hand does, at once: the study's simulator, no solver.

A study's arrays take seconds to build and a plan milliseconds to simulate, so studies are kept by
question. Simulations run on threads of their own, in the order in which they are asked for.
"""

from __future__ import annotations

import asyncio
import contextvars
from collections import OrderedDict
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from threading import Lock
from typing import ParamSpec, Protocol, TypeVar, runtime_checkable

import pandas as pd

from inputs.territory import Territory
from scenarios import studies
from scenarios.app.charts.numbers import three_numbers
from scenarios.app.editing.changes import changes
from scenarios.app.editing.crafts import Craft, craft_of
from scenarios.evaluation import Evaluation
from scenarios.plan import Plan
from scenarios.scenario import Scenario
from scenarios.study import Answer, Study
from scenarios.views import frames
from scenarios.views.page import HeadlineNumber

KEPT_STUDIES = 8
WORKERS = 2
SMALLEST_OVER = 1.0  # mln KZT beyond what is there in a year; below it is rounding

P = ParamSpec("P")
T = TypeVar("T")

_POOL = ThreadPoolExecutor(WORKERS, thread_name_prefix="evaluate")


@runtime_checkable
class Retelling(Protocol):
    """A study whose answers tell of the optimised plan in tables too."""

    def retold(
        self, plan: Plan, known: Mapping[str, pd.DataFrame]
    ) -> tuple[Evaluation, dict[str, pd.DataFrame]]:
        """A plan simulated, and an answer's tables with it in the place of the optimised one."""
        ...


@dataclass(frozen=True)
class Bench:
    """A question's simulator and what can be edited in its plans."""

    study: Study
    craft: Craft


class Benches:
    """The benches of the last questions, shared by all users."""

    def __init__(self, most: int = KEPT_STUDIES) -> None:
        self._most = most
        self._kept: OrderedDict[tuple[str, str], Bench] = OrderedDict()
        self._lock = Lock()

    def of(self, territory: Territory, scenario: Scenario) -> Bench:
        """The bench of a question, built where it is not kept.

        Raises
        ------
        InputError
            the question names what the data do not have
        """
        key = (str(territory.folder), scenario.content_hash)
        with self._lock:
            if (known := self._kept.get(key)) is not None:
                self._kept.move_to_end(key)
                return known
        study = studies.create(territory, scenario)
        bench = Bench(study, craft_of(study))
        with self._lock:
            self._kept[key] = bench
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
        return bench


BENCHES = Benches()


@dataclass(frozen=True)
class Assessed:
    """A plan made by hand beside the plans of an answer.

    Attributes
    ----------
    answer : the answer with this plan in the place of the optimised one, for the same views
    numbers : three numbers of this plan, in the language spoken when it was assessed
    changes : how each differs from the optimised plan's, in the same language
    remarks : what the study would not do itself
    over : mln KZT spent beyond what is there, by year; empty where the money suffices
    """

    answer: Answer
    numbers: tuple[HeadlineNumber, ...]
    changes: tuple[str, ...]
    remarks: tuple[str, ...]
    over: dict[int, float]

    @property
    def evaluation(self) -> Evaluation:
        return frames.optimised(self.answer)


def assess(answer: Answer, plan: Plan, benches: Benches = BENCHES) -> Assessed:
    """Simulate a plan under the question of an answer.

    Raises
    ------
    InputError
        the plan names what the study does not know
    """
    bench = benches.of(answer.territory, answer.scenario)
    own = in_place(answer, plan, bench.study)
    return Assessed(
        own,
        three_numbers(own),
        changes(answer, own),
        bench.craft.remarks(plan),
        overspent(frames.optimised(own)),
    )


def in_place(answer: Answer, plan: Plan, study: Study) -> Answer:
    """The answer as it reads with another plan in the place of the optimised one.

    Raises
    ------
    InputError
        the plan names what the study does not know
    """
    name = frames.optimised_name(answer)
    own, tables = replace(plan, name=name), answer.tables
    if isinstance(study, Retelling):
        evaluation, tables = study.retold(own, tables)
    else:
        evaluation = study.evaluate(own)
    return replace(
        answer,
        plan=own,
        plans={**answer.plans, name: own},
        evaluations={**answer.evaluations, name: evaluation},
        tables=tables,
    )


def overspent(evaluation: Evaluation) -> dict[int, float]:
    """Mln KZT beyond budget and carry-over, by year."""
    table = evaluation.by_year
    if "overspending" in table:
        over = table["overspending"]
    elif "budget" in table:
        over = table["spending"].cumsum() - table["budget"].cumsum()
    else:
        return {}
    found = dict(zip(table["year"].astype(int), over.astype(float), strict=True))
    return {year: amount for year, amount in found.items() if amount > SMALLEST_OVER}


async def aside(work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Do work on a thread for evaluations, in the language that is spoken here."""
    context = contextvars.copy_context()
    loop = asyncio.get_running_loop()
    return await loop.run_in_executor(_POOL, lambda: context.run(work, *args, **kwargs))
