"""Which scenarios share their data, so that one's solve is a start for the others.

Who starts from whom depends on the sweep alone, not on who is quick or what was interrupted: every
scenario of a group starts from the first of it, so that a sweep that was killed and called again
has the answers of one that was not.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence

from scenarios.scenario import Scenario, StudyName
from scenarios.sweeps.tasks import Task

# What a scenario may change without changing the data of its model.
_LEVELS = ("name", "title", "objectives", "equity")
_STUDIES = (StudyName.SCHOOLS, StudyName.PRESCHOOL)
_FEWEST = 3
_CHUNKS_PER_WORKER = 2


def tasks_of(scenarios: Sequence[Scenario]) -> list[Task]:
    """Each scenario with the first of its group."""
    groups: dict[str, list[int]] = {}
    for i, scenario in enumerate(scenarios):
        groups.setdefault(_data_of(scenario), []).append(i)
    tasks = [Task(scenario) for scenario in scenarios]
    for members in groups.values():
        if len(members) > 1 and _learns(scenarios[members[0]]):
            first = scenarios[members[0]]
            for i in members:
                tasks[i] = Task(scenarios[i], first)
    return tasks


def chunks_of(tasks: Sequence[Task], workers: int) -> list[list[int]]:
    """Indices of tasks in portions for one worker: a group together, unless it is too large."""
    portions: dict[str, list[int]] = {}
    for i, task in enumerate(tasks):
        portions.setdefault(f"{i}" if task.first is None else task.first.content_hash, []).append(i)
    most = max(_FEWEST, -(-len(tasks) // (_CHUNKS_PER_WORKER * workers)))
    return [
        members[start : start + most]
        for members in portions.values()
        for start in range(0, len(members), most)
    ]


def _learns(scenario: Scenario) -> bool:
    return scenario.study in _STUDIES and scenario.level == "district"


def _data_of(scenario: Scenario) -> str:
    content = {k: v for k, v in scenario.canonical().items() if k not in _LEVELS}
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()
