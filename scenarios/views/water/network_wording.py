"""What the village networks say, in words that follow from their figures."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd

from scenarios.study import Answer
from scenarios.views import frames
from scenarios.views.numbers import bn_in_words, grouped, in_words, listed, percent
from scenarios.views.water.network import (
    ALL,
    FAILED,
    NOT_SIMULATED,
    design,
    designs,
    front,
    has_networks,
    nodes,
    shown_design,
)

_NO_GAP = 5e-6  # what three digits of a percentage do not show


def network_lead(answer: Answer) -> str:
    """What the pipes to the named villages cost, how sure that is, and whether it was simulated."""
    if not has_networks(answer):
        return ""
    name = ALL if ALL in designs(answer) else shown_design(answer)
    row = design(answer, name)
    surely = f" ({proven(row)})" if name == ALL else ""
    return (
        f"Pipes to the {_villages(row['villages'])} that are named take "
        f"{bn_in_words(float(row['cost_mln_kzt']))}{surely}; {hydraulics(row)}."
    )


def proven(row: Any) -> str:
    """How far from the least cost the design of all villages can be."""
    bound, cost = float(row["bound"]), float(row["objective"])
    if not math.isfinite(bound) or bound <= 0:
        return "the time ended before anything was proven about the least"
    if cost - bound <= _NO_GAP * cost:
        return "proven to be the least"
    return f"no network takes less than {bn_in_words(bound)}"


def hydraulics(row: Any) -> str:
    said = str(row["hydraulics"])
    if said == NOT_SIMULATED:
        return "the design was not simulated and is not finished"
    if said == FAILED:
        return "the design FAILED its hydraulic simulation"
    return "the design passed its hydraulic simulation"


def design_sentence(answer: Answer) -> str:
    """Length of the pipes against the shortest tree and against the first approximation."""
    name = ALL if ALL in designs(answer) else shown_design(answer)
    row = design(answer, name)
    said = f"The pipes of this design are {grouped(row['km'], 1)} km long"
    if pd.notna(row["steiner_km"]):
        said += (
            f"; the shortest pipes that join all, whatever their diameter, are "
            f"{grouped(row['steiner_km'], 1)} km"
        )
        if pd.notna(row["mst_approximation_km"]):
            said += f" (the usual approximation: {grouped(row['mst_approximation_km'], 1)} km)"
    return f"{said}."


def pressure_sentence(answer: Answer) -> str:
    """The least pressure of the drawn design and where; empty where nothing was reckoned."""
    table = nodes(answer, shown_design(answer))
    known = table[table["connected"].astype(bool) & (table["kind"] == "village")]
    known = known.dropna(subset=["pressure_m"])
    if known.empty:
        return ""
    worst = known.sort_values("pressure_m").iloc[0]
    return (
        f"The least pressure is {grouped(worst['pressure_m'])} m, in {worst['name']}, the greatest "
        f"{grouped(known['pressure_m'].max())} m."
    )


def stage_sentence(answer: Answer) -> str:
    """Which villages come first and how many people each stage serves."""
    table = nodes(answer, shown_design(answer))
    own = table[(table["kind"] == "village") & table["connected"].astype(bool)]
    own = own.dropna(subset=["stage"])
    if own.empty:
        return ""
    parts = [
        f"stage {int(str(stage).split('.')[0])} connects {listed(list(part['name']))} "
        f"({in_words(float(part['people'].sum()))} people)"
        for stage, part in own.groupby("stage", sort=True)
    ]
    left = table[(table["kind"] == "village") & ~table["connected"].astype(bool)]
    end = f" Not connected within the stages: {listed(list(left['name']))}." if len(left) else ""
    said = "; ".join(parts)
    return f"{said[:1].upper()}{said[1:]}.{end}"


def front_sentence(answer: Answer) -> str:
    """What half of the money reaches, from the points of the front."""
    table = front(answer)
    if len(table) < 2:
        return ""
    full = table.iloc[-1]
    half = table[table["budget"] <= full["budget"] / 2]
    if half.empty or not full["people"] > 0:
        return ""
    row = half.iloc[-1]
    return (
        f"{bn_in_words(float(row['budget_mln_kzt']))} already reach {_villages(row['villages'])} "
        f"and {percent(row['people'] / full['people'])} of the people, "
        f"{bn_in_words(float(full['budget_mln_kzt']))} {_villages(full['villages'])}."
    )


def positions_sentence(answer: Answer) -> str:
    """How many of the drawn points are schematic."""
    table = nodes(answer, shown_design(answer))
    named = table[table["kind"] != "junction"]
    drawn = int((named["coord_quality"] == "schematic").sum())
    counts = dict(frames.quality_counts(named))
    if not drawn:
        return ""
    return (
        f"{drawn} of {sum(counts.values())} positions are schematic (dashed): lengths, costs and "
        "pressures are as rough as they are. Import the places (aumaq places import) for real ones."
    )


def _villages(count: float) -> str:
    return f"{grouped(count)} village{'' if round(count) == 1 else 's'}"
