"""Nobody waits for another's second turn, and nothing is lost."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from scenarios.app.jobs.fair import FairQueue

NOBODY: Counter[str] = Counter()


def _all(queue: FairQueue[int]) -> list[int]:
    taken = []
    while (item := queue.take(NOBODY)) is not None:
        taken.append(item)
    return taken


def test_owners_take_turns() -> None:
    queue: FairQueue[int] = FairQueue()
    for owner, item in [("a", 1), ("a", 2), ("a", 3), ("b", 4), ("c", 5), ("b", 6)]:
        queue.put(owner, item)
    assert list(queue) == [1, 4, 5, 2, 6, 3]
    assert _all(queue) == [1, 4, 5, 2, 6, 3]


def test_whoever_is_being_served_waits_for_the_others() -> None:
    queue: FairQueue[int] = FairQueue()
    queue.put("a", 1)
    queue.put("b", 2)
    assert queue.take(Counter({"a": 1})) == 2
    assert queue.take(Counter({"a": 1})) == 1, "and is served when nobody else waits"


def test_what_is_taken_out_is_not_served() -> None:
    queue: FairQueue[int] = FairQueue()
    queue.put("a", 1)
    queue.put("a", 2)
    assert queue.remove("a", 1)
    assert not queue.remove("a", 1)
    assert not queue.remove("b", 2)
    assert _all(queue) == [2]
    assert len(queue) == 0


@given(st.lists(st.tuples(st.sampled_from("abcd"), st.booleans()), max_size=40))
def test_all_are_served_once_and_none_twice_while_another_waits(
    steps: list[tuple[str, bool]],
) -> None:
    queue: FairQueue[tuple[str, int]] = FairQueue()
    put, taken = [], []
    for number, (owner, take) in enumerate(steps):
        queue.put(owner, (owner, number))
        put.append((owner, number))
        if take and (item := queue.take(NOBODY)) is not None:
            taken.append(item)
    waiting = Counter(owner for owner, _ in queue)
    assert sum(waiting.values()) == len(queue) == len(put) - len(taken)
    order = [owner for owner, _ in queue]
    for owner in waiting:
        turns = [i for i, other in enumerate(order) if other == owner]
        for first, second in pairwise(turns):
            others = {o for o in order[second:] if o != owner}
            assert others <= set(order[first:second]), "everybody who waits is served in between"
