"""The tables of an answer: what is written as CSV, and what report and workbook print."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from models.facility_location import SiteStatus
from optimizer.certificate import Certificate
from scenarios.language import _, marked, n_, p_, told
from scenarios.language.numbers import localised
from scenarios.locate.answer import LocationAnswer
from scenarios.locate.naming import decided, distances_said, engine_said, status_word
from scenarios.locate.pairs import distance_of, estimated_of
from scenarios.views.table import Column, Table, proof_table, table_of

IntArray = NDArray[np.int64]
FloatArray = NDArray[np.float64]

MOST_ROWS = 1000  # of a table in the report; the files hold all

_DECISIONS = ("opened", "committed", "kept", "closed", "not chosen", "excluded")


def sites_frame(answer: LocationAnswer) -> pd.DataFrame:
    """One row per site of the planner's table, in its order.

    Columns: site_id, name, lat, lon, group, status, decision, open, enlarged, capacity (as decided;
    empty where unlimited), load (weight served), utilisation, demand_points, mean_km, farthest_km,
    cost (fixed, enlargement or closing).
    """
    sites, links = answer.question.sites, answer.links
    count = len(sites.points)
    by_site = links.groupby("site")
    weighted = (links["weight"] * links["km"]).groupby(links["site"]).sum()
    capacity = np.where(answer.is_enlarged, sites.enlarged_capacity, sites.capacity)
    capacity = np.where(np.isfinite(capacity), capacity, np.nan)
    load = answer.load
    every = range(count)
    mean = weighted.reindex(every).to_numpy(dtype=float)
    frame = pd.DataFrame(
        {
            "site_id": sites.points.ids,
            "name": sites.points.names,
            "lat": sites.points.lat,
            "lon": sites.points.lon,
            "group": pd.array(sites.group, dtype="str"),
            "status": sites.status,
            "decision": answer.decisions,
            "open": answer.is_open,
            "enlarged": answer.is_enlarged,
            "capacity": capacity,
            "load": load,
            "utilisation": np.divide(
                load, capacity, out=np.full(count, np.nan), where=(capacity > 0) & answer.is_open
            ),
            "demand_points": by_site["demand"].nunique().reindex(every, fill_value=0).to_numpy(),
            "mean_km": np.divide(mean, load, out=np.full(count, np.nan), where=load > 0),
            "farthest_km": by_site["km"].max().reindex(every).to_numpy(dtype=float),
            "cost": answer.spending,
        }
    )
    if answer.question.demand is None:
        nearest = _nearest_other(answer)
        frame = frame.drop(columns=["load", "utilisation", "demand_points", "mean_km"])
        frame = frame.rename(columns={"farthest_km": "nearest_open_km"})
        frame["nearest_open_km"] = nearest
    return frame


def _nearest_other(answer: LocationAnswer) -> FloatArray:
    """(M,) distance of an open site to the nearest other open one, NaN for closed sites."""
    chosen = answer.solution.open
    rows, columns = np.repeat(chosen, len(chosen)), np.tile(chosen, len(chosen))
    km = distance_of(answer.question.distances, rows, columns).reshape(len(chosen), -1)
    # a pair is as near as the shorter of its two ways
    km = np.minimum(km, km.T)
    np.fill_diagonal(km, np.inf)
    nearest = np.full(len(answer.question.sites.points), np.nan)
    nearest[chosen] = km.min(axis=1)
    return nearest


def assignment_frame(answer: LocationAnswer) -> pd.DataFrame:
    """One row per demand point and site that serves it, in the order of the demand table.

    Columns: demand_id, demand_name, demand (weight), group, site_id, site_name, share,
    distance_km, estimated. What nobody serves stands with an empty site, its share, and the
    distance to the nearest open site.
    """
    demand, sites = answer.question.points_of_demand, answer.question.sites
    links = answer.links[["demand", "site", "share", "km"]]
    missing = np.flatnonzero(answer.served < 1 - 1e-9)
    km = answer.km[missing]
    lost = pd.DataFrame(
        {
            "demand": missing,
            "site": -1,
            "share": 1 - answer.served[missing],
            "km": np.where(np.isfinite(km), km, np.nan),
        }
    )
    rows = pd.concat([links, lost], ignore_index=True) if len(lost) else links
    rows = rows.sort_values(["demand", "site"], ignore_index=True)
    at = rows["demand"].to_numpy()
    site = rows["site"].to_numpy()
    ids = np.array([*sites.points.ids, None], dtype=object)
    names = np.array([*sites.points.names, None], dtype=object)
    return pd.DataFrame(
        {
            "demand_id": np.array(demand.points.ids, dtype=object)[at],
            "demand_name": np.array(demand.points.names, dtype=object)[at],
            "demand": demand.weight[at],
            "group": pd.array([demand.group[i] for i in at], dtype="str"),
            "site_id": ids[site],
            "site_name": names[site],
            "share": rows["share"].to_numpy().round(9),
            "distance_km": rows["km"].to_numpy(),
            "estimated": _estimated(answer, at, site),
        }
    )


def _estimated(answer: LocationAnswer, rows: IntArray, sites: IntArray) -> list[bool | None]:
    """Whether the distance of a link is an estimate; None where nobody serves."""
    marks = estimated_of(answer.question.distances, rows, sites)
    return [bool(m) if j >= 0 else None for m, j in zip(marks, sites, strict=True)]


def sites_table(answer: LocationAnswer, *, whole: bool = True) -> Table:
    """Sites, those decided first; without those that stay as they are where not `whole`."""
    frame = sites_frame(answer)
    order = pd.Categorical(frame["decision"], _DECISIONS, ordered=True)
    frame = frame.assign(order=order).sort_values(["order", "site_id"]).drop(columns="order")
    if not whole:
        frame = frame[~frame["decision"].isin(["not chosen", "excluded"])].head(MOST_ROWS)
    columns = [Column("name", _("Site")), Column("decision", _("Decision"))]
    if frame["group"].notna().any():
        columns.append(Column("group", _("Group")))
    if answer.question.demand is None:
        columns.append(Column("nearest_open_km", _("Nearest open site, km"), "decimal"))
    else:
        columns += [
            Column("load", _("Demand served"), "quantity"),
            Column("demand_points", _("Demand points"), "count"),
            Column("mean_km", _("Mean distance, km"), "decimal"),
            Column("farthest_km", _("Farthest, km"), "decimal"),
        ]
    if frame["capacity"].notna().any() and answer.question.kind.capacities:
        at = [column.key for column in columns].index("load")
        columns.insert(at, Column("capacity", _("Capacity"), "quantity"))
        columns.insert(at + 2, Column("utilisation", _("Used"), "share"))
    if (frame["cost"] > 0).any():
        columns.append(Column("cost", _("Cost"), "quantity"))
    frame["decision"] = [
        _("{decision}, enlarged", decision=decided(word)) if larger else decided(word)
        for word, larger in zip(frame["decision"], frame["enlarged"], strict=True)
    ]
    frame["status"] = [status_word(status) for status in frame["status"]]
    columns += [Column("site_id", _("Id")), Column("status", _("Status given"))]
    title = _("All sites") if whole else _("Sites of the plan")
    return table_of("all_sites" if whole else "sites", title, frame, *columns)


def assignment_table(answer: LocationAnswer, *, most: int | None = None) -> Table:
    """Who is served where, farthest first; the first `most` rows."""
    frame = assignment_frame(answer)
    frame["site_name"] = frame["site_name"].where(frame["site_id"].notna(), _("nobody"))
    frame = frame.sort_values("distance_km", ascending=False, na_position="first")
    columns = [
        Column("demand_name", _("Demand point")),
        Column("demand", p_("of points", "Demand"), "quantity"),
        Column("site_name", _("Served by")),
        Column("distance_km", _("Distance, km"), "decimal"),
    ]
    if (frame["share"] < 1).any():
        columns.insert(3, Column("share", _("Share"), "share"))
    title = _("Who is served where, farthest first")
    if most is not None and len(frame) > most:
        title = _(
            "Who is served where, farthest first: the first {shown} of {all}, all in {file}",
            shown=most,
            all=len(frame),
            file="assignment.csv",
        )
        frame = frame.head(most)
    return table_of("assignment", title, frame.reset_index(drop=True), *columns)


def question_table(answer: LocationAnswer) -> Table:
    """What was asked, option by option, and what the distances are."""
    asked, question = answer.question.request, answer.question
    status = pd.Series(question.sites.status).value_counts()
    known = ", ".join(f"{status[s]} {status_word(s)}" for s in SiteStatus if s in status)
    said: dict[str, str | None] = {
        _("Model"): told(question.kind.title),
        _("Sites"): f"{asked.sites.name}: {known}",
        p_("of points", "Demand"): _demand(answer),
        _("Open sites, existing ones included"): _said(asked.p),
        p_("of distance", "Standard"): _in_km(asked.standard),
        _("Distances"): distances_said(question.distances),
        _("Budget"): _said(asked.budget),
        _("Price of a unit of unserved demand"): _said(asked.unserved_penalty),
        _("Existing sites"): p_("of sites", "stay open") if asked.keep_existing else None,
        _("Open sites, least"): _said(asked.min_open or None),
        _("Open sites, most"): _said(asked.max_open),
    }
    for group, most in asked.group_limits.items():
        said[_("Open sites in {group}, most", group=group)] = str(most)
    if question.kind.fixed_costs:
        said[_("Cost of a unit of demand and km")] = _said(asked.cost_per_km)
    if asked.single_source:
        said[_("Each demand point")] = _("is served by a single site")
    rows = [(key, value) for key, value in said.items() if value is not None]
    frame = pd.DataFrame(rows, columns=["key", "value"])
    columns = (Column("key", _("Option")), Column("value", _("Asked"), "source"))
    return table_of("question", _("What was asked"), frame, *columns)


def _demand(answer: LocationAnswer) -> str | None:
    file, demand = answer.question.request.demand, answer.question.demand
    if file is None or demand is None:
        return None
    return n_(
        "{file}: {n} point, {weight:g} in all",
        "{file}: {n} points, {weight:g} in all",
        len(demand.points),
        file=file.name,
        weight=float(demand.weight.sum()),
    )


def _said(value: float | int | None) -> str | None:
    return None if value is None else localised(f"{value:g}")


def _in_km(value: float | None) -> str | None:
    return None if value is None else _("{value:g} km", value=value)


def certificate_table(answer: LocationAnswer) -> Table:
    """What is proven of the plan."""
    return certificate_of(answer.certificate)


def certificate_of(proof: Certificate) -> Table:
    """A certificate that was checked, as a table."""
    named = replace(proof, engine=engine_said(proof.engine))
    return proof_table([named], _("Certificate"), marked("Model"))
