"""Many points: no table of all pairs where none is needed, and a message where one does not fit."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pandas as pd
import psutil
import pytest

from scenarios.locate import reading
from scenarios.locate.map_chart import MOST_POINTS


@pytest.mark.parametrize(
    "options",
    [[], ["--standard", 70], ["--unserved-penalty", 25], ["--distance", "road", "--standard", 80]],
)
def test_points_give_the_plan_of_the_matrix(
    desk: Any, monkeypatch: pytest.MonkeyPatch, options: list[object]
) -> None:
    def answered() -> tuple[dict[str, Any], pd.DataFrame]:
        assert desk.ask("p-median", "-p", 3, *options).exit_code == 0
        proof = json.loads((desk.out / "certificate.json").read_text(encoding="utf-8"))
        return proof, pd.read_csv(desk.out / "assignment.csv")

    proof, assignment = answered()
    monkeypatch.setattr(reading, "SMALL_MATRIX", 1)
    listed, same = answered()
    assert listed["objective"] == pytest.approx(proof["objective"], rel=1e-9)
    assert listed["bound"] == pytest.approx(proof["bound"], rel=1e-6)
    assert listed["open"] == proof["open"]
    assert listed["distances"] == proof["distances"]
    assert same["site_id"].equals(assignment["site_id"])
    assert same["distance_km"].to_numpy() == pytest.approx(assignment["distance_km"], abs=1e-6)


def test_a_table_that_does_not_fit_is_refused_with_its_size(
    desk: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    memory = psutil.virtual_memory()._replace(available=2_000)
    monkeypatch.setattr(psutil, "virtual_memory", lambda: memory)
    refused = desk.ask("uflp", demand=True)
    assert refused.exit_code == 2
    count = len(desk.demand) * len(desk.sites)
    assert f"{len(desk.demand)} x {len(desk.sites)} points: {count} distances" in refused.output
    assert "--cutoff KM" in refused.output
    near = desk.ask("uflp", "--cutoff", 200)
    assert near.exit_code == 2
    assert "within 200 km" in near.output
    assert "a --cutoff below 200 km" in near.output
    apart = desk.ask("p-dispersion", "-p", 2, demand=False)
    assert "fewer sites" in apart.output
    assert "--cutoff" not in apart.output
    assert not desk.out.exists()


def test_thousands_of_points_are_drawn_thinned_and_written_whole(desk: Any) -> None:
    draw = np.random.default_rng(3)
    count = MOST_POINTS + 1000
    for name, columns in (("demand", {"weight": draw.integers(1, 9, count)}), ("sites", {})):
        frame = pd.DataFrame(
            {
                "id": [f"{name}{i}" for i in range(count)],
                "lat": draw.uniform(44, 49, count).round(5),
                "lon": draw.uniform(60, 78, count).round(5),
                **columns,
            }
        )
        frame.to_csv(desk.folder / f"{name}.csv", index=False)
    asked = desk.ask("p-median", "-p", 40, "--time", 1)
    assert asked.exit_code == 0, asked.output
    report = (desk.out / "report.html").read_text(encoding="utf-8")
    assert len(report) < 3_000_000
    assert "4\u202f000 demand points are drawn as" in report
    assert "The 3\u202f960 other sites are too many to be drawn" in report
    layer = json.loads((desk.out / "solution.geojson").read_text(encoding="utf-8"))
    kinds = pd.Series([f["properties"]["kind"] for f in layer["features"]]).value_counts()
    assert kinds.to_dict() == {"demand": count, "site": count, "link": count}
