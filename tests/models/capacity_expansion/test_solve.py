"""What a caller relies on: checks, certificates, limits, stopping, reasons, duals."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from expansion_instances import everything, plain

from models.capacity_expansion import Cap, Measure, Stage, Transfers, check_plan, solve
from models.capacity_expansion.reference import solve_reference
from models.capacity_expansion.validation import InvalidInstanceError
from optimizer.certificate import Status
from optimizer.errors import InfeasibleError, NoPlanInTimeError
from optimizer.limits import Limits, Progress, Stop

LIMITS = Limits(time_s=30.0, gap=1e-4, threads=1)


def test_same_seed_same_plan() -> None:
    instance = plain(6, 3, 8, seed=4)
    first, second = solve(instance, LIMITS), solve(instance, LIMITS)
    assert np.array_equal(first.starts, second.starts)
    assert first.measures == second.measures


def test_value_of_money_predicts_what_more_money_brings() -> None:
    instance = plain(8, 3, 8, seed=3)
    base = solve(instance, LIMITS)
    assert (base.budget_value >= 0).all()
    assert base.budget_value_measure is Measure.SHORTAGE
    richer = instance.budget.copy()
    richer[0] += instance.cost.mean()
    bound = solve(replace(instance, budget=richer), LIMITS).certificates[0].objective
    assert bound is not None
    limit = base.certificates[0].objective
    assert limit is not None
    predicted = limit - base.budget_value[0] * instance.cost.mean()
    assert bound >= predicted - 2e-2 * limit


def test_progress_ends_with_incumbent_and_bound() -> None:
    seen: list[Progress] = []
    solve(plain(4, 2, 6, seed=2), replace(LIMITS, on_progress=seen.append))
    assert seen
    assert seen[-1].incumbent is not None
    assert seen[-1].bound is not None
    assert seen[-1].bound <= seen[-1].incumbent * (1 + 1e-9)


def test_stop_after_the_first_plan_keeps_it() -> None:
    stop = Stop()

    def at_first_plan(progress: Progress) -> None:
        if progress.incumbent is not None:
            stop.request()

    instance = plain(
        10, 3, 12, seed=5, stages=(Stage(Measure.SHORTAGE), Stage(Measure.WORST_SHARE))
    )
    limits = replace(LIMITS, gap=0.0, stop=stop, on_progress=at_first_plan)
    solution = solve(instance, limits)
    assert solution.check(instance) == []
    assert len(solution.certificates) == 2
    assert solution.certificates[0].bound is not None


def test_stopped_before_anything_is_found() -> None:
    stop = Stop()
    stop.request()
    needed = np.zeros((3, 5))
    needed[:, -1] = 100.0
    with pytest.raises(NoPlanInTimeError):
        solve(plain(seed=1, min_capacity=needed), replace(LIMITS, stop=stop))


def test_a_cap_below_reach_is_explained() -> None:
    instance = plain(4, 2, 6, seed=2)
    best = solve(instance, LIMITS).measures[Measure.SHORTAGE]
    capped = replace(instance, caps=(Cap(Measure.SHORTAGE, 0.5 * best),))
    with pytest.raises(InfeasibleError, match="cap on shortage"):
        solve(capped, LIMITS)


def test_a_minimum_that_comes_too_early_names_unit_and_period() -> None:
    needed = np.zeros((3, 5))
    needed[1, 0] = 100.0
    instance = plain(
        seed=1,
        lead=1,
        min_capacity=needed,
        unit_labels=("A", "B", "C"),
        period_labels=tuple("12345"),
    )
    with pytest.raises(InfeasibleError, match=r"B needs .* in 1 "):
        solve(instance, LIMITS)


def test_a_limit_on_what_is_in_service_is_kept_and_proven() -> None:
    free = plain(4, 2, 6, seed=2)
    unlimited = solve(free, LIMITS)
    unit = int(unlimited.starts.sum(axis=(1, 2)).argmax())
    most = np.full(free.demand.shape, np.inf)
    most[unit, 3:] = free.size.min()
    limited = replace(free, max_capacity=most)
    solution = solve(limited, LIMITS)
    assert solution.check(limited) == []
    assert any(v.constraint == "most in service" for v in unlimited.check(limited))
    assert np.einsum("kt,k->", solution.starts[unit], free.size) <= free.size.min()
    (before,), (after,) = unlimited.certificates, solution.certificates
    assert None not in (before.bound, after.bound, after.objective)
    assert before.bound <= after.objective + 1e-6
    (reference,) = solve_reference(limited, LIMITS)
    assert reference.value == pytest.approx(after.objective, rel=1e-5)


def test_a_limit_below_the_minimum_programme_is_explained() -> None:
    needed, most = np.zeros((3, 5)), np.full((3, 5), np.inf)
    needed[1, -1], most[1, -1] = 600.0, 100.0
    instance = plain(seed=1, min_capacity=needed, max_capacity=most, unit_labels=("A", "B", "C"))
    with pytest.raises(InfeasibleError, match=r"B needs .* at most 100 can be in service"):
        solve(instance, LIMITS)


def test_a_relaxation_that_is_named_is_enough() -> None:
    instance = plain(4, 2, 6, seed=2)
    best = solve(instance, LIMITS).measures[Measure.SHORTAGE]
    level = 0.8 * best
    with pytest.raises(InfeasibleError) as caught:
        solve(replace(instance, caps=(Cap(Measure.SHORTAGE, level),)), LIMITS)
    sentence = next(r for r in caught.value.reasons if "cap on shortage" in r)
    named = float(sentence.rsplit("at least ", 1)[1].split(" ")[0].replace(",", ""))
    assert level < named <= best * (1 + 1e-6)


def test_check_finds_planted_violations() -> None:
    instance = plain(4, 2, 6, seed=2, max_starts=np.full((4, 6), 2))
    starts = solve(instance, LIMITS).starts.copy()
    assert check_plan(instance, starts) == []
    starts[0, 0, 0] += 50
    broken = {violation.constraint for violation in check_plan(instance, starts)}
    assert {"budget", "starts in a period"} <= broken


def test_moving_demand_helps_and_is_paid() -> None:
    instance = plain(2, 2, 5, seed=3, lead=0)
    existing = instance.existing.copy()
    existing[1] = instance.demand.max() * 2
    alone = replace(instance, existing=existing, budget=np.full(5, 60.0))
    moves = Transfers(np.array([[0, 1]]), np.array([0.5]), np.full((1, 5), 1e3))
    together = solve(replace(alone, transfers=moves), LIMITS)
    assert together.flows is not None
    assert together.flows.sum() > 0
    assert together.check(replace(alone, transfers=moves)) == []
    assert together.measures[Measure.SHORTAGE] < solve(alone, LIMITS).measures[Measure.SHORTAGE]
    assert together.measures[Measure.COST] > 0


def test_dearest_option_is_never_worse_with_more_freedom() -> None:
    instance = everything(5)
    solution = solve(instance, LIMITS)
    freer = replace(instance, budget=instance.budget * 2)
    first = solve(freer, LIMITS).certificates[0].objective
    assert first is not None
    assert solution.certificates[0].objective is not None
    if instance.stages[0].measure is not Measure.COST:
        assert first <= solution.certificates[0].objective * (1 + 1e-4) + 1e-6


def test_certificates_carry_status_from_the_gap() -> None:
    solution = solve(plain(4, 2, 6, seed=2), LIMITS)
    for certificate in solution.certificates:
        assert certificate.checked
        assert certificate.gap is not None
        assert (certificate.status is Status.OPTIMAL) == (certificate.gap <= LIMITS.gap + 1e-9)


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("budget", np.array([1.0, 2.0]), r"budget: shape \(2,\), expected \(T\) = \(5,\)"),
        ("spend_profile", np.array([0.5, 0.4]), "spend_profile: sums to 0.9, expected 1"),
        ("lead", -1, "lead: -1, expected >= 0"),
        ("group", np.array([0, 0, 3]), r"group\[C\]: 3, expected 0 to 0"),
        ("stages", (), "stages: empty"),
        ("caps", (Cap(Measure.COST, -1.0),), "caps.*-1.0"),
        (
            "demand",
            np.where(np.indices((3, 5))[0] == 1, np.nan, 5.0),
            r"demand\[B, 2026\]: nan, expected a finite number >= 0",
        ),
        (
            "transfers",
            Transfers(np.array([[0, 0]]), np.ones(1), np.ones((1, 5))),
            "two different units",
        ),
    ],
)
def test_bad_instances_are_named(field: str, value: object, message: str) -> None:
    good = plain(
        seed=1,
        unit_labels=("A", "B", "C"),
        period_labels=("2026", "2027", "2028", "2029", "2030"),
    )
    with pytest.raises(InvalidInstanceError, match=message):
        replace(good, **{field: value})  # type: ignore[arg-type]


def test_payments_past_the_last_period_are_refused() -> None:
    with pytest.raises(InvalidInstanceError, match="payments run over 2 periods"):
        plain(
            seed=1,
            spend_profile=np.array([0.5, 0.5]),
            startable=np.ones((3, 2, 5), dtype=bool),
        )
