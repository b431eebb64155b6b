"""Lots: settlements of an oblast that the model cannot tell apart."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from inputs.assumptions import Assumptions
from inputs.errors import InputError
from inputs.territory import Territory
from scenarios.scenario import Fixed, Scenario
from scenarios.studies.water.sizes import (
    FloatArray,
    class_counts,
    mean_village,
    relative_sizes,
    size_pattern,
)

TECHNOLOGIES = ("group_main", "local_source", "block_module")
# What the documents call them.
DOCUMENTED = {
    "group_water_main": "group_main",
    "existing_group_water_main": "group_main",
    "local_drinking_water_system": "local_source",
}
COUNTED = "settlements"  # unit of the commitments that count settlements to connect
UNTIED = -1

COLUMNS = [
    "lot_id", "part_of", "unit_id", "project_id", "technology_documented", "local_source",
    "size_class", "settlements", "people_each", "due", "fixed_start", "document", "lines",
]  # fmt: skip


def counted_commitments(territory: Territory, oblasts: Sequence[str]) -> pd.DataFrame:
    """Commitments of the documents that count settlements to connect in one of `oblasts`.

    Raises
    ------
    InputError
        a count is no whole number, or its year is missing, or its technology is not known
    """
    table = territory.table("water_projects")
    counted = table[(table["unit"] == COUNTED) & table["quantity"].notna()]
    counted = counted[counted["unit_id"].isin(list(oblasts)) & (counted["kind"] == "core")]
    for row in counted.to_dict("records"):
        known = pd.isna(row["technology"]) or row["technology"] in DOCUMENTED
        for column, fine, expected in (
            ("quantity", row["quantity"] >= 1 and row["quantity"] % 1 == 0, "a whole number"),
            ("year", not pd.isna(row["year"]), "the year by which they are to be connected"),
            ("technology", known, f"empty or one of {', '.join(DOCUMENTED)}"),
        ):
            if not fine:
                raise InputError(
                    "a count of settlements cannot be planned with",
                    file="water_projects.csv",
                    column=column,
                    value=f"{row[column]} ({row['project_id']})",
                    expected=expected,
                )
    return counted.reset_index(drop=True)


def build_lots(
    territory: Territory, scenario: Scenario, assumptions: Assumptions, oblasts: Sequence[str]
) -> pd.DataFrame:
    """One row a lot: settlements of one oblast, commitment, kind of source and size class.

    Columns: lot_id, part_of (its id before years were decided), unit_id (oblast), project_id,
    technology_documented (empty where open), local_source (whether one is usable), size_class
    (1 = smallest), settlements, people_each (in
    the base year), due (year the documents state), fixed_start (year, -1 where free), document,
    lines.
    """
    pattern = size_pattern(territory)
    factor = assumptions.value("water_unconnected_size_factor")
    share = assumptions.value("water_no_local_source_share")
    rows: list[dict[str, object]] = []
    for commitment in counted_commitments(territory, oblasts).to_dict("records"):
        oblast = str(commitment["unit_id"])
        region = str(territory.units.loc[oblast, "region_id"])
        people = factor * mean_village(territory, region)
        stated = commitment["technology"]
        documented = "" if pd.isna(stated) else DOCUMENTED[str(stated)]
        common = {
            "unit_id": oblast,
            "project_id": commitment["project_id"],
            "technology_documented": documented,
            "due": int(commitment["year"]),
            "fixed_start": UNTIED,
            "document": commitment["document"],
            "lines": commitment["lines"],
        }
        for suffix, local, count in _sources(documented, int(commitment["quantity"]), share):
            counts = class_counts(count)
            sizes = people * relative_sizes(pattern, counts)
            rows += [
                {
                    **common,
                    "lot_id": f"{commitment['project_id']}{suffix}-{c + 1}",
                    "local_source": local,
                    "size_class": c + 1,
                    "settlements": int(n),
                    "people_each": float(size),
                }
                for c, (n, size) in enumerate(zip(counts, sizes, strict=True))
            ]
    lots = pd.DataFrame(rows, columns=COLUMNS)
    lots["part_of"] = lots["lot_id"]
    return _with_fixed(_with_decided(lots, scenario.water.decided), scenario.fixed)


def _sources(documented: str, count: int, share: float) -> Iterator[tuple[str, bool, int]]:
    """(suffix of the id, whether a local source is usable, settlements) of a commitment."""
    if documented:
        yield "", documented == "local_source", count
        return
    without = round(share * count)
    for suffix, local, n in (("-far", False, without), ("-near", True, count - without)):
        if n:
            yield suffix, local, n


def lots_at(lots: pd.DataFrame, place: str) -> NDArray[np.bool_]:
    """(N,) lots that a question names: of an oblast, of a commitment, or one with all its parts."""
    named = (lots[["unit_id", "project_id", "part_of"]] == place).any(axis=1)
    return named.to_numpy(dtype=bool)


def nearest_lot(lots: pd.DataFrame, fixed: Fixed) -> int | None:
    """The place's free lot with enough settlements whose size is nearest to the wanted one."""
    fits = (
        lots_at(lots, fixed.place)
        & (lots["fixed_start"] == UNTIED)
        & (lots["settlements"] >= fixed.count)
    )
    if not fits.any():
        return None
    away = np.abs(np.log(lots.loc[fits, "people_each"] / fixed.size))
    return int(away.idxmin())


def _with_decided(lots: pd.DataFrame, decided: Mapping[str, Mapping[int, int]]) -> pd.DataFrame:
    """Decided settlements of a lot as lots of their own; what does not fit is left."""
    own = []
    for lot_id, by_year in decided.items():
        lot = lots.index[lots["lot_id"] == lot_id]
        count = sum(by_year.values())
        if lot.empty or count > lots.loc[lot[0], "settlements"]:
            continue
        lots.loc[lot[0], "settlements"] -= count
        own += [
            lots.loc[lot].assign(
                lot_id=f"{lot_id}-decided{year}", settlements=by_year[year], fixed_start=year
            )
            for year in sorted(by_year)
        ]
    lots = pd.concat([lots, *own], ignore_index=True)
    return lots[lots["settlements"] > 0].reset_index(drop=True)


def _with_fixed(lots: pd.DataFrame, wishes: Sequence[Fixed]) -> pd.DataFrame:
    """Settlements whose year is decided become lots of their own; what does not fit is left."""
    for i, fixed in enumerate(wishes):
        at = nearest_lot(lots, fixed)
        if at is None:
            continue
        own = lots.loc[[at]].assign(
            lot_id=f"{lots['lot_id'].iloc[at]!s}-fixed{i + 1}",
            settlements=fixed.count,
            fixed_start=fixed.start_year,
        )
        left = lots["settlements"].where(lots.index != at, lots["settlements"] - fixed.count)
        lots = pd.concat([lots.assign(settlements=left), own], ignore_index=True)
        lots = lots[lots["settlements"] > 0].reset_index(drop=True)
    return lots


def connection_cost(
    people: FloatArray, coefficient: FloatArray, assumptions: Assumptions
) -> FloatArray:
    """(N, K) mln KZT to connect a settlement of `people` by each of `TECHNOLOGIES`.

    Known costs hold for settlements of a known size and grow with people to a power below 1; a
    block module costs the same for any settlement that it serves.
    """
    exponent = assumptions.value("water_cost_exponent")
    columns = []
    for name in ("water_group_main_village", "water_local_source_village"):
        relative = people / assumptions.value(f"{name}_people")
        columns.append(assumptions.value(name) * relative**exponent)
    columns.append(np.full(len(people), assumptions.value("water_block_module_cost")))
    return np.asarray(coefficient[:, None] * np.stack(columns, axis=1), dtype=float)


def allowed_technologies(
    lots: pd.DataFrame, scenario: Scenario, assumptions: Assumptions
) -> np.ndarray:
    """(N, K) bool: the documents' technology where stated, else what the scenario leaves open."""
    limit = assumptions.value("water_block_module_people")
    open_to = scenario.water.technologies
    stated = lots["technology_documented"].to_numpy(dtype=str)
    fits = {
        "group_main": np.ones(len(lots), dtype=bool),
        "local_source": lots["local_source"].to_numpy(dtype=bool),
        "block_module": (lots["people_each"] <= limit).to_numpy(dtype=bool),
    }
    return np.stack(
        [np.where(stated == "", fits[k] & (k in open_to), stated == k) for k in TECHNOLOGIES],
        axis=1,
    )
