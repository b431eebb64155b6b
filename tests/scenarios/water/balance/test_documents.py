"""What is read of the printed figures, and that none is counted twice."""

from __future__ import annotations

import numpy as np
import pytest

from inputs.territory import Territory, load_territory
from scenarios.studies.water.balance.documents import (
    HORIZONS,
    SOURCES,
    USES,
    DocumentedWater,
    read_documents,
)
from scenarios.studies.water.balance.transfers import Transfers, read_transfers
from scenarios.studies.water.balance.volumes import GROUND, OBLIGATION, SURFACE, volumes_of


@pytest.fixture(scope="module")
def territory() -> Territory:
    return load_territory()


@pytest.fixture(scope="module")
def documented(territory: Territory) -> DocumentedWater:
    return read_documents(territory)


@pytest.fixture(scope="module")
def transfers(territory: Territory, documented: DocumentedWater) -> Transfers:
    return read_transfers(territory, territory.assumptions, documented.oblasts, ())


def test_uses_add_up_to_the_printed_totals_of_the_annexes(documented: DocumentedWater) -> None:
    whole = ~np.isnan(documented.districts_total)
    apart = np.abs(documented.demanded - documented.districts_total)
    assert (~whole).sum() == len(HORIZONS)  # West Kazakhstan's text is damaged
    assert apart[whole].max() < 0.8  # rounding of the rows; Turkistan has the most districts


def test_totals_of_table_1_reappear(documented: DocumentedWater) -> None:
    apart = np.abs(documented.abstraction.sum(axis=1) - documented.printed_total)
    almaty = documented.oblasts.index("almaty_oblast")
    assert apart[almaty, 1] == pytest.approx(7.7)  # S-529
    apart[almaty, 1] = 0.0
    assert apart.max() < 0.25
    south = [i for i, r in enumerate(documented.regions) if r == "south"]
    printed = documented.printed_total[south].sum(axis=0)
    assert printed == pytest.approx([16056.4, 16374.1], abs=0.15)


def test_household_demand_of_the_annexes_is_rows_1_and_3a(documented: DocumentedWater) -> None:
    unit = documented.units.index("munaily")
    assert documented.gross[unit, USES.index("household"), 0] == pytest.approx(16.9)
    assert documented.gross[unit, USES.index("irrigation"), 0] == pytest.approx(18.6 - 16.9)


def test_losses_leave_out_what_only_passes(
    documented: DocumentedWater, transfers: Transfers
) -> None:
    """Turkistan takes 5 827.5 of surface water, lets 1 072.1 pass and uses 4 110."""
    volumes = volumes_of(documented, transfers, 2040)
    o = documented.oblasts.index("turkistan_oblast")
    assert volumes.gain[o, SURFACE] == pytest.approx(4110 / (5827.5 - 1072.1))
    assert documented.by_oblast(volumes.wanted)[o, OBLIGATION] == pytest.approx(1072.1)
    aktobe = documented.oblasts.index("aktobe_oblast")  # sanitary releases stand in the use
    assert volumes.gain[aktobe, SURFACE] == pytest.approx((461.5 - 134.8) / (461.6 - 134.8))
    assert volumes.gain[aktobe, GROUND] == pytest.approx(135.51 / (148 - 5.1))


@pytest.mark.parametrize("year", [2040, 2045, 2050])
def test_a_planned_year_closes_but_for_contradictions(
    documented: DocumentedWater, transfers: Transfers, year: int
) -> None:
    volumes = volumes_of(documented, transfers, year)
    wanted = documented.by_oblast(volumes.wanted.sum(axis=1))
    passing = documented.by_oblast(volumes.wanted[:, OBLIGATION])
    taken = volumes.available.copy()
    taken[:, SURFACE] += volumes.implied
    salt = transfers.are("kind", "sea")
    np.add.at(taken[:, SURFACE], transfers.end[salt], volumes.capacity[salt])
    mine = documented.by_oblast(volumes.mine)
    obligations = np.zeros_like(taken)
    obligations[:, SURFACE], obligations[:, GROUND] = passing - mine, mine
    arrives = ((taken - obligations) * volumes.gain).sum(axis=1) + passing
    apart = wanted - arrives
    almaty = documented.oblasts.index("almaty_oblast")
    assert 5 < apart[almaty] < 13
    apart[almaty] = 0.0
    assert np.abs(apart).max() < 1e-9


def test_sea_water_is_no_river(documented: DocumentedWater, transfers: Transfers) -> None:
    volumes = volumes_of(documented, transfers, 2040)
    o = documented.oblasts.index("mangystau_oblast")
    assert volumes.available[o].tolist() == pytest.approx([0.0, 53.0, 26.7])
    assert volumes.capacity[transfers.are("kind", "sea")] == pytest.approx([1726.4], abs=0.1)
    assert volumes.implied[o] == pytest.approx(1794.7 - 1726.4, abs=0.1)


def test_west_kazakhstan_enters_with_what_is_whole_and_the_rest(
    documented: DocumentedWater,
) -> None:
    rest = documented.gross[documented.units.index("west_kazakhstan_oblast")]
    assert rest[USES.index("other")] == pytest.approx([248.4, 259.9], abs=0.2)
    assert rest.sum() == pytest.approx(rest[USES.index("other")].sum())


def test_districts_in_no_annex_have_no_water_of_their_own(documented: DocumentedWater) -> None:
    assert "sauran" not in documented.units
    assert "alatau" not in documented.units


def test_sources_are_three(documented: DocumentedWater) -> None:
    assert documented.abstraction.shape == (len(documented.oblasts), len(SOURCES), len(HORIZONS))
