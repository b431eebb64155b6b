"""Features with geometry from GeoJSON, GeoPackage and shapefiles, in WGS 84.

A GeoPackage is an SQLite file whose geometries are WKB behind a short header, so the standard
library and shapely read it; shapefiles need the optional package pyshp.
"""

from __future__ import annotations

import json
import sqlite3
import struct
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import shapely
from shapely.geometry import MultiPoint, Point, shape
from shapely.geometry.base import BaseGeometry

from inputs.errors import InputError

SUFFIXES = (".geojson", ".json", ".gpkg", ".shp")

_WGS84 = 4326
_ENVELOPE_BYTES = {0: 0, 1: 32, 2: 48, 3: 48, 4: 64}


@dataclass(frozen=True)
class Feature:
    """One feature.

    Attributes
    ----------
    number
        Position in the file, from 1.
    fields
        Attributes as text; empty where null.
    geometry
        In degrees, longitude first; None where the feature has none.
    """

    number: int
    fields: dict[str, str]
    geometry: BaseGeometry | None

    def point(self, file: str) -> Point:
        """Return the point it is; a multipoint of one counts.

        Raises
        ------
        InputError
            It is something else.
        """
        geometry = self.geometry
        if isinstance(geometry, MultiPoint) and len(geometry.geoms) == 1:
            geometry = geometry.geoms[0]
        if isinstance(geometry, Point) and not geometry.is_empty:
            return geometry
        raise InputError(
            "the feature is no point",
            file=file,
            row=self.number,
            value="no geometry" if geometry is None else geometry.geom_type,
            expected="a point",
        )


def read_features(path: Path, layer: str | None = None) -> list[Feature]:
    """Read all features of a GeoJSON file, a layer of a GeoPackage, or a shapefile.

    Parameters
    ----------
    layer
        Layer of a GeoPackage; may be left out where there is only one.

    Raises
    ------
    InputError
        The file cannot be read, is not in WGS 84, or the layer has to be named.
    """
    suffix = path.suffix.lower()
    if not path.is_file():
        raise InputError("no such file", value=str(path), expected="a file of features")
    if suffix in (".geojson", ".json"):
        return list(_geojson(path))
    if suffix == ".gpkg":
        return list(_geopackage(path, layer))
    if suffix == ".shp":
        return list(_shapefile(path))
    raise InputError(
        "unknown kind of file", file=path.name, value=path.suffix, expected=" or ".join(SUFFIXES)
    )


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def _geojson(path: Path) -> Iterator[Feature]:
    try:
        collection = json.loads(path.read_text(encoding="utf-8"))
        features = collection["features"]
        _require_wgs84(collection, path)
        for number, feature in enumerate(features, 1):
            geometry = shape(feature["geometry"]) if feature.get("geometry") else None
            fields = {key: _text(v) for key, v in (feature.get("properties") or {}).items()}
            yield Feature(number, fields, geometry)
    except (
        ValueError,
        KeyError,
        TypeError,
        AttributeError,
        RecursionError,
        shapely.errors.ShapelyError,
    ) as error:
        raise InputError(
            f"the file cannot be read: {error}",
            file=path.name,
            expected="a GeoJSON FeatureCollection",
        ) from error


def _require_wgs84(collection: dict[str, Any], path: Path) -> None:
    """Refuse the member `crs` of the format before RFC 7946 unless it names WGS 84."""
    named = collection.get("crs")
    if named is None:
        return
    name = str(named["properties"]["name"])
    if not name.upper().endswith(("CRS84", ":4326")):
        raise InputError(
            "the features are not in geographic coordinates",
            file=path.name,
            column="crs",
            value=name,
            expected="WGS 84, EPSG:4326",
        )


def _geopackage(path: Path, layer: str | None) -> Iterator[Feature]:
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as base:
            base.row_factory = sqlite3.Row
            table, column = _layer(base, path, layer)
            query = f"SELECT * FROM {_quoted(table)}"
            for number, row in enumerate(base.execute(query), 1):
                fields = {key: _text(row[key]) for key in row.keys() if key != column}  # noqa: SIM118
                yield Feature(number, fields, _geopackage_geometry(row[column], path, number))
    except sqlite3.Error as error:
        raise InputError(
            f"the file cannot be read: {error}", file=path.name, expected="a GeoPackage"
        ) from error


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _layer(base: sqlite3.Connection, path: Path, layer: str | None) -> tuple[str, str]:
    layers = {
        row["table_name"]: row
        for row in base.execute(
            "SELECT g.table_name, g.column_name, s.organization_coordsys_id AS code "
            "FROM gpkg_geometry_columns g JOIN gpkg_spatial_ref_sys s USING (srs_id)"
        )
    }
    if layer is None and len(layers) == 1:
        layer = next(iter(layers))
    if layer is None or layer not in layers:
        raise InputError(
            "the layer has to be named" if layer is None else "no such layer",
            file=path.name,
            value=layer,
            expected=f"one of {', '.join(sorted(layers)) or 'at least one layer of features'}",
        )
    code = layers[layer]["code"]
    if code != _WGS84:
        raise InputError(
            f"layer {layer} is not in geographic coordinates",
            file=path.name,
            value=f"EPSG:{code}",
            expected="WGS 84, EPSG:4326",
        )
    return layer, layers[layer]["column_name"]


def _geopackage_geometry(blob: bytes | None, path: Path, number: int) -> BaseGeometry | None:
    if blob is None:
        return None
    try:
        magic, _, flags, _ = struct.unpack_from("<2sBBi", blob)
        if magic != b"GP":
            raise ValueError("no GeoPackage geometry")
        if flags & 0b10000:
            return None
        header = 8 + _ENVELOPE_BYTES[(flags >> 1) & 0b111]
        geometry: BaseGeometry = shapely.from_wkb(blob[header:])
    except (ValueError, KeyError, struct.error, shapely.errors.ShapelyError) as error:
        raise InputError(
            f"the geometry cannot be read: {error}", file=path.name, row=number
        ) from error
    return geometry


def _shapefile(path: Path) -> Iterator[Feature]:
    try:
        import shapefile
    except ImportError as error:
        raise InputError(
            "shapefiles need the optional package pyshp",
            file=path.name,
            expected="pip install 'aumaq[shp]', or the same layer as GeoPackage or GeoJSON",
        ) from error
    _require_degrees(path)
    try:
        with shapefile.Reader(str(path)) as reader:
            for number, record in enumerate(reader.iterShapeRecords(), 1):
                fields: dict[str, Any] = record.record.as_dict()
                geometry = shape(record.shape.__geo_interface__) if record.shape.shapeType else None
                yield Feature(number, {key: _text(v) for key, v in fields.items()}, geometry)
    except (shapefile.ShapefileException, struct.error, ValueError, OSError) as error:
        raise InputError(
            f"the file cannot be read: {error}",
            file=path.name,
            expected="a shapefile with its .dbf and .shx beside it",
        ) from error


def _require_degrees(path: Path) -> None:
    projection = path.with_suffix(".prj")
    if projection.is_file() and projection.read_text(errors="replace").lstrip()[:6] == "PROJCS":
        raise InputError(
            "the layer is not in geographic coordinates",
            file=projection.name,
            expected="WGS 84, EPSG:4326",
        )
