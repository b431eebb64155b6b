"""Tables beside a water answer, small enough to reckon by hand."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd

from scenarios.studies.water.balance import balance
from scenarios.study import Answer

VILLAGES = (
    ("Elaman", 43.30, 76.60, 900),
    ("Kairat", 43.40, 77.20, 1500),
    ("Orman", 43.50, 76.9, 300),
)


def with_tables(answer: Answer, **made: pd.DataFrame) -> Answer:
    return replace(answer, tables={**answer.tables, **made})


def without_tables(answer: Answer, prefix: str) -> Answer:
    kept = {name: t for name, t in answer.tables.items() if not name.startswith(prefix)}
    return replace(answer, tables=kept)


def with_balance(answer: Answer) -> Answer:
    """With the balance of the answer's own question."""
    return with_tables(answer, **balance(answer.territory, answer.scenario).tables)


def with_kpis(answer: Answer, plan: str, **kpis: Any) -> Answer:
    old = answer.evaluations[plan]
    new = replace(old, kpis={**old.kpis, **kpis})
    return replace(answer, evaluations={**answer.evaluations, plan: new})


def network_tables(hydraulics: str = "passed") -> dict[str, pd.DataFrame]:
    """A main, two villages that hang on it one after the other, one left out; two stages."""
    nodes = [
        (f"v{k}", name, "village", lat, lon, "schematic" if k else "exact", people, 2.0, k + 1.0,
         True, 30.0 - k, "m0")
        for k, (name, lat, lon, people) in enumerate(VILLAGES)
    ]  # fmt: skip
    nodes[2] = (*nodes[2][:8], None, False, None, None)
    nodes += [
        ("m0", "Kaskelen main", "source", 43.20, 76.62, "exact", 0, 0.0, None, True, 45.0, "m0"),
        ("m1", "Talgar main", "source", 43.31, 77.24, "exact", 0, 0.0, None, False, None, None),
    ]
    pipes = [
        ("p1", "m0", "v0", 11.2, 4.0, 160.0, 110.0, 0.8, 6.0, 700.0, 1),
        ("p2", "v0", "v1", 50.0, 2.0, 110.0, 110.0, 0.6, 9.0, 2000.0, 2),
    ]
    design = {
        "design": "stages", "objective": 50_000.0, "unit": "person-years", "cost_mln_kzt": 2700.0,
        "bound": 51_000.0, "gap": 0.02, "status": "feasible", "people": 2400, "villages": 2,
        "km": 61.2, "steiner_km": 60.0, "mst_approximation_km": 61.0, "hydraulics": hydraulics,
    }  # fmt: skip
    front = [
        (700.0, 900, 1, 900.0, 0.0),
        (1400.0, 900, 1, 950.0, 0.055),
        (2700.0, 2400, 2, 2400.0, 0.0),
    ]
    node_columns = (
        "node_id name kind lat lon coord_quality people demand_l_s stage connected pressure_m "
        "source_id"
    )
    pipe_columns = (
        "pipe_id from_id to_id km flow_l_s diameter_mm diameter_before_mm velocity_m_s headloss_m "
        "cost_mln_kzt stage"
    )
    front_columns = "budget_mln_kzt people villages bound gap"
    return {
        "network_nodes": pd.DataFrame(nodes, columns=node_columns.split()).assign(design="stages"),
        "network_pipes": pd.DataFrame(pipes, columns=pipe_columns.split()).assign(design="stages"),
        "network_designs": pd.DataFrame([design]),
        "network_front": pd.DataFrame(front, columns=front_columns.split()).assign(
            hydraulics=hydraulics
        ),
    }


def date_table(prices: dict[tuple[int, str], tuple[float, float]]) -> pd.DataFrame:
    rows = [(year, plan, low, high) for (year, plan), (low, high) in prices.items()]
    columns = ["year", "plan", "budget_low_bn", "budget_high_bn"]
    return pd.DataFrame(rows, columns=columns).assign(why="")
