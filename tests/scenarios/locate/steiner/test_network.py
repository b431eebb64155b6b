"""`aumaq locate steiner`: what it connects, what it writes, what it refuses."""

from __future__ import annotations

import json
from collections.abc import Callable
from itertools import combinations, pairwise
from pathlib import Path

import numpy as np
import openpyxl
import pandas as pd
import pytest
from typer.testing import CliRunner, Result

from inputs.distances import great_circle_km
from scenarios.cli import app

Ask = Callable[..., Result]

FILES = {
    "nodes.csv",
    "pipes.csv",
    "certificate.json",
    "report.html",
    "report-en.html",
    "report-kk.html",
    "report-ru.html",
    "solution.geojson",
    "plan.xlsx",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    draw = np.random.default_rng(3)
    villages = pd.DataFrame(
        {
            "id": [f"v{k}" for k in range(9)],
            "name": [f"Village {k}" for k in range(9)],
            "lat": (43 + draw.random(9) / 2).round(4),
            "lon": (71 + draw.random(9) / 2).round(4),
            "population": draw.integers(100, 900, 9),
        }
    )
    mains = pd.DataFrame({"id": ["m0", "m1"], "lat": [43.0, 43.5], "lon": [71.0, 71.5]})
    villages.to_csv(tmp_path / "villages.csv", index=False)
    mains.to_csv(tmp_path / "mains.csv", index=False)
    return tmp_path


@pytest.fixture
def ask(folder: Path) -> Ask:
    def run(*options: object, points: str = "villages.csv") -> Result:
        words = [
            "locate",
            "steiner",
            "--points",
            folder / points,
            "--out",
            folder / "out",
            *options,
        ]
        return CliRunner().invoke(app, [str(w) for w in words], env={"COLUMNS": "200"})

    return run


def change(path: Path, row: int, column: str, value: object) -> None:
    frame = pd.read_csv(path, dtype="object")
    frame.loc[row, column] = str(value)
    frame.to_csv(path, index=False)


def routes(folder: Path, lines: list[list[list[float]]], **more: object) -> Path:
    features = [
        {
            "type": "Feature",
            "properties": more,
            "geometry": {"type": "LineString", "coordinates": line},
        }
        for line in lines
    ]
    path = folder / "routes.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    return path


def test_a_network_without_sources_is_no_longer_than_a_spanning_tree(
    folder: Path, ask: Ask
) -> None:
    result = ask("--circuity", 1)
    assert result.exit_code == 0, result.output
    assert result.stdout.splitlines()[-1] == str(folder / "out" / "report.html")
    assert {path.name for path in (folder / "out").iterdir()} == FILES
    proof = json.loads((folder / "out" / "certificate.json").read_text())
    assert proof["status"] == "optimal"
    assert proof["gap"] == 0
    villages = pd.read_csv(folder / "villages.csv")
    spanning = _spanning_km(villages["lat"].to_numpy(), villages["lon"].to_numpy())
    # a Steiner tree of the plane saves at most 1 - sqrt(3) / 2 (the ratio of Gilbert and Pollak)
    assert np.sqrt(3) / 2 * spanning * 0.999 <= proof["objective"] < spanning


def _spanning_km(lat: np.ndarray, lon: np.ndarray) -> float:
    inside, total = {0}, 0.0
    while len(inside) < len(lat):
        outside = [k for k in range(len(lat)) if k not in inside]
        km = {
            (a, b): float(great_circle_km(lat[a], lon[a], lat[b], lon[b]))
            for a in inside
            for b in outside
        }
        pair = min(km, key=lambda key: km[key])
        inside.add(pair[1])
        total += km[pair]
    return total


def test_pipes_lead_from_the_sources_outwards_and_lengths_add_up(folder: Path, ask: Ask) -> None:
    result = ask("--sources", folder / "mains.csv")
    assert result.exit_code == 0, result.output
    pipes = pd.read_csv(folder / "out" / "pipes.csv")
    nodes = pd.read_csv(folder / "out" / "nodes.csv").set_index("node_id")
    reached = dict.fromkeys(nodes.index[nodes["kind"] == "source"], 0.0)
    for pipe in pipes.itertuples():
        assert pipe.to_id not in reached, "one pipe enters a node"
        reached[pipe.to_id] = reached[pipe.from_id] + pipe.km
    for node, km in reached.items():
        assert nodes.loc[node, "way_km"] == pytest.approx(km, abs=1e-5)
    assert set(nodes.index[nodes["kind"] == "terminal"]) <= set(reached)
    proof = json.loads((folder / "out" / "certificate.json").read_text())
    assert pipes["km"].sum() == pytest.approx(proof["objective"], abs=1e-4)
    assert set(nodes["source_id"].dropna()) <= {"m0", "m1"}


def test_a_junction_is_passed_only_where_that_is_shorter(folder: Path, ask: Ask) -> None:
    """Three villages around a well placed junction, and a useless one far away."""
    frame = pd.DataFrame(
        {
            "id": ["a", "b", "c", "middle", "far"],
            "lat": [43.0, 43.0, 43.1, 43.02, 44.0],
            "lon": [71.0, 71.2, 71.1, 71.1, 73.0],
            "kind": ["terminal", "", "terminal", "junction", "junction"],
        }
    )
    frame.to_csv(folder / "few.csv", index=False)
    assert ask(points="few.csv").exit_code == 0
    nodes = pd.read_csv(folder / "out" / "nodes.csv").set_index("node_id")
    assert nodes.loc[["a", "b", "c"], "connected"].all()
    assert "far" not in nodes.index
    assert nodes.loc[["a", "b", "c"], "kind"].tolist() == ["terminal"] * 3


@pytest.mark.parametrize("sources", [(), (2, 3)])
def test_along_routes_the_shortest_network_is_found_by_trying_all(
    folder: Path, ask: Ask, sources: tuple[int, ...]
) -> None:
    """A ladder of routes: the optimum among all subsets of its pieces."""
    place = {k: (43 + 0.1 * (k // 3), 71 + 0.1 * (k % 3)) for k in range(6)}
    pairs = [(0, 1), (1, 2), (3, 4), (4, 5), (0, 3), (1, 4), (2, 5)]
    path = routes(folder, [[list(place[a][::-1]), list(place[b][::-1])] for a, b in pairs])
    wanted = (0, 5, 1)
    for name, chosen in (("few", wanted), ("mains", sources)):
        rows = [{"id": f"v{k}", "lat": place[k][0], "lon": place[k][1]} for k in chosen]
        pd.DataFrame(rows).to_csv(folder / f"{name}.csv", index=False)
    result = ask(
        "--routes", path, *(["--sources", folder / "mains.csv"] if sources else []),
        points="few.csv",
    )  # fmt: skip
    assert result.exit_code == 0, result.output
    km = [float(great_circle_km(*place[a], *place[b])) for a, b in pairs]
    best = min(
        sum(km[k] for k in chosen)
        for size in range(len(pairs) + 1)
        for chosen in combinations(range(len(pairs)), size)
        if _joined([pairs[k] for k in chosen], wanted, sources)
    )
    proof = json.loads((folder / "out" / "certificate.json").read_text())
    assert proof["objective"] == pytest.approx(best, rel=1e-6)
    assert proof["ways"]["reckoned_km_laid"] == 0
    layer = json.loads((folder / "out" / "solution.geojson").read_text())["features"]
    lines = [f["geometry"] for f in layer if f["properties"]["kind"] == "pipe"]
    drawn = sum(
        float(great_circle_km(a[1], a[0], b[1], b[0]))
        for line in lines
        for a, b in pairwise(line["coordinates"])
    )
    assert drawn == pytest.approx(best, rel=1e-4)


def _joined(
    pairs: list[tuple[int, int]], wanted: tuple[int, ...], sources: tuple[int, ...]
) -> bool:
    group = {k: k for k in range(6)}
    for a, b in [*pairs, *pairwise(sources)]:
        old, new = group[b], group[a]
        group = {k: new if g == old else g for k, g in group.items()}
    return len({group[k] for k in (*wanted, *sources[:1])}) == 1


def test_the_report_shows_the_map_and_loads_nothing(folder: Path, ask: Ask) -> None:
    change(folder / "villages.csv", 0, "name", "<script>alert(1)</script>")
    assert ask("--sources", folder / "mains.csv").exit_code == 0
    html = (folder / "out" / "report.html").read_text()
    assert "<script>alert(1)</script>" not in html
    assert 'src="http' not in html
    assert html.count("<svg") == 1
    book = openpyxl.load_workbook(folder / "out" / "plan.xlsx")
    assert book.sheetnames == ["Answer", "Pipes", "Points"]


def test_a_network_replaces_an_answer_of_another_model_and_nothing_else(
    folder: Path, ask: Ask
) -> None:
    assert ask().exit_code == 0
    assert ask("--sources", folder / "mains.csv").exit_code == 0
    (folder / "out" / "mine.txt").write_text("keep")
    refused = ask()
    assert refused.exit_code == 2
    assert "mine.txt" in refused.output
    assert (folder / "out" / "mine.txt").read_text() == "keep"


@pytest.mark.parametrize(
    ("row", "column", "value", "said"),
    [
        (4, "lat", "", r"villages.csv, row 6, column lat: the cell is wrong (found '')"),
        (4, "lon", "far", r"row 6, column lon"),
        (2, "id", "v0", "an id that is not in row 2"),
        (3, "kind", "pump", "expected terminal or junction"),
        (3, "population", "-5", "row 5, column population"),
    ],
)
def test_a_wrong_cell_is_told_with_its_place(
    folder: Path, ask: Ask, row: int, column: str, value: str, said: str
) -> None:
    change(folder / "villages.csv", row, column, value)
    if column == "kind":
        frame = pd.read_csv(folder / "villages.csv")
        frame["kind"] = frame["kind"].fillna("terminal")
        frame.to_csv(folder / "villages.csv", index=False)
    result = ask()
    assert result.exit_code == 2
    assert said in result.output
    assert not (folder / "out").exists()


def test_terminals_that_routes_do_not_join_are_named(folder: Path, ask: Ask) -> None:
    frame = pd.DataFrame({"id": ["a", "b", "c"], "lat": [43.0] * 3, "lon": [71.0, 71.1, 71.3]})
    frame.to_csv(folder / "few.csv", index=False)
    path = routes(folder, [[[71.0, 43.0], [71.1, 43.0]], [[71.3, 43.0], [71.3, 43.2]]])
    result = ask("--routes", path, points="few.csv")
    assert result.exit_code == 2
    assert (
        "few.csv, row 4, column id: no way leads from a to the point (found 'c')" in result.output
    )
    assert "routes.geojson" in result.output


def test_negative_lengths_are_refused(folder: Path, ask: Ask) -> None:
    path = routes(folder, [[[71.0, 43.0], [71.5, 43.5]]], length_km=-3)
    result = ask("--routes", path)
    assert result.exit_code == 2
    assert "routes.geojson, row 1, column length_km" in result.output


def test_a_single_terminal_needs_a_source(folder: Path, ask: Ask) -> None:
    pd.read_csv(folder / "villages.csv").head(1).to_csv(folder / "one.csv", index=False)
    refused = ask(points="one.csv")
    assert refused.exit_code == 2
    assert "or --sources" in refused.output
    assert ask("--sources", folder / "mains.csv", points="one.csv").exit_code == 0


def test_ids_of_points_and_sources_differ(folder: Path, ask: Ask) -> None:
    change(folder / "mains.csv", 1, "id", "v3")
    result = ask("--sources", folder / "mains.csv")
    assert result.exit_code == 2
    assert "mains.csv, row 3, column id: the id is that of a point (found 'v3')" in result.output


def test_schematic_points_are_counted_in_the_report(folder: Path, ask: Ask) -> None:
    frame = pd.read_csv(folder / "villages.csv")
    frame["coord_quality"] = ["schematic"] * 2 + ["exact"] * 7
    frame.to_csv(folder / "villages.csv", index=False)
    assert ask().exit_code == 0
    assert "2 points are schematic" in (folder / "out" / "report.html").read_text()
