"""Who starts from whom, and that an interruption changes no answer."""

from __future__ import annotations

from pathlib import Path

from optimizer.limits import Stop
from scenarios.scenario import Scenario
from scenarios.sweeps import expand
from scenarios.sweeps.groups import chunks_of, tasks_of
from scenarios.sweeps.tasks import Desk, Setup, Task

QUICK = """\
base: default
set: {region: [mangystau_oblast], solve.front_points: 0, solve.gap: 0.03, solve.time_s: 20}
grid:
  money.budget_bn_per_year: [28, 30]
  objectives.1.at_most: [documented, 0.6, 0.58]
"""


def test_scenarios_that_differ_in_levels_start_from_the_first_of_them(load_text) -> None:
    scenarios = [v.scenario for v in expand(load_text(QUICK))]
    firsts = [task.first for task in tasks_of(scenarios)]
    assert firsts == [scenarios[0]] * 3 + [scenarios[3]] * 3


def test_other_studies_and_single_scenarios_stand_alone() -> None:
    assert tasks_of([Scenario()])[0].first is None
    twice = [Scenario(study="logistics", objectives=[{"measure": m}]) for m in ("cost", "shortage")]
    assert [task.first for task in tasks_of(twice)] == [None, None]


def test_a_group_stays_together_unless_others_would_idle() -> None:
    a, b = Scenario(), Scenario(years={"last": 2040})
    tasks = [Task(a, a), Task(b, b), *[Task(a, a)] * 2, Task(b)]
    assert chunks_of(tasks, 2) == [[0, 2, 3], [1], [4]]
    large = chunks_of([Task(a, a)] * 20, 2)
    assert [len(chunk) for chunk in large] == [5, 5, 5, 5]
    assert [i for chunk in large for i in chunk] == list(range(20))


def test_a_member_is_answered_the_same_alone_and_after_its_group(load_text, tmp_path: Path) -> None:
    """An interrupted sweep goes on with a worker that has not seen the first of the group."""
    tasks = tasks_of([v.scenario for v in expand(load_text(QUICK))])[:3]
    together, alone = tmp_path / "together", tmp_path / "alone"
    desk = Desk(Setup(together))
    names = [desk.answer(task, Stop()).run for task in tasks]
    assert all(names)
    assert Desk(Setup(alone)).answer(tasks[2], Stop()).run == names[2]
    for file in ("plan.csv", "evaluation_by_year.csv"):
        assert (alone / names[2] / file).read_bytes() == (together / names[2] / file).read_bytes()


def test_a_first_without_an_answer_leaves_the_others_alone(load_text, tmp_path: Path) -> None:
    scenarios = [
        v.scenario
        for v in expand(load_text(QUICK.replace("[documented, 0.6, 0.58]", "[0.001, 0.6]")))
    ]
    impossible, possible = tasks_of(scenarios)[:2]
    desk = Desk(Setup(tmp_path))
    assert "no plan meets every requirement" in desk.answer(impossible, Stop()).error
    assert not desk._resolver.knows
    assert desk.answer(possible, Stop()).run
    assert not desk._resolver.knows, "only the first of a group is learnt from"
