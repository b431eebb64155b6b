"""A question without an answer: the reason names demand, sites and what would work."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

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
from models.facility_location.infeasibility import enough, plain
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


@given(st.floats(1e-12, 1e18) | st.floats(0.0, 1e4) | st.integers(0, 10**9).map(float))
def test_a_named_number_is_enough_and_hardly_more(value: float) -> None:
    typed = float(enough(value))
    assert value <= typed <= value * (1 + 1e-5)
    assert float(plain(value)) == value


def test_what_no_distance_cures_is_not_cured_by_one() -> None:
    cost = np.array([[1.0, 9.0], [np.inf, np.inf], [2.0, 30.0]])
    for model, ask in MODELS.items():
        for standard in (10.0, np.inf):
            answer = ask(cost, standard, demand_labels=VILLAGES)
            if model == "mclp" and standard == np.inf:
                continue  # no mandatory distance
            assert answer.status is Status.INFEASIBLE
            assert "no site at any distance may serve Otar" in answer.reason
            assert "a standard of" not in answer.reason


@st.composite
def tight(draw: st.DrawFn) -> dict[str, Any]:
    """An instance whose rules are likely to exclude one another, with numbers of many digits."""
    random = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    n, m = int(random.integers(3, 12)), int(random.integers(2, 8))
    kinds = ["candidate", "existing", "committed", "excluded"]
    sites = Sites.of(
        m,
        status=[str(s) for s in random.choice(kinds, m, p=[0.6, 0.2, 0.1, 0.1])],
        fixed_cost=random.random(m) * 1e4,
        closing_cost=random.random(m) * 1e3,
        group=random.integers(-1, 2, m),
        group_labels=["north", "south"],
    )
    groups = {int(g) for g in np.unique(sites.group) if g >= 0}
    terms = Terms(
        standard=float(random.random() * 100),
        budget=float(random.random() * 2e4) if draw(st.booleans()) else np.inf,
        group_limit={g: int(random.integers(1, 4)) for g in groups} if draw(st.booleans()) else {},
    )
    cost = random.random((n, m)) * 100
    cost[random.random((n, m)) < 0.1] = np.inf
    return {"cost": cost, "sites": sites, "terms": terms, "p": int(random.integers(1, m + 1))}


CAUSES = (
    "no site at any distance",
    "no site within",
    "no allowed choice",
    "the cheapest allowed choice",
    "are committed",
    "must be open",
)


def _ask(model: str, given: dict[str, Any]) -> LocationSolution:
    cost, terms, p = given["cost"], given["terms"], given["p"]
    rest: dict[str, Any] = {"sites": given["sites"], "terms": terms}
    if model == "lscp":
        return lscp(cost, terms.standard, **rest)
    if model == "mclp":
        return mclp(cost, np.ones(len(cost)), terms.standard / 2, p, **rest)
    if model == "uflp":
        return uflp(cost, **rest)
    return {"p_center": p_center, "p_median": p_median}[model](cost, p=p, **rest)


def _changes(reason: str, asked: dict[str, Any]) -> list[dict[str, Any]]:
    """Every cure that a reason names, typed back in."""
    cures = []
    for cure in re.split(r"; what works(?: for these)?: |, or |; ", reason):
        first, _, others = cure.partition(" together with ")
        cures += [f"{first} and {other}" for other in others.split(" or ")] if others else [cure]
    return [change for cure in cures if (change := _typed(cure, asked))]


def _typed(cure: str, asked: dict[str, Any]) -> dict[str, Any]:
    terms, change = asked["terms"], {}
    if found := re.search(r"a standard of (?:at least )?([\d.]+)", cure):
        terms = replace(terms, standard=float(found[1]))
    if found := re.search(r"a budget of ([\d.]+) \(short by ([\d.]+)\)", cure):
        assert terms.budget + float(found[2]) >= float(found[1]) * (1 - 1e-5)
        terms = replace(terms, budget=float(found[1]))
    if found := re.search(r"the cheapest .*short by ([\d.]+)", cure):
        terms = replace(terms, budget=terms.budget + float(found[1]))
    if limits := re.findall(r"at most (\d+) instead of \d+ open sites in (\w+)", cure):
        wider = {["north", "south"].index(name): int(most) for most, name in limits}
        terms = replace(terms, group_limit=terms.group_limit | wider)
    if found := re.search(r"(?:^| and )p = (\d+)", cure):
        change["p"] = int(found[1])
    if terms is not asked["terms"]:
        change["terms"] = terms
    return change


@pytest.mark.parametrize("model", ["lscp", "mclp", "p_center", "p_median", "uflp"])
@given(data=st.data())
@settings(max_examples=40, deadline=None)
def test_what_is_said_to_work_works(model: str, data: st.DataObject) -> None:
    """Where one cause is told, each cure of it; where several are, each cure takes its own away."""
    asked = data.draw(tight())
    answer = _ask(model, asked)
    if answer.status is not Status.INFEASIBLE:
        return
    causes = [cause for cause in CAUSES if cause in answer.reason]
    assert causes
    for change in _changes(answer.reason, asked):
        again = _ask(model, {**asked, **change})
        assert again.check() == []
        if again.status is Status.INFEASIBLE:
            assert len(causes) > 1, (answer.reason, change, again.reason)
            assert any(cause not in again.reason for cause in causes)
