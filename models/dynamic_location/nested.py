"""Plans that grow: what a small plan chose stays chosen in every larger one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from models.dynamic_location.instance import DynamicLocationInstance
from models.dynamic_location.sites_program import SitesPlan, SitesProgram
from optimizer.limits import Clock


@dataclass(frozen=True)
class Step:
    """One size of the plan.

    Attributes
    ----------
    level : number of sites, or factor on the budget
    free : the best plan at this level by itself; nested : the best that keeps the step before
    cost_of_nesting : nested minus free, money
    dropped : sites of the free plan one level below that this level's free plan gives up
    """

    level: float
    free: SitesPlan
    nested: SitesPlan
    dropped: int

    @property
    def cost_of_nesting(self) -> float:
        return max(0.0, self.nested.objective - self.free.objective)


def nested_plans(
    instance: DynamicLocationInstance, levels: Sequence[float], clock: Clock, *, money: bool = False
) -> list[Step]:
    """Solve each level by itself and on top of the level before, smallest first.

    Parameters
    ----------
    levels : numbers of sites; with `money`, factors on the instance's budget
    clock : shared out evenly; levels that it does not reach are left out

    Raises
    ------
    ValueError
        levels do not rise
    """
    if any(b <= a for a, b in pairwise(levels)):
        raise ValueError(f"levels: {list(levels)}, expected rising numbers")
    steps: list[Step] = []
    kept: list[int] = []
    for number, level in enumerate(levels):
        if clock.expired:
            break
        at = _at(instance, level, money)
        program = SitesProgram(at)
        share = clock.seconds + clock.remaining / (2 * (len(levels) - number))
        free = program.solve(clock.until(share), stage=f"{level:g} free")
        if free is None:
            break
        nested: SitesPlan | None = free
        if not set(kept) <= set(free.sites.tolist()):
            share = clock.seconds + clock.remaining / (2 * (len(levels) - number) - 1)
            nested = program.solve(clock.until(share), forced=kept, stage=f"{level:g} nested")
        if nested is None:
            break
        before = set(steps[-1].free.sites.tolist()) if steps else set()
        steps.append(Step(level, free, nested, len(before - set(free.sites.tolist()))))
        kept = nested.sites.tolist()
    return steps


def _at(instance: DynamicLocationInstance, level: float, money: bool) -> DynamicLocationInstance:
    if money:
        return replace(instance, budget=instance.budget * level)
    return replace(instance, max_sites=np.minimum(instance.max_sites, float(level)))
