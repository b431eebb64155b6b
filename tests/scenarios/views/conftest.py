"""Small answers with figures that a test can reckon by hand."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest

from inputs.territory import Territory, load_territory
from optimizer.certificate import Certificate, Status
from scenarios.comparison import Headline, compare
from scenarios.evaluation import Evaluation
from scenarios.plan import Action, Origin, Plan
from scenarios.scenario import Equity, Scenario, StudyName
from scenarios.study import Answer

PRINTED, BASELINE, OPTIMISED = "documented as printed", "documented under budget", "optimised"
UNITS = ("aktau_city", "beineu", "karakiya", "almaty_city", "karasai", "talgar")
Openings = Sequence[tuple[str, int, float]]  # unit, year in service, places
MLN_PER_PLACE = 5.0
EQUITY_FROM = 2030
HEADLINES = (
    Headline("shortage", "discounted_shortage_place_years", "discounted place-years", 0.5),
    Headline("third shift", "third_shift_pupil_years", "pupil-years", 0.5),
    Headline("end of third shift", "third_shift_end_year", "year", 0.0),
    Headline("worst district", "worst_share", "share of need", 5e-4),
)
AnswerFactory = Callable[..., Answer]


@pytest.fixture(scope="session")
def territory() -> Territory:
    return load_territory()


@pytest.fixture(scope="session")
def make_answer(territory: Territory) -> AnswerFactory:
    """Build an answer from openings: 1 000 needed and 400 standing places in each unit."""

    def make(
        optimised: Openings,
        documented: Openings,
        *,
        printed: Openings | None = None,
        units: Sequence[str] = UNITS,
        study: StudyName = StudyName.SCHOOLS,
        need: float = 1000.0,
        stock: float = 400.0,
        budget_bn: float | Mapping[int, float] = 2.0,
        title: str = "",
        notes: tuple[str, ...] = ("A note.",),
    ) -> Answer:
        equity = Equity(from_year=EQUITY_FROM)
        scenario = Scenario(study=study, title=title, region=tuple(units), equity=equity)
        openings = {
            OPTIMISED: optimised,
            PRINTED: documented if printed is None else printed,
            BASELINE: documented,
        }
        plans = {name: _plan(name, rows, study) for name, rows in openings.items()}
        evaluations = {
            name: _evaluate(plan, territory, units, scenario, need, stock, budget_bn)
            for name, plan in plans.items()
        }
        comparison = compare(
            plans,
            evaluations,
            optimised=OPTIMISED,
            baseline=BASELINE,
            headlines=HEADLINES,
            horizons=(2030, 2040, 2050),
            first_year=scenario.years.first,
        )
        span = np.arange(scenario.years.first, scenario.years.last + 1)
        anomalies = territory.table("anomalies").head(5)
        return Answer(
            scenario=scenario,
            territory=territory,
            plan=plans[OPTIMISED],
            plans=plans,
            evaluations=evaluations,
            comparison=comparison,
            certificates=(
                Certificate(
                    "shortage",
                    "minimise",
                    "discounted place-years",
                    Status.OPTIMAL,
                    1000.0,
                    999.0,
                    0.001,
                    1.5,
                    "highs",
                    True,
                ),
            ),
            budget_value=pd.DataFrame({"year": span, "value": np.linspace(300.0, 10.0, len(span))}),
            front=_front(evaluations),
            assumptions=territory.assumptions.to_table(),
            anomalies=anomalies,
            notes=notes,
        )

    return make


@pytest.fixture(scope="session")
def answer(make_answer: AnswerFactory) -> Answer:
    """The optimised plan builds the same places as the documented one, two years earlier."""
    documented = [(u, 2032 + n, 300.0) for n, u in enumerate(UNITS)]
    documented += [(u, 2042, 300.0) for u in UNITS]
    optimised = [(u, year - 2, size) for u, year, size in documented]
    printed = [(u, 2029, 600.0) for u in UNITS]
    return make_answer(optimised, documented, printed=printed)


def without_front(answer: Answer) -> Answer:
    return replace(answer, front=pd.DataFrame())


def _plan(name: str, openings: Openings, study: StudyName) -> Plan:
    origin = Origin.OPTIMISED if name == OPTIMISED else Origin.DOCUMENTED
    return Plan.from_rows(
        name,
        [
            {
                "place_id": unit,
                "to_place_id": "",
                "asset": "school" if study is StudyName.SCHOOLS else "preschool",
                "action": Action.OPEN,
                "size": size,
                "unit": "places",
                "start_year": year - 2,
                "in_service_year": year,
                "capex_mln_kzt": size * MLN_PER_PLACE,
                "opex_mln_kzt": 0.0,
                "origin": origin,
            }
            for unit, year, size in openings
        ],
    )


def _evaluate(
    plan: Plan,
    territory: Territory,
    units: Sequence[str],
    scenario: Scenario,
    need: float,
    stock: float,
    budget_bn: float | Mapping[int, float],
) -> Evaluation:
    years = np.arange(2024, scenario.years.last + 1)
    rows: list[dict[str, Any]] = []
    for unit in units:
        own = plan.actions[plan.actions["place_id"] == unit]
        for year in years:
            new = float(own.loc[own["in_service_year"] <= year, "size"].sum())
            shortage = max(0.0, need - stock - new)
            rows.append(
                {
                    "unit_id": unit,
                    "oblast_id": territory.oblast_of(unit),
                    "year": int(year),
                    "need": need,
                    "capacity": stock + new,
                    "new_capacity": new,
                    "shortage": shortage,
                    "shortage_share": shortage / need,
                    "second_shift": min(shortage, stock + new),
                    "third_shift": max(0.0, need - 2 * (stock + new)),
                    "stranded": max(0.0, stock + new - need),
                }
            )
    by_unit = pd.DataFrame(rows)
    by_year = _by_year(by_unit, plan, scenario, budget_bn)
    spent = plan.actions.assign(
        oblast_id=[territory.oblast_of(u) for u in plan.actions["place_id"]]
    )
    spending = (
        spent.groupby(["start_year", "oblast_id"])["capex_mln_kzt"].sum().reset_index()
    ).rename(columns={"start_year": "year", "capex_mln_kzt": "spending"})
    return Evaluation(plan.name, by_unit, by_year, spending, _kpis(by_unit, by_year, plan))


def _by_year(
    by_unit: pd.DataFrame,
    plan: Plan,
    scenario: Scenario,
    budget_bn: float | Mapping[int, float],
) -> pd.DataFrame:
    columns = ["need", "capacity", "shortage", "second_shift", "third_shift", "stranded"]
    table = by_unit.groupby("year")[columns].sum().reset_index()
    table["mean_share"] = table["shortage"] / table["need"]
    worst = by_unit.loc[by_unit.groupby("year")["shortage_share"].idxmax()]
    table["worst_share"] = worst["shortage_share"].to_numpy()
    table["worst_unit_id"] = worst["unit_id"].to_numpy()
    table["gini"] = 0.0
    spent = plan.actions.groupby("start_year")["capex_mln_kzt"].sum()
    table["places_opened"] = table["year"].map(
        plan.actions.groupby("in_service_year")["size"].sum()
    )
    table["spending"] = table["year"].map(spent).fillna(0.0)
    budget = (
        {int(y): float(budget_bn) for y in table["year"]}
        if isinstance(budget_bn, int | float)
        else dict(budget_bn)
    )
    table["budget"] = [
        1000.0 * budget.get(int(y), 0.0) if y >= scenario.years.first else 0.0
        for y in table["year"]
    ]
    table["available"] = table["budget"]
    table["carry_over"] = 0.0
    table["lapsed"] = (table["budget"] - table["spending"]).clip(lower=0.0)
    table["overspending"] = (table["spending"] - table["budget"]).clip(lower=0.0)
    table["discount_factor"] = 1.0
    return table.fillna({"places_opened": 0.0})


def _kpis(by_unit: pd.DataFrame, by_year: pd.DataFrame, plan: Plan) -> dict[str, Any]:
    counted = by_year[by_year["year"] >= 2026]
    third = counted.loc[counted["third_shift"] > 0, "year"]
    late = by_unit[by_unit["year"] >= EQUITY_FROM]
    worst = late.loc[late["shortage_share"].idxmax()]
    last = int(by_year["year"].max())
    end = 2024 if third.empty else int(third.max()) + 1
    return {
        "shortage_place_years": float(counted["shortage"].sum()),
        "discounted_shortage_place_years": 0.8 * float(counted["shortage"].sum()),
        "third_shift_pupil_years": float(counted["third_shift"].sum()),
        "third_shift_end_year": None if end > last else end,
        "worst_share": float(worst["shortage_share"]),
        "worst_share_unit_id": str(worst["unit_id"]),
        "worst_share_year": int(worst["year"]),
        "worst_share_from_year": EQUITY_FROM,
        "mean_share_last_year": float(by_year["mean_share"].iloc[-1]),
        "gini_mean": 0.0,
        "stranded_place_years": float(counted["stranded"].sum()),
        "places_opened": float(plan.openings["size"].sum()),
        "facilities_opened": len(plan.openings),
        "capex_mln_kzt": float(plan.actions["capex_mln_kzt"].sum()),
        "peak_spending_mln_kzt": float(by_year["spending"].max()),
        "peak_spending_year": int(by_year.loc[by_year["spending"].idxmax(), "year"]),
        "lapsed_mln_kzt": float(by_year["lapsed"].sum()),
        "overspending_mln_kzt": float(by_year["overspending"].sum()),
    }


def _front(evaluations: Mapping[str, Evaluation]) -> pd.DataFrame:
    best = evaluations[OPTIMISED].kpis["discounted_shortage_place_years"]
    points = [
        {"worst_share": share, "discounted_shortage_place_years": best * factor, "label": ""}
        for share, factor in ((0.2, 1.2), (0.4, 1.05), (0.6, 0.99))
    ]
    named = [
        {
            "worst_share": e.kpis["worst_share"],
            "discounted_shortage_place_years": e.kpis["discounted_shortage_place_years"],
            "label": "chosen" if name == OPTIMISED else name,
        }
        for name, e in evaluations.items()
    ]
    columns = ["worst_share_cap", "worst_share", "discounted_shortage_place_years", "bound", "gap"]
    return pd.DataFrame(points + named, columns=[*columns, "label"])
