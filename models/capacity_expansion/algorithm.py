"""The algorithm: table of contents.

0. Compile the numerical kernels, outside of any time limit (`warm_up`).
1. Derive arrays from the instance (`prepared`).
2. For every stage of the objective in order (`lexicographic`):
   - additive measures (`additive`): Dantzig-Wolfe relaxation over the units (`master`,
     `coupling`, `unit_subproblem`) for the bound, cumulative rounding (`rounding`) and local
     search (`local_search`) for the plan, an exact finish where the gap stays open;
   - worst share (`equity`): bisection on the level, each trial an additive problem.
3. Check the plan in plain NumPy (`solution`).
"""

from __future__ import annotations

import numpy as np

from models.capacity_expansion.additive import Context
from models.capacity_expansion.experience import Experience
from models.capacity_expansion.instance import CapacityExpansionInstance, IntArray, Measure
from models.capacity_expansion.lexicographic import StageResult, run_stages
from models.capacity_expansion.prepared import Prepared
from models.capacity_expansion.solution import CapacityExpansionSolution
from models.capacity_expansion.warm_up import compile_kernels
from optimizer.limits import Limits


def solve_instance(
    instance: CapacityExpansionInstance,
    limits: Limits,
    start: IntArray | None = None,
    experience: Experience | None = None,
) -> tuple[CapacityExpansionSolution, Experience]:
    """See `models.capacity_expansion.solve` and `Resolver`."""
    compile_kernels()
    context = Context(Prepared(instance), limits.clock(), experience)
    results = run_stages(context, start)
    plan = results[-1].plan
    main = _main_stage(instance, results)
    value = results[main].budget_value if main is not None else None
    solution = CapacityExpansionSolution(
        starts=plan.starts,
        flows=plan.flows,
        certificates=tuple(result.certificate for result in results),
        budget_value=np.zeros(len(instance.budget)) if value is None else value,
        budget_value_measure=(
            instance.stages[main].measure if main is not None else instance.stages[0].measure
        ),
        measures=plan.measures,
        stage_levels=tuple(result.level for result in results),
    )
    used = context.pool.paths.take(np.array(sorted(context.used), dtype=np.int64))
    hints = {s.measure: r.hint for s, r in zip(instance.stages, results, strict=True) if r.hint}
    return solution, Experience.of(instance, used, hints)


def _main_stage(instance: CapacityExpansionInstance, results: list[StageResult]) -> int | None:
    """The shortage stage, otherwise the first stage whose relaxation prices money."""
    priced = [i for i, result in enumerate(results) if result.budget_value is not None]
    shortage = [i for i in priced if instance.stages[i].measure is Measure.SHORTAGE]
    return next(iter(shortage + priced), None)
