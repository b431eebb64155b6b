"""`aumaq locate steiner --classes`: pipes by diameter at least cost, or under a budget."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner, Result

from scenarios.cli import app

Ask = Callable[..., Result]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A main in the south, two villages in a row to the north, one alone in the east."""
    villages = pd.DataFrame(
        {
            "id": ["near", "far", "east"],
            "lat": [43.1, 43.2, 43.0],
            "lon": [71.0, 71.0, 71.4],
            "population": [1000, 3000, 500],
            "demand_l_s": [3.0, 8.0, 2.0],
            "cost_mln_kzt": [100, 300, 50],
        }
    )
    villages.to_csv(tmp_path / "villages.csv", index=False)
    pd.DataFrame({"id": ["main"], "lat": [43.0], "lon": [71.0]}).to_csv(
        tmp_path / "mains.csv", index=False
    )
    (tmp_path / "pipes.csv").write_text(
        "diameter_mm,capacity_l_s,cost_mln_kzt_per_km\n110,6,20\n160,12,30\n225,25,45\n"
    )
    lines = [
        [[71.0, 43.0], [71.0, 43.1]],
        [[71.0, 43.1], [71.0, 43.2]],
        [[71.0, 43.0], [71.4, 43.0]],
    ]
    features = [
        {
            "type": "Feature",
            "properties": {"length_km": km},
            "geometry": {"type": "LineString", "coordinates": line},
        }
        for line, km in zip(lines, (10, 10, 30), strict=True)
    ]
    (tmp_path / "tracks.geojson").write_text(
        json.dumps({"type": "FeatureCollection", "features": features})
    )
    return tmp_path


@pytest.fixture
def ask(folder: Path) -> Ask:
    def run(*options: object) -> Result:
        words = [
            "locate", "steiner", "--points", folder / "villages.csv",
            "--sources", folder / "mains.csv", "--routes", folder / "tracks.geojson",
            "--classes", folder / "pipes.csv", "--out", folder / "out", "--time", 300, *options,
        ]  # fmt: skip
        return CliRunner().invoke(app, [str(w) for w in words], env={"COLUMNS": "200"})

    return run


def test_every_pipe_is_the_smallest_that_carries_what_lies_behind_it(
    folder: Path, ask: Ask
) -> None:
    result = ask()
    assert result.exit_code == 0, result.output
    pipes = pd.read_csv(folder / "out" / "pipes.csv").set_index("to_id")
    assert pipes["flow_l_s"].to_dict() == {"near": 11, "far": 8, "east": 2}
    assert pipes["diameter_mm"].to_dict() == {"near": 160, "far": 160, "east": 110}
    assert pipes["cost_mln_kzt"].to_dict() == pytest.approx({"near": 300, "far": 300, "east": 600})
    proof = json.loads((folder / "out" / "certificate.json").read_text())
    assert proof["objective"] == pytest.approx(300 + 300 + 600 + 450, rel=1e-6)
    assert proof["gap"] == 0
    assert set(proof["files"]) == {"villages.csv", "mains.csv", "tracks.geojson", "pipes.csv"}


@pytest.mark.parametrize(
    ("budget", "reached"),
    [
        (290, set()),
        (300, {"near"}),
        (660, {"east"}),
        (1000, {"near", "far"}),
        (1700, {"near", "far", "east"}),
    ],
)  # fmt: skip
def test_a_budget_reaches_the_most_people(
    folder: Path, ask: Ask, budget: float, reached: set[str]
) -> None:
    """1 000 for both in the north (300 + 300 + 400), 300 for the near one, 650 for the east."""
    if budget == 660:
        frame = pd.read_csv(folder / "villages.csv")
        frame["population"] = [100, 100, 500]
        frame.to_csv(folder / "villages.csv", index=False)
    result = ask("--budget", budget)
    assert result.exit_code == 0, result.output
    nodes = pd.read_csv(folder / "out" / "nodes.csv").set_index("node_id")
    villages = nodes[nodes["kind"] == "terminal"]
    assert set(villages.index[villages["connected"]]) == reached
    if not reached:
        assert "No point can be connected for 290\u202fmln KZT" in result.output


def test_demand_follows_from_people_where_it_is_not_stated(folder: Path, ask: Ask) -> None:
    frame = pd.read_csv(folder / "villages.csv")
    frame.drop(columns="demand_l_s").to_csv(folder / "villages.csv", index=False)
    assert ask("--classes", "package").exit_code == 0
    pipes = pd.read_csv(folder / "out" / "pipes.csv").set_index("to_id")
    # 100 l a person and day, 1.2 times on the largest day, 2.4 times in its largest hour
    assert pipes.loc["east", "flow_l_s"] == pytest.approx(500 * 100 / 86400 * 1.2 * 2.4, abs=1e-5)
    report = (folder / "out" / "report.html").read_text()
    assert "2.88 times the mean of 100 l a person and day" in report
    assert "not simulated" in report


@pytest.mark.parametrize(
    ("options", "code", "said"),
    [
        (["--budget", "-3"], 2, "--budget: out of range"),
        (["--classes", "nowhere.csv"], 2, "no such file"),
    ],
)
def test_options_that_cannot_be(
    folder: Path, ask: Ask, options: list[str], code: int, said: str
) -> None:
    result = ask(*options)
    assert result.exit_code == code
    assert said in result.output
    assert not (folder / "out").exists()


def test_what_needs_what(folder: Path) -> None:
    base = [
        "locate",
        "steiner",
        "--points",
        str(folder / "villages.csv"),
        "--out",
        str(folder / "o"),
    ]
    alone = CliRunner().invoke(app, [*base, "--classes", "package"])
    assert alone.exit_code == 2
    assert "--classes needs --sources" in alone.output
    dear = CliRunner().invoke(app, [*base, "--sources", str(folder / "mains.csv"), "--budget", "5"])
    assert dear.exit_code == 2
    assert "--budget needs --classes" in dear.output


def test_neither_demand_nor_people_is_told(folder: Path, ask: Ask) -> None:
    frame = pd.read_csv(folder / "villages.csv")
    frame.drop(columns=["demand_l_s", "population"]).to_csv(folder / "villages.csv", index=False)
    result = ask()
    assert result.exit_code == 2
    assert "villages.csv, column demand_l_s" in result.output


def test_more_than_the_largest_pipe_carries_is_no_plan(folder: Path, ask: Ask) -> None:
    frame = pd.read_csv(folder / "villages.csv")
    frame["demand_l_s"] = [3.0, 80.0, 2.0]
    frame.to_csv(folder / "villages.csv", index=False)
    result = ask()
    assert result.exit_code == 2
    assert "villages.csv, row 3, column demand_l_s" in result.output
    assert "at most 25 l/s" in result.output
    assert not (folder / "out").exists()
