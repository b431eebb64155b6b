"""Shapefiles, and the features every kind of file gives."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from inputs.errors import InputError
from inputs.geofiles import read_features

DEGREES = 'GEOGCS["GCS_WGS_1984"]'
METRES = 'PROJCS["WGS_1984_UTM_Zone_43N"]'


@pytest.fixture
def shapefile(tmp_path: Path) -> Path:
    module = pytest.importorskip("shapefile")
    path = tmp_path / "districts.shp"
    with module.Writer(str(path), encoding="utf-8") as writer:
        writer.field("KATO", "C", 9)
        writer.field("NAME", "C", 40)
        writer.poly([[[76, 43], [76, 44], [77, 44], [77, 43], [76, 43]]])
        writer.record("196200000", "Талғар")
    path.with_suffix(".prj").write_text(DEGREES)
    return path


def test_a_shapefile_gives_outlines_with_their_fields(shapefile: Path) -> None:
    (feature,) = read_features(shapefile)
    assert feature.fields == {"KATO": "196200000", "NAME": "Талғар"}
    assert feature.geometry is not None
    assert feature.geometry.geom_type == "Polygon"
    assert feature.geometry.bounds == (76, 43, 77, 44)


def test_a_shapefile_in_metres_is_refused(shapefile: Path) -> None:
    shapefile.with_suffix(".prj").write_text(METRES)
    with pytest.raises(InputError, match=r"districts\.prj.*not in geographic.*EPSG:4326"):
        read_features(shapefile)


def test_a_damaged_shapefile_is_refused(shapefile: Path) -> None:
    shapefile.with_suffix(".shp").write_bytes(b"none")
    with pytest.raises(InputError, match=r"districts\.shp: the file cannot be read"):
        read_features(shapefile)


def test_without_pyshp_the_reader_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "shapefile", None)
    (tmp_path / "d.shp").write_bytes(b"")
    with pytest.raises(InputError, match=r"optional package pyshp.*GeoPackage or GeoJSON"):
        read_features(tmp_path / "d.shp")


def test_other_files_are_no_features(tmp_path: Path) -> None:
    (tmp_path / "d.kml").write_text("")
    with pytest.raises(InputError, match=r"unknown kind of file.*\.geojson"):
        read_features(tmp_path / "d.kml")
