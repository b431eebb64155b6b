"""A planner's own tables of demand points and candidate sites."""

from __future__ import annotations

import io
import json
import sqlite3
import struct
import zipfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import openpyxl
import pytest
import shapely
from shapely.geometry import LineString, MultiPoint, Point
from shapely.geometry.base import BaseGeometry

from inputs.errors import InputError
from inputs.points import Bounds, read_demand, read_sites

DEMAND = "id,name,lat,lon,population,owner\na,Alpha,43.2,76.9,1200,x\nb,,43.4,77.1,300.5,y\n"


def _write(folder: Path, text: str, name: str = "table.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def write_geopackage(
    path: Path,
    rows: Sequence[tuple[str, float, BaseGeometry | None]],
    *,
    epsg: int = 4326,
    envelope: bool = False,
    layers: Sequence[str] = ("points",),
) -> Path:
    """Write the least that makes a GeoPackage: id, population and a geometry."""
    base = sqlite3.connect(path)
    base.execute(
        "CREATE TABLE gpkg_spatial_ref_sys (srs_id INTEGER, organization_coordsys_id INTEGER)"
    )
    base.execute(
        "CREATE TABLE gpkg_geometry_columns (table_name TEXT, column_name TEXT, srs_id INTEGER)"
    )
    base.execute("INSERT INTO gpkg_spatial_ref_sys VALUES (7, ?)", (epsg,))
    for layer in layers:
        base.execute("INSERT INTO gpkg_geometry_columns VALUES (?, 'geom', 7)", (layer,))
        base.execute(f'CREATE TABLE "{layer}" (id TEXT, population REAL, lat TEXT, geom BLOB)')
        for name, people, geometry in rows:
            blob = None
            if geometry is not None:
                box = struct.pack("<4d", 0, 0, 0, 0) if envelope else b""
                flags = 0b11 if envelope else 0b01
                blob = struct.pack("<2sBBi", b"GP", 0, flags, 7) + box + shapely.to_wkb(geometry)
            base.execute(f'INSERT INTO "{layer}" VALUES (?, ?, ?, ?)', (name, people, "0", blob))
    base.commit()
    base.close()
    return path


def test_a_demand_table_is_read_with_weights_and_names(tmp_path: Path) -> None:
    demand = read_demand(_write(tmp_path, DEMAND))
    assert demand.points.ids == ("a", "b")
    assert demand.points.names == ("Alpha", "b")
    assert demand.weight.tolist() == [1200, 300.5]
    assert demand.points.lat.tolist() == [43.2, 43.4]
    assert demand.ignored == ("owner",)
    assert not demand.points.schematic.any()


def test_without_a_weight_every_point_counts_once(tmp_path: Path) -> None:
    demand = read_demand(_write(tmp_path, "id,lat,lon\na,43,77\n"))
    assert demand.weight.tolist() == [1]


def test_sites_have_defaults_where_cells_are_empty(tmp_path: Path) -> None:
    text = (
        "id,lat,lon,status,capacity,enlarged_capacity,fixed_cost,group\n"
        "a,43,77,existing,500,800,,almaty\n"
        "b,43,77.5,,,,12.5,\n"
        "c,43,77.6,Excluded,100,,1,west\n"
    )
    sites = read_sites(_write(tmp_path, text))
    assert sites.status == ("existing", "candidate", "excluded")
    assert sites.capacity.tolist() == [500, np.inf, 100]
    assert sites.enlarged_capacity.tolist() == [800, np.inf, 100]
    assert sites.fixed_cost.tolist() == [0, 12.5, 1]
    assert sites.closing_cost.tolist() == [0, 0, 0]
    assert sites.group == ("almaty", None, "west")


def test_a_workbook_gives_the_same_points(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (
        ["id", "lat", "lon", "population"],
        ["a", 43.2, 76.9, 1200],
        [7, 43.4, 77.1, 300.5],
    ):
        sheet.append(row)
    book.save(tmp_path / "table.xlsx")
    demand = read_demand(tmp_path / "table.xlsx")
    assert demand.points.ids == ("a", "7")
    assert demand.weight.tolist() == [1200, 300.5]


def test_a_workbook_of_several_sheets_has_to_be_told_which(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for title in ("one", "two"):
        sheet = book.create_sheet(title)
        sheet.append(["id", "lat", "lon"])
        sheet.append([title, 43, 77])
    del book["Sheet"]
    book.save(tmp_path / "table.xlsx")
    with pytest.raises(InputError, match=r"sheet has to be named; expected one of one, two"):
        read_demand(tmp_path / "table.xlsx")
    assert read_demand(tmp_path / "table.xlsx", layer="two").points.ids == ("two",)


@pytest.mark.parametrize("envelope", [False, True])
def test_a_geopackage_gives_points_by_its_geometry(tmp_path: Path, envelope: bool) -> None:
    rows = [("a", 1200.0, Point(76.9, 43.2)), ("b", 300.5, Point(77.1, 43.4))]
    demand = read_demand(write_geopackage(tmp_path / "t.gpkg", rows, envelope=envelope))
    assert demand.points.lat.tolist() == [43.2, 43.4]
    assert demand.points.lon.tolist() == [76.9, 77.1]
    assert demand.weight.tolist() == [1200, 300.5]


def test_a_geopackage_in_other_coordinates_is_refused(tmp_path: Path) -> None:
    path = write_geopackage(tmp_path / "t.gpkg", [("a", 1, Point(7e5, 4e6))], epsg=32643)
    with pytest.raises(InputError, match=r"EPSG:32643.*EPSG:4326"):
        read_demand(path)


def test_a_geopackage_of_lines_or_of_two_layers_is_refused(tmp_path: Path) -> None:
    line = write_geopackage(tmp_path / "line.gpkg", [("a", 1, LineString([(76, 43), (77, 43)]))])
    with pytest.raises(InputError, match=r"line\.gpkg, row 1: the feature is no point"):
        read_demand(line)
    rows: list[tuple[str, float, BaseGeometry]] = [("a", 1.0, MultiPoint([(76.9, 43.2)]))]
    two = write_geopackage(tmp_path / "two.gpkg", rows, layers=("old", "new"))
    with pytest.raises(InputError, match="one of new, old"):
        read_demand(two)
    assert len(read_demand(two, layer="new").points) == 1


def test_geojson_points_are_read(tmp_path: Path) -> None:
    feature = {
        "type": "Feature",
        "properties": {"id": 5, "population": 10.0},
        "geometry": {"type": "Point", "coordinates": [76.9, 43.2]},
    }
    text = json.dumps({"type": "FeatureCollection", "features": [feature]})
    demand = read_demand(_write(tmp_path, text, "t.geojson"))
    assert demand.points.ids == ("5",)
    assert demand.weight.tolist() == [10]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("id,lat\na,43\n", r"missing columns: lon"),
        ("id;lat;lon\na;43;77\n", r"not separated by commas"),
        ("id,lat,lon\n", r"no rows"),
        ("id,lat,lon\na,43,77\na,43,78\n", r"row 3, column id.*'a'.*not in row 2"),
        ("id,lat,lon\n,43,77\n", r"row 2, column id.*expected an id"),
        ("id,lat,lon\na,76.9,43.2\n", r"row 2, column lat, lon.*lat and lon are swapped"),
        ("id,lat,lon\na,55.7,37.6\n", r"row 2.*40 to 56 N and 46 to 88 E$"),
        ('id,lat,lon\na,"43,2",77\n', r"row 2, column lat.*'43,2'.*decimal point"),
        ("id,lat,lon,weight\na,43,77,-1\n", r"row 2, column weight.*'-1'.*not negative"),
        ("id,lat,lon,weight\na,43,77,\n", r"row 2, column weight.*''"),
        ("id,lat,lon,weight,population\na,43,77,1,2\n", r"either weight or population"),
        ("id,lat,lon,lat\na,43,77,43\n", r"stands twice: lat"),
        ("id,lat,lon,coord_quality\na,43,77,good\n", r"coord_quality.*'good'.*schematic"),
    ],
)
def test_what_is_wrong_is_told_with_its_row(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(InputError, match=told):
        read_demand(_write(tmp_path, text))


def test_all_faults_stand_in_one_message(tmp_path: Path) -> None:
    text = "id,lat,lon,capacity,enlarged_capacity,status\na,43,77,10,5,open\na,77,43,-1,,\n"
    with pytest.raises(InputError) as caught:
        read_sites(_write(tmp_path, text))
    told = str(caught.value)
    assert told.startswith("table.csv: 5 faults:")
    for part in (
        "row 2 column status",
        "row 3 column id",
        "swapped",
        "enlarged_capacity: found '5'",
    ):
        assert part in told


def test_more_faults_than_fit_are_counted(tmp_path: Path) -> None:
    rows = "".join(f"p{n},0,0\n" for n in range(9))
    with pytest.raises(InputError, match=r"9 faults: .*\| and 4 more"):
        read_demand(_write(tmp_path, "id,lat,lon\n" + rows))


def test_another_country_has_other_bounds(tmp_path: Path) -> None:
    path = _write(tmp_path, "id,lat,lon\na,10,20\n")
    assert len(read_demand(path, bounds=Bounds(0, 30, 0, 30)).points) == 1


def test_unknown_files_are_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file"):
        read_demand(tmp_path / "none.csv")
    with pytest.raises(InputError, match="unknown kind of file"):
        read_demand(_write(tmp_path, "x", "table.ods"))
    with pytest.raises(InputError, match="expected a GeoPackage"):
        read_demand(_write(tmp_path, "not a database" * 99, "t.gpkg"))
    with pytest.raises(InputError, match="expected a GeoJSON"):
        read_demand(_write(tmp_path, "[]", "t.geojson"))


def test_blank_sheets_of_a_workbook_are_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    book = openpyxl.Workbook()
    book.active.append(["id", "lat", "lon"])
    book.active.append(["a", 43.5, 77.0])
    book.create_sheet("Sheet2")
    book.save(path)
    assert read_demand(path).points.ids == ("a",)


def _broken(name: str, whole: bytes) -> bytes:
    if name == "text":
        return b"no workbook at all"
    if name == "cut":
        return whole[: len(whole) // 2]
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(whole)) as old, zipfile.ZipFile(target, "w") as new:
        for part in old.namelist():
            content = old.read(part)
            new.writestr(part, content[:150] if part.endswith("sheet1.xml") else content)
    return target.getvalue()


@pytest.mark.parametrize("name", ["text", "cut", "xml"])
def test_a_broken_workbook_is_told_in_one_message(tmp_path: Path, name: str) -> None:
    book = openpyxl.Workbook()
    book.active.append(["id", "lat", "lon"])
    whole = io.BytesIO()
    book.save(whole)
    path = tmp_path / "broken.xlsx"
    path.write_bytes(_broken(name, whole.getvalue()))
    with pytest.raises(InputError, match=r"broken\.xlsx: the workbook cannot be opened"):
        read_demand(path)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('{"type": "FeatureCollection", "features": []}', "the table has no rows"),
        ("[" * 100_000, "the file cannot be read"),
        ("[1, 2]", "the file cannot be read"),
    ],
)
def test_features_that_are_none_are_told(tmp_path: Path, text: str, told: str) -> None:
    path = tmp_path / "points.geojson"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=told):
        read_demand(path)
