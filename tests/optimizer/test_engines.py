"""Engines agree with each other and never claim more than bound and gap say."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest
from scipy import sparse

from optimizer.certificate import Status
from optimizer.engines import ENGINES, Capability, derived_status, solve_linear
from optimizer.limits import Limits
from optimizer.linear_model import LinearModel, ModelBuilder

LIMITS = Limits(time_s=20.0, gap=1e-6, threads=1)


def _knapsack(integer: bool) -> LinearModel:
    random = np.random.default_rng(3)
    weight = random.integers(5, 40, 15).astype(float)
    value = weight + random.integers(1, 15, 15)
    return LinearModel(
        cost=-value,
        lower=np.zeros(15),
        upper=np.ones(15),
        integer=np.full(15, integer),
        matrix=sparse.csr_array(weight[None, :]),
        row_lower=np.array([-np.inf]),
        row_upper=np.array([100.0]),
    )


@pytest.mark.parametrize("engine", sorted(ENGINES))
@pytest.mark.parametrize("integer", [True, False])
def test_engines_agree(engine: str, integer: bool) -> None:
    model = _knapsack(integer)
    needed = Capability.MIP if integer else Capability.LP
    if needed not in ENGINES[engine].capabilities:
        with pytest.raises(ValueError, match=f"{engine}.*cannot solve MIP"):
            solve_linear(model, LIMITS.clock(), engine=engine)
        return
    result = solve_linear(model, LIMITS.clock(), engine=engine)
    expected = solve_linear(model, LIMITS.clock())
    assert result.values is not None
    assert model.violation(result.values) < 1e-6
    assert result.objective == pytest.approx(expected.objective)
    if Capability.BOUND in ENGINES[engine].capabilities:
        assert result.status is Status.OPTIMAL


@pytest.mark.parametrize("engine", ["highs", "cbc", "scip"])
def test_impossible_is_said(engine: str) -> None:
    b = ModelBuilder()
    x = b.variables((2,), upper=1.0, integer=True)
    row = b.rows((1,), lower=3.0)
    b.add(row, x, 1.0)
    result = solve_linear(b.build(), LIMITS.clock(), engine=engine)
    assert result.status is Status.INFEASIBLE
    assert result.values is None


def test_status_comes_from_the_gap_alone() -> None:
    some = np.zeros(1)
    assert derived_status(some, 100.0, 99.0, 0.02) is Status.OPTIMAL
    assert derived_status(some, 100.0, 99.0, 0.001) is Status.FEASIBLE
    assert derived_status(some, 100.0, None, 0.5) is Status.FEASIBLE
    assert derived_status(None, None, 99.0, 0.5) is Status.NO_SOLUTION


def test_duals_predict_the_change_of_the_objective() -> None:
    model = _knapsack(integer=False)
    result = solve_linear(model, LIMITS.clock())
    assert result.duals is not None
    richer = LinearModel(
        model.cost,
        model.lower,
        model.upper,
        model.integer,
        model.matrix,
        model.row_lower,
        model.row_upper + 0.01,
    )
    changed = solve_linear(richer, LIMITS.clock()).objective
    assert changed == pytest.approx(result.objective + 0.01 * result.duals[0])


def test_unknown_engine_is_named_with_the_known_ones() -> None:
    with pytest.raises(ValueError, match=r"'gurobi' is unknown; there are cbc, glop, highs, scip"):
        solve_linear(_knapsack(True), LIMITS.clock(), engine="gurobi")


def test_arrays_of_the_wrong_length_are_named() -> None:
    with pytest.raises(ValueError, match="upper has 2 entries, not 1"):
        LinearModel(
            np.ones(1),
            np.zeros(1),
            np.ones(2),
            np.zeros(1, dtype=bool),
            sparse.csr_array(np.ones((1, 1))),
            np.zeros(1),
            np.ones(1),
        )


@pytest.mark.parametrize("order", ["highspy, ortools", "ortools, highspy"])
def test_highs_and_ortools_share_a_process(order: str) -> None:
    first, second = order.split(", ")
    use = {
        "highspy": "import highspy; h = highspy.Highs(); h.setOptionValue('output_flag', False);"
        " assert h.run() is not None",
        "ortools": "from ortools.linear_solver import pywraplp;"
        " assert pywraplp.Solver.CreateSolver('GLOP').Solve() == 0",
    }
    script = f"{use[first]}\n{use[second]}\nprint('both')"
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False, timeout=120
    )
    assert done.stdout.strip() == "both", done.stderr
