"""What the command answers is the best of all choices, found by trying every one."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd
import pytest
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
Value = Callable[[FloatArray, FloatArray, FloatArray], float]

STANDARD = 40.0


def _km(a: pd.DataFrame, b: pd.DataFrame) -> FloatArray:
    """Great circles by the spherical law of cosines."""
    p, q = np.radians(a["lat"].to_numpy())[:, None], np.radians(b["lat"].to_numpy())
    turn = np.radians(b["lon"].to_numpy() - a["lon"].to_numpy()[:, None])
    inside = np.sin(p) * np.sin(q) + np.cos(p) * np.cos(q) * np.cos(turn)
    return 6371.0088 * np.arccos(np.clip(inside, -1, 1))


def _choices(count: int, p: int | None) -> Iterator[list[int]]:
    for size in range(1, count + 1) if p is None else [p]:
        yield from (list(chosen) for chosen in combinations(range(count), size))


def _answer(desk: Any) -> tuple[dict[str, Any], pd.DataFrame, pd.DataFrame]:
    certificate = json.loads((desk.out / "certificate.json").read_text(encoding="utf-8"))
    sites = pd.read_csv(desk.out / "sites.csv")
    return certificate, sites, pd.read_csv(desk.out / "assignment.csv")


@pytest.mark.parametrize(
    ("model", "p", "options", "value", "best"),
    [
        ("p-median", 3, [], lambda d, w, f: float((w * d.min(axis=1)).sum()), min),
        ("p-center", 3, [], lambda d, w, f: float(d.min(axis=1).max()), min),
        (
            "mclp",
            2,
            ["--standard", STANDARD],
            lambda d, w, f: float(w[d.min(axis=1) <= STANDARD].sum()),
            max,
        ),
        (
            "lscp",
            None,
            ["--standard", 60],
            lambda d, w, f: float(d.shape[1]) if (d.min(axis=1) <= 60).all() else np.inf,
            min,
        ),
        (
            "uflp",
            None,
            ["--cost-per-km", 0.5],
            lambda d, w, f: float(0.5 * (w * d.min(axis=1)).sum() + f.sum()),
            min,
        ),
    ],
)
def test_the_objective_is_that_of_the_best_choice(
    desk: Any, model: str, p: int | None, options: list[object], value: Value, best: Any
) -> None:
    result = desk.ask(model, *([] if p is None else ["-p", p]), *options)
    assert result.exit_code == 0, result.output
    certificate, sites, assignment = _answer(desk)
    km, weight = _km(desk.demand, desk.sites), desk.demand["weight"].to_numpy(dtype=float)
    fixed = np.where(desk.sites["status"] == "existing", 0.0, desk.sites["fixed_cost"])
    optimum = best(value(km[:, c], weight, fixed[c]) for c in _choices(7, p))
    assert certificate["objective"] == pytest.approx(optimum, rel=1e-9)
    assert (certificate["status"], certificate["gap"]) == ("optimal", 0)
    chosen = [int(i) for i in np.flatnonzero(sites["open"])]
    assert value(km[:, chosen], weight, fixed[chosen]) == pytest.approx(optimum, rel=1e-9)
    assert certificate["open"] == list(sites.loc[sites["open"], "site_id"])
    served = assignment.dropna(subset=["site_id"])
    row, column = served["demand_id"].str[1:].astype(int), served["site_id"].str[1:].astype(int)
    assert served["distance_km"].to_numpy() == pytest.approx(km[row, column], abs=2e-6)
    assert set(column) <= set(chosen)


def test_capacities_hold_and_the_shares_are_those_of_the_objective(desk: Any) -> None:
    result = desk.ask("cflp")
    assert result.exit_code == 0, result.output
    certificate, sites, assignment = _answer(desk)
    demand = desk.demand.set_index("id")["weight"]
    parts = assignment["share"] * assignment["demand_id"].map(demand)
    load = parts.groupby(assignment["site_id"]).sum()
    given = sites.set_index("site_id")
    assert (load <= given.loc[load.index, "capacity"] * (1 + 1e-6)).all()
    assert assignment.groupby("demand_id")["share"].sum().to_numpy() == pytest.approx(1)
    assert given.loc[load.index, "load"].to_numpy() == pytest.approx(load.to_numpy())
    total = float((parts * assignment["distance_km"]).sum() + sites["cost"].sum())
    assert certificate["objective"] == pytest.approx(total, rel=1e-6)


def test_a_single_source_serves_each_demand_point_whole(desk: Any) -> None:
    split = desk.ask("cflp")
    assert split.exit_code == 0, split.output
    free = _answer(desk)[0]["objective"]
    result = desk.ask("cflp", "--single-source")
    assert result.exit_code == 0, result.output
    certificate, _, assignment = _answer(desk)
    assert list(assignment["demand_id"]) == list(desk.demand["id"])
    assert (assignment["share"] == 1).all()
    assert certificate["objective"] >= free - 1e-6


def test_dispersed_sites_need_no_demand(desk: Any) -> None:
    result = desk.ask("p-dispersion", "-p", 3, demand=False)
    assert result.exit_code == 0, result.output
    certificate = json.loads((desk.out / "certificate.json").read_text(encoding="utf-8"))
    km = _km(desk.sites, desk.sites)
    best = max(min(km[a, b] for a, b in combinations(c, 2)) for c in _choices(7, 3))
    assert certificate["objective"] == pytest.approx(best)
    nearest = pd.read_csv(desk.out / "sites.csv")["nearest_open_km"].dropna()
    assert len(nearest) == 3
    assert nearest.min() == pytest.approx(best, abs=1e-6)
    assert not (desk.out / "assignment.csv").exists()


def test_a_cut_off_that_is_wide_enough_changes_nothing(desk: Any) -> None:
    """The sparse way through tables, distances and figures gives the files of the dense one."""
    assert desk.ask("p-center", "-p", 3).exit_code == 0
    names = ("sites.csv", "assignment.csv")
    dense = [(desk.out / name).read_text(encoding="utf-8") for name in names]
    assert desk.ask("p-center", "-p", 3, "--cutoff", 80).exit_code == 0
    assert [(desk.out / name).read_text(encoding="utf-8") for name in names] == dense


def test_kept_sites_stay_open_and_groups_have_their_limit(desk: Any) -> None:
    assert (
        desk.ask("p-center", "-p", 3, "--existing", "keep", "--at-most", "south=1").exit_code == 0
    )
    sites = _answer(desk)[1].set_index("site_id")
    assert sites.loc["s0", "decision"] == "kept"
    assert list(sites.index[sites["open"] & (sites["group"] == "south")]) == ["s0"]
