"""Branch and bound on bit sets says what trying all sets of sites says."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from scipy import sparse

from models.facility_location.dispersion import p_dispersion
from models.facility_location.packing_search import PackingSearch
from models.facility_location.selection import Selection
from models.facility_location.sites import Sites, Terms
from optimizer.certificate import Status
from optimizer.limits import Limits

LIMITS = Limits(time_s=60.0, gap=0.0)


@pytest.mark.parametrize("seed", range(40))
def test_a_packing_is_found_if_there_is_one(seed: int) -> None:
    random = np.random.default_rng(seed)
    for _ in range(10):
        m = int(random.integers(2, 11))
        upper = np.triu(random.random((m, m)) < random.random(), 1)
        conflict = upper | upper.T
        p = int(random.integers(1, m + 1))
        kinds = ["candidate", "existing", "committed", "excluded"]
        status = [str(s) for s in random.choice(kinds, m, p=[0.7, 0.1, 0.1, 0.1])]
        selection = Selection.of(Sites.of(m, status=status), Terms(), p)
        possible = [
            chosen
            for chosen in map(list, combinations(range(m), p))
            if not conflict[np.ix_(chosen, chosen)].any()
            and all(status[j] != "excluded" for j in chosen)
            and all(j in chosen for j in range(m) if status[j] == "committed")
        ]
        search = PackingSearch(sparse.csr_array(conflict.astype(float)), selection)
        assert search.run(10**9, LIMITS.clock()) is bool(possible)
        if possible:
            assert np.flatnonzero(search.found).tolist() in possible


def test_an_interrupted_search_goes_on_where_it_stood() -> None:
    random = np.random.default_rng(4)
    upper = np.triu(random.random((150, 150)) < 0.15, 1)
    conflicts = sparse.csr_array((upper | upper.T).astype(float))

    def answers(p: int, nodes: int) -> list[bool | None]:
        search = PackingSearch(conflicts, Selection.of(Sites.of(150), Terms(), p))
        said = [search.run(nodes, LIMITS.clock())]
        while said[-1] is None:
            said.append(search.run(nodes, LIMITS.clock()))
        return said

    most = max(p for p in range(20, 45) if answers(p, 10**9)[-1])
    assert answers(most + 1, 10**9) == [False]
    several = answers(most + 1, 1)
    assert len(several) > 1
    assert several[-1] is False


@pytest.mark.parametrize(("n", "p"), [(150, 5), (150, 20), (200, 10)])
def test_distances_without_a_geometry_are_closed(n: int, p: int) -> None:
    random = np.random.default_rng(n + p)
    between = random.integers(1, 100, (n, n)).astype(float)
    between = np.minimum(between, between.T)
    answer = p_dispersion(between, p, limits=LIMITS)
    assert answer.status is Status.OPTIMAL
    assert answer.check() == []
    apart = between[np.ix_(answer.open, answer.open)][np.triu_indices(p, 1)]
    assert apart.min() == answer.objective == answer.bound
