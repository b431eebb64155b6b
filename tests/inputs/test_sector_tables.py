"""The sector tables against the documents' own counts and sums."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import pytest
from printed_sums import known

from inputs.check import check_folder
from inputs.schemas import agglomeration, logistics, macro, pipes, plans, roadmap, standards, water
from inputs.schemas.base import Table
from inputs.territory import embedded_folder, load_territory

MODULES = (water, pipes, macro, logistics, agglomeration, standards, roadmap, plans)
SECTOR_TABLES: tuple[Table, ...] = tuple(t for m in MODULES for t in m.TABLES)
AGGLOMERATION_YEARS = (2018, 2025, 2035, 2050)

Read = Callable[[str], pd.DataFrame]


@pytest.fixture(scope="module")
def read() -> Read:
    return load_territory().table


def test_the_sector_tables_keep_to_their_schemas() -> None:
    names = [t.name for t in SECTOR_TABLES]
    violations = check_folder(embedded_folder())
    assert violations[violations["table"].isin(names)].to_dict("records") == []


@pytest.mark.parametrize("table", SECTOR_TABLES, ids=lambda t: t.name)
def test_every_row_says_where_it_comes_from(table: Table, read: Read) -> None:
    frame = read(table.name)
    stated = pd.Series(False, index=frame.index)
    if "document" in frame:
        assert (frame["document"].notna() == frame["lines"].notna()).all()
        stated |= frame["document"].notna()
    if "source" in frame:
        stated |= frame["source"].notna()
    if table.name == "corridor_nodes":
        stated |= frame["lat"].isna()
    assert frame[~stated].empty


# the rows of water annexes keep the order of the annex: 3, 3a, ... 4, ... total
SORTED_TABLES = [t for t in SECTOR_TABLES if "row_no" not in t.key]


@pytest.mark.parametrize("table", SORTED_TABLES, ids=lambda t: t.name)
def test_rows_stand_in_the_order_of_their_key(table: Table, read: Read) -> None:
    frame = read(table.name)
    assert frame.index.equals(frame.sort_values(list(table.key), kind="stable").index)


class TestMacro:
    def test_all_oblasts_have_all_indicators_in_all_horizons(self, read: Read) -> None:
        frame = read("macro")
        assert len(frame) == frame["unit_id"].nunique() * 3 * 17
        assert frame["unit_id"].nunique() == 10
        assert set(frame["year"]) == {2030, 2040, 2050}
        together = frame[frame["includes"].notna()]
        assert set(together["unit_id"]) == {"almaty_oblast"}
        assert set(together["includes"]) == {"zhetisu_oblast"}

    def test_product_per_head_is_that_of_the_population_forecast(self, read: Read) -> None:
        wide = read("macro").pivot(index=["unit_id", "year"], columns="indicator", values="value")
        people = read("population").set_index(["unit_id", "year"])["population"]
        implied = 1000 * wide["grp"] / wide["grp_pc"]
        expected = people.reindex(implied.index)
        for year in (2030, 2040, 2050):
            expected["almaty_oblast", year] += people["zhetisu_oblast", year]
        assert ((implied / expected - 1).abs() < 1e-3).all()


class TestLogistics:
    @pytest.mark.parametrize(
        ("region", "by_horizon"),
        [("south", {2030: 13, 2040: 9, 2050: 5}), ("west", {2030: 8, 2040: 1, 2050: 1})],
    )
    def test_centres_declared(self, read: Read, region: str, by_horizon: dict[int, int]) -> None:
        units = read("units").set_index("unit_id")
        frame = read("logistics_counts")
        here = frame[frame["unit_id"].map(units["region_id"]) == region]
        below = here[here["unit_id"] != region].groupby("horizon")["centres"].sum()
        assert below.to_dict() == by_horizon
        total = here[here["unit_id"] == region].set_index("horizon")["centres"]
        assert total.to_dict() == {h: by_horizon[h] for h in total.index}
        assert 2030 in total.index

    def test_sites_are_as_many_as_centres_declared(self, read: Read) -> None:
        sites = read("logistics_sites")
        new = sites[sites["kind"].isin(["proposed", "inferred", "unnamed"])]
        centres = new.groupby(["document", "kind"])["centres"].sum()
        assert centres["S"].to_dict() == {"inferred": 1, "proposed": 23, "unnamed": 3}
        assert centres["W"].to_dict() == {"proposed": 9, "unnamed": 1}
        declared = read("logistics_reconciliation").set_index("unit_id")["declared"]
        assert declared["south"] == 27
        assert declared["west"] == 10
        assert declared.drop(["south", "west"]).sum() == 27

    def test_no_place_of_the_south_outside_shymkent_is_tied_to_one_horizon(
        self, read: Read
    ) -> None:
        sites = read("logistics_sites")
        new = sites[(sites["document"] == "S") & (sites["kind"] == "proposed")]
        tied = new[~new["horizon_of_names"].str.contains(";")]
        assert set(tied["unit_id"]) == {"shymkent_city"}

    def test_lengths_of_links(self, read: Read) -> None:
        frame = read("corridors")
        assert len(frame) == 408
        printed = frame.dropna(subset=["printed_length_km"])
        assert len(printed) == 73
        assert (printed["printed_length_km"] == printed["length_km"]).all()
        both = frame.dropna(subset=["length_km", "gc_km", "length_flag"])
        short = both["length_flag"] == "below_straight_line"
        assert (short == (both["length_km"] < both["gc_km"])).all()
        assert (frame.dropna(subset=["chain_id"]).groupby("chain_id").size() > 0).all()
        loops = frame["from_node"] == frame["to_node"]
        assert (frame.loc[loops, "is_loop"]).all()

    def test_facts_name_nodes_or_places(self, read: Read) -> None:
        named = set(read("corridor_nodes")["node_id"]) | set(read("places")["place_id"])
        used = read("freight_facts")["node_ids"].dropna().str.split(";").explode()
        assert set(used) <= named

    def test_a_fact_is_printed_or_found_elsewhere(self, read: Read) -> None:
        frame = read("freight_facts")
        assert (frame["value"].notna() ^ frame["value_other"].notna()).all()
        assert frame.loc[frame["document"].isna(), "value"].isna().all()

    def test_network_works_of_the_south(self, read: Read) -> None:
        works = read("network_totals").query("unit_id == 'south' and measure == 'works'")
        road = works[works["mode"] == "road"].set_index("year")["length_km"]
        assert road.to_dict() == {2030: 2263, 2040: 192.5, 2050: 814}


class TestAgglomeration:
    def test_settlements(self, read: Read) -> None:
        frame = read("settlements").set_index("settlement_id")
        assert len(frame) == 190
        extra = frame[frame["unit_id"].isna() | (frame["unit_id"] == "almaty_city")]
        assert sorted(extra["name_en"]) == ["Almaty", "Gate City"]
        assert len(frame.drop(extra.index)) == 188

    @pytest.mark.parametrize("year", AGGLOMERATION_YEARS)
    def test_printed_sums(self, read: Read, year: int) -> None:
        column = f"population_{year}"
        frame = read("settlements")
        printed = read("settlement_subtotals").set_index("area")[column]
        sums = frame.groupby("unit_id")[column].sum()
        sums["agglomeration"] = frame[column].sum()
        sums["oblast_part"] = sums["agglomeration"] - sums["almaty_city"]
        gap = (printed - sums.reindex(printed.index)).abs()
        assert gap.max() <= (0 if year == 2018 else 5)
        assert gap.drop(["agglomeration", "oblast_part"]).max() <= 2

    def test_coordinates_say_what_they_are(self, read: Read) -> None:
        frame = read("settlements")
        own = frame["coord_quality"] != "schematic"
        assert own.sum() == 13
        assert (frame["fallback_place_id"].isna() == own).all()
        places = read("places").set_index("place_id")
        schematic = frame[~own]
        borrowed = places.loc[schematic["fallback_place_id"], ["lat", "lon"]]
        assert (schematic[["lat", "lon"]].to_numpy() == borrowed.to_numpy()).all()

    def test_service_centres_and_villages_without_water(self, read: Read) -> None:
        levels = read("service_centres")["level"].value_counts().to_dict()
        assert levels == {1: 1, 2: 6, 3: 45}
        villages = read("unserved_villages")
        assert len(villages) == 11
        home = read("settlements").set_index("settlement_id")["unit_id"]
        assert (villages["settlement_id"].map(home) == villages["unit_id"]).all()

    def test_industrial_zones_add_up(self, read: Read) -> None:
        area = read("industrial_zones").set_index("zone_id")["area_ha"]
        in_prospect = area.drop(["total", "tashkensaz_industrial_site"])
        assert len(in_prospect) == 9
        assert in_prospect.sum() == area["total"] == 3864

    def test_electricity_of_districts_adds_up(self, read: Read) -> None:
        facts = read("agglomeration_facts").query("topic == 'electricity_consumption'")
        total = facts[facts["unit_id"].isna()].set_index("year")["value"]
        parts = facts[facts["unit_id"].notna()].groupby("year")["value"].sum()
        assert (total == parts).all()


class TestStandards:
    def test_transfers_of_ministries_add_up(self, read: Read) -> None:
        frame = read("standards_programmes").query("topic == 'targeted_transfers'")
        value = known(frame, "value")
        is_total = frame["item"] == "TOTAL"
        parts = value[~is_total].groupby(frame["years"]).sum()
        total = value[is_total].groupby(frame["years"]).sum()
        assert total.to_dict() == {"2023": 715.7, "2024": 1278.5, "2025": 1261.5}
        assert ((parts - total).abs() < 0.1).all()

    def test_the_country_stands_ninth_of_twenty_one_in_2022(self, read: Read) -> None:
        frame = read("standards_provision").query("settlements == 'all' and service == 'all'")
        assert len(frame) == 21
        order = frame.sort_values("provision_pct")["area"].tolist()
        assert order[8] == "Kazakhstan"

    def test_every_oblast_of_the_package_has_a_provision(self, read: Read) -> None:
        units = read("units")
        oblasts = units[units["level"].isin(["oblast", "republican_city"])]["unit_id"]
        frame = read("standards_provision").query("settlements == 'all' and service == 'all'")
        assert set(oblasts) <= set(frame["unit_id"].dropna())


class TestRoadmap:
    def test_projects_and_their_total(self, read: Read) -> None:
        frame = read("projects").set_index("item")
        leaves = frame[frame["level"] == "project"]
        assert leaves["total_mln_kzt"].notna().sum() == 33
        assert set(leaves.index[leaves["total_mln_kzt"].isna()]) == {"1.2", "1.5", "1.6", "1.7"}
        assert frame.loc["T", "total_mln_kzt"] == 451519
        sections = frame[frame["level"] == "section"]
        assert sections["total_mln_kzt"].sum() == 451519
        # group 10 prints 100 mln more than its items
        assert leaves["total_mln_kzt"].sum() == 451519 - 100

    def test_years_add_up_to_the_total(self, read: Read) -> None:
        total = read("projects").set_index("item")["total_mln_kzt"]
        years = read("project_spending").groupby("item")["cost_mln_kzt"].sum()
        gap = (total - years).dropna()
        assert gap[gap != 0].to_dict() == {"12.2": 1, "12.4": -1}

    def test_activities_are_paid_for(self, read: Read) -> None:
        spending = set(read("project_spending")[["item", "bucket"]].itertuples(index=False))
        activities = set(read("project_activities")[["item", "bucket"]].itertuples(index=False))
        assert {(a.item, a.bucket) for a in activities - spending} == {("1.2", "2022")}

    def test_unit_costs_are_ratios(self, read: Read) -> None:
        frame = read("project_unit_costs")
        ratio = frame["cost_mln_kzt"] / frame["quantity"]
        assert ((frame["unit_cost_mln_kzt"] / ratio - 1).abs() < 5e-3).all()


class TestPlans:
    def test_every_document_brings_its_rows(self, read: Read) -> None:
        counts = read("documented_plans")["document"].value_counts().to_dict()
        assert counts == {"S": 686, "W": 403, "A": 391}

    @pytest.mark.parametrize("table", ["documented_plans", "industry_items"])
    def test_units_of_a_row_lie_in_its_unit(self, read: Read, table: str) -> None:
        parents = read("units").set_index("unit_id")["parent_id"].to_dict()

        def line(unit: str) -> set[str]:
            found = {unit}
            while isinstance(unit := parents[unit], str):
                found.add(unit)
            return found

        frame = read(table).dropna(subset=["unit_ids"])
        assert not frame.empty
        for unit_id, unit_ids in zip(frame["unit_id"], frame["unit_ids"], strict=True):
            several = unit_ids.split(";")
            assert len(several) > 1
            if isinstance(unit_id, str):
                assert all(unit_id in line(unit) for unit in several)
            else:
                assert not set.intersection(*(line(unit) for unit in several))

    def test_a_quantity_is_printed_or_derived(self, read: Read) -> None:
        frame = read("documented_plans")
        assert not (frame["quantity"].notna() & frame["quantity_derived"].notna()).any()
        assert not (frame["quantity"].notna() & frame["quantity_text"].notna()).any()

    def test_horizon_year_is_the_horizon(self, read: Read) -> None:
        frame = read("documented_plans").dropna(subset=["horizon_year"])
        assert (frame["horizon_year"].astype(int).astype(str) == frame["horizon"]).all()

    def test_industry_items_carry_names_only(self, read: Read) -> None:
        frame = read("industry_items")
        assert len(frame) == 653
        assert frame["physical_facility"].sum() == 230
        assert frame["place_names_kk"].dropna().str.len().max() < 90

    def test_planning_documents_add_up(self, read: Read) -> None:
        frame = read("planning_documents").set_index("unit_id").select_dtypes("number")
        assert (frame.drop("south").sum() == frame.loc["south"]).all()
