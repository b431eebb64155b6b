"""What a run folder holds, and that reading it back loses nothing."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import fake_study
import pandas as pd
import pytest

from inputs.errors import InputError
from scenarios.evaluation import Evaluation
from scenarios.runner import run
from scenarios.runs import Run, load_run
from scenarios.scenario import Scenario
from scenarios.study import Answer

TERRITORY = fake_study.FakeTerritory()
SCENARIO = Scenario(name="made-up", title="A question")


@pytest.fixture
def kept(tmp_path: Path) -> Run:
    return run(
        SCENARIO,
        TERRITORY,
        tmp_path / "runs",
        create=fake_study.Factory(),
        render=fake_study.fake_render,
    ).run


def test_the_folder_holds_every_promised_file(kept: Run) -> None:
    found = {p.relative_to(kept.path).as_posix() for p in kept.path.rglob("*") if p.is_file()}
    assert found == {
        *("scenario.yaml", "plan.csv", "plans/1-documented-as-printed.csv", "kpis.parquet"),
        *("evaluation_by_year.csv", "evaluation_by_unit.parquet", "spending.csv"),
        *("comparison/measures.csv", "comparison/kpis.csv", "comparison/turn.csv"),
        *("comparison/money_by_oblast.csv", "comparison/places_by_horizon.csv"),
        *("budget_value.csv", "front.csv", "assumptions.csv", "anomalies.csv"),
        *("certificate.json", "manifest.json", "report.html", "plan.xlsx", "plan.geojson"),
    }
    assert set(kept.manifest.files) == found - {"manifest.json"}


def test_everything_of_the_answer_comes_back(kept: Run) -> None:
    before = fake_study.make_answer(SCENARIO, TERRITORY)
    after = load_run(kept.path).answer(TERRITORY)
    assert after.scenario == before.scenario
    assert after.certificates == before.certificates
    assert after.notes == before.notes
    for name in ("budget_value", "front", "assumptions", "anomalies"):
        _same(getattr(after, name), getattr(before, name))
    for field in dataclasses.fields(before.comparison):
        old, new = getattr(before.comparison, field.name), getattr(after.comparison, field.name)
        _same(new, old) if isinstance(old, pd.DataFrame) else _equal(new, old)
    assert list(after.plans) == list(before.plans)
    for key, plan in before.plans.items():
        assert after.plans[key].name == plan.name
        _same(after.plans[key].actions, plan.actions)
    assert list(after.evaluations) == list(before.evaluations)
    for key, evaluation in before.evaluations.items():
        _same_evaluation(after.evaluations[key], evaluation)


def test_no_field_of_the_answer_is_forgotten() -> None:
    """A field added to `Answer` must be stored, or this and the mypy run fail."""
    stored = {f.name for f in dataclasses.fields(Run)} | {"territory", "plan", "notes"}
    assert {f.name for f in dataclasses.fields(Answer)} <= stored


@pytest.mark.parametrize("name", ["plan.csv", "comparison/turn.csv", "kpis.parquet"])
def test_a_changed_table_is_refused_by_name(kept: Run, name: str) -> None:
    file = kept.path / name
    file.write_bytes(file.read_bytes() + b"\n")
    with pytest.raises(InputError, match=f"{name}.*has been changed"):
        load_run(kept.path)


def test_a_missing_table_is_refused_by_name(kept: Run) -> None:
    (kept.path / "front.csv").unlink()
    with pytest.raises(InputError, match=r"front\.csv.*missing"):
        load_run(kept.path)


def test_a_saved_workbook_does_not_spoil_the_run(kept: Run) -> None:
    (kept.path / "plan.xlsx").write_text("opened and saved by somebody")
    assert load_run(kept.path).scenario == SCENARIO


def test_other_data_are_refused(kept: Run) -> None:
    changed = fake_study.FakeTerritory(content_hash="e" * 64)
    with pytest.raises(InputError, match="data have changed"):
        load_run(kept.path).answer(changed)


def test_a_folder_without_manifest_is_no_run(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="not a run folder"):
        load_run(tmp_path)


@pytest.mark.parametrize("text", ["", "{}", '{"format": 99}', "\x00"])
def test_a_foreign_manifest_is_refused(kept: Run, text: str) -> None:
    (kept.path / "manifest.json").write_text(text)
    with pytest.raises(InputError, match="not the contents page"):
        load_run(kept.path)


def test_the_manifest_names_hashes_and_versions(kept: Run) -> None:
    manifest = json.loads((kept.path / "manifest.json").read_text())
    assert kept.path.name == f"made-up-{manifest['question'][:12]}"
    assert manifest["scenario"] == SCENARIO.content_hash
    assert manifest["territory"] == TERRITORY.content_hash
    assert {"aumaq", "python", "highspy"} <= set(manifest["versions"])
    assert manifest["complete"] is True


def _same(after: pd.DataFrame, before: pd.DataFrame) -> None:
    """Equal values and numeric dtypes; text may come back in pandas' text dtype."""
    pd.testing.assert_frame_equal(
        _plain(after), _plain(before), check_exact=True, check_column_type=False
    )


def _plain(frame: pd.DataFrame) -> pd.DataFrame:
    text = [c for c in frame.columns if not pd.api.types.is_numeric_dtype(frame[c])]
    return frame.assign(**{c: frame[c].astype(object).where(frame[c].notna(), None) for c in text})


def _equal(after: object, before: object) -> None:
    assert after == before


def _same_evaluation(after: Evaluation, before: Evaluation) -> None:
    assert after.plan_name == before.plan_name
    assert after.kpis == before.kpis
    assert {k: type(v) for k, v in after.kpis.items()} == {
        k: type(v) for k, v in before.kpis.items()
    }
    _same(after.by_unit, before.by_unit)
    _same(after.by_year, before.by_year)
    _same(after.spending, before.spending)
