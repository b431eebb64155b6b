"""The tables of water and its pipes against the documents' own counts and sums."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest
from printed_sums import gaps, known

from inputs.territory import load_territory

Read = Callable[[str], pd.DataFrame]


@pytest.fixture(scope="module")
def read() -> Read:
    return load_territory().table


class TestPipeClasses:
    def test_capacity_is_the_flow_at_the_economic_velocity(self, read: Read) -> None:
        frame = read("pipe_classes")
        area_mm2 = np.pi / 4 * frame["inner_mm"] ** 2
        flow = frame["velocity_m_s"] * area_mm2 / 1000
        assert (frame["capacity_l_s"] - flow).abs().max() <= 0.05 + 1e-9

    def test_larger_pipes_carry_more_and_cost_more(self, read: Read) -> None:
        frame = read("pipe_classes")
        for column in ("inner_mm", "capacity_l_s", "cost_mln_kzt_per_km", "velocity_m_s"):
            steps = frame[column].diff().dropna()
            assert (steps > 0).all() or (column == "velocity_m_s" and (steps >= 0).all())

    def test_costs_are_power_laws_through_the_anchors(self, read: Read) -> None:
        """22 at 110 mm and 60 at 315 mm are assumptions, 284.1 a trunk main of 1 200 mm."""
        frame = read("pipe_classes")
        known = load_territory().assumptions
        small, medium = known.value("water_network_km"), known.value("water_group_main_km")
        costs = read("public_unit_costs").set_index("cost_id")
        trunk = float(costs.loc["UC-030", "value"])
        low = np.log(medium / small) / np.log(315 / 110)
        high = np.log(trunk / medium) / np.log(1200 / 315)
        size = frame["diameter_mm"]
        law = np.where(size <= 315, small * (size / 110) ** low, medium * (size / 315) ** high)
        assert np.abs(frame["cost_mln_kzt_per_km"] - law).max() <= 0.05 + 1e-9
        network = known["water_network_km"]
        for column, end in (("cost_low", network.low), ("cost_high", network.high)):
            ratio = frame[column] / frame["cost_mln_kzt_per_km"]
            assert np.abs(ratio - end / network.value).max() < 0.005


class TestWater:
    def test_settlements_to_connect_are_those_that_the_documents_count(self, read: Read) -> None:
        frame = read("water_projects")
        settlements = frame[frame["unit"] == "settlements"]
        counts = known(settlements).groupby(settlements["document"]).sum()
        assert counts.to_dict() == {"S": 417, "W": 313}
        assert (settlements["year"] == 2040).all()

    def test_every_unit_has_all_rows_of_the_annex_in_both_horizons(self, read: Read) -> None:
        frame = read("water_abstraction")
        total = frame[(frame["flow"] == "abstraction") & (frame["source"] == "total")]
        assert set(total.groupby(["unit_id", "year"]).size()) == {23}
        leaves = set(load_territory().leaf_units())
        # the annexes of Turkistan oblast leave Sauran out
        assert leaves - set(total["unit_id"]) == {"sauran"}
        assert set(total["unit_id"]) <= leaves
        assert total.groupby("document")["unit_id"].nunique().to_dict() == {"S": 58, "W": 41}

    def test_only_damaged_cells_are_empty_and_zero_is_a_value(self, read: Read) -> None:
        frame = read("water_abstraction")
        damaged = frame["quality"] == "damaged"
        assert (frame["value_mln_m3"].isna() == damaged).all()
        assert set(frame.loc[damaged, "annex"]) == {14, 15}
        assert (frame["value_mln_m3"] == 0).sum() > 3000

    @pytest.mark.parametrize(("parent", "level"), [("total", "item"), ("3", "subitem")])
    def test_rows_add_up(self, read: Read, parent: str, level: str) -> None:
        frame = read("water_abstraction")
        keys = ["unit_id", "year", "flow", "source"]
        whole = frame.groupby(keys)["quality"].transform(lambda q: (q == "ok").all())
        frame = frame[whole]
        printed = frame[frame["row_no"] == parent].set_index(keys)["value_mln_m3"]
        parts = frame[frame["level"] == level].set_index(keys)["value_mln_m3"]
        assert gaps(printed, parts, 0.1) == {}

    def test_sources_add_up_but_for_the_known_anomalies(self, read: Read) -> None:
        frame = read("water_balance")
        keys = ["unit_id", "year", "flow"]
        total = frame[frame["source"] == "total"].set_index(keys)
        printed = total["value_mln_m3"].fillna(total["value_derived_mln_m3"])
        parts = frame[frame["source"] != "total"].set_index(keys)["value_mln_m3"]
        assert gaps(printed, parts, 0.1) == {
            ("almaty_oblast", 2050, "abstraction"): -7.7,
            ("almaty_oblast", 2050, "use"): 6.1,
            ("mangystau_oblast", 2040, "use"): -0.4,
        }

    def test_oblasts_are_the_sums_of_their_districts(self, read: Read) -> None:
        units = read("units").set_index("unit_id")
        districts = read("water_abstraction").query(
            "row_no == 'total' and flow == 'abstraction' and source == 'total'"
        )
        districts = districts.assign(unit_id=districts["unit_id"].map(units["oblast_id"]))
        lost = districts.loc[districts["value_mln_m3"].isna(), "unit_id"].unique()
        assert list(lost) == ["west_kazakhstan_oblast"]
        districts = districts[~districts["unit_id"].isin(lost)]
        balance = read("water_balance").query("flow == 'abstraction' and source == 'total'")
        found = gaps(
            balance.set_index(["unit_id", "year"])["value_mln_m3"],
            districts.set_index(["unit_id", "year"])["value_mln_m3"],
            0.1,
        )
        assert found == {("almaty_oblast", 2040): -13.0, ("almaty_oblast", 2050): -14.2}

    def test_water_indicators_are_those_of_the_indicators_table(self, read: Read) -> None:
        south = read("indicators").query("document == 'S'")
        first = south["lines"].str.split("-").str[0].astype(int)
        last = south["lines"].str.split("-").str[-1].astype(int)
        own = read("water_indicators")
        for line, year, value in zip(own["lines"], own["year"], own["value"], strict=True):
            here = south[(first <= int(line)) & (int(line) <= last) & (south["year"] == year)]
            assert value in set(here["value"]), (line, year)
