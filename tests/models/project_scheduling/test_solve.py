"""CP-SAT agrees with the textbook, and says what is wrong where there is no schedule."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from scheduling_instances import instances

from models.project_scheduling import (
    NOT_DONE,
    Goal,
    ProjectSchedulingInstance,
    check,
    measure,
    solve,
    spending,
)
from models.project_scheduling.reference import reference_optima
from models.project_scheduling.solve import held_at
from optimizer.certificate import Status
from optimizer.errors import InfeasibleError
from optimizer.limits import Limits, Stop

EXACT = Limits(time_s=20.0, gap=0.0, threads=2)
ORDERS = (
    (Goal.LOSS, Goal.WAITING, Goal.MOVES),
    (Goal.PEAK, Goal.SQUARES, Goal.MOVES),
    (Goal.WAITING, Goal.PEAK),
)


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)
@given(instances(), st.sampled_from(ORDERS))
def test_agrees_with_the_textbook(
    instance: ProjectSchedulingInstance, goals: tuple[Goal, ...]
) -> None:
    expected = reference_optima(instance, goals)
    if expected is None:
        with pytest.raises(InfeasibleError):
            solve(instance, goals, EXACT)
        return
    solution = solve(instance, goals, EXACT)
    assert solution.check(instance) == ()
    assert tuple(int(c.objective or 0) for c in solution.certificates) == expected
    assert all(c.status is Status.OPTIMAL and c.gap == 0.0 for c in solution.certificates)
    assert tuple(measure(instance, solution.start, g) for g in goals) == expected


@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)
@given(instances(), st.sampled_from(ORDERS), st.sampled_from((0.05, 0.3)))
def test_goals_are_held_within_the_gap_and_every_bound_is_true(
    instance: ProjectSchedulingInstance, goals: tuple[Goal, ...], gap: float
) -> None:
    exact = reference_optima(instance, goals)
    if exact is None:
        return
    solution = solve(instance, goals, replace(EXACT, gap=gap))
    assert solution.check(instance) == ()
    for goal, found in zip(goals, solution.certificates, strict=True):
        assert found.status is Status.OPTIMAL
        assert found.objective == measure(instance, solution.start, goal)
    first = solution.certificates[0]
    assert (first.bound or 0) <= exact[0] <= (first.objective or 0)
    # goals before were held at these levels or above, so the last was bounded with more room
    levels = [int(c.objective or 0) for c in solution.certificates[:-1]]
    least = least_within(instance, goals[:-1], levels, goals[-1])
    assert (solution.certificates[-1].bound or 0) <= least


def least_within(
    instance: ProjectSchedulingInstance, before: tuple[Goal, ...], levels: list[int], goal: Goal
) -> int:
    """Least of a goal by trying every schedule in which the goals before keep their levels."""
    choices = [
        [*map(int, np.flatnonzero(row)), *([NOT_DONE] if free else [])]
        for row, free in zip(instance.allowed, instance.optional, strict=True)
    ]
    trials = (np.array(each) for each in product(*choices))
    return min(
        measure(instance, trial, goal)
        for trial in trials
        if all(measure(instance, trial, g) <= v for g, v in zip(before, levels, strict=True))
        and not check(instance, trial)
    )


@pytest.mark.parametrize(
    ("reached", "least", "gap", "level"),
    [
        (100, 100, 0.0, 100),
        (100, 100, 0.1, 111),
        (120, 100, 0.1, 120),
        (0, 0, 0.1, 0),
        (9, 3, 1, 9),
    ],
)
def test_a_goal_is_held_at_what_the_gap_allows(
    reached: int, least: int, gap: float, level: int
) -> None:
    assert held_at(reached, least, gap) == level


def test_a_schedule_may_be_a_little_dearer_to_stay_nearer_to_the_document() -> None:
    # ending a period later costs 5 of 20 and leaves both tasks where they were wanted
    wanted = chain(preferred=np.array([1, 2]), value=np.array([0, 5]))
    strict = solve(wanted, (Goal.WAITING, Goal.MOVES), EXACT)
    assert [c.objective for c in strict.certificates] == [15.0, 2.0]
    loose = solve(wanted, (Goal.WAITING, Goal.MOVES), replace(EXACT, gap=0.25))
    assert [c.objective for c in loose.certificates] == [20.0, 0.0]
    assert loose.certificates[0].bound == 15.0


def test_a_sound_start_is_the_plan_where_time_finds_none() -> None:
    stop = Stop()
    stop.request()
    start = np.array([1, 2])
    none = Limits(time_s=1e-9, stop=stop, threads=1)
    found = solve(chain(), (Goal.WAITING, Goal.PEAK), none, start=start)
    assert found.check(chain()) == ()
    best = solve(chain(), (Goal.WAITING, Goal.PEAK), EXACT)
    assert float(best.certificates[0].objective or 0) >= float(found.certificates[0].bound or 0)
    assert all(c.gap is not None for c in found.certificates)


def chain(**changed: object) -> ProjectSchedulingInstance:
    """A design of one period and works of two, over four periods, 10 money a period."""
    plain = ProjectSchedulingInstance(
        duration=np.array([1, 2]),
        cost=np.array([[[4], [0]], [[6], [8]]]),
        release=np.array([0, 0]),
        deadline=np.array([3, 3]),
        optional=np.array([False, False]),
        value=np.array([0, 5]),
        preferred=np.array([0, 1]),
        envelope=np.full((4, 1), 10),
        carry_limit=np.zeros((4, 1), dtype=np.int64),
        group=np.array([0, 0]),
        group_limit=np.array([10]),
        before=np.array([0]),
        after=np.array([1]),
        lag=np.array([0]),
        from_end=np.array([True]),
        together=np.array([True]),
        step=2,
        period_names=("2022", "2023", "2024", "2025"),
        source_names=("public money",),
        money=(1.0, "mln KZT"),
    )
    return replace(plain, **changed)  # type: ignore[arg-type]


def test_money_moves_with_the_start() -> None:
    assert spending(chain(), np.array([0, 2])).ravel().tolist() == [4, 0, 6, 8]
    assert spending(chain(), np.array([0, 1])).ravel().tolist() == [4, 6, 8, 0]


def test_design_comes_before_works() -> None:
    found = {(v.constraint, v.where) for v in check(chain(), np.array([1, 1]))}
    assert ("precedence", "task 1 after task 0") in found
    assert check(chain(), np.array([0, 1])) == ()


def test_every_broken_rule_is_found() -> None:
    def rules(instance: ProjectSchedulingInstance, start: list[int]) -> set[str]:
        return {v.constraint for v in check(instance, np.array(start))}

    assert rules(chain(), [NOT_DONE, 1]) == {"task is done", "precedence"}
    assert rules(chain(optional=np.array([True, True])), [0, NOT_DONE]) == {"together"}
    assert rules(chain(release=np.array([1, 0])), [0, 1]) == {"release"}
    assert rules(chain(), [0, 3]) == {"deadline"}
    assert rules(chain(group_limit=np.array([7])), [0, 1]) == {"group limit"}
    assert rules(chain(envelope=np.full((4, 1), 7)), [0, 1]) == {"envelope"}


def test_carried_money_pays_within_its_limit() -> None:
    short = np.array([[10], [5], [8], [10]])
    assert check(chain(envelope=short), np.array([0, 1]))[0].amount == 1.0
    kept = np.array([[1], [0], [0], [0]])
    assert check(chain(envelope=short, carry_limit=kept), np.array([0, 1])) == ()


def test_message_names_the_year_whose_envelope_is_too_small() -> None:
    # the works can only run in 2023 and 2024, and their second year costs 8
    tight = chain(deadline=np.array([0, 2]), envelope=np.array([[10], [10], [5], [10]]))
    with pytest.raises(InfeasibleError, match=r"2024, public money, is too small by 3 mln KZT"):
        solve(tight, (Goal.WAITING,), EXACT)


def test_message_names_the_task_without_room() -> None:
    blocked = chain(deadline=np.array([3, 1]))
    with pytest.raises(InfeasibleError, match=r"task 1 cannot end in time.*1 periods too few"):
        solve(blocked, (Goal.WAITING,), EXACT)


def test_square_is_straight_between_multiples_of_the_step() -> None:
    # 4, 6, 8 and 0 are multiples of 2: (16 + 36 + 64) / 2
    assert measure(chain(), np.array([0, 1]), Goal.SQUARES) == 58


def test_a_pinned_task_keeps_its_start() -> None:
    held = chain().pinned(np.array([1]), np.array([2]))
    solution = solve(held, (Goal.WAITING, Goal.MOVES), EXACT)
    assert solution.start.tolist() == [0, 2]
    assert solution.certificates[0].objective == 20.0


def test_value_left_out_comes_before_waiting() -> None:
    poor = chain(optional=np.array([True, True]), envelope=np.array([[3], [5], [9], [9]]))
    solution = solve(poor, (Goal.LOSS, Goal.WAITING), EXACT)
    assert solution.start.tolist() == [1, 2]


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"cost": np.full((2, 2, 1), 3)}, "after the last period"),
        ({"step": 0}, "step"),
        ({"before": np.array([7])}, "before"),
        ({"duration": np.array([0, 2])}, "duration"),
        ({"envelope": np.full((4, 2), 9)}, "shape"),
    ],
)
def test_what_does_not_fit_is_named(changed: dict[str, object], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        chain(**changed)
