"""The split of runs that are there, some of them not."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from untranslated import untranslated

from inputs.errors import InputError
from inputs.territory import load_territory
from scenarios.common_budget import Split, load_split
from scenarios.common_budget.answer import split_of
from scenarios.common_budget.report import notes, render_report
from scenarios.language import speaking
from scenarios.sweeps import SweepTable
from scenarios.sweeps.table import Result, State

QUESTION = """\
envelope_bn_per_year: 100
studies:
  - scenario: default
    weight: 1
    levels_bn: [20, 60]
    set: {money.budget_bn_per_year: 40, objectives: [{measure: shortage}]}
  - scenario: water
    weight: 2
    levels_bn: [20, 60]
    set: {money.budget_bn_per_year: 40}
"""
LOSSES = {"schools": [90.0, 50.0, 30.0], "water": [60.0, 45.0, 40.0]}


def answered(folder: Path, failed: set[tuple[str, int]]) -> tuple[Split, SweepTable]:
    file = folder / "small.yaml"
    file.write_text(QUESTION, encoding="utf-8")
    question = load_split(file, load_territory().assumptions)
    variants, results = [], []
    for share in question.shares:
        for k, variant in enumerate(share.variants):
            variants.append(variant)
            if (share.study.value, k) in failed:
                results.append(Result(State.FAILED, error="no plan was found in time"))
                continue
            loss = LOSSES[share.study.value][k]
            stage = {"stage": "1 shortage", "unit": "people", "sense": "minimise"}
            run = folder / f"{share.study}-{k:012x}"
            run.mkdir()
            text = json.dumps({"stages": [{**stage, "objective": loss, "bound": loss - 1}]})
            (run / "certificate.json").write_text(text, encoding="utf-8")
            results.append(Result(State.DONE, run=run.name))
    return question, SweepTable.of(variants, [""] * len(variants), results)


def test_the_split_is_what_the_weights_say(tmp_path: Path) -> None:
    question, table = answered(tmp_path, set())
    answer = split_of(question, table, tmp_path)
    # 60 + 40: 30 + 2 * 45 = 120; 40 + 60: 50 + 2 * 40 = 130
    assert [part.money for part in answer.parts] == [60.0, 40.0]
    assert answer.certificate.objective == pytest.approx(120.0)
    assert answer.certificate.bound == pytest.approx(117.0)
    assert answer.parts[0].last_bn == pytest.approx(1.0)
    assert answer.parts[1].next_bn == pytest.approx(0.25)
    # against 40 + 60 a weight w of water must keep 30 + 45 w at most 50 + 40 w
    assert answer.parts[1].bracket.high == pytest.approx(4.0)
    assert answer.complete


def test_a_level_without_an_answer_is_left_out_and_named(tmp_path: Path) -> None:
    question, table = answered(tmp_path, {("water", 1)})
    answer = split_of(question, table, tmp_path)
    assert [part.money for part in answer.parts] == [40.0, 60.0]  # 50 + 2 * 40, against 30 + 2 * 60
    assert not answer.complete
    assert answer.justified is None
    assert any("water 40 bn (failed)" in note for note in notes(answer))
    assert "cannot be judged" in render_report(answer)
    for language in ("kk", "ru"):
        with speaking(language):
            left = untranslated(render_report(answer), frozenset({"small"}))
        assert not left, "\n".join(left)


def test_a_study_without_any_answer_is_an_error(tmp_path: Path) -> None:
    question, table = answered(tmp_path, {("water", k) for k in range(3)})
    with pytest.raises(InputError, match="water has no proven answer"):
        split_of(question, table, tmp_path)
