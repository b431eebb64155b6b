"""Charts of the balance and of pipes hold the figures that they should."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from water_tables import network_tables, with_balance, with_tables

from scenarios.study import Answer
from scenarios.views.charts import flow_picture as picture
from scenarios.views.charts.pipe_map import pipe_map
from scenarios.views.export import to_spec, to_svg
from scenarios.views.water import balance_charts, balance_wording, network_wording
from scenarios.views.water.balance import (
    GIVEN,
    SMALLEST,
    TAKEN,
    by_oblast,
    by_unit,
    flow_columns,
    flows,
    shown_years,
)
from scenarios.views.water.network_charts import budget_front


@pytest.fixture(scope="module")
def balanced(answer: Answer) -> Answer:
    return with_balance(answer)


def plain(text: str) -> str:
    return text.replace("\u202f", " ")


def rows_of(specification: dict[str, Any]) -> pd.DataFrame:
    """All rows of a chart's data, whatever their layer."""
    return pd.DataFrame([row for rows in specification["datasets"].values() for row in rows])


def short_of(answer: Answer, use: str, amount: float) -> Answer:
    """The answer as if one unit were short of one use in every year and climate."""
    table = answer.tables["balance_uses"].copy()
    table["shortage_mln_m3"] = 0.0
    unit = table.loc[table["use"] == use, "unit_id"].iloc[0]
    table.loc[(table["use"] == use) & (table["unit_id"] == unit), "shortage_mln_m3"] = amount
    return with_tables(answer, balance_uses=table)


def test_bars_add_up_to_the_table_and_share_one_scale(balanced: Answer) -> None:
    specification = to_spec(balance_charts.shortage_bars(balanced))
    rows = rows_of(specification)
    drawn = rows[rows["use"].notna()]["shortage"].sum()
    table = by_oblast(balanced)
    printed = table.loc[table["shortage"] >= SMALLEST, "shortage"].sum()
    assert drawn == pytest.approx(printed)
    domains = {
        str(layer["encoding"]["x"]["scale"]["domain"])
        for panel in specification["hconcat"]
        for layer in panel["layer"][:1]
    }
    assert len(domains) == 1


def test_districts_add_up_to_their_oblasts(balanced: Answer) -> None:
    units, oblasts = by_unit(balanced), by_oblast(balanced)
    for column in ("demand", "shortage"):
        ours = units.groupby(["variant", "year"])[column].sum()
        theirs = oblasts.groupby(["variant", "year"])[column].sum()
        pd.testing.assert_series_equal(ours, theirs)
    assert units["share"].between(0, 1 + 1e-9).all()
    last = units[units["year"] == shown_years(balanced)[-1]]
    known = balanced.territory.units.index
    assert set(last["unit_id"]) <= set(known)


def test_households_that_are_short_are_never_passed_over(balanced: Answer) -> None:
    dry = short_of(balanced, "household", 3.0)
    year = shown_years(dry)[-1]
    said = balance_wording.short_sentence(dry, "normal", year)
    assert "households 3.0" in said
    assert "short of nothing" not in said
    assert "also households" in balance_wording.balance_lead(dry)
    crosses = [
        layer
        for panel in to_spec(balance_charts.shortage_map(dry))["hconcat"]
        for layer in panel["layer"]
        if isinstance(layer["mark"], dict) and layer["mark"].get("shape") == "cross"
    ]
    assert len(crosses) == 3


def test_enough_for_all_is_said_and_drawn(balanced: Answer) -> None:
    wet = short_of(balanced, "irrigation", 0.0)
    assert "nobody is short, whatever the climate" in balance_wording.balance_lead(wet)
    assert "nobody is short" in balance_wording.short_sentence(wet, "dry", shown_years(wet)[0])
    for chart in (balance_charts.shortage_bars(wet), balance_charts.shortage_map(wet)):
        assert to_svg(to_spec(chart)).startswith("<svg")


def test_flow_picture_keeps_what_flows(balanced: Answer) -> None:
    (sources, oblasts, uses), colours, told = flow_columns(balanced)
    whole = flows(balanced)
    inner = whole["from"].isin(oblasts) & whole["to"].isin(oblasts)
    handed = float(whole.loc[inner, "amount"].sum())
    entered = float(told.loc[told["from"].isin(sources), "amount"].sum())
    left = float(told.loc[told["to"].isin(uses), "amount"].sum())
    assert entered == pytest.approx(left, rel=1e-4)
    for name, end in ((GIVEN, "to"), (TAKEN, "from")):
        assert float(told.loc[told[end] == name, "amount"].sum()) == pytest.approx(handed)
    assert set(told["colour"]) <= set(colours)
    for name in oblasts:
        into = float(told.loc[told["to"] == name, "amount"].sum())
        out = float(told.loc[told["from"] == name, "amount"].sum())
        assert into == pytest.approx(out, rel=1e-3, abs=0.2)


def test_handed_water_leaves_and_comes_back(balanced: Answer) -> None:
    year = shown_years(balanced)[-1]
    rows = [
        ("surface", "almaty_oblast", 10.0),
        ("almaty_oblast", "almaty_city", 4.0),
        ("almaty_oblast", "other", 6.0),
        ("other", "almaty_city", 1.0),
        ("almaty_city", "household", 5.0),
    ]
    table = pd.DataFrame(rows, columns=["from", "to", "mln_m3"])
    asked = with_tables(balanced, balance_flows=table.assign(variant="normal", year=year))
    (sources, oblasts, uses), _, told = flow_columns(asked)
    assert oblasts == ["Almaty oblast", "Almaty city"]
    assert sources == ["surface water", TAKEN, "waste and drainage water"]
    assert uses == ["households", "other uses", GIVEN]
    assert len(told) == 6


@given(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 3), st.floats(0.1, 1e4)), min_size=1))
def test_ribbons_fill_their_nodes_without_overlap(flowing: list[tuple[int, int, float]]) -> None:
    table = pd.DataFrame(flowing, columns=["from", "to", "amount"])
    table = table.groupby(["from", "to"], as_index=False)[["amount"]].sum()
    table = table.assign(
        colour="c",
        **{"from": "s" + table["from"].astype(str), "to": "u" + table["to"].astype(str)},
    )
    columns = [[f"s{k}" for k in range(3)], [f"u{k}" for k in range(4)]]
    nodes = picture._nodes(table, columns, 500)
    ribbons = picture._ribbons(table, nodes)
    assert nodes["bottom"].max() <= 500 + 1e-6
    for end, at in (("from", "first"), ("to", "last")):
        edges = ribbons.groupby("flow")[["top", "bottom"]].agg(at)
        edges["node"] = table[end].to_numpy()
        for name, part in edges.groupby("node"):
            node = nodes[nodes["name"] == name].iloc[0]
            part = part.sort_values("top")
            assert part["top"].iloc[0] == pytest.approx(node["top"], abs=0.02)
            assert part["bottom"].iloc[-1] == pytest.approx(node["bottom"], abs=0.02)
            inner = part["top"].to_numpy()[1:] - part["bottom"].to_numpy()[:-1]
            assert np.abs(inner).max(initial=0.0) < 0.02


def test_pipes_are_as_wide_as_their_diameter() -> None:
    made = network_tables()
    specification = to_spec(pipe_map(made["network_nodes"], made["network_pipes"]))
    panel = specification["vconcat"][0]
    pipe = next(layer for layer in panel["layer"] if "strokeWidth" in layer.get("encoding", {}))
    scale = pipe["encoding"]["strokeWidth"]["scale"]
    assert scale["domain"] == [110, 160]
    assert scale["range"] == sorted(scale["range"])
    assert pipe["encoding"]["color"]["scale"]["domain"] == ["stage 1", "stage 2"]


def test_every_village_is_named_with_stage_and_pressure() -> None:
    made = network_tables()
    svg = to_svg(to_spec(pipe_map(made["network_nodes"], made["network_pipes"])))
    texts = set(re.findall(r">([^<>]+)</text>", svg))
    assert {
        "Elaman (stage 1, 30 m)",
        "Kairat (stage 2, 29 m)",
        "Orman (not connected)",
        "Kaskelen main (45 m)",
        "Talgar main",
    } <= texts
    assert "NaN" not in svg


def test_groups_far_apart_have_panels_of_one_scale_of_width() -> None:
    made = network_tables()
    nodes, pipes = made["network_nodes"], made["network_pipes"]
    far = nodes.assign(lon=nodes["lon"] + 30, node_id=nodes["node_id"] + "-far")
    thin = pipes.assign(
        diameter_mm=90.0, from_id=pipes["from_id"] + "-far", to_id=pipes["to_id"] + "-far"
    )
    specification = to_spec(pipe_map(pd.concat([nodes, far]), pd.concat([pipes, thin])))
    assert len(specification["vconcat"]) == 2
    panels = [specification["vconcat"][0], *specification["vconcat"][1]["hconcat"]]
    assert [panel["width"] for panel in panels] == [1080, 533]
    domains = [
        layer["encoding"]["strokeWidth"]["scale"]["domain"]
        for panel in panels
        for layer in panel["layer"]
        if "strokeWidth" in layer.get("encoding", {})
    ]
    assert domains == [[90, 110, 160]] * 2


def test_pipes_of_one_stage_and_unknown_pressures_are_drawn() -> None:
    made = network_tables("not simulated")
    nodes = made["network_nodes"].assign(pressure_m=float("nan"), stage=1.0)
    pipes = made["network_pipes"].assign(stage=1)
    svg = to_svg(to_spec(pipe_map(nodes, pipes)))
    assert ">Elaman</text>" in svg
    assert "(stage" not in svg
    assert "NaN" not in svg
    assert to_svg(to_spec(pipe_map(nodes, pipes.head(0)))).startswith("<svg")


def test_network_sentences_follow_the_tables(answer: Answer) -> None:
    asked = with_tables(answer, **network_tables())
    assert "least pressure is 29 m, in Kairat" in plain(network_wording.pressure_sentence(asked))
    staged = plain(network_wording.stage_sentence(asked))
    assert "Stage 1 connects Elaman (900 people); stage 2 connects Kairat (1 500 people)" in staged
    assert "Not connected within the stages: Orman" in staged
    assert "2 of 5 positions are schematic" in network_wording.positions_sentence(asked)
    reach = plain(network_wording.front_sentence(asked))
    assert "0.7 bn KZT already reach 1 village and 38 % of the people" in reach


@pytest.mark.parametrize(
    ("bound", "wanted"),
    [
        (4000.0, "take 4 bn KZT (proven to be the least)"),
        (3500.0, "(no network takes less than 3.5 bn KZT)"),
        (0.0, "(the time ended before anything was proven about the least)"),
        (float("nan"), "(the time ended before anything was proven about the least)"),
    ],
)
def test_what_is_proven_of_the_least_cost(answer: Answer, bound: float, wanted: str) -> None:
    made = network_tables()
    least = made["network_designs"].assign(
        design="all", objective=4000.0, cost_mln_kzt=4000.0, bound=bound, unit="mln KZT"
    )
    both = pd.concat([made["network_designs"], least])
    asked = with_tables(answer, **{**made, "network_designs": both})
    assert wanted in plain(network_wording.network_lead(asked))


def test_front_does_not_fall(answer: Answer) -> None:
    rows = rows_of(to_spec(budget_front(with_tables(answer, **network_tables()))))
    assert list(rows["people"]) == [900, 900, 2400]
    assert (rows["bound"] >= rows["people"]).all()


def test_worth_names_only_what_carries(balanced: Answer) -> None:
    said = plain(balance_wording.worth_sentence(balanced))
    table = balanced.tables["balance_transfers"]
    year = shown_years(balanced)[-1]
    own = table[(table["variant"] == "normal") & (table["year"] == year)]
    for row in own.to_dict("records"):
        assert (row["name"] in said) == (row["flow_mln_m3"] >= SMALLEST)
