"""The territory a question is asked of."""

from __future__ import annotations

from pathlib import Path

from inputs.places import with_imported_places
from inputs.territory import Territory, load_territory
from scenarios.scenario import Scenario


def territory_for(scenario: Scenario, folder: Path | None = None) -> Territory:
    """Load the folder's (or the embedded) data; between settlements, with the user's own points.

    Raises
    ------
    InputError
        the folder's tables are not as declared
    """
    territory = load_territory(folder)
    return with_imported_places(territory) if scenario.level == "settlement" else territory
