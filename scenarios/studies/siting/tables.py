"""What the siting answer tells beyond plans and evaluations, as tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from models.dynamic_location import (
    Alternative,
    DynamicLocationSolution,
    SitePrice,
    SitesPlan,
    Step,
)
from scenarios.plan import Plan
from scenarios.studies.siting.terms import SitingTerms

LEAST_PUPILS = 0.5  # smaller flows are arithmetic, not pupils


def settlements(
    terms: SitingTerms, solution: DynamicLocationSolution, planned: DynamicLocationSolution
) -> pd.DataFrame:
    """One row a settlement: where it lies, what stands, what both plans build there by when.

    Columns: settlement_id, name, district, kind, lat, lon, coord_quality, level, documented,
    standard_km, existing; by period need_<y>, optimised_<y>, centres_<y> (new places so far);
    opened (year, empty where nothing is built), buildings (`2 x 900, 1 x 300`), capex (mln KZT).
    """
    kept = ["settlement_id", "name", "district", "kind", "lat", "lon", "coord_quality", "level"]
    table = terms.settlements[[*kept, "documented"]].copy()
    table["standard_km"] = terms.standard
    table["existing"] = terms.existing
    for t, year in enumerate(terms.periods):
        table[f"need_{year}"] = terms.need[:, t]
        for role, plan in (("optimised", solution), ("centres", planned)):
            table[f"{role}_{year}"] = plan.modules[:, :, : t + 1].sum(axis=2) @ terms.size
    years = np.array([*terms.periods, np.nan])  # -1, nothing built, picks the last
    table["opened"] = years[solution.opened]
    table["buildings"] = [
        ", ".join(
            f"{count} x {size:g}" for count, size in zip(row, terms.size, strict=True) if count
        )
        for row in solution.modules.sum(axis=2)
    ]
    table["capex"] = (solution.modules.sum(axis=2) * terms.cost).sum(axis=1)
    return table


def retold(
    terms: SitingTerms, known: Mapping[str, pd.DataFrame], plan: Plan, flow: np.ndarray
) -> dict[str, pd.DataFrame]:
    """The tables settlements and service of an answer with a plan in the place of the optimised.

    Parameters
    ----------
    flow : (A, T) pupils by pair under the plan
    """
    table = known["settlements"].copy()
    new, spent = plan.in_service(list(terms.ids), terms.periods)
    for t, year in enumerate(terms.periods):
        table[f"optimised_{year}"] = new[:, t]
    first = np.where((new > 0).any(axis=1), (new > 0).argmax(axis=1), -1)
    table["opened"] = np.array([*terms.periods, np.nan])[first]
    counted = plan.openings.groupby(["place_id", "size"]).size().reset_index(name="count")
    words = counted["count"].astype(str) + " x " + counted["size"].map("{:g}".format)
    told = words.groupby(counted["place_id"]).agg(", ".join)
    table["buildings"] = table["settlement_id"].map(told).fillna("")
    table["capex"] = spent.sum(axis=1)
    return {**known, "settlements": table, "service": service(terms, flow)}


def service(terms: SitingTerms, flow: np.ndarray) -> pd.DataFrame:
    """Ways of pupils taught elsewhere: from, to, year, pupils, km, estimated, within the plan."""
    estimated = terms.distances.dense_estimated()
    schematic = (terms.settlements["coord_quality"] == "schematic").to_numpy()
    ids = terms.settlements["settlement_id"].to_numpy()
    away = terms.origin != terms.site
    frames = []
    for t, year in enumerate(terms.periods):
        used = np.flatnonzero(away & (flow[:, t] > LEAST_PUPILS))
        start, end = terms.origin[used], terms.site[used]
        frames.append(
            pd.DataFrame(
                {
                    "from_id": ids[start],
                    "to_id": ids[end],
                    "year": year,
                    "pupils": flow[used, t],
                    "km": terms.km[used],
                    "mode": str(terms.distances.mode),
                    "estimated": estimated[start, end],
                    "schematic": schematic[start] | schematic[end],
                }
            )
        )
    return pd.concat(frames, ignore_index=True)


def agreement(terms: SitingTerms, base: SitesPlan, there: SitesPlan) -> pd.DataFrame:
    """How the chosen sites agree with the scheme's centres: measure, value, meaning.

    Rows: chosen, documented, both, precision, recall, jaccard, optimum and centres_only
    (discounted mln KZT with places at their least price), extra_cost, extra_share.
    """
    chosen, documented = set(base.sites.tolist()), set(terms.documented.tolist())
    both = len(chosen & documented)
    extra = there.objective - base.objective
    rows: list[tuple[str, float, str]] = [
        ("chosen", len(chosen), "sites chosen"),
        ("documented", len(documented), "service centres of the scheme in the area"),
        ("both", both, "chosen sites that are service centres"),
        ("precision", both / max(1, len(chosen)), "share of chosen sites that are centres"),
        ("recall", both / max(1, len(documented)), "share of centres that are chosen"),
        ("jaccard", both / max(1, len(chosen | documented)), "both over either"),
        ("optimum", base.objective, "discounted mln KZT, places at their least price"),
        ("centres_only", there.objective, "the same with sites in service centres only"),
        ("extra_cost", extra, "what keeping to the centres costs, discounted mln KZT"),
        ("extra_share", extra / base.objective if base.objective else 0.0, "of the optimum"),
    ]
    return pd.DataFrame(rows, columns=["measure", "value", "meaning"])


def prices(terms: SitingTerms, base: SitesPlan, found: Sequence[SitePrice]) -> pd.DataFrame:
    """Price of each wish: wish (open | close), documented, low, high, replaced by and for what.

    Money is discounted mln KZT with places at their least price; `low` is proven.
    """
    ids, names = terms.settlements["settlement_id"], terms.settlements["name"]
    documented = set(terms.documented.tolist())
    chosen = set(base.sites.tolist())
    rows = []
    for price in found:
        there = set(price.plan.sites.tolist())
        rows.append(
            {
                "settlement_id": ids[price.site],
                "name": names[price.site],
                "district": terms.settlements["district"][price.site],
                "documented": price.site in documented,
                "wish": "open" if price.forced else "close",
                "low": price.low,
                "high": price.high,
                "proven": price.high - price.low <= 0.05 * max(price.high, 1.0) + 1.0,
                "comes": ", ".join(names[j] for j in sorted(there - chosen - {price.site})),
                "goes": ", ".join(names[j] for j in sorted(chosen - there - {price.site})),
            }
        )
    columns = ["settlement_id", "name", "district", "documented", "wish", "low", "high"]
    frame = pd.DataFrame(rows, columns=[*columns, "proven", "comes", "goes"])
    return frame.sort_values(["wish", "high"], ascending=[True, False], ignore_index=True)


def alternative_plans(
    terms: SitingTerms, base: SitesPlan, found: Sequence[Alternative]
) -> pd.DataFrame:
    """One row a near-optimal plan: number, differs, extra (mln KZT), share, leaves, takes."""
    names = terms.settlements["name"]
    own = set(base.sites.tolist())
    rows = []
    for number, other in enumerate(found, start=1):
        sites = set(other.plan.sites.tolist())
        rows.append(
            {
                "number": number,
                "differs": other.differs,
                "extra": other.extra,
                "share": other.extra / base.objective,
                "leaves": ", ".join(names[j] for j in sorted(own - sites)),
                "takes": ", ".join(names[j] for j in sorted(sites - own)),
            }
        )
    return pd.DataFrame(rows, columns=["number", "differs", "extra", "share", "leaves", "takes"])


def alternative_sites(
    terms: SitingTerms, base: SitesPlan, found: Sequence[Alternative]
) -> pd.DataFrame:
    """How many of the plan and its alternatives choose a settlement: what is no-regret."""
    plans = [base.sites.tolist(), *(other.plan.sites.tolist() for other in found)]
    count = np.bincount(np.concatenate(plans).astype(int), minlength=len(terms.need))
    frame = terms.settlements[["settlement_id", "name", "district", "documented"]].copy()
    frame["plans"] = count
    frame["of"] = len(plans)
    frame["chosen"] = base.open[:, -1]
    return frame[frame["plans"] > 0].sort_values(
        ["plans", "settlement_id"], ascending=[False, True], ignore_index=True
    )


def first_step(terms: SitingTerms, chosen: SitesPlan) -> pd.DataFrame:
    """The settlements of the first step's optimum: settlement_id, since (period), places (last)."""
    sites = chosen.sites
    return pd.DataFrame(
        {
            "settlement_id": terms.settlements["settlement_id"].to_numpy()[sites],
            "since": np.array(terms.periods)[chosen.open[sites].argmax(axis=1)],
            "places": chosen.places[sites, -1],
        }
    )


def nested(terms: SitingTerms, steps: Sequence[Step], *, money: bool) -> pd.DataFrame:
    """One row a step: level, free, nested, cost of nesting (mln KZT), dropped, sites added."""
    names = terms.settlements["name"]
    rows = []
    before: set[int] = set()
    for step in steps:
        sites = set(step.nested.sites.tolist())
        rows.append(
            {
                "level": step.level,
                "by": "budget" if money else "sites",
                "sites": len(sites),
                "free": step.free.objective,
                "nested": step.nested.objective,
                "cost_of_nesting": step.cost_of_nesting,
                "share": step.cost_of_nesting / step.free.objective,
                "dropped": step.dropped,
                "added": ", ".join(names[j] for j in sorted(sites - before)),
            }
        )
        before = sites
    columns = ["level", "by", "sites", "free", "nested", "cost_of_nesting", "share", "dropped"]
    return pd.DataFrame(rows, columns=[*columns, "added"])
