"""Where settlements lie: points from a gazetteer of the user, schematic ones for the rest."""

from __future__ import annotations

from inputs.places.importing import PlacesImport, import_places
from inputs.places.matching import Rules
from inputs.places.names import fold
from inputs.places.schematic import place_schematically
from inputs.places.storage import (
    imported_settlements,
    places_folder,
    with_imported_places,
    write_import,
)

__all__ = [
    "PlacesImport",
    "Rules",
    "fold",
    "import_places",
    "imported_settlements",
    "place_schematically",
    "places_folder",
    "with_imported_places",
    "write_import",
]
