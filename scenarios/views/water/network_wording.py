"""What the village networks say, in words that follow from their figures."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd

from scenarios.language import _, n_
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
    said = {
        "villages": _villages(row["villages"]),
        "money": bn_in_words(float(row["cost_mln_kzt"])),
        "simulation": hydraulics(row),
    }
    if name != ALL:
        return _("Pipes to the {villages} that are named take {money}; {simulation}.", **said)
    return _(
        "Pipes to the {villages} that are named take {money} ({proof}); {simulation}.",
        proof=proven(row),
        **said,
    )


def proven(row: Any) -> str:
    """How far from the least cost the design of all villages can be."""
    bound, cost = float(row["bound"]), float(row["objective"])
    if not math.isfinite(bound) or bound <= 0:
        return _("the time ended before anything was proven about the least")
    if cost - bound <= _NO_GAP * cost:
        return _("proven to be the least")
    return _("no network takes less than {money}", money=bn_in_words(bound))


def hydraulics(row: Any) -> str:
    said = str(row["hydraulics"])
    if said == NOT_SIMULATED:
        return _("the design was not simulated and is not finished")
    if said == FAILED:
        return _("the design FAILED its hydraulic simulation")
    return _("the design passed its hydraulic simulation")


def design_sentence(answer: Answer) -> str:
    """Length of the pipes against the shortest tree and against the first approximation."""
    name = ALL if ALL in designs(answer) else shown_design(answer)
    row = design(answer, name)
    said = {"length": grouped(row["km"], 1)}
    if pd.isna(row["steiner_km"]):
        return _("The pipes of this design are {length} km long.", **said)
    said["shortest"] = grouped(row["steiner_km"], 1)
    if pd.isna(row["mst_approximation_km"]):
        return _(
            "The pipes of this design are {length} km long; the shortest pipes that join all, "
            "whatever their diameter, are {shortest} km.",
            **said,
        )
    return _(
        "The pipes of this design are {length} km long; the shortest pipes that join all, "
        "whatever their diameter, are {shortest} km (the usual approximation: {usual} km).",
        usual=grouped(row["mst_approximation_km"], 1),
        **said,
    )


def pressure_sentence(answer: Answer) -> str:
    """The least pressure of the drawn design and where; empty where nothing was reckoned."""
    table = nodes(answer, shown_design(answer))
    known = table[table["connected"].astype(bool) & (table["kind"] == "village")]
    known = known.dropna(subset=["pressure_m"])
    if known.empty:
        return ""
    worst = known.sort_values("pressure_m").iloc[0]
    return _(
        "The least pressure is {least} m, in {village}, the greatest {greatest} m.",
        least=grouped(worst["pressure_m"]),
        village=worst["name"],
        greatest=grouped(known["pressure_m"].max()),
    )


def stage_sentence(answer: Answer) -> str:
    """Which villages come first and how many people each stage serves."""
    table = nodes(answer, shown_design(answer))
    own = table[(table["kind"] == "village") & table["connected"].astype(bool)]
    own = own.dropna(subset=["stage"])
    if own.empty:
        return ""
    parts: list[str] = []
    for stage, part in own.groupby("stage", sort=True):
        values = {
            "stage": int(str(stage).split(".")[0]),
            "villages": listed(list(part["name"])),
            "people": in_words(float(part["people"].sum())),
        }
        parts.append(
            _("stage {stage} connects {villages} ({people} people)", **values)
            if parts
            else _("Stage {stage} connects {villages} ({people} people)", **values)
        )
    left = table[(table["kind"] == "village") & ~table["connected"].astype(bool)]
    said = f"{'; '.join(parts)}."
    if left.empty:
        return said
    end = _("Not connected within the stages: {villages}.", villages=listed(list(left["name"])))
    return f"{said} {end}"


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
    return _(
        "{money} already reach {villages} and {share} of the people, {all_money} {all_villages}.",
        money=bn_in_words(float(row["budget_mln_kzt"])),
        villages=_villages(row["villages"]),
        share=percent(row["people"] / full["people"]),
        all_money=bn_in_words(float(full["budget_mln_kzt"])),
        all_villages=_villages(full["villages"]),
    )


def positions_sentence(answer: Answer) -> str:
    """How many of the drawn points are schematic."""
    table = nodes(answer, shown_design(answer))
    named = table[table["kind"] != "junction"]
    drawn = int((named["coord_quality"] == "schematic").sum())
    counts = dict(frames.quality_counts(named))
    if not drawn:
        return ""
    return _(
        "{drawn} of {all} positions are schematic (dashed): lengths, costs and pressures are as "
        "rough as they are. Import the places (aumaq places import) for real ones.",
        drawn=drawn,
        all=sum(counts.values()),
    )


def _villages(count: float) -> str:
    return n_("{n} village", "{n} villages", round(count))
