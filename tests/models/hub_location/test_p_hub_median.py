"""The classical problem against exhaustive enumeration, on made-up towns and the CAB data."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path

import numpy as np
import pytest

from models.hub_location import costs_of, p_hub_median
from models.hub_location.p_hub_median import p_hub_instance
from optimizer.limits import Limits

EXACT = Limits(time_s=60.0, gap=1e-7, threads=1)
CAB = Path(__file__).resolve().parents[4] / "shared" / "benchmarks" / "hub_CAB" / "cab.txt"

# multiple allocation, flows scaled to sum 1, by alpha: what `enumerated` gives, rounded
OPTIMA = {
    2: (996.02, 1072.49, 1137.08, 1180.02, 1206.62),
    3: (752.91, 859.64, 949.23, 1020.04, 1062.14),
    4: (618.48, 754.49, 866.45, 951.76, 1006.66),
}


def enumerated(flow: np.ndarray, distance: np.ndarray, p: int, factors: tuple[float, ...]) -> float:
    """Least money over all sets of p hubs, by the uncapacitated cost of each."""
    instance = p_hub_instance(flow, distance, p, *factors)
    sets = np.array(list(combinations(range(len(distance)), p)))
    is_open = np.zeros((len(sets), len(distance)), dtype=bool)
    is_open[np.arange(len(sets))[:, None], sets] = True
    return float(costs_of(instance, is_open, 0).min())


@pytest.mark.parametrize("p", [1, 2, 3])
@pytest.mark.parametrize("factors", [(0.6, 1.0, 1.0), (0.75, 3.0, 2.0), (1.0, 1.0, 1.0)])
def test_a_small_network_against_every_set_of_hubs(p: int, factors: tuple[float, ...]) -> None:
    rng = np.random.default_rng(p)
    place = rng.uniform(0, 100, (9, 2))
    distance = np.linalg.norm(place[:, None] - place, axis=2)
    flow = rng.gamma(1.0, 5.0, (9, 9))
    alpha, collection, distribution = factors
    found = p_hub_median(
        flow, distance, p, discount=alpha, collection=collection, distribution=distribution,
        limits=EXACT,
    )  # fmt: skip
    assert found.objective == pytest.approx(enumerated(flow, distance, p, factors), rel=1e-6)
    assert found.bound == pytest.approx(found.objective, rel=1e-6)
    assert len(found.hubs) == p


def test_three_towns_on_a_line_by_hand() -> None:
    """Towns at 0, 3 and 10 send 1 to each other; the hub in the middle costs 3 + 10 + 7."""
    distance = np.abs(np.subtract.outer([0.0, 3.0, 10.0], [0.0, 3.0, 10.0]))
    flow = np.triu(np.ones((3, 3)), 1)
    found = p_hub_median(flow, distance, 1, discount=0.5, limits=EXACT)
    assert found.hubs.tolist() == [1]
    assert found.objective == pytest.approx(20.0)
    two = p_hub_median(flow, distance, 2, discount=0.5, limits=EXACT)
    assert two.hubs.tolist() == [1, 2]
    assert two.objective == pytest.approx(3.0 + (3.0 + 3.5) + 3.5)


@pytest.mark.skipif(not CAB.exists(), reason="the CAB data are not at ../shared/benchmarks")
@pytest.mark.parametrize("p", [2, 3, 4])
def test_optima_of_the_cab_data(p: int) -> None:
    numbers = np.array(CAB.read_text().split(), dtype=float)
    n = int(numbers[0])
    table = numbers[1:].reshape(n, n, 2)
    flow, distance = table[:, :, 0] / table[:, :, 0].sum(), table[:, :, 1]
    for alpha, optimum in zip((0.2, 0.4, 0.6, 0.8, 1.0), OPTIMA[p], strict=True):
        found = p_hub_median(flow, distance, p, discount=alpha, limits=EXACT)
        assert round(found.objective, 2) == optimum
        assert found.bound == pytest.approx(found.objective, rel=1e-6)
        assert found.objective == pytest.approx(enumerated(flow, distance, p, (alpha,)))
