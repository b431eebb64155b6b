"""The map's ground and the report's sentences say what the tables hold."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pandas as pd
import pytest

from inputs.boundaries import load_boundaries
from scenarios.study import Answer
from scenarios.views.export import to_spec
from scenarios.views.siting import ground, wording
from scenarios.views.siting.headline import headline
from scenarios.views.siting.site_map import POSITIONS, site_map, sites


def with_table(answer: Answer, name: str, **columns: Any) -> Answer:
    changed = answer.tables[name].assign(**columns)
    return replace(answer, tables={**answer.tables, name: changed})


def test_the_frame_holds_every_settlement_and_grows_northwards(answer: Answer) -> None:
    table = sites(answer)
    frame = ground.frame_of(table, ground.backdrop(table, load_boundaries()))
    for lat, lon in table[["lat", "lon"]].to_numpy():
        x, y = frame.px(lat, lon)
        assert 0 <= x <= ground.WIDTH
        assert 0 <= y <= frame.height
    west, south, east, north = frame.bounds
    assert frame.px(north, west) == pytest.approx((0.0, 0.0))
    assert frame.px(south, east) == pytest.approx((ground.WIDTH, frame.height))


@pytest.mark.parametrize(
    ("spots", "corner"),
    [
        ([(43.5, 77.0)], "top-left"),
        ([(43.99, 76.01)], "top-right"),
        ([(43.99, 76.01), (43.99, 77.99)], "bottom-left"),
        ([(lat, lon) for lat in (43.01, 43.99) for lon in (76.01, 77.99)], ground.OUTSIDE),
    ],
)
def test_the_legend_stands_where_no_settlement_is(
    spots: list[tuple[float, float]], corner: str
) -> None:
    frame = ground.Frame((76.0, 43.0, 78.0, 44.0))
    table = pd.DataFrame(spots, columns=["lat", "lon"])
    assert ground.empty_corner(table, frame) == corner


def test_the_map_names_almaty_and_tells_known_from_schematic(answer: Answer) -> None:
    drawn = json.dumps(to_spec(site_map(answer)))
    assert ground.CITY_NAME in drawn
    assert all(said in drawn for said in POSITIONS.values())


def test_prices_are_called_proven_only_where_both_ends_meet(answer: Answer) -> None:
    assert wording.proof_words(answer).startswith("Every price is proven")
    some = answer.tables["prices"]
    loose = with_table(answer, "prices", proven=some.index > 0)
    said = wording.proof_words(loose)
    assert str(some["name"][0]) in said
    assert f"{len(some) - 1} of {len(some)}" in said


def test_sites_without_a_price_are_counted(answer: Answer) -> None:
    wanted = len(answer.tables["prices"])
    assert wording.priced_words(answer) == f"All {wanted} documented and chosen sites are priced."
    short = replace(answer, tables={**answer.tables, "prices": answer.tables["prices"].head(2)})
    assert wording.priced_words(short).startswith(f"2 of {wanted} ")


def test_nesting_that_costs_nothing_is_called_so(answer: Answer) -> None:
    free = with_table(answer, "nested", cost_of_nesting=0.0, share=0.0)
    assert "costs nothing" in wording.nested_words(free)
    dear = with_table(answer, "nested", cost_of_nesting=[0.0, 2500.0, 10.0], share=0.02)
    assert "6 sites: 2.5 bn KZT" in wording.nested_words(dear)


def test_the_gap_is_said_with_its_bound(answer: Answer) -> None:
    whole = answer.certificates[-1]
    assert whole.bound is not None
    assert wording.money(whole.bound) in wording.gap_words(answer)


def test_nobody_on_the_way_is_said(answer: Answer) -> None:
    none = replace(answer, tables={**answer.tables, "service": answer.tables["service"].head(0)})
    assert "nobody" in wording.way_words(none)


def test_nearly_all_pupils_are_not_called_all(answer: Answer) -> None:
    last = answer.scenario.siting.periods[-1]
    plan = answer.plan.name
    mine = answer.evaluations[plan]
    kpis = {**mine.kpis, f"share_within_standard_{last}": 0.9999}
    changed = {**answer.evaluations, plan: replace(mine, kpis=kpis)}
    said = headline(replace(answer, evaluations=changed)).sentence
    assert "99.9" in said
    assert "100" not in said.split("%")[0].split("give")[-1]


def test_names_of_the_ground_keep_away_from_settlements() -> None:
    """The widest part of the land is taken: the name moves beside it."""
    table = pd.DataFrame({"lat": [43.3, 44.1], "lon": [75.5, 77.9]})
    land = ground.backdrop(table, load_boundaries())
    frame = ground.frame_of(table, land)
    before = ground.neighbour_names(land, frame, table).set_index("name")
    spot = before.loc[ground.NAMES["Almaty"], ["lat", "lon"]].astype(float)
    more = pd.concat([table, spot.to_frame().T], ignore_index=True)
    after = ground.neighbour_names(land, frame, more).set_index("name")
    moved = after.loc[ground.NAMES["Almaty"], ["lat", "lon"]].astype(float) - spot
    assert float((moved**2).sum()) ** 0.5 >= 0.03
