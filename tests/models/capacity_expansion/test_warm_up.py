"""No time limit pays for compiling: the warm-up reaches every kernel that a solve uses."""

from __future__ import annotations

from expansion_instances import plain

from models.capacity_expansion import moves, solve, unit_subproblem
from models.capacity_expansion.warm_up import compile_kernels
from optimizer.limits import Limits


def compiled() -> dict[str, int]:
    """Count the compiled signatures of every kernel by name."""
    return {
        name: len(kernel.signatures)
        for module in (moves, unit_subproblem)
        for name, kernel in vars(module).items()
        if hasattr(kernel, "signatures")
    }


def test_a_solve_after_the_warm_up_compiles_nothing_more() -> None:
    compile_kernels()
    before = compiled()
    assert sum(before.values()) > 0
    solve(plain(units=4, modules=3, periods=6, seed=3), Limits(time_s=20, gap=0.01))
    assert compiled() == before
