"""A study that needs no solver and no data: a small answer, as slow or as wrong as a test asks."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from optimizer.certificate import Certificate, Status, Violation
from optimizer.limits import Limits
from scenarios.comparison import Comparison
from scenarios.evaluation import Evaluation
from scenarios.language import spoken
from scenarios.plan import Plan
from scenarios.scenario import Scenario
from scenarios.study import Answer, Problem

OPTIMISED = "optimised"
PRINTED = "documented as printed"
YEARS = (2030, 2031)


@dataclass(frozen=True)
class FakeTerritory:
    content_hash: str = "d" * 64
    folder: Path = Path("made-up")
    units: pd.DataFrame = field(default_factory=pd.DataFrame, compare=False)
    assumptions: dict[str, float] = field(default_factory=dict)

    def leaf_units(self, selection: list[str] | None = None) -> list[str]:
        return ["karasai", "talgar"]


@dataclass
class FakeStudy:
    """Counts its solves; waits up to `seconds` unless stopped."""

    territory: FakeTerritory
    scenario: Scenario
    seconds: float = 0.0
    found: tuple[Problem, ...] = ()
    violations: tuple[Violation, ...] = ()
    solved: list[str] = field(default_factory=list)

    def problems(self) -> list[Problem]:
        return list(self.found)

    def answer(self, limits: Limits) -> Answer:
        self.solved.append(self.scenario.name)
        clock = limits.clock()
        while clock.seconds < self.seconds and not clock.expired:
            clock.report("shortage", 100.0 - clock.seconds, 90.0)
            time.sleep(0.01)
        clock.report("shortage", 100.0, 90.0)
        return make_answer(self.scenario, self.territory, limits, self.violations)


class Factory:
    """Stands for `studies.create` and remembers what was solved."""

    def __init__(self, **settings: object) -> None:
        self.settings = settings
        self.solved: list[str] = []

    def __call__(self, territory: FakeTerritory, scenario: Scenario) -> FakeStudy:
        return FakeStudy(territory, scenario, solved=self.solved, **self.settings)


def fake_render(answer: Answer, folder: Path) -> None:
    """Each rendered file tells title and a figure, so that tests see what it was made from."""
    shortage = answer.evaluations[OPTIMISED].kpis["shortage_place_years"]
    text = f"{answer.scenario.title}|{shortage}|{spoken()}|{answer.comparison.kpis.to_csv()}"
    for name in ("report.html", "plan.xlsx", "plan.geojson"):
        (folder / name).write_text(text, encoding="utf-8")


def make_answer(
    scenario: Scenario,
    territory: FakeTerritory,
    limits: Limits | None = None,
    violations: tuple[Violation, ...] = (),
) -> Answer:
    plans = {OPTIMISED: _plan(OPTIMISED, "optimised"), PRINTED: _plan(PRINTED, "documented")}
    evaluations = {key: _evaluation(key, i) for i, key in enumerate(plans)}
    stopped = bool(limits and limits.stop)
    return Answer(
        scenario=scenario,
        territory=territory,
        plan=plans[OPTIMISED],
        plans=plans,
        evaluations=evaluations,
        comparison=_comparison(evaluations),
        certificates=(
            Certificate(
                stage="shortage",
                sense="minimise",
                unit="discounted place-years",
                status=Status.FEASIBLE if stopped else Status.OPTIMAL,
                objective=100.25,
                bound=100.1,
                gap=0.0015,
                seconds=0.5,
                engine="none",
                checked=not violations,
                violations=violations,
            ),
        ),
        budget_value=pd.DataFrame({"year": [2030, 2031], "value": [1 / 3, 2.0]}),
        front=pd.DataFrame(
            {"worst_share": [0.1, 0.2], "bound": [None, 7.5], "label": ["chosen", ""]}
        ),
        assumptions=pd.DataFrame(
            {"name": ["a"], "value": [0.1], "price_year": [None], "overridden": [True]}
        ),
        anomalies=pd.DataFrame(),
        notes=("places are schematic", "жер"),
    )


def _plan(name: str, origin: str) -> Plan:
    row = {
        "place_id": "karasai",
        "to_place_id": "",
        "asset": "school",
        "action": "open",
        "size": 1200.0,
        "unit": "places",
        "start_year": 2030,
        "in_service_year": 2031,
        "capex_mln_kzt": 5760.0,
        "opex_mln_kzt": 0.0,
        "origin": origin,
    }
    return Plan.from_rows(name, [row, {**row, "place_id": "talgar", "size": 300.0}])


def _evaluation(name: str, shift: int) -> Evaluation:
    by_unit = pd.DataFrame(
        {
            "unit_id": ["karasai", "talgar"] * 2,
            "year": [y for y in YEARS for _ in range(2)],
            "shortage": [1 / 3 + shift, 2.0, 3.5, 0.0],
        }
    )
    by_year = pd.DataFrame(
        {
            "year": list(YEARS),
            "shortage": [2 + 1 / 3, 3.5],
            "worst_unit_id": ["karasai", None],
            "lapsed": [0.1 + 0.2, float("nan")],
        }
    )
    spending = pd.DataFrame({"year": [2030], "oblast_id": ["almaty_oblast"], "spending": [1e5 / 7]})
    kpis = {
        "shortage_place_years": 5.8 + shift,
        "third_shift_end_year": None if shift else 2031,
        "worst_share_unit_id": "karasai",
        "places_opened": 1500,
        "capex_mln_kzt": 7000.0,
    }
    return Evaluation(name, by_unit, by_year, spending, kpis)


def _comparison(evaluations: dict[str, Evaluation]) -> Comparison:
    kpis = pd.DataFrame({k: pd.Series(e.kpis, dtype=object) for k, e in evaluations.items()})
    return Comparison(
        baseline=PRINTED,
        measures=pd.DataFrame(
            {"measure": ["shortage"], "documented": [6.8], "optimised": [5.8], "verdict": "better"}
        ),
        kpis=kpis.rename_axis("kpi").reset_index(),
        turn=pd.DataFrame({"unit_id": ["karasai"], "shift_years": [float("nan")]}),
        money_by_oblast=pd.DataFrame({"oblast_id": ["almaty_oblast"], "documented": [1.5]}),
        places_by_horizon=pd.DataFrame({"unit_id": ["karasai"], "horizon": [2030]}),
    )
