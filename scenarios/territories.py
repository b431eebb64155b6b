"""The territory a question is asked of."""

from __future__ import annotations

from pathlib import Path

from inputs.places import with_imported_places
from inputs.territory import Territory, load_territory
from scenarios.scenario import Scenario, StudyName


def territory_for(scenario: Scenario, folder: Path | None = None) -> Territory:
    """Load the folder's (or the embedded) data, with the user's own points where places matter.

    They matter between settlements, and for pipes to named villages.

    Raises
    ------
    InputError
        the folder's tables are not as declared
    """
    territory = load_territory(folder)
    pipes = scenario.study is StudyName.WATER and scenario.water.networks
    located = scenario.level == "settlement" or pipes
    return with_imported_places(territory) if located else territory
