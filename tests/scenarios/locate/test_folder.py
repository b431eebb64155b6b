"""The folder of an answer: whole, safe to open, the same whatever the form of the tables."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest

SCRIPT = "<script>alert(1)</script>"
LOADING = {"src", "href", "xlink:href", "srcset", "data", "action", "poster", "background"}


class Page(HTMLParser):
    """What a page would load, its ids, and its tags."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.loads: list[str] = []
        self.ids: list[str] = []
        self.scripts = 0
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.scripts += tag == "script"
        for key, value in attrs:
            if key in LOADING and not (value or "").startswith("#"):
                self.loads.append(value or "")
            if key == "id":
                self.ids.append(value or "")


def test_the_last_line_is_the_report_in_a_whole_folder(desk: Any) -> None:
    result = desk.ask("p-center", "-p", 3)
    assert result.exit_code == 0, result.output
    assert result.stdout.splitlines()[-1] == str(desk.out / "report.html")
    assert re.search(r"optimal: objective [\d.]+ km, bound [\d.]+, gap 0", result.stdout)
    assert {path.name for path in desk.out.iterdir()} == {
        "sites.csv",
        "assignment.csv",
        "certificate.json",
        "report.html",
        "report-en.html",
        "report-kk.html",
        "report-ru.html",
        "solution.geojson",
        "plan.xlsx",
    }
    assert not [path for path in desk.folder.iterdir() if path.name.startswith(".")]


def test_a_later_answer_replaces_an_earlier_one(desk: Any) -> None:
    assert desk.ask("p-center", "-p", 3).exit_code == 0
    assert desk.ask("p-dispersion", "-p", 2, demand=False).exit_code == 0
    assert not (desk.out / "assignment.csv").exists(), "nothing of the earlier answer is left"


def test_the_report_loads_nothing_and_runs_no_name(desk: Any) -> None:
    desk.set("demand", 0, "name", SCRIPT)
    desk.set("sites", 0, "name", SCRIPT)
    assert desk.ask("p-center", "-p", 7).exit_code == 0
    html = (desk.out / "report.html").read_text(encoding="utf-8")
    page = Page(html)
    assert page.loads == []
    assert page.scripts == 1
    assert SCRIPT not in html
    assert len(page.ids) == len(set(page.ids))
    assert "default-src &#39;none&#39;" in html or "default-src 'none'" in html


def test_the_workbook_shows_a_name_that_looks_like_a_formula(desk: Any) -> None:
    desk.set("sites", 0, "name", "=1+1")
    assert desk.ask("p-center", "-p", 7).exit_code == 0
    book = openpyxl.load_workbook(desk.out / "plan.xlsx")
    assert book.sheetnames == ["Answer", "Sites", "Assignment"]
    cells = {cell.value: cell.data_type for row in book["Sites"].iter_rows() for cell in row}
    assert cells["=1+1"] == "s"
    assert book["Sites"].max_row == 10


def test_the_map_layer_holds_sites_demand_and_links(desk: Any) -> None:
    assert desk.ask("mclp", "-p", 1, "--standard", 30).exit_code == 0
    layer = json.loads((desk.out / "solution.geojson").read_text(encoding="utf-8"))
    kinds = pd.Series([f["properties"]["kind"] for f in layer["features"]]).value_counts()
    served = pd.read_csv(desk.out / "assignment.csv")["site_id"].notna().sum()
    assert kinds.to_dict() == {"site": 7, "demand": 14, "link": served}
    site = layer["features"][0]
    given = desk.sites.iloc[0]
    assert site["geometry"]["coordinates"] == [given["lon"], given["lat"]]
    assert 0 < served < 14


def test_who_is_not_reached_stands_in_the_table_with_an_empty_site(desk: Any) -> None:
    assert desk.ask("mclp", "-p", 1, "--standard", 30).exit_code == 0
    rows = pd.read_csv(desk.out / "assignment.csv")
    assert list(rows["demand_id"]) == list(desk.demand["id"])
    lost = rows[rows["site_id"].isna()]
    assert (lost["distance_km"] > 30).all()
    certificate = json.loads((desk.out / "certificate.json").read_text(encoding="utf-8"))
    reached = rows.loc[rows["site_id"].notna(), "demand"].sum()
    assert certificate["objective"] == pytest.approx(reached)


def test_the_certificate_names_files_and_not_the_machine(desk: Any) -> None:
    assert desk.ask("p-center", "-p", 2).exit_code == 0
    text = (desk.out / "certificate.json").read_text(encoding="utf-8")
    assert str(desk.folder) not in text
    said = json.loads(text)
    assert set(said["files"]) == {"demand.csv", "sites.csv"}
    assert said["question"]["p"] == 2
    assert said["distances"]["mode"] == "straight"
    assert said["checked"] is True


@pytest.mark.parametrize("suffix", [".xlsx", ".geojson"])
def test_the_form_of_the_tables_does_not_matter(desk: Any, suffix: str) -> None:
    assert desk.ask("p-center", "-p", 3).exit_code == 0
    expected = (desk.out / "assignment.csv").read_text(encoding="utf-8")
    for name in ("demand", "sites"):
        _write(getattr(desk, name), desk.folder / f"{name}{suffix}")
    again = desk.ask(
        "p-center", "-p", 3, "--demand", desk.folder / f"demand{suffix}",
        "--sites", desk.folder / f"sites{suffix}",
    )  # fmt: skip
    assert again.exit_code == 0, again.output
    assert (desk.out / "assignment.csv").read_text(encoding="utf-8") == expected


def _write(frame: pd.DataFrame, path: Path) -> None:
    if path.suffix == ".xlsx":
        frame.to_excel(path, index=False)
        return
    features = [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [row.pop("lon"), row.pop("lat")]},
            "properties": row,
        }
        for row in frame.to_dict("records")
    ]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))


def test_road_distances_over_a_network(desk: Any) -> None:
    """A ring of roads: the answer's distances are along it, ways to it included."""
    nodes = [(43.0, 71.0), (43.0, 72.0), (44.0, 72.0), (44.0, 71.0)]
    graph = ['<graphml xmlns="http://graphml.graphdrawing.org/xmlns">']
    graph += [f'<key id="{k}" for="node" attr.name="{k}" attr.type="double"/>' for k in ("y", "x")]
    graph += ['<key id="length" for="edge" attr.name="length" attr.type="double"/>', "<graph>"]
    for k, (lat, lon) in enumerate(nodes):
        graph.append(f'<node id="{k}"><data key="y">{lat}</data><data key="x">{lon}</data></node>')
    for k in range(4):
        graph.append(
            f'<edge source="{k}" target="{(k + 1) % 4}"><data key="length">100000</data></edge>'
        )
    network = desk.folder / "roads.graphml"
    network.write_text("\n".join([*graph, "</graph></graphml>"]), encoding="utf-8")
    result = desk.ask("p-center", "-p", 2, "--distance", "road", "--network", network)
    assert result.exit_code == 0, result.output
    said = json.loads((desk.out / "certificate.json").read_text(encoding="utf-8"))
    assert said["distances"]["mode"] == "road"
    assert set(said["files"]) == {"demand.csv", "sites.csv", "roads.graphml"}
