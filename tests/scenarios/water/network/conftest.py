"""The named villages and their mains alone, so that a design takes a moment."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from inputs.territory import Territory, load_territory
from optimizer.limits import Limits
from scenarios.loading import load_scenario
from scenarios.scenario import Scenario
from scenarios.studies.water.network import VillageNetworks, village_networks

LIMITS = Limits(time_s=60.0, gap=0.02)


def with_table(territory: Territory, name: str, frame: pd.DataFrame) -> Territory:
    return replace(territory, _typed={**territory._typed, name: frame.reset_index(drop=True)})


@pytest.fixture(scope="session")
def territory() -> Territory:
    whole = load_territory()
    settlements = whole.table("settlements")
    named = whole.table("unserved_villages")["settlement_id"]
    return with_table(whole, "settlements", settlements[settlements["settlement_id"].isin(named)])


@pytest.fixture(scope="session")
def scenario() -> Scenario:
    return load_scenario("default")


@pytest.fixture(scope="session")
def networks(territory: Territory, scenario: Scenario) -> VillageNetworks:
    return village_networks(territory, scenario, LIMITS)
