"""The balance as a whole: proofs, order, conservation, and what cannot be asked."""

from __future__ import annotations

import pandas as pd
import pytest

from inputs.territory import Territory, load_territory
from scenarios.scenario import Scenario
from scenarios.studies.water.balance import WaterBalance, balance
from scenarios.studies.water.balance.terms import VARIANTS

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
