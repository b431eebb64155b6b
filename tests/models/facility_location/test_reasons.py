"""A question without an answer: the reason names demand, sites and what would work."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from models.facility_location import (
    LocationSolution,
    Sites,
    Terms,
    cflp,
    lscp,
    mclp,
    p_center,
    p_median,
    p_median_on_graph,
    p_median_on_points,
    uflp,
)
from optimizer.certificate import Status

VILLAGES = ("Uzynagash", "Otar", "Kaskelen")
SITES = Sites.of(2, labels=["Fabrichny", "Shamalgan"])
COST = np.array([[1.0, 9.0], [40.0, 25.0], [2.0, np.inf]])
Ask = Callable[..., LocationSolution]

# each model on a cost matrix, serving everyone within a standard
MODELS: dict[str, Ask] = {
    "lscp": lambda cost, standard, **how: lscp(cost, standard, terms=Terms(), sites=SITES, **how),
    "mclp": lambda cost, standard, **how: mclp(
        cost, np.ones(3), 1.0, 2, terms=Terms(standard=standard), sites=SITES, **how
    ),
    "p_center": lambda cost, standard, **how: p_center(
        cost, p=2, terms=Terms(standard=standard), sites=SITES, **how
    ),
    "p_median": lambda cost, standard, **how: p_median(
        cost, p=2, terms=Terms(standard=standard), sites=SITES, **how
    ),
    "uflp": lambda cost, standard, **how: uflp(
        cost, terms=Terms(standard=standard), sites=SITES, **how
    ),
    "cflp": lambda cost, standard, **how: cflp(
        cost, 1.0, 9.0, np.ones(3), terms=Terms(standard=standard), sites=SITES, **how
    ),
}


@pytest.mark.parametrize("model", MODELS)
def test_every_model_names_the_demand_out_of_reach(model: str) -> None:
    answer = MODELS[model](COST, 10.0, demand_labels=VILLAGES)
    assert answer.status is Status.INFEASIBLE
    assert "no site within 10 for Otar (nearest: Shamalgan at 25)" in answer.reason
    assert MODELS[model](COST, 25.0).status is Status.OPTIMAL
    assert "demand point 1" in MODELS[model](COST, 10.0).reason


def test_points_and_graphs_name_the_demand_too() -> None:
    line = [[0.0, 0.0], [5.0, 0.0], [1.0, 0.0]]
    common: dict[str, Any] = {
        "p": 1, "sites": Sites.of(3, status=["committed", "excluded", "excluded"]),
        "terms": Terms(standard=2.0), "demand_labels": VILLAGES,
    }  # fmt: skip
    assert "Otar (nearest: site 0 at 5)" in p_median_on_points(line, **common).reason
    edges = [[0, 2, 1.0], [2, 1, 4.0]]
    assert "Otar (nearest: site 0 at 5)" in p_median_on_graph(edges, **common).reason


@pytest.mark.parametrize("model", MODELS)
def test_bad_numbers_are_told_with_demand_and_site(model: str) -> None:
    for wrong in (np.nan, -1.0):
        cost = COST.copy()
        cost[1, 0] = wrong
        with pytest.raises(ValueError, match=r"cost\[1, 0\] \(Otar, Fabrichny\)"):
            MODELS[model](cost, 10.0, demand_labels=VILLAGES)
    with pytest.raises(ValueError, match="demand_labels: 2 names, expected 3"):
        MODELS[model](COST, 10.0, demand_labels=VILLAGES[:2])
