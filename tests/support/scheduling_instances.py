"""Random scheduling questions, small enough for the textbook formulation."""

from __future__ import annotations

import numpy as np
from hypothesis import strategies as st

from models.project_scheduling import ProjectSchedulingInstance

PERIODS, SOURCES, DEPTH = 5, 2, 3


@st.composite
def instances(draw: st.DrawFn) -> ProjectSchedulingInstance:
    """Two to five tasks in up to two chains, with money that may or may not suffice."""
    n = draw(st.integers(2, 5))
    whole = st.integers(0, 9)
    duration = np.array(draw(st.lists(st.integers(1, DEPTH), min_size=n, max_size=n)))
    cost = np.array(
        draw(st.lists(whole, min_size=n * DEPTH * SOURCES, max_size=n * DEPTH * SOURCES))
    ).reshape(n, DEPTH, SOURCES)
    cost[np.arange(DEPTH)[None, :] >= duration[:, None]] = 0
    group = np.array(draw(st.lists(st.integers(0, 1), min_size=n, max_size=n)))
    before = [
        int(np.flatnonzero(group[:j] == group[j])[-1]) for j in range(n) if group[j] in group[:j]
    ]
    after = [j for j in range(n) if group[j] in group[:j]]
    edges = len(after)
    flags = st.lists(st.booleans(), min_size=edges, max_size=edges)
    money = st.lists(st.integers(0, 25), min_size=PERIODS * SOURCES, max_size=PERIODS * SOURCES)
    envelope = np.array(draw(money)).reshape(PERIODS, SOURCES)
    return ProjectSchedulingInstance(
        duration=duration,
        cost=cost,
        release=np.array(draw(st.lists(st.integers(0, 2), min_size=n, max_size=n))),
        deadline=np.array(draw(st.lists(st.integers(2, PERIODS), min_size=n, max_size=n))),
        optional=np.array(draw(st.lists(st.booleans(), min_size=n, max_size=n))),
        value=np.array(draw(st.lists(whole, min_size=n, max_size=n))),
        preferred=np.array(draw(st.lists(st.integers(-1, 3), min_size=n, max_size=n))),
        envelope=envelope,
        carry_limit=envelope // 2,
        group=group,
        group_limit=np.array(draw(st.lists(st.integers(5, 40), min_size=2, max_size=2))),
        before=np.array(before, dtype=np.int64),
        after=np.array(after, dtype=np.int64),
        lag=np.array(
            draw(st.lists(st.integers(0, 1), min_size=edges, max_size=edges)), dtype=np.int64
        ),
        from_end=np.array(draw(flags), dtype=bool),
        together=np.array(draw(flags), dtype=bool),
        step=draw(st.integers(1, 6)),
    )
