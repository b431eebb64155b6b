"""Scenarios as people write them: stacking, overriding, and being told every mistake."""

from __future__ import annotations

import contextlib
from pathlib import Path
from textwrap import dedent

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inputs.errors import InputError
from scenarios.errors import InvalidScenario
from scenarios.loading import differences, library, load, load_scenario, path_of
from scenarios.positions import parse_yaml
from scenarios.scenario import Scenario
from scenarios.study import Problem


def _write(folder: Path, name: str, text: str) -> Path:
    file = folder / name
    file.write_text(dedent(text), encoding="utf-8")
    return file


def _mistakes(file: Path | str, *overrides: str) -> list[str]:
    with pytest.raises(InvalidScenario) as caught:
        load(file, overrides)
    return [str(error) for error in caught.value.errors]


# --- stacking -------------------------------------------------------------------------------


def test_an_empty_file_is_the_default_question(tmp_path: Path) -> None:
    scenario = load_scenario(_write(tmp_path, "mine.yaml", ""))
    assert scenario == Scenario(name="mine")


def test_extends_merges_mappings_and_replaces_lists(tmp_path: Path) -> None:
    _write(
        tmp_path,
        "base.yaml",
        """
        title: Base
        region: [south, west]
        money: {budget_bn_per_year: 500, carry_over_share: 0.1}
        """,
    )
    top = _write(
        tmp_path,
        "top.yaml",
        """
        extends: base.yaml
        region: [west]
        money: {budget_bn_per_year: 300}
        """,
    )
    scenario = load_scenario(top)
    assert scenario.region == ("west",)
    assert scenario.money.budget_bn_per_year == 300
    assert scenario.money.carry_over_share == 0.1


def test_name_and_title_are_not_inherited(tmp_path: Path) -> None:
    _write(tmp_path, "base.yaml", "name: base-name\ntitle: Base\n")
    scenario = load_scenario(_write(tmp_path, "top.yaml", "extends: base.yaml"))
    assert (scenario.name, scenario.title) == ("top", "")


def test_several_bases_stack_in_order(tmp_path: Path) -> None:
    _write(tmp_path, "a.yaml", "money: {budget_bn_per_year: 1, carry_over_share: 0.5}")
    _write(tmp_path, "b.yaml", "money: {budget_bn_per_year: 2}")
    top = _write(tmp_path, "c.yaml", "extends: [a.yaml, b.yaml, growth-high]")
    scenario = load_scenario(top)
    assert scenario.money.budget_bn_per_year == 2
    assert scenario.money.carry_over_share == 0.5
    assert scenario.demand.growth == "high"


def test_bases_are_found_beside_the_file_that_names_them(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    _write(tmp_path / "deep", "base.yaml", "extends: ../root.yaml")
    _write(tmp_path, "root.yaml", "solve: {seed: 7}")
    top = _write(tmp_path, "top.yaml", "extends: deep/base.yaml")
    assert load_scenario(top).solve.seed == 7


def test_a_ring_of_files_is_named(tmp_path: Path) -> None:
    a = _write(tmp_path, "a.yaml", "extends: b.yaml")
    _write(tmp_path, "b.yaml", "extends: a.yaml")
    with pytest.raises(InputError, match=r"extends itself: .*a\.yaml -> .*b\.yaml -> .*a\.yaml"):
        load(a)


def test_the_same_base_twice_is_no_ring(tmp_path: Path) -> None:
    _write(tmp_path, "root.yaml", "solve: {seed: 7}")
    _write(tmp_path, "a.yaml", "extends: root.yaml")
    _write(tmp_path, "b.yaml", "extends: root.yaml")
    top = _write(tmp_path, "top.yaml", "extends: [a.yaml, b.yaml]")
    assert load_scenario(top).solve.seed == 7


# --- mistakes -------------------------------------------------------------------------------


def test_every_mistake_is_told_with_file_line_path_and_remedy(tmp_path: Path) -> None:
    file = _write(
        tmp_path,
        "wrong.yaml",
        """\
        extends: default
        money:
          budget_bn_per_year: -5
          budgt: 3
          budget_bn_by_year: {1999: 5}
        demand: {growth: hig}
        fixed:
          - {place: karasai, size: -1}
        years: {first: 2050, last: 2040}
        region: south
        objectives: [{measure: speed}]
        """,
    )
    assert [m.removeprefix(f"{file}, ") for m in _mistakes(file)] == [
        "line 3: money.budget_bn_per_year: does not fit (found -5); "
        "expected a number at least 0, or null",
        "line 4: money.budgt: unknown key; did you mean budget_bn_per_year or "
        "budget_bn_by_year or oblast_budget_bn_per_year?; expected one of budget_bn_per_year, "
        "budget_bn_by_year, carry_over_share, oblast_budget_bn_per_year, oblast_min_share, "
        "inflation",
        "line 5: money.budget_bn_by_year.1999: key does not fit (found '1999'); "
        "expected at least 2025",
        "line 6: demand.growth: does not fit (found 'hig'); "
        "expected low | central | high, or a number above 0 and at most 3",
        "line 8: fixed[0].size: does not fit (found -1); expected a whole number above 0",
        "line 8: fixed[0].start_year: is missing; expected a whole number from 2025 to 2050",
        "line 9: years: first year 2050 is after the last year 2040",
        "line 10: region: does not fit (found 'south'); expected a list of: text",
        "line 11: objectives[0].measure: does not fit (found 'speed'); "
        "expected third_shift | shortage | worst_share | cost",
    ]


def test_a_mistake_in_a_base_names_the_base(tmp_path: Path) -> None:
    base = _write(tmp_path, "base.yaml", "\nsolve: {gap: 2}")
    top = _write(tmp_path, "top.yaml", "extends: base.yaml\nsolve: {seed: 1}")
    (mistake,) = _mistakes(top)
    assert mistake.startswith(f"{base}, line 2: solve.gap: does not fit (found 2); expected")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a: 1\na: 2", "line 2: a: key stands twice, first in line 1"),
        ("money:\n  inflation: 0\n  inflation: 0", "line 3: money.inflation: key stands twice"),
        ("budget_bn_by_year: {2030: 1, '2030': 2}", "key stands twice"),
        ("a: [1, 2", "is not YAML"),
        ("- south", "is not a mapping"),
        ("a: &x {b: 1}\nc: *x", "aliases"),
        ("a: !!python/object:os.system {}", "has no meaning here"),
        ("a: !!python/name:os.system ''", "could not determine a constructor"),
        ("money: {inflation: .nan}", "line 1: money.inflation: is not a finite number"),
        ("money: {budget_bn_per_year: .inf}", "is not a finite number"),
        ("? [a, b]\n: 1", "a key must be plain text"),
        ("a: " + "[" * 40 + "]" * 40, "nested too deeply"),
        ("a: " + "[" * 5000 + "]" * 5000, "nested too deeply"),
        ("a: \x07", "is not YAML"),
    ],
)
def test_what_is_no_scenario_text_is_refused(tmp_path: Path, text: str, message: str) -> None:
    assert any(message in m for m in _mistakes(_write(tmp_path, "x.yaml", text)))


def test_a_file_that_is_not_text_or_too_large_is_refused(tmp_path: Path) -> None:
    binary = tmp_path / "a.yaml"
    binary.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(InputError, match="not UTF-8"):
        load(binary)
    large = _write(tmp_path, "b.yaml", "#" * 300_000)
    with pytest.raises(InputError, match="too large"):
        load(large)
    with pytest.raises(InputError, match="no file"):
        load(tmp_path / "missing.yaml")


def test_an_unknown_name_gets_the_names_and_the_nearest() -> None:
    with pytest.raises(InputError, match=r"did you mean tight-budget\?; expected default, "):
        load("tight-budgt")


@given(st.text(max_size=200))
def test_any_text_is_read_or_refused_cleanly(text: str) -> None:
    with contextlib.suppress(InvalidScenario):
        parse_yaml(text, "x.yaml")


# --- overrides ------------------------------------------------------------------------------


def test_overrides_reach_into_mappings_and_default_lists() -> None:
    scenario = load_scenario(
        "default",
        [
            "money.budget_bn_per_year=400",
            "money.budget_bn_by_year.2027=300",
            "objectives[0].at_most=0.5",
            "region=[west]",
            "region.1=south",
            "fixed.0={place: karasai, size: 900, start_year: 2027}",
            "money.carry_over_share=",
        ],
    )
    assert scenario.money.budget_bn_per_year == 400
    assert scenario.money.budget_bn_by_year == {2027: 300}
    assert scenario.money.carry_over_share is None
    assert scenario.objectives[0].at_most == 0.5
    assert scenario.objectives[1:] == Scenario().objectives[1:]
    assert scenario.region == ("west", "south")
    assert scenario.fixed[0].place == "karasai"


@pytest.mark.parametrize(
    ("override", "message"),
    [
        ("money.budget_bn_per_year=-4", "budget_bn_per_year: does not fit (found -4)"),
        ("mony.inflation=0", "mony: unknown key; did you mean money?"),
        ("objectives[9].at_most=1", "expected an index from 0 to 4"),
        ("objectives.first=1", "is none of its items"),
        ("name.x=1", "name has no keys below it"),
        ("money", "is no override; expected key.sub=value"),
        ("=5", "is no override"),
        ("money={", "is not YAML"),
        ("extends=default", "stands in files only"),
    ],
)
def test_a_wrong_override_is_named(override: str, message: str) -> None:
    with pytest.raises(InputError) as caught:
        load("default", [override])
    assert message in str(caught.value)
    assert override.split("=")[0] in str(caught.value)


def test_a_consistency_problem_gets_the_line_it_stands_in(tmp_path: Path) -> None:
    file = _write(tmp_path, "x.yaml", "money:\n  budget_bn_per_year: 1\n")
    loaded = load(file, ["fixed=[{place: moon, size: 300, start_year: 2030}]"])
    error = loaded.inconsistent(
        [
            Problem("money.budget_bn_per_year", "does not pay one school", "2.5 or more"),
            Problem("fixed[0].place", "'moon' is not a unit", "karasai"),
        ]
    )
    assert [str(e) for e in error.errors] == [
        f"{file}, line 2: money.budget_bn_per_year: does not pay one school; expected 2.5 or more",
        "--set fixed=[{place: moon, size: 300, start_year: 2030}]: fixed[0].place: "
        "'moon' is not a unit; expected karasai",
    ]


def test_paths_are_read_in_both_spellings() -> None:
    assert path_of("fixed[0].place") == path_of("fixed.0.place") == ("fixed", 0, "place")


# --- the library ----------------------------------------------------------------------------


@pytest.mark.parametrize("name", library())
def test_a_library_scenario_is_named_as_its_file_and_titled(name: str) -> None:
    scenario = load_scenario(name)
    assert scenario.name == name
    assert scenario.title


def test_library_questions_differ() -> None:
    questions = [load_scenario(name).content_hash for name in library()]
    assert len(set(questions)) == len(questions) >= 13


def test_differences_name_the_changed_keys() -> None:
    base, tight = load_scenario("default"), load_scenario("tight-budget")
    assert differences(tight, base) == {"money.budget_bn_per_year": (400.0, None)}
    assert differences(base, base) == {}
