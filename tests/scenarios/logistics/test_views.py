"""The headline is true in every case, and names on the map stand where they can be read."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import altair as alt
import pandas as pd
import pytest
from logistics_questions import changed

from scenarios.study import Answer
from scenarios.views import style
from scenarios.views.charts._ground import ground_around
from scenarios.views.charts._labels import Point, place_labels
from scenarios.views.export import to_spec, to_svg
from scenarios.views.logistics import charts, maps, tables
from scenarios.views.logistics.headline import headline, links_sentence
from scenarios.views.logistics.judged import UNDER_BUDGET


def with_kpis(answer: Answer, plan: str, **kpis: Any) -> Answer:
    old = answer.evaluations[plan]
    new = replace(old, kpis={**old.kpis, **kpis})
    return replace(answer, evaluations={**answer.evaluations, plan: new})


def with_tables(answer: Answer, **made: pd.DataFrame) -> Answer:
    return replace(answer, tables={**answer.tables, **made})


def unopened(answer: Answer, *plans: str) -> Answer:
    """The answer as if plans opened nothing."""
    nothing = {"centres_opened": 0, "sites_opened": 0, "capex_mln_kzt": 0.0}
    for plan in plans:
        answer = with_kpis(answer, plan, **nothing)
    return with_tables(answer, sites=answer.tables["sites"].assign(optimised_opened=float("nan")))


def test_a_dearer_optimum_is_not_called_as_good(answer: Answer) -> None:
    theirs = answer.evaluations[UNDER_BUDGET].kpis["total_cost_mln_kzt"]
    worse = with_kpis(answer, answer.plan.name, total_cost_mln_kzt=theirs + 3000)
    said = headline(worse)
    assert "This costs 3 bn KZT more" in said.sentence.replace("\u202f", " ")
    assert said.numbers[0].verdict == "worse"
    same = with_kpis(answer, answer.plan.name, total_cost_mln_kzt=theirs + 30)
    assert "do as well" in headline(same).sentence


def test_no_centre_at_all_is_said_in_words(answer: Answer) -> None:
    said = headline(unopened(answer, answer.plan.name, UNDER_BUDGET))
    assert said.sentence.startswith("No new logistics centre is opened;")
    assert "nothing can be opened for this money either" in said.sentence
    assert not any("0 of the 0" in lead for lead in said.leads)


def test_one_centre_is_no_plural(answer: Answer) -> None:
    one = with_kpis(answer, answer.plan.name, centres_opened=1, sites_opened=1)
    assert headline(one).sentence.startswith("1 new logistics centre at 1 site for")


def test_no_centre_within_any_distance_is_no_number(answer: Answer) -> None:
    nowhere = with_kpis(answer, UNDER_BUDGET, mean_km_2050=float("nan"), p90_km_2050=float("inf"))
    card = headline(nowhere).numbers[2]
    assert (card.counterpart, card.verdict) == ("no centre", "better")
    for row in tables.measure_table(nowhere).rows():
        assert not {"nan", "inf"} & {text for text, _ in row}


def test_reach_is_spoken_of_where_reach_decides(answer: Answer) -> None:
    asked = replace(answer, scenario=changed(objective="reach", reach_km=120))
    asked = with_kpis(asked, answer.plan.name, freight_within_reach_2050=0.9)
    asked = with_kpis(asked, UNDER_BUDGET, freight_within_reach_2050=0.8)
    said = headline(asked)
    assert "put 90.0 % of the units' freight of 2050 within 120 km of a centre" in (
        said.sentence.replace("\u202f", " ")
    )
    assert "80.0" in said.sentence
    assert "costs" not in said.sentence
    assert (said.numbers[0].value, said.numbers[0].verdict) == ("10.0\u202f%", "better")


@pytest.mark.parametrize("gap", [0.2, float("nan")])
def test_unproven_sites_are_a_warning_of_either_side(answer: Answer, gap: float) -> None:
    assert not any("may be better" in lead for lead in headline(answer).leads)
    first = replace(answer.certificates[0], gap=None if gap != gap else gap)
    ours = replace(answer, certificates=(first, *answer.certificates[1:]))
    assert "the optimised plan may be better" in headline(ours).leads[0]
    proofs = answer.tables["proofs"]
    loose = proofs.assign(gap=proofs["gap"].mask(proofs["plan"] == UNDER_BUDGET, gap))
    theirs = with_tables(answer, proofs=loose)
    assert "the best use of the named places may be better" in headline(theirs).leads[0]


def test_a_search_cut_short_stands_before_every_number(answer: Answer) -> None:
    """A gap of a third is no detail below the headline: the sites may be the wrong ones."""

    def with_gap(gap: float | None) -> str:
        first = replace(answer.certificates[0], gap=gap)
        return headline(replace(answer, certificates=(first, *answer.certificates[1:]))).sentence

    assert (
        with_gap(0.35)
        .replace("\u202f", " ")
        .startswith(
            "The search for sites was cut short: a plan up to 35 % better is not ruled out. "
        )
    )
    assert with_gap(None).startswith("The search for sites was cut short: nothing is proven")
    assert "cut short" not in with_gap(0.0)
    assert "cut short" not in with_gap(0.005)


def test_what_sites_are_worth_for_certain_is_the_difference_of_bound_and_plan(
    answer: Answer,
) -> None:
    best = answer.certificates[0].objective
    assert best is not None
    proofs = answer.tables["proofs"]
    baseline = proofs["plan"] == UNDER_BUDGET
    bound = proofs["bound"]
    sure = with_tables(answer, proofs=proofs.assign(bound=bound.mask(baseline, best + 7e3)))
    said = headline(sure).leads[0].replace("\u202f", " ")
    assert "better by at least 7 bn KZT" in said
    unsure = with_tables(answer, proofs=proofs.assign(bound=bound.mask(baseline, best)))
    assert not any("are proven to be better" in lead for lead in headline(unsure).leads)


def link_prices(answer: Answer, highs: list[float], comes: list[str]) -> Answer:
    links = answer.tables["links"]
    planned = links[links["status"] == "planned"].drop_duplicates("edge_id").head(len(highs))
    columns = ["edge_id", "mode", "from_name", "to_name", "horizon", "km"]
    table = planned[columns].assign(low=0.0, high=highs, kept_cost=0.0, comes=comes, goes="")
    return with_tables(answer, link_prices=table)


def test_only_priced_links_are_counted(answer: Answer) -> None:
    assert links_sentence(answer) == ""
    none = links_sentence(link_prices(answer, [5.0, float("inf")], ["", ""]))
    assert none.startswith("None of the 1 planned link that time sufficed to price (of ")
    one = links_sentence(link_prices(answer, [9000.0, 5000.0], ["", "Otar"]))
    assert one.startswith("1 of the 2 planned links that time sufficed to price")
    assert "5 bn KZT" in one.replace("\u202f", " ")


def test_names_keep_clear_of_discs() -> None:
    small = [Point("Shu", 100, 50), Point("", 125, 50)]
    assert place_labels([small[0]], 400, 11)["Shu"] == "right"
    assert place_labels(small, 400, 11)["Shu"] == "left"
    wide = [Point("Shu", 100, 50, radius=30), Point("", 145, 50)]
    assert place_labels(wide, 400, 11)["Shu"] == "left"


def test_pixels_are_those_that_vega_draws(answer: Answer) -> None:
    ground = ground_around(maps.all_points(answer), 800)
    spots = answer.tables["places"][["lat", "lon"]].head(5)
    mark = alt.Chart(spots).mark_point(shape="circle").encode(longitude="lon:Q", latitude="lat:Q")
    chart = style.finish(ground.projected(style.layered(mark)).properties(padding=0))
    drawn = re.findall(r'translate\(([-\d.]+),([-\d.]+)\)" d="M', to_svg(to_spec(chart)))
    found = [(float(x), float(y)) for x, y in drawn]
    wanted = ground.px(spots["lat"].to_numpy(), spots["lon"].to_numpy())
    assert len(found) == len(wanted)
    for at, pixel in zip(found, wanted, strict=True):
        assert at == pytest.approx(tuple(pixel), abs=0.51)
        assert 0 <= pixel[0] <= ground.width
        assert 0 <= pixel[1] <= ground.height


def test_legends_of_sizes_begin_above_nothing(answer: Answer) -> None:
    for chart in (maps.site_map(answer), maps.flow_map(answer)):
        legends = re.findall(r"'values': \[([^\]]*)\]", str(to_spec(chart)))
        values = [float(v) for text in legends for v in text.split(",") if re.match(r" ?\d", v)]
        assert values
        assert min(values) > 0


def test_charts_are_drawn_where_nothing_opens(answer: Answer) -> None:
    sites = answer.tables["sites"]
    names = [c for c in sites if c.startswith(("optimised_2", "budget_2", "printed_2"))]
    empty = with_tables(answer, sites=sites.assign(**dict.fromkeys(names, 0)))
    for chart in (charts.turn_chart(empty), charts.money_chart(empty)):
        assert to_svg(to_spec(chart)).startswith("<svg")
