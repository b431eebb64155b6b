"""The worst shortage share: bisection on a level that every unit has to keep.

A level on the share is a least capacity per unit and period, which the unit subproblems cut off
exactly. So for a trial level the problem is an additive one with smaller state spaces: if the
bound of a guiding measure exceeds what the earlier stages allow, no plan keeps the level, which
proves a bound on the share; if a plan is found, its own worst share is the new incumbent.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from models.capacity_expansion.additive import (
    Context,
    Outcome,
    Plan,
    is_small,
    minimise,
    solve_exactly,
)
from models.capacity_expansion.coupling import Goal
from models.capacity_expansion.instance import FloatArray, Measure
from models.capacity_expansion.master import Master
from optimizer.certificate import relative_gap

_STEPS = 16
_ATTEMPTS = 8
_ROUNDS = 5  # of diving and local search in an attempt
_EXCEEDED = 1 + 1e-7


@dataclass(frozen=True)
class ShareOutcome:
    """The plan with the smallest worst share found, and a lower bound on it (inf: impossible)."""

    plan: Plan | None
    bound: float


def minimise_worst_share(
    context: Context, goal: Goal, stage: str, gap: float, incumbent: Plan | None
) -> ShareOutcome:
    """Find the smallest worst share under the caps of `goal`.

    Parameters
    ----------
    context : instance, clock and paths
    goal : what must hold; its measure is not looked at
    stage : name in progress reports
    gap : relative gap to stop at
    incumbent : a plan that meets the goal, if one is known
    """
    search = _Search(context, goal, stage, gap)
    if incumbent is None:
        first = minimise(context, search.guide, "", 0.01, rounds=_ROUNDS)
        if first.bound > search.allowed * _EXCEEDED:
            return ShareOutcome(None, math.inf)
        incumbent = first.plan if first.plan is not None and search.fits(first.plan) else None
    if incumbent is not None:
        search.keep(incumbent)
        search.prove()
        search.improve()
    if is_small(context) and not context.clock.expired and not search.closed:
        search.finish()
    return ShareOutcome(search.best, search.low)


class _Search:
    """The state of the bisection: `low` is proven, `best` is found, `open` lies between."""

    def __init__(self, context: Context, goal: Goal, stage: str, gap: float) -> None:
        self.context, self.stage, self.gap = context, stage, gap
        self.goal = goal
        others = dict(goal.caps)
        others.pop(Measure.SHORTAGE, None)
        self.guide = Goal(Measure.SHORTAGE, others, goal.share_cap)
        self.allowed = goal.caps.get(Measure.SHORTAGE, math.inf)
        self.best: Plan | None = None
        self.low = 0.0
        self.open = math.inf
        self.duals: FloatArray | None = None

    @property
    def value(self) -> float:
        """Worst share of the best plan."""
        return math.inf if self.best is None else self.best.measures[Measure.WORST_SHARE]

    @property
    def closed(self) -> bool:
        reached = relative_gap(self.value, self.low) if self.best is not None else None
        return reached is not None and reached <= self.gap

    def fits(self, plan: Plan) -> bool:
        """Whether the plan keeps the level of the guiding measure."""
        return plan.measures[Measure.SHORTAGE] <= self.allowed * (1 + 1e-9)

    def keep(self, plan: Plan) -> None:
        """Take the plan if it is the fairest so far."""
        if plan.measures[Measure.WORST_SHARE] < self.value:
            self.best = plan
            self.open = min(self.open, self.value)
            self.report()

    def report(self) -> None:
        self.context.clock.report(self.stage, self.value, self.low)

    def prove(self) -> None:
        """Bisect for the smallest level that the relaxation cannot exclude."""
        for _ in range(_STEPS):
            if self.context.clock.expired or self.open - self.low <= self.gap / 4 * self.open:
                break
            trial = (self.low + self.open) / 2
            if self.excluded(trial):
                self.low = trial
                self.report()
            else:
                self.open = trial

    def excluded(self, level: float) -> bool:
        """Whether it is proven that no plan keeps the level."""
        guide = replace(self.guide, share_cap=level)
        master = Master(self.context.prepared, guide, self.context.pool, self.duals)
        if master.hopeless.size:
            return True
        limit = min(self.allowed, master.coupling.no_build(Measure.SHORTAGE)) * _EXCEEDED
        relaxation = master.generate(self.context.clock, self.gap / 20, enough=limit)
        self.duals = relaxation.duals
        return relaxation.bound > limit

    def improve(self) -> None:
        """Bisect for plans between what is proven and what is found, first near the proof."""
        failed = self.open
        for attempt in range(_ATTEMPTS):
            narrow = self.value - failed <= self.gap / 2 * self.value
            if self.context.clock.expired or self.closed or narrow:
                break
            level = failed + (0.02 if attempt == 0 else 0.5) * (self.value - failed)
            found = self.attempt(level)
            if found.plan is not None and self.fits(found.plan):
                self.keep(found.plan)
                continue
            failed = level
            if found.impossible or found.bound > self.allowed * _EXCEEDED:
                self.low = max(self.low, level)

    def attempt(self, level: float) -> Outcome:
        """Search for a plan that keeps the level."""
        guide = replace(self.guide, share_cap=level)
        return minimise(
            self.context,
            guide,
            "",
            self.gap,
            duals=self.duals,
            enough=self.allowed,
            rounds=_ROUNDS,
        )

    def finish(self) -> None:
        """Branch and bound with the share itself as the objective."""
        plan, bound = solve_exactly(
            self.context, self.goal, self.stage, self.gap, minimise_share=True
        )
        if plan is not None:
            self.keep(plan)
        if plan is not None or self.best is None:
            self.low = max(self.low, bound)
