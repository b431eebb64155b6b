"""Every study explains a place: in words, in figures, on a page, with prices that agree."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from inputs.errors import InputError
from optimizer.limits import Limits, Stop
from scenarios.cli import app
from scenarios.explaining import Explanation, explain
from scenarios.explaining.report import render_report
from scenarios.runs import Run, load_run
from scenarios.territories import territory_for

SCENARIOS = {
    "preschool": """\
extends: preschool
region: [mangystau_oblast]
money: {budget_bn_per_year: 6}
solve: {time_s: 30, gap: 0.02, front_points: 0}
""",
    "transfers": """\
extends: neighbours
region: [karasai, talgar]
money: {budget_bn_per_year: 40}
solve: {time_s: 150, gap: 0.05, front_points: 0}
""",
    "siting": """\
extends: almaty-siting
region: [ile]
solve: {time_s: 12}
""",
    "roadmap": """\
extends: roadmap-cut
roadmap: {prices: false, first_free_year: 2028}
solve: {time_s: 4}
""",
    "logistics": """\
extends: logistics
region: [zhambyl_oblast, kyzylorda_oblast, shymkent_city]
logistics: {prices: false, link_prices: false}
assumptions: {freight_mean_haul_km: 350}
solve: {time_s: 25, gap: 0.01}
""",
}
LIMITS = Limits(time_s=400.0, gap=0.02, threads=1)


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Run]:
    """Runs as they are asked for, each once."""
    folder = tmp_path_factory.mktemp("studies")

    class Answered(dict[str, Run]):
        def __missing__(self, name: str) -> Run:
            scenario = folder / f"{name}.yaml"
            scenario.write_text(SCENARIOS[name], encoding="utf-8")
            told = CliRunner().invoke(app, ["run", str(scenario), "--out", str(folder / "runs")])
            assert told.exit_code == 0, told.output
            self[name] = load_run(Path(told.stdout.splitlines()[-1]).parent)
            return self[name]

    return Answered()


def explained(run: Run, place: str, **more: int) -> tuple[Explanation, list[Explanation]]:
    heard: list[Explanation] = []
    territory = territory_for(run.scenario)
    found = explain(run, territory, place, LIMITS, on_found=heard.append, **more)
    return found, heard


def check_whole(found: Explanation, heard: list[Explanation]) -> None:
    """What holds of every explanation."""
    assert found.complete
    assert not heard[0].complete
    assert len(heard[-1].tables["prices"]) == len(found.tables["prices"])
    assert found.worth
    assert found.proof
    assert not [s for s in found.sentences if "nan" in s.split() or "inf" in s.split()]
    prices = found.tables["prices"]
    assert len(prices) == len(found.wishes) > 0
    known = prices[prices["about"].notna()]
    assert (known["low"] >= 0).all()
    assert (known["low"] <= known["about"]).all()
    assert (known["about"] <= known["high"]).all()
    page = render_report(found)
    assert found.does.split(" in ")[0] in page
    assert page.count("<svg") == 1
    plain = found.to_dict()
    again = Explanation.from_dict(json.loads(json.dumps(plain, allow_nan=False)))
    assert again.to_dict() == plain


def about(found: Explanation, wish: str) -> float:
    prices = found.tables["prices"]
    return float(prices.loc[prices["wish"] == wish, "about"].iloc[0])


def test_preschool(runs: dict[str, Run]) -> None:
    found, heard = explained(runs["preschool"], "aktau_city")
    check_whole(found, heard)
    assert "kindergarten" in found.does
    assert set(found.tables["course"]["role"]) >= {"documented", "optimised"}


def test_what_is_moved_between_districts_is_part_of_the_plan(runs: dict[str, Run]) -> None:
    run = runs["transfers"]
    found, heard = explained(run, "karasai", year=2030)
    check_whole(found, heard)
    openings = run.plan.openings
    there = openings[openings["place_id"] == "karasai"]
    begun = there[there["start_year"] == 2030]
    years = found.tables["years"].iloc[0]
    assert years["facilities"] == len(begun)
    assert years["started"] == begun["size"].sum()
    # the plan is known from its rows, so the answer begins before anything is solved
    assert heard[0].certificates == {}


def test_a_settlement_with_and_without_a_school(runs: dict[str, Run]) -> None:
    run = runs["siting"]
    table = run.tables["settlements"]
    chosen = str(table.loc[table["opened"].notna(), "settlement_id"].iloc[0])
    found, heard = explained(run, chosen)
    check_whole(found, heard)
    assert about(found, "out") >= 0
    left = table[table["opened"].isna()]
    unpriced = left[~left["settlement_id"].isin(run.tables["prices"]["settlement_id"])]
    found, heard = explained(run, str(unpriced["settlement_id"].iloc[0]))
    check_whole(found, heard)
    # the plans with a wish are whole buildings that were checked, and they say what moves
    own = {c.stage for c in run.certificates}
    held = [c for stage, c in found.certificates.items() if stage not in own]
    assert len(held) >= 3
    assert all(c.checked for c in held)
    course = found.tables["course"]
    there = course.loc[course["role"] == "wish", "value"]
    assert (there % 100 == 0).all()
    assert there.max() >= 300
    assert found.tables["prices"]["changes"].str.contains("school places: ").all()
    # a later opening leaves more freedom
    into = found.tables["prices"]["about"].to_numpy()
    assert (np.diff(into) <= 1.0).all()


def test_a_centre_that_no_table_names(runs: dict[str, Run]) -> None:
    run = runs["logistics"]
    assert run.tables["prices"].empty
    sites = run.tables["sites"]
    centre = sites[sites["kind"] != "gateway"]
    open_one = str(centre.loc[centre["optimised_opened"].notna(), "site_id"].iloc[0])
    found, heard = explained(run, open_one)
    check_whole(found, heard)
    if "later" in set(found.tables["prices"]["wish"]):
        prices = found.tables["prices"].set_index("wish")
        assert prices.loc["later", "low"] <= prices.loc["out", "high"]
    assert len(found.tables["budget"])
    gateway = str(sites.loc[sites["kind"] == "gateway", "site_id"].iloc[0])
    shut, _ = explained(run, gateway)
    assert "No centre may be opened there" in shut.stops[0]
    with pytest.raises(InputError, match=r"--year.*2031.*2030"):
        explained(run, open_one, year=2031)


def test_a_project_of_the_roadmap(runs: dict[str, Run]) -> None:
    run = runs["roadmap"]
    found, heard = explained(run, "8")
    check_whole(found, heard)
    assert "One more site has no meaning" in " ".join(found.worth)
    assert set(found.tables["prices"]["wish"]) <= {"in", "earlier", "later"}
    with pytest.raises(InputError, match="no such place among the costed projects"):
        explained(run, "no project")


def test_a_stop_ends_with_what_is_known(runs: dict[str, Run]) -> None:
    run, stop = runs["preschool"], Stop()

    def after_the_first(found: Explanation) -> None:
        if len(found.tables["prices"]):
            stop.request()

    limits = Limits(time_s=400.0, gap=0.02, threads=1, stop=stop)
    territory = territory_for(run.scenario)
    found = explain(run, territory, "aktau_city", limits, on_found=after_the_first)
    assert not found.complete
    assert "there was no time for it" in set(found.tables["prices"]["why"])
