"""The logistics answer's tables as report and workbook print them."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd

from scenarios.language import _, marked, spoken
from scenarios.study import Answer
from scenarios.views.logistics.judged import WORST, periods
from scenarios.views.table import Column, Kind, Table, in_bn, measures_of, table_of, yes_or
from scenarios.views.tables import anomaly_table, assumption_table, certificate_table

T_PER_MLN = 1e6

_MEASURES: dict[str, tuple[str, Kind]] = {
    "total_cost_mln_kzt": (marked("Transport, handling and centres, discounted mln KZT"), "count"),
    "discounted_transport_mln_kzt": (marked("- transport and handling"), "count"),
    "discounted_capex_mln_kzt": (marked("- centres"), "count"),
    "capex_mln_kzt": (marked("Centres, mln KZT as paid"), "count"),
    "overspending_mln_kzt": (marked("Most that is spent beyond the budget, mln KZT"), "count"),
    "centres_opened": (marked("New centres"), "count"),
    "sites_opened": (marked("Sites with new centres"), "count"),
}
_YEARLY: dict[str, tuple[str, Kind]] = {
    "tkm_bn": (marked("Tonne-kilometres, bn a year"), "quantity"),
    "road_tkm_bn": (marked("- by road"), "quantity"),
    "rail_tkm_bn": (marked("- by rail between centres"), "quantity"),
    "share_through_centres": (marked("Freight through centres"), "share"),
    "mean_km": (marked("Mean way from unit to nearest centre, km"), "decimal"),
    "p90_km": (marked("90 % of the freight is nearer than, km"), "decimal"),
    "freight_within_150": (marked("Freight within 150 km of a centre"), "share"),
    "freight_within_300": (marked("Freight within 300 km of a centre"), "share"),
    "people_within_150": (marked("People within 150 km of a centre"), "share"),
    "people_within_300": (marked("People within 300 km of a centre"), "share"),
}
SHORT = {
    "optimised": marked("Optimised"),
    "documented places under budget": marked("Documented places, same money"),
    "documented as printed": marked("As printed, best order"),
    WORST: marked("As printed, worst order"),
}


def report_tables(answer: Answer) -> list[Table]:
    """All tables by name, in the report's order."""
    made = [
        site_table(answer),
        move_table(answer),
        measure_table(answer),
        horizon_table(answer),
        price_table(answer),
        link_table(answer),
        flow_table(answer),
        place_table(answer),
        named_table(answer),
        certificate_table(answer),
        assumption_table(answer),
        anomaly_table(answer),
    ]
    return made


def _named(answer: Answer, frame: pd.DataFrame, column: str = "oblast_id") -> pd.Series:
    known = answer.territory.units.index
    return frame[column].map(
        lambda unit: answer.territory.name(unit, spoken()) if unit in known else ""
    )


def site_table(answer: Answer) -> Table:
    """Sites that a plan opens or a scheme names."""
    frame = answer.tables["sites"].copy()
    shown = (frame["match"] != "neither") | (frame["documented"] > 0) | (frame["standing"] > 0)
    frame = frame[shown & (frame["kind"] != "gateway")].copy()
    frame["oblast"] = _named(answer, frame)
    last = periods(answer)[-1]
    for name in ("capacity", "load"):
        frame[name] = frame[f"{name}_{last}"] / T_PER_MLN
    frame = frame.sort_values(
        ["oblast", "optimised_opened", "name"], na_position="last", ignore_index=True
    )
    return table_of(
        "sites",
        _("Sites"),
        frame,
        Column("name", _("Site")),
        "oblast",
        Column("match", _("Opened by")),
        Column("documented", _("Named, centres"), "count"),
        Column("standing", _("Standing"), "count"),
        Column("optimised_opened", _("Optimised opens"), "year"),
        Column("buildings", _("Optimised builds")),
        Column("budget_opened", _("Documented, same money"), "year"),
        Column("printed_opened", _("As printed, best order"), "year"),
        Column("load", _("Optimised: mln t in {year}", year=last), "quantity"),
        Column("capacity", _("it can handle"), "quantity"),
        Column("rail_access_km", _("km to rail"), "decimal"),
        "coord_quality",
    )


def move_table(answer: Answer) -> Table:
    """Sites whose turn differs between the documented places under budget and the optimum."""
    frame = answer.tables["sites"].copy()
    frame["oblast"] = _named(answer, frame)
    both = frame["optimised_opened"].notna() & frame["budget_opened"].notna()
    shift = frame["optimised_opened"] - frame["budget_opened"]
    frame["change"] = frame["match"].map(
        {name: name for name in ("only optimised", "only documented")}
    )
    frame.loc[both & (shift < 0), "change"] = marked("earlier")
    frame.loc[both & (shift > 0), "change"] = marked("later")
    frame.loc[both & (shift == 0), "change"] = marked("same turn")
    frame = frame.dropna(subset=["change"]).sort_values(["change", "oblast"], ignore_index=True)
    return table_of(
        "moves",
        _("Earlier, later, only in one plan"),
        frame,
        Column("change", _("Under the optimum")),
        Column("name", _("Site")),
        "oblast",
        Column("budget_opened", _("Documented, same money"), "year"),
        Column("optimised_opened", _("Optimised"), "year"),
        Column("buildings", _("Optimised builds")),
    )


def measure_table(answer: Answer) -> Table:
    """KPIs of all plans side by side."""
    known = answer.comparison.kpis.set_index("kpi")
    wanted = measures_of(known.index, _MEASURES, _YEARLY, periods(answer))
    rows: list[dict[str, Any]] = []
    for name, (label, kind) in wanted.items():
        row: dict[str, Any] = {"measure": f"{label}, %" if kind == "share" else label}
        for plan in known.columns:
            value = float(known[plan][name]) * (100 if kind == "share" else 1)
            row[plan] = value if math.isfinite(value) else None
        rows.append(row)
    columns: list[Column | str] = [Column("measure", _("Measure"))]
    columns += [Column(str(p), SHORT.get(str(p), str(p)), "quantity") for p in known.columns]
    return table_of("measures", _("Measures of all plans"), pd.DataFrame(rows), *columns)


def horizon_table(answer: Answer) -> Table:
    """Money and transport of each plan by period."""
    frames = []
    for name, evaluation in answer.evaluations.items():
        part = evaluation.by_year.copy()
        part["plan"] = SHORT.get(name, name)
        opened = answer.plans[name].openings.groupby("in_service_year").size()
        part["centres"] = part["year"].map(opened).fillna(0)
        frames.append(part)
    frame = in_bn(
        pd.concat(frames, ignore_index=True), "spending", "budget", "transport_cost_mln_kzt"
    )
    return table_of(
        "horizons",
        _("Money and transport by period"),
        frame,
        "plan",
        Column("year", _("By"), "year"),
        Column("centres", _("New centres"), "count"),
        Column("spending", _("Spent, bn KZT"), "money"),
        Column("budget", _("Money that came in, bn KZT"), "money"),
        Column("transport_cost_mln_kzt", _("Transport, bn KZT a year"), "money"),
        Column("road_tkm_bn", _("bn t-km by road"), "quantity"),
        Column("rail_tkm_bn", _("bn t-km by rail"), "quantity"),
        Column("share_through_centres", _("Freight through centres"), "share"),
    )


def price_table(answer: Answer) -> Table:
    frame = in_bn(answer.tables["prices"], "low", "high")
    frame["oblast"] = _named(answer, frame)
    frame["documented"] = yes_or(frame["documented"])
    frame["wish"] = frame["wish"].map({"open": marked("open it"), "close": marked("leave it out")})
    return table_of(
        "prices",
        _("Price of every documented and every chosen site"),
        frame,
        Column("name", _("Site")),
        "oblast",
        Column("documented", _("Named by a scheme")),
        "wish",
        Column("year", _("By"), "year"),
        Column("low", _("Costs at least, bn KZT"), "quantity"),
        Column("high", _("at most, bn KZT"), "quantity"),
        "comes",
        Column("goes", _("Closes for it")),
    )


def link_table(answer: Answer) -> Table:
    frame = in_bn(answer.tables["link_prices"], "kept_cost", "low", "high")
    frame["link"] = frame["from_name"].astype(str) + "–" + frame["to_name"].astype(str)
    return table_of(
        "link_prices",
        _("What changes without a planned link"),
        frame,
        Column("link", _("Planned link")),
        Column("mode", _("Mode")),
        Column("horizon", _("Horizon"), "year"),
        Column("km", _("km"), "count"),
        Column("kept_cost", _("Without it, same plan, bn KZT"), "quantity"),
        Column("low", _("decided anew: at least"), "quantity"),
        Column("high", _("at most"), "quantity"),
        "comes",
        Column("goes", _("No longer opened")),
    )


def flow_table(answer: Answer) -> Table:
    """The busiest links of the last period."""
    frame = answer.tables["links"]
    last = periods(answer)[-1]
    frame = frame[(frame["year"] == last) & (frame["mode"] != "transfer")].copy()
    frame["link"] = frame["from_name"].astype(str) + "–" + frame["to_name"].astype(str)
    for role in ("optimised", "budget"):
        frame[role] = frame[role] / T_PER_MLN
    frame = frame[(frame["optimised"] > 0) | (frame["budget"] > 0)]
    frame = frame.sort_values("optimised", ascending=False, ignore_index=True)
    return table_of(
        "flows",
        _("Freight on the links"),
        frame,
        Column("link", _("Link")),
        Column("mode", _("Mode")),
        "status",
        Column("km", _("km"), "count"),
        Column("basis", _("Length")),
        Column("optimised", _("Optimised, mln t in {year}", year=last), "quantity"),
        Column("budget", _("Documented places, mln t"), "quantity"),
    )


def place_table(answer: Answer) -> Table:
    """Freight of units and gateways, and the way to the nearest centre under both plans."""
    frame = answer.tables["places"].copy()
    frame["oblast"] = _named(answer, frame)
    last = periods(answer)[-1]
    names = answer.tables["sites"].set_index("site_id")["name"]
    frame["tonnes"] = frame[f"tonnes_{last}"] / T_PER_MLN
    for role in ("optimised", "budget"):
        frame[f"{role}_centre"] = frame[f"{role}_site_{last}"].map(names).fillna("")
        frame[f"{role}_km"] = frame[f"{role}_km_{last}"]
    return table_of(
        "places",
        _("Freight and the way to a centre"),
        frame,
        Column("name", _("Unit or gateway")),
        "oblast",
        "kind",
        Column("tonnes", _("mln t in {year}, in and out", year=last), "quantity"),
        Column("optimised_centre", _("Optimised: nearest centre")),
        Column("optimised_km", _("km"), "count"),
        Column("budget_centre", _("Documented: nearest centre")),
        Column("budget_km", _("km"), "count"),
    )


def named_table(answer: Answer) -> Table:
    """What the schemes name, with lines, and the site that stands for it."""
    frame = answer.tables["named"].copy()
    frame["oblast"] = _named(answer, frame)
    sites = answer.tables["sites"].set_index("site_id")["name"]
    frame["site"] = frame["site_id"].map(sites)
    return table_of(
        "named",
        _("Places that the schemes name"),
        frame,
        Column("name", _("Named place")),
        "oblast",
        Column("centres", _("Centres"), "count"),
        Column("horizons", _("Horizons left open")),
        Column("site", _("Site of the network")),
        "document",
        "lines",
    )
