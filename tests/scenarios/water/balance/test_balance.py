"""The balance as a whole: proofs, order, conservation, and what cannot be asked."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from inputs.errors import InputError
from inputs.territory import Territory, embedded_folder, load_territory
from models.network_flow import FlowInstance, FlowProgram, smallest_shortages, solve
from models.network_flow.reference import reference_optimum
from optimizer.engines import solve_linear
from optimizer.limits import Limits
from scenarios.scenario import Scenario
from scenarios.studies.water.balance import WaterBalance, balance
from scenarios.studies.water.balance.documents import read_documents
from scenarios.studies.water.balance.network import build_network
from scenarios.studies.water.balance.terms import VARIANTS, read_terms
from scenarios.studies.water.balance.transfers import read_transfers
from scenarios.studies.water.balance.volumes import SURFACE, volumes_of

TABLES = {
    "balance_uses",
    "balance_sources",
    "balance_transfers",
    "balance_flows",
    "balance_proofs",
    "balance_treatments",
}


@pytest.fixture(scope="module")
def territory() -> Territory:
    return load_territory()


@pytest.fixture(scope="module")
def answer(territory: Territory) -> WaterBalance:
    return balance(territory, Scenario())


def shortage(answer: WaterBalance, variant: str, year: int, by: str) -> pd.Series:
    uses = answer.tables["balance_uses"]
    here = uses[(uses["variant"] == variant) & (uses["year"] == year)]
    return here.groupby(by)["shortage_mln_m3"].sum()


def test_every_balance_is_proven_and_checked(answer: WaterBalance) -> None:
    assert set(answer.tables) == TABLES
    proofs = answer.tables["balance_proofs"]
    assert len(proofs) == 11 * len(VARIANTS)
    assert proofs["checked"].all()
    assert proofs["gap"].max() <= 1e-9
    assert [c.checked for c in answer.certificates] == [True] * len(VARIANTS)
    assert not answer.problems


def test_a_normal_year_is_short_only_where_documents_disagree_or_water_is_too_dear(
    answer: WaterBalance,
) -> None:
    short = shortage(answer, "normal", 2040, "oblast_id")
    assert set(short[short > 0.01].index) == {"almaty_oblast", "mangystau_oblast"}
    assert short["almaty_oblast"] < 13  # S-531, less its loss
    assert shortage(answer, "normal", 2040, "use")[["household", "industry"]].max() < 1e-6


def test_dry_years_take_from_the_fields_first(answer: WaterBalance) -> None:
    for variant in ("dry", "very_dry"):
        short = shortage(answer, variant, 2040, "use")
        assert short[["household", "industry", "obligation"]].max() < 1e-6
        assert short["irrigation"] > 1000
    totals = [shortage(answer, variant, 2040, "use").sum() for variant in VARIANTS]
    assert totals == sorted(totals)


def test_what_enters_an_oblast_leaves_it(answer: WaterBalance) -> None:
    flows = answer.tables["balance_flows"]
    oblasts = set(answer.tables["balance_sources"]["oblast_id"])
    keys = ["variant", "year"]
    come = flows[flows["to"].isin(oblasts)].groupby([*keys, "to"])["mln_m3"].sum()
    own = flows["from"].isin(oblasts)
    go = flows[own].groupby([*keys, "from"])["mln_m3"].sum()
    assert come.to_numpy() == pytest.approx(go.to_numpy(), abs=1e-6)
    assert "unused" not in set(flows["to"])


def test_districts_of_an_oblast_share_a_shortage(answer: WaterBalance) -> None:
    uses = answer.tables["balance_uses"]
    fields = uses[(uses["variant"] == "dry") & (uses["use"] == "irrigation")]
    share = fields["shortage_mln_m3"] / fields["demand_mln_m3"]
    spread = share.groupby([fields["year"], fields["oblast_id"]]).agg(lambda s: s.max() - s.min())
    assert spread.max() < 1e-9


def test_a_dropped_plant_and_a_drier_oblast_make_it_worse(
    territory: Territory, answer: WaterBalance
) -> None:
    asked = Scenario.model_validate(
        {
            "water": {
                "drop_transfers": ["WT-09"],
                "surface_factor": {"turkistan_oblast": 0.8},
            }
        }
    )
    worse = balance(territory, asked)
    before = shortage(answer, "normal", 2050, "oblast_id")
    after = shortage(worse, "normal", 2050, "oblast_id")
    assert after["mangystau_oblast"] > before["mangystau_oblast"] + 10
    assert after["turkistan_oblast"] > before["turkistan_oblast"] + 500
    assert after["zhetisu_oblast"] == pytest.approx(before["zhetisu_oblast"], abs=1e-6)
    assert "WT-09" not in set(worse.tables["balance_transfers"]["transfer_id"])


def test_without_any_way_the_sea_does_not_become_a_river(territory: Territory) -> None:
    ways = list(territory.table("water_transfers")["transfer_id"])
    alone = balance(territory, Scenario.model_validate({"water": {"drop_transfers": ways}}))
    assert alone.tables["balance_transfers"].empty
    uses = alone.tables["balance_uses"].query("variant == 'normal' and year == 2040")
    coast = uses[uses["oblast_id"] == "mangystau_oblast"].groupby("use")
    short = coast["shortage_mln_m3"].sum()
    assert short["industry"] == pytest.approx(1785.8 - 26.7, abs=1)  # waste water alone is left
    assert short["household"] == pytest.approx(76.7 - 1.25 * 53.0, abs=0.1)
    assert alone.tables["balance_proofs"]["checked"].all()


@pytest.mark.parametrize(
    ("asked", "path"),
    [
        ({"water": {"drop_transfers": ["WT-99"]}}, "water.drop_transfers[0]"),
        ({"water": {"surface_factor": {"karasai": 0.5}}}, "water.surface_factor.karasai"),
        ({"assumptions": {"water_value_irrigation": 450}}, "assumptions.water_value_irrigation"),
        ({"assumptions": {"water_value_fields": 1}}, "assumptions.water_value_fields"),
    ],
)
def test_what_cannot_be_is_a_problem(
    territory: Territory, asked: dict[str, object], path: str
) -> None:
    found = balance(territory, Scenario.model_validate(asked))
    assert [p.path for p in found.problems] == [path]
    assert found.problems[0].allowed
    assert not found.tables


def test_values_closer_than_losses_are_a_problem(territory: Territory) -> None:
    """Households of Atyrau would drink what runs down the Zhaiyk past industry of Oral."""
    asked = {
        "water": {"surface_factor": {"atyrau_oblast": 0}},
        "assumptions": {
            "water_value_household": 41.5,
            "water_value_industry": 41,
            "water_value_obligation": 40.5,
            "water_value_spread": 0,
        },
    }
    found = balance(territory, Scenario.model_validate(asked))
    (problem,) = found.problems
    assert "atyrau_city, household" in problem.message
    assert problem.message in found.notes[0]  # an answer without a balance says why


def dry_year(territory: Territory, year: int = 2040, factor: float = 0.7) -> FlowInstance:
    documented = read_documents(territory)
    transfers = read_transfers(territory, territory.assumptions, documented.oblasts, ())
    terms, volumes = read_terms(territory.assumptions), volumes_of(documented, transfers, year)
    volumes.available[:, SURFACE] *= factor
    return build_network(documented, transfers, terms, volumes)[0]


def test_reference_and_second_engine_agree(territory: Territory) -> None:
    instance = dry_year(territory)
    found = solve(instance)
    assert not found.check()
    assert found.objective == pytest.approx(reference_optimum(instance), rel=1e-6)
    other = solve_linear(FlowProgram(instance).model, Limits().clock(), engine="glop")
    assert other.objective == pytest.approx(found.objective, rel=1e-9)


def test_a_price_is_what_a_m3_saves(territory: Territory, answer: WaterBalance) -> None:
    """One mln m3 more of surface water in a dry year, oblast by oblast."""
    sources = answer.tables["balance_sources"]
    here = sources[
        (sources["variant"] == "dry") & (sources["year"] == 2040) & (sources["source"] == "surface")
    ].set_index("oblast_id")["value_kzt_m3"]
    documented = read_documents(territory)
    instance = dry_year(territory)
    before, step = solve(instance).objective, 0.01
    for o, oblast in enumerate(documented.oblasts):
        supply = instance.supply.copy()
        supply[3 * o + SURFACE] += step
        saved = before - FlowProgram(instance).solve(Limits().clock(), supply=supply).objective
        assert saved / step == pytest.approx(here[oblast], abs=1e-4)


def test_the_smallest_set_of_shortages_of_a_very_dry_year(territory: Territory) -> None:
    """Fewer uses can carry the whole shortage than the values of water choose to burden."""
    instance = dry_year(territory, factor=0.5)
    shortage = smallest_shortages(instance, Limits(time_s=60.0))
    labels = np.array(instance.demand_labels)
    chosen = solve(instance).shortage
    fewest = len(set(labels[shortage > 0]))
    assert 0 < fewest < len(set(labels[chosen > 1e-6]))
    assert shortage.sum() > 0


def test_a_region_shows_its_own_oblasts(territory: Territory, answer: WaterBalance) -> None:
    west = balance(territory, Scenario(region=("west",)))
    uses, whole = west.tables["balance_uses"], answer.tables["balance_uses"]
    assert set(territory.units.loc[list(set(uses["oblast_id"])), "region_id"]) == {"west"}
    same = whole[whole["oblast_id"].isin(uses["oblast_id"])].reset_index(drop=True)
    pd.testing.assert_frame_equal(uses, same)
    assert "WT-01" not in set(west.tables["balance_transfers"]["transfer_id"])
    assert "sauran" not in set(west.tables["balance_treatments"]["unit_id"])


def test_printed_and_used_figures_stand_side_by_side(answer: WaterBalance) -> None:
    rows = answer.tables["balance_treatments"].set_index("anomaly_id")
    named = {"S-529", "S-531", "S-532", "S-549", "S-551", "W-472", "W-473", "W-480", "W-481"}
    assert named <= set(rows.index)
    assert rows.loc["S-531", ["printed", "used"]].tolist() == pytest.approx([2179.6, 2193.0])


@pytest.mark.parametrize(
    ("column", "value", "expected"),
    [
        ("capacity_mln_m3", "-5", "at least 0"),
        ("to_unit", "atlantis", "units"),
        ("from_source", "sky", "surface, reserve, outside"),
        ("loss_share", "1.2", "at most 0.99"),
    ],
)
def test_bad_transfers_are_named(tmp_path: Path, column: str, value: str, expected: str) -> None:
    for table in ("assumptions", "documents", "places", "units", "water_transfers"):
        shutil.copy(embedded_folder() / f"{table}.csv", tmp_path)
    path = tmp_path / "water_transfers.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    rows[0][column] = value
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    with pytest.raises(InputError, match=f"water_transfers row .*{column}.*{value}.*{expected}"):
        load_territory(tmp_path)


def test_a_folder_without_water_tables_is_a_problem(tmp_path: Path) -> None:
    for table in ("documents", "places", "units", "indicators", "water_balance"):
        shutil.copy(embedded_folder() / f"{table}.csv", tmp_path)
    (problem,) = balance(load_territory(tmp_path), Scenario()).problems
    assert "water_abstraction" in problem.message
