"""The command line as a person uses it, on the embedded data."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from scenarios.cli import app
from scenarios.runs import load_run

ROOT = Path(__file__).parents[2]
QUICK = """\
extends: default
title: A quick question
region: [mangystau_oblast]
money: {budget_bn_per_year: 30}
solve: {time_s: 60, gap: 0.05, front_points: 0}
"""


def aumaq(*words: object) -> Result:
    return CliRunner().invoke(app, [str(word) for word in words], env={"COLUMNS": "200"})


@dataclass(frozen=True)
class Desk:
    """A scenario file, a folder of runs, and the first answer."""

    scenario: Path
    out: Path
    first: Result

    @property
    def report(self) -> Path:
        return Path(self.first.stdout.splitlines()[-1])


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    folder = tmp_path_factory.mktemp("desk")
    scenario = folder / "quick.yaml"
    scenario.write_text(QUICK, encoding="utf-8")
    out = folder / "runs"
    return Desk(scenario, out, aumaq("run", scenario, "--out", out))


def test_run_tells_the_headline_and_ends_with_the_report(desk: Desk) -> None:
    assert desk.first.exit_code == 0, desk.first.output
    assert desk.report.is_file()
    assert desk.report.name == "report.html"
    assert "With 30" in desk.first.stdout
    assert "feasibility checked independently" in desk.first.stdout
    assert re.search(r"shortage: best .*, bound .*, gap .* s\n", desk.first.stderr)


def test_the_run_folder_answers_the_file(desk: Desk) -> None:
    run = load_run(desk.report.parent)
    assert run.scenario.name == "quick"
    assert run.scenario.region == ("mangystau_oblast",)
    assert all(c.checked and c.bound is not None for c in run.certificates)
    geojson = json.loads((run.path / "plan.geojson").read_text(encoding="utf-8"))
    assert geojson["type"] == "FeatureCollection"


def test_asking_again_solves_nothing(desk: Desk) -> None:
    again = aumaq("run", desk.scenario, "--out", desk.out)
    assert again.exit_code == 0
    assert "answered before" in again.stdout
    assert again.stdout.splitlines()[-1] == str(desk.report)
    assert "bound" not in again.stderr


def test_a_changed_key_is_another_run_that_can_be_compared(desk: Desk) -> None:
    other = aumaq("run", desk.scenario, "--set", "money.budget_bn_per_year=20", "--out", desk.out)
    assert other.exit_code == 0, other.output
    folder = Path(other.stdout.splitlines()[-1]).parent
    assert folder != desk.report.parent
    compared = aumaq("compare", desk.report.parent, folder.name, "--out", desk.out)
    assert compared.exit_code == 0, compared.output
    assert re.search(r"money\.budget_bn_per_year +30 +20", compared.stdout)
    assert "shortage_place_years" in compared.stdout


def test_report_renders_the_same_file_again(desk: Desk) -> None:
    before = desk.report.read_bytes()
    desk.report.unlink()
    again = aumaq("report", desk.report.parent.name, "--out", desk.out)
    assert again.exit_code == 0, again.output
    assert again.stdout.strip() == str(desk.report)
    assert desk.report.read_bytes() == before


def test_compare_refuses_what_is_no_run(desk: Desk) -> None:
    assert aumaq("compare", "nothing", "--out", desk.out).exit_code == 2
    alone = aumaq("compare", desk.report.parent, "--out", desk.out)
    assert alone.exit_code == 2
    assert "at least two runs" in alone.stderr


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["run", "defalt"], "did you mean default?"),
        (["run", "default", "--set", "region=[almaty]"], "region[0]: 'almaty': unknown unit"),
        (["run", "default", "--set", "mony.x=1"], "mony: unknown key; did you mean money?"),
        (["run", "default", "--set", "assumptions.discont_rate=0"], "expected discount_rate"),
        (["run", "default", "--time", "-1"], "solve.time_s: does not fit"),
        (
            ["run", "default", "--set", "money.budget_bn_per_year=0.001"],
            "does not pay the first instalment",
        ),
        (["run", "default", "--data", "nowhere"], "nowhere"),
        (["report", "nothing", "--out", "nowhere"], "there is no run 'nothing'"),
        (["inputs", "template", "."], ""),
        (["run", "default", "--out", __file__], "File exists"),
    ],
)
def test_a_mistake_is_told_in_one_block_without_a_traceback(words: list[str], told: str) -> None:
    result = aumaq(*words)
    assert result.exit_code == 2, result.output
    assert told in result.stderr
    assert "Traceback" not in result.output
    assert result.stdout == ""


def test_two_mistakes_are_told_together(tmp_path: Path) -> None:
    file = tmp_path / "two.yaml"
    file.write_text("years: {first: 1990}\nsolve: {gap: 7}\n", encoding="utf-8")
    result = aumaq("run", file)
    assert result.exit_code == 2
    assert "2 mistakes in the scenario:" in result.stderr
    assert f"{file}, line 1: years.first" in result.stderr
    assert f"{file}, line 2: solve.gap" in result.stderr


def test_the_library_is_listed_with_what_differs() -> None:
    listed = aumaq("scenarios", "list")
    assert listed.exit_code == 0
    assert re.search(r"tight-budget .*money\.budget_bn_per_year: 400", listed.stdout)


def test_a_new_scenario_can_be_run_at_once_and_is_never_overwritten(tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    made = aumaq("scenarios", "new", "mine", "--from", "tight-budget", "--out", file)
    assert (made.exit_code, made.stdout.strip()) == (0, str(file))
    text = file.read_text(encoding="utf-8")
    again = aumaq("scenarios", "new", "mine", "--out", file)
    assert again.exit_code == 2
    assert "exists already" in again.stderr
    assert file.read_text(encoding="utf-8") == text
    wrong = aumaq("scenarios", "new", "Not A Name")
    assert wrong.exit_code == 2
    assert "name: does not fit" in wrong.stderr


def test_the_schema_is_json() -> None:
    schema = json.loads(aumaq("scenarios", "schema").stdout)
    assert "extends" in schema["properties"]


def test_check_lists_every_violation_of_a_users_folder(tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    assert aumaq("inputs", "template", folder).exit_code == 0
    result = aumaq("inputs", "check", folder)
    assert result.exit_code == 1
    assert "units" in result.stderr
    assert "violations in" in result.stderr


def test_the_embedded_data_pass_the_check() -> None:
    result = aumaq("inputs", "check")
    assert result.exit_code == 0, result.output


def test_the_audit_is_clean_where_the_documents_are() -> None:
    documents = ROOT.parent / "shared" / "documents"
    if not documents.is_dir():
        pytest.skip("the documents are not here")
    result = aumaq("inputs", "audit", "--documents", documents)
    assert result.exit_code == 0, result.output


def test_the_installed_command_speaks() -> None:
    command = [str(Path(sys.executable).with_name("aumaq")), "--version"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert re.fullmatch(r"aumaq \d+\.\d+\.\d+\n", done.stdout)


def test_help_loads_nothing_heavy() -> None:
    """Help comes at once because commands import what they need when they run."""
    code = (
        "import sys, scenarios.cli\n"
        "print(*sorted({m.split('.')[0] for m in sys.modules} & "
        "{'pandas', 'numpy', 'pydantic', 'altair', 'highspy', 'ortools', 'scipy', 'yaml'}))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""
