"""`aumaq compare --orders` as a person uses it, on the embedded data."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner, Result

from scenarios.cli import app

QUICK = """\
extends: default
title: A quick question
region: [mangystau_oblast]
money: {budget_bn_per_year: 30}
solve: {time_s: 60, gap: 0.05, front_points: 0}
"""
DEAR = """\
place_id,asset,action,size,unit,start_year,in_service_year,capex_mln_kzt,origin
beineu,school,open,2500,places,2027,2029,200000,manual
aktau_city,school,open,1200,places,2030,2032,6000,manual
"""


def aumaq(*words: object) -> Result:
    return CliRunner().invoke(app, [str(word) for word in words], env={"COLUMNS": "200"})


@dataclass(frozen=True)
class Desk:
    """A scenario, a plan of the user, a folder of runs, and the first comparison."""

    scenario: Path
    plan: Path
    out: Path
    first: Result

    @property
    def folder(self) -> Path:
        return Path(self.first.stdout.splitlines()[-1]).parent


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    folder = tmp_path_factory.mktemp("desk")
    scenario, plan, out = folder / "quick.yaml", folder / "mine.csv", folder / "runs"
    scenario.write_text(QUICK, encoding="utf-8")
    plan.write_text(DEAR, encoding="utf-8")
    first = aumaq("compare", scenario, "--orders", "--plan", plan, "--out", out)
    return Desk(scenario, plan, out, first)


def test_the_last_line_is_the_report_and_every_order_is_there(desk: Desk) -> None:
    assert desk.first.exit_code == 0, desk.first.output
    totals = pd.read_csv(desk.folder / "totals.csv")
    assert totals["order"].tolist() == [
        "documented as printed",
        "documented under budget",
        "greedy by need",
        "greedy by benefit per tenge",
        "optimised",
        "mine",
    ]
    for name in ("yearly", "targets", "conditions", "mean_years", "kendall_tau", "turns", "sites"):
        assert (desk.folder / f"{name}.csv").is_file()
    assert (desk.folder / "orders.xlsx").is_file()
    page = (desk.folder / "report.html").read_text(encoding="utf-8")
    for figure in ("shortage", "spending", "worst", "likeness", "slope"):
        assert f'id="fig-{figure}"' in page
    assert "How alike the orders are" in page
    assert not list(desk.out.glob(".aumaq-*"))


def test_a_plan_that_overspends_is_shown_with_what_it_lacks(desk: Desk) -> None:
    totals = pd.read_csv(desk.folder / "totals.csv").set_index("order")
    # the first instalments alone exceed 30 bn KZT a year with what little is carried over
    assert totals.loc["mine", "overspending"] > 50
    assert totals.loc["optimised", "overspending"] == pytest.approx(0, abs=1e-6)
    assert "the plan “mine” by" in desk.first.stdout


def test_asking_again_solves_nothing(desk: Desk) -> None:
    before = (desk.folder / "report.html").read_bytes()
    again = aumaq("compare", desk.scenario, "--orders", "--plan", desk.plan, "--out", desk.out)
    assert again.exit_code == 0, again.output
    assert "nothing was solved" in again.stdout
    assert again.stdout.splitlines()[-1] == desk.first.stdout.splitlines()[-1]
    assert "bound" not in again.stderr
    assert (desk.folder / "report.html").read_bytes() == before


def test_another_plan_reads_the_run_and_is_another_folder(desk: Desk, tmp_path: Path) -> None:
    run = next(p for p in desk.out.glob("quick-*") if (p / "plan.csv").is_file())
    own = tmp_path / "edited.csv"
    own.write_text((run / "plan.csv").read_text(encoding="utf-8"), encoding="utf-8")
    other = aumaq("compare", desk.scenario, "--orders", "--plan", own, "--out", desk.out)
    assert other.exit_code == 0, other.output
    assert "bound" not in other.stderr
    folder = Path(other.stdout.splitlines()[-1]).parent
    assert folder != desk.folder
    totals = pd.read_csv(folder / "totals.csv").set_index("order")
    ours, theirs = (totals.loc[n, "total"] for n in ("optimised", "edited"))
    assert ours == pytest.approx(theirs)
    tau = pd.read_csv(folder / "kendall_tau.csv").set_index("order")
    assert tau.loc["optimised", "edited"] == pytest.approx(1.0)


def test_a_broken_folder_and_another_language_are_written_anew_without_a_solve(desk: Desk) -> None:
    report = desk.folder / "report.html"
    before = report.read_bytes()
    report.unlink()
    asked = ["compare", desk.scenario, "--orders", "--plan", desk.plan, "--out", desk.out]
    russian = aumaq(*asked, "--language", "ru")
    assert russian.exit_code == 0, russian.output
    assert "bound" not in russian.stderr
    assert russian.stdout.splitlines()[-1] == desk.first.stdout.splitlines()[-1]
    page = report.read_text(encoding="utf-8")
    assert '<html lang="ru">' in page
    assert "Насколько похожи очерёдности" in page
    again = aumaq(*asked)
    assert again.exit_code == 0, again.output
    assert report.read_bytes() == before


def changed(old: str, new: str) -> Callable[[str], str]:
    return lambda text: text.replace(old, new)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (changed("aktau_city,", "atlantis,"), "row 3, column place_id: no place of this scenario"),
        (changed("aktau_city,", "karasai,"), "no place of this scenario (found 'karasai')"),
        (changed("2030,2032", "2055,2057"), "row 3, column start_year: outside the scenario's"),
        (changed("2030,2032", "2024,2032"), "expected 2026 to 2050"),
        (changed("2030,2032", "2030,2029"), "row 3, column in_service_year: in service before"),
        (changed("aktau_city,school", "aktau_city,block_module"), "nothing that this study builds"),
        (changed("open,1200", "connect,1200"), "nothing that this study does"),
        (changed("1200", "many"), "row 3, column size: not a number that fits"),
        (changed("capex_mln_kzt", "price"), "column capex_mln_kzt: column is missing"),
        (lambda text: text.splitlines()[0] + "\n", "opens nothing"),
        (lambda _: "", "is no plan"),
    ],
)
def test_a_plan_that_does_not_fit_is_refused_before_any_solve(
    desk: Desk, tmp_path: Path, change: Callable[[str], str], told: str
) -> None:
    plan, out = tmp_path / "mine.csv", tmp_path / "runs"
    plan.write_text(change(DEAR), encoding="utf-8")
    refused = aumaq("compare", desk.scenario, "--orders", "--plan", plan, "--out", out)
    assert refused.exit_code == 2, refused.output
    assert told in refused.stderr
    assert len(refused.stderr.strip().splitlines()) == 1
    assert not out.exists()


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["default", "tight-budget", "--orders"], "orders are those of one scenario"),
        (["default", "--orders", "--plan", "nowhere.csv"], "nowhere.csv: there is no such plan"),
        (["defalt", "--orders"], "did you mean default?"),
        (["default", "--plan", "mine.csv"], "--plan: belongs to --orders"),
    ],
)
def test_what_cannot_be_compared_is_said(tmp_path: Path, words: list[str], told: str) -> None:
    refused = aumaq("compare", *words, "--out", tmp_path / "runs")
    assert refused.exit_code == 2, refused.output
    assert told in refused.stderr
    assert not (tmp_path / "runs").exists()


CENTRE = "aral,logistics_centre_small,open,2100000,t,2027,2030,12000,manual"
PHASE = "8,8:2,open,1,km,2024,2025,1000,manual"
BUILDING = "A-001,school,open,900,places,2025,2025,5000,manual"


@pytest.mark.parametrize(
    ("scenario", "row", "told"),
    [
        ("logistics", CENTRE.replace("aral", "atlantis"), "column place_id: no place of this"),
        ("logistics", CENTRE.replace("_small", "_tiny"), "column asset: nothing that this study"),
        ("logistics", CENTRE.replace("2027", "2061"), "column start_year: outside the scenario's"),
        ("roadmap", PHASE.replace("8,8:2", "99,8:2"), "column place_id: no place of this scenario"),
        ("roadmap", PHASE.replace("8,8:2", "7,8:2"), "does not fit 8:2 (found '7'); expected 8"),
        ("roadmap", PHASE.replace("8:2", "8:99"), "column asset: nothing that this study builds"),
        ("roadmap", PHASE.replace("2025", "2029"), "column in_service_year: does not fit 8:2"),
        ("roadmap", f"{PHASE}\n{PHASE}", "row 3, column asset: stands twice in the plan"),
        ("roadmap", PHASE.replace("2024", "2019"), "column start_year: outside the scenario's"),
        ("almaty-siting", BUILDING.replace("A-001", "A-999"), "column place_id: no place of this"),
        ("almaty-siting", BUILDING.replace("2025,2025", "2020,2025"), "expected 2025 to 2050"),
    ],
)
def test_a_plan_of_another_study_is_checked_as_well(
    tmp_path: Path, scenario: str, row: str, told: str
) -> None:
    plan, out = tmp_path / "mine.csv", tmp_path / "runs"
    plan.write_text(f"{DEAR.splitlines()[0]}\n{row}\n", encoding="utf-8")
    refused = aumaq("compare", scenario, "--orders", "--plan", plan, "--out", out)
    assert refused.exit_code == 2, refused.output
    assert told in refused.stderr
    assert len(refused.stderr.strip().splitlines()) == 1
    assert not out.exists()


def test_two_plans_of_one_name_are_refused(desk: Desk, tmp_path: Path) -> None:
    twin = tmp_path / "mine.csv"
    twin.write_text(DEAR, encoding="utf-8")
    words = ["--orders", "--plan", desk.plan, "--plan", twin]
    refused = aumaq("compare", desk.scenario, *words, "--out", tmp_path / "runs")
    assert refused.exit_code == 2
    assert "compared already" in refused.stderr
