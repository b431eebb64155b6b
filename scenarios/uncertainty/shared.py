"""The first years that suit all futures together, and what no first years can do better."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from inputs.territory import Territory
from models.capacity_expansion import Measure
from models.capacity_expansion.two_stage import SharedFirstStage, shared_first_stage
from optimizer.limits import Limits, Stop
from scenarios.first_years import Expansion
from scenarios.uncertainty.naming import SHARED
from scenarios.uncertainty.plans import HereAndNow
from scenarios.uncertainty.question import Future, Question

_NODES = 50  # of branch and bound: a limit that is the same on every machine


def shared_plan(
    question: Question, territory: Territory, futures: Sequence[Future], stop: Stop
) -> tuple[float, HereAndNow | None]:
    """A proven lower end of the expected measure of every first stage, and a first stage.

    (0, None) where the study's model is no capacity expansion, its first goal has no mean over
    futures that a linear programme knows, or the futures differ in their units.
    """
    studies = [question.study(territory, future.scenario) for future in futures]
    asked = [study for study in studies if isinstance(study, Expansion)]
    if len(asked) < len(studies):
        return 0.0, None
    instances = [study.model() for study in asked]
    first = instances[0]
    if first.stages[0].measure is Measure.WORST_SHARE or any(
        i.unit_labels != first.unit_labels
        or i.period_labels != first.period_labels
        or not np.array_equal(i.size, first.size)
        for i in instances
    ):
        return 0.0, None
    years = np.array([int(label) for label in first.period_labels])
    terms = question.base.solve
    found: SharedFirstStage = shared_first_stage(
        instances,
        np.array([future.weight for future in futures]),
        years <= question.decide_until,
        Limits(terms.time_s * len(futures), terms.gap, terms.threads, terms.seed, stop),
        nodes=_NODES,
    )
    if found.starts is None:
        return found.bound, None
    plan = asked[0].plan_of(found.starts)
    return found.bound, HereAndNow((SHARED,), studies[0].starts(plan, question.decide_until))
