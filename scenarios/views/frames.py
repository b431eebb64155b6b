"""The tidy tables behind every chart, sheet and table of the views: figures without any drawing.

Money is bn KZT at the run's constant prices, places and pupils are counts, shares are 0..1.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

import pandas as pd

from scenarios.evaluation import Evaluation
from scenarios.language import _, marked, spoken
from scenarios.language.alphabet import in_order
from scenarios.scenario import StudyName
from scenarios.study import Answer
from scenarios.views.numbers import MLN_PER_BN
from scenarios.views.words import PRINTED, plan_label, words

# Keys of columns, and words that tables tell
DOCUMENTED_ROLE = marked("documented")
OPTIMISED_ROLE = marked("optimised")
SMALLEST_MOVE = 0.5  # years
_KNOWN_HORIZONS = (2030, 2040, 2050)
_BY_UNIT = [
    "role",
    "unit_id",
    "oblast_id",
    "year",
    "need",
    "places_added",
    "shortage",
    "share",
    "opened",
]
_YEARLY = (
    "year",
    "need",
    "capacity",
    "shortage",
    "mean_share",
    "worst_share",
    "second_shift",
    "third_shift",
)


def rows(table: pd.DataFrame) -> Iterator[Any]:
    """The table's rows with columns as attributes."""
    yield from table.itertuples(index=False)


def optimised_name(answer: Answer) -> str:
    return next(iter(answer.evaluations))


def baseline_name(answer: Answer) -> str:
    """The documented plan under the same money, against which the run compares."""
    return answer.comparison.baseline


def optimised(answer: Answer) -> Evaluation:
    return answer.evaluations[optimised_name(answer)]


def baseline(answer: Answer) -> Evaluation:
    return answer.evaluations[baseline_name(answer)]


def printed(answer: Answer) -> Evaluation | None:
    return answer.evaluations.get(PRINTED)


def pair(answer: Answer) -> dict[str, Evaluation]:
    """The two plans that are drawn against each other, by role, documented first."""
    return {DOCUMENTED_ROLE: baseline(answer), OPTIMISED_ROLE: optimised(answer)}


def years(answer: Answer) -> range:
    return range(answer.scenario.years.first, answer.scenario.years.last + 1)


def horizons(answer: Answer) -> list[int]:
    """The documents' horizons that fall into the scenario's years."""
    listed = answer.comparison.places_by_horizon
    known = sorted({int(h) for h in listed["horizon"]}) if len(listed) else list(_KNOWN_HORIZONS)
    return [h for h in known if h in years(answer)]


def has_third_shift(answer: Answer) -> bool:
    """Whether a third shift exists in this study and in any plan of this run."""
    return answer.scenario.study is StudyName.SCHOOLS and any(
        evaluation.by_year["third_shift"].max() > 0 for evaluation in answer.evaluations.values()
    )


def unit_ids(answer: Answer) -> list[str]:
    """Units of the run, by oblast, then by need at the end, largest first."""
    last = optimised(answer).by_unit.query("year == @answer.scenario.years.last")
    ordered = last.sort_values(["oblast_id", "need", "unit_id"], ascending=[True, False, True])
    return [str(unit) for unit in ordered["unit_id"]]


def names(answer: Answer) -> dict[str, str]:
    """Names of the run's units and oblasts in the spoken language, each once."""
    by_unit = optimised(answer).by_unit[["unit_id", "oblast_id"]].drop_duplicates()
    oblast_of = dict(zip(*_columns(by_unit, "unit_id", "oblast_id"), strict=True))
    ids = {*oblast_of, *oblast_of.values()}
    called = {i: answer.territory.name(i, spoken()) for i in ids}
    often = {name for name, count in Counter(called.values()).items() if count > 1}
    return {
        i: f"{name} ({called[oblast_of[i]]})" if name in often and i in oblast_of else name
        for i, name in called.items()
    }


def ordered(column: pd.Series) -> pd.Series:
    """Key of a sort by names: as a dictionary of the language has them."""
    return column if pd.api.types.is_numeric_dtype(column) else column.map(in_order)


def positions(answer: Answer, units: list[str] | None = None) -> pd.DataFrame:
    """unit_id, lat, lon, coord_quality of units (None: the run's); NaN, `unknown` without one."""
    wanted = unit_ids(answer) if units is None else units
    centres = answer.territory.units["centre_place_id"]
    known = answer.territory.coordinates([u for u in wanted if isinstance(centres[u], str)])
    table = known.set_index("unit_id").reindex(wanted).rename_axis("unit_id").reset_index()
    unknown = table["lat"].isna() | table["lon"].isna()
    table["coord_quality"] = table["coord_quality"].mask(unknown, "unknown")
    return table


def price_year(answer: Answer) -> int | None:
    """The year whose prices money is given in: that of the study's costs per place."""
    table = answer.assumptions
    costs = table[table["name"].str.startswith(words(answer.scenario.study).cost_prefix)]
    stated = costs["price_year"].dropna()
    return int(stated.mode().max()) if len(stated) else None


def money_unit(answer: Answer) -> str:
    """`bn KZT, 2022 prices`."""
    year = price_year(answer)
    return _("bn KZT, {year} prices", year=year) if year else _("bn KZT, constant prices")


def by_year(answer: Answer) -> pd.DataFrame:
    """plan, label, role and, as far as the study knows them, the columns of `_YEARLY`."""
    parts = []
    for name, evaluation in answer.evaluations.items():
        kept = [column for column in _YEARLY if column in evaluation.by_year]
        part = evaluation.by_year[kept].copy()
        part.insert(0, "plan", name)
        part.insert(1, "label", plan_label(name))
        role = OPTIMISED_ROLE if name == optimised_name(answer) else DOCUMENTED_ROLE
        part.insert(2, "role", role)
        parts.append(part)
    return pd.concat(parts, ignore_index=True)


def by_unit(answer: Answer) -> pd.DataFrame:
    """role, unit_id, oblast_id, unit, oblast, year, need, places_added, opened, shortage, share.

    `places_added` is cumulative and in service, `opened` comes into service in the year.
    """
    called = names(answer)
    amount = "capacity" if words(answer.scenario.study).grows else "new_capacity"
    parts = []
    for role, evaluation in pair(answer).items():
        part = evaluation.by_unit.sort_values(["unit_id", "year"], ignore_index=True)
        before = part.groupby("unit_id")["new_capacity"].shift(fill_value=0.0)
        part["opened"] = part["new_capacity"] - before
        part["places_added"] = part[amount]
        part["share"] = part["shortage_share"]
        part["role"] = role
        parts.append(part.loc[part["year"].isin(years(answer)), _BY_UNIT])
    table = pd.concat(parts, ignore_index=True)
    table["unit"] = table["unit_id"].map(called)
    table["oblast"] = table["oblast_id"].map(called)
    return table


def spending(answer: Answer) -> pd.DataFrame:
    """year, optimised, documented, printed, budget, available, carry_over, lapsed; bn KZT."""
    money = optimised(answer).by_year.set_index("year")
    table = pd.DataFrame({"optimised": money["spending"]})
    table["documented"] = baseline(answer).by_year.set_index("year")["spending"]
    as_printed = printed(answer)
    if as_printed is not None:
        table["printed"] = as_printed.by_year.set_index("year")["spending"]
    for column in ("budget", "available", "carry_over", "lapsed"):
        table[column] = money[column]
    kept = table[table.index.isin(years(answer))]
    return (kept / MLN_PER_BN).reset_index()


def spending_by_oblast(answer: Answer) -> pd.DataFrame:
    """year, oblast, role, spending; bn KZT."""
    called = names(answer)
    parts = []
    for role, evaluation in pair(answer).items():
        part = evaluation.spending[evaluation.spending["year"].isin(years(answer))].copy()
        part["oblast"] = part["oblast_id"].map(called)
        part["role"] = role
        part["spending"] = part["spending"] / MLN_PER_BN
        parts.append(part[["year", "oblast", "role", "spending"]])
    return pd.concat(parts, ignore_index=True)


def money_by_oblast(answer: Answer) -> pd.DataFrame:
    """oblast, documented, optimised, difference; bn KZT over all years."""
    called = names(answer)
    table = answer.comparison.money_by_oblast
    result = pd.DataFrame({"oblast": table["oblast_id"].map(called).fillna(table["oblast_id"])})
    result["documented"] = table["documented"] / MLN_PER_BN
    result["optimised"] = table["optimised"] / MLN_PER_BN
    result["difference"] = result["optimised"] - result["documented"]
    return result.sort_values("optimised", ascending=False, ignore_index=True)


def turns(answer: Answer, most: int | None = None) -> pd.DataFrame:
    """Units whose turn changes, largest change first, with names; `most` keeps the top rows.

    A change counts by its years and by the places it concerns: |years| x places that both plans
    build there; below half a year it is none.
    """
    called = names(answer)
    table = answer.comparison.turn.copy()
    table["unit"] = table["unit_id"].map(called)
    table["oblast"] = table["oblast_id"].map(called)
    years_moved = table["shift_years"].abs()
    both = table[["places_documented", "places_optimised"]].min(axis=1)
    table["moved"] = (years_moved * both).where(years_moved >= SMALLEST_MOVE, 0.0)
    table = table.sort_values(["moved", "unit_id"], ascending=[False, True], ignore_index=True)
    return table if most is None else table[table["moved"] > 0].head(most)


def places_by_horizon(answer: Answer) -> pd.DataFrame:
    """oblast, unit, horizon, documented, optimised, difference: places in service by then."""
    called = names(answer)
    table = by_unit(answer)
    table = table[table["year"].isin(horizons(answer))].rename(columns={"year": "horizon"})
    table = table.pivot(index=["unit_id", "horizon"], columns="role", values="places_added")
    table = table.reset_index()
    table["unit"] = table["unit_id"].map(called)
    oblast_of = dict(zip(*_columns(optimised(answer).by_unit, "unit_id", "oblast_id"), strict=True))
    table["oblast"] = table["unit_id"].map(oblast_of).map(called)
    table["difference"] = table["optimised"] - table["documented"]
    order = {unit: n for n, unit in enumerate(unit_ids(answer))}
    table = table.sort_values(
        ["unit_id", "horizon"], key=lambda c: c.map(order) if c.name == "unit_id" else c
    )
    columns = ["oblast", "unit", "unit_id", "horizon", "documented", "optimised", "difference"]
    return table[columns].reset_index(drop=True)


def programme(answer: Answer) -> pd.DataFrame:
    """One row per start of the optimised plan: year, in service, oblast, unit, size, capex, origin.

    Equal buildings started in the same unit and year are counted in `buildings`.
    """
    called = names(answer)
    openings = answer.plan.openings
    grouped = (
        openings.groupby(
            ["start_year", "in_service_year", "place_id", "asset", "size", "origin"], sort=True
        )
        .agg(buildings=("size", "size"), places=("size", "sum"), capex=("capex_mln_kzt", "sum"))
        .reset_index()
    )
    oblast_of = dict(zip(*_columns(optimised(answer).by_unit, "unit_id", "oblast_id"), strict=True))
    grouped["unit"] = grouped["place_id"].map(called)
    grouped["oblast"] = grouped["place_id"].map(oblast_of).map(called)
    grouped["capex"] = grouped["capex"] / MLN_PER_BN
    order = ["start_year", "oblast", "unit", "size"]
    return grouped.sort_values(order, key=ordered, ignore_index=True)[
        [
            "start_year",
            "in_service_year",
            "oblast",
            "unit",
            "asset",
            "size",
            "buildings",
            "places",
            "capex",
            "origin",
        ]
    ]


def _columns(table: pd.DataFrame, first: str, second: str) -> tuple[list[str], list[str]]:
    return [str(v) for v in table[first]], [str(v) for v in table[second]]


def quality_counts(points: pd.DataFrame) -> list[tuple[str, int]]:
    """Number of points by `coord_quality`."""
    counts = points["coord_quality"].value_counts().sort_index()
    return [(str(quality), int(count)) for quality, count in counts.items()]
