"""The siting answer's tables as report and workbook print them."""

from __future__ import annotations

from typing import Any

import pandas as pd

from scenarios.language import _, marked, told
from scenarios.study import Answer
from scenarios.views.numbers import MLN_PER_BN
from scenarios.views.siting.headline import periods
from scenarios.views.siting.site_map import NEITHER, sites
from scenarios.views.table import Column, Kind, Table, in_bn, measures_of, table_of, yes_or
from scenarios.views.tables import anomaly_table, assumption_table, certificate_table

_MEASURES: dict[str, tuple[str, Kind]] = {
    "total_cost_mln_kzt": (marked("Total cost, discounted bn KZT"), "money"),
    "discounted_capex_mln_kzt": (marked("of which buildings, bn KZT"), "money"),
    "discounted_travel_mln_kzt": (marked("of which school buses, bn KZT"), "money"),
    "discounted_unserved_mln_kzt": (marked("of which pupils without a place, bn KZT"), "money"),
    "capex_mln_kzt": (marked("Buildings as paid, not discounted, bn KZT"), "money"),
    "sites_opened": (marked("Settlements with new schools"), "count"),
    "facilities_opened": (marked("Buildings"), "count"),
    "places_opened": (marked("New places"), "count"),
}
_YEARLY: dict[str, tuple[str, Kind]] = {
    "unserved": (marked("Pupils without a place within the standard"), "count"),
    "share_within_standard": (marked("Pupils with a place within the standard"), "share"),
    "pupils_elsewhere": (marked("Pupils taught in another settlement"), "count"),
    "pupil_km": (marked("Pupil-kilometres one way a day"), "count"),
    "mean_way_km": (marked("Mean way of those pupils, km"), "decimal"),
}

_AGREEMENT = {  # label, factor, digits
    "chosen": (marked("Sites chosen"), 1.0, 0),
    "documented": (marked("Service centres of the scheme in the area"), 1.0, 0),
    "both": (marked("Chosen sites that are service centres"), 1.0, 0),
    "precision": (marked("Share of chosen sites that are centres (precision), %"), 100.0, 1),
    "recall": (marked("Share of centres that are chosen (recall), %"), 100.0, 1),
    "jaccard": (marked("Sites on both lists over sites on either (Jaccard), %"), 100.0, 1),
    "optimum": (marked("Cost with places at their least price, discounted bn KZT"), 0.001, 1),
    "centres_only": (marked("The same with sites in service centres only, bn KZT"), 0.001, 1),
    "extra_cost": (marked("What keeping to the centres costs, bn KZT"), 0.001, 1),
    "extra_share": (marked("What keeping to the centres costs, % of the optimum"), 100.0, 1),
}
_WISHES = {"open": marked("open it"), "close": marked("give it up")}


def report_tables(answer: Answer) -> list[Table]:
    """All tables by name, in the report's order."""
    return [
        site_table(answer),
        measure_table(answer),
        agreement_table(answer),
        price_table(answer),
        alternative_table(answer),
        regret_table(answer),
        nested_table(answer),
        way_table(answer),
        certificate_table(answer),
        assumption_table(answer),
        anomaly_table(answer),
    ]


def site_table(answer: Answer) -> Table:
    """Settlements that either plan or the scheme names, with what is built there by when."""
    frame = sites(answer)
    frame = in_bn(frame[frame["role"] != NEITHER], "capex")
    years = periods(answer)
    new = tuple(Column(f"optimised_{y}", _("Places by {year}", year=y), "count") for y in years)
    frame = frame.sort_values(["role", "capex"], ascending=[True, False], ignore_index=True)
    return table_of(
        "sites",
        _("Sites"),
        frame,
        Column("name", _("Settlement")),
        "district",
        Column("role", _("Role")),
        "coord_quality",
        Column("existing", _("Places today"), "count"),
        Column(f"need_{years[-1]}", _("Pupils {year}", year=years[-1]), "count"),
        Column("opened", _("Opened"), "year"),
        *new,
        Column(f"centres_{years[-1]}", "Centres only", "count"),
        Column("buildings", _("Buildings")),
        Column("capex", _("bn KZT"), "money"),
    )


def measure_table(answer: Answer) -> Table:
    """KPIs of both plans side by side."""
    known = answer.comparison.kpis.set_index("kpi")
    rows: list[dict[str, Any]] = []
    wanted = measures_of(known.index, _MEASURES, _YEARLY, periods(answer))
    digits = {"money": 1, "decimal": 1, "share": 2}
    for name, (label, kind) in wanted.items():
        ours, theirs = (float(known[plan][name]) for plan in known.columns)
        if kind == "share":
            label, ours, theirs = _("{label}, %", label=told(label)), 100 * ours, 100 * theirs
        if kind == "money":
            ours, theirs = ours / MLN_PER_BN, theirs / MLN_PER_BN
        ours, theirs = (round(value, digits.get(kind, 0)) for value in (ours, theirs))
        rows.append({"measure": label, "optimised": ours, "centres": theirs})
    return table_of(
        "measures",
        _("Measures of both plans"),
        pd.DataFrame(rows),
        Column("measure", _("Measure")),
        Column("optimised", _("Optimised"), "quantity"),
        Column("centres", _("Service centres only"), "quantity"),
    )


def agreement_table(answer: Answer) -> Table:
    known = answer.tables["agreement"].set_index("measure")["value"]
    rows = [
        {"measure": said, "value": round(float(known[name]) * factor, digits)}
        for name, (said, factor, digits) in _AGREEMENT.items()
    ]
    return table_of(
        "agreement",
        _("Agreement"),
        pd.DataFrame(rows),
        Column("measure", _("Agreement of chosen sites with the scheme's centres")),
        Column("value", _("Value"), "quantity"),
    )


def price_table(answer: Answer) -> Table:
    frame = in_bn(answer.tables["prices"], "low", "high", digits=3)
    frame["wish"] = frame["wish"].map(_WISHES)
    frame["centre"] = yes_or(frame["documented"])
    return table_of(
        "prices",
        _("Price of each documented and each chosen site"),
        frame,
        Column("name", _("Settlement")),
        "district",
        Column("centre", _("Service centre")),
        "wish",
        Column("low", _("Costs at least (proven), bn KZT"), "quantity"),
        Column("high", _("Cost of the plan found, bn KZT"), "quantity"),
        "comes",
        Column("goes", _("Closes for it")),
    )


def alternative_table(answer: Answer) -> Table:
    frame = in_bn(answer.tables["alternatives"], "extra", digits=2)
    return table_of(
        "alternatives",
        _("Near-optimal alternatives"),
        frame,
        Column("number", _("Alternative"), "count"),
        Column("differs", _("Sites it leaves"), "count"),
        Column("extra", _("Dearer by, bn KZT"), "quantity"),
        Column("leaves", _("Leaves")),
        Column("takes", _("Takes")),
    )


def regret_table(answer: Answer) -> Table:
    frame = answer.tables["alternative_sites"].copy()
    frame["centre"] = yes_or(frame["documented"])
    return table_of(
        "no_regret",
        _("Sites by the number of plans that choose them"),
        frame,
        Column("name", _("Settlement")),
        "district",
        Column("centre", _("Service centre")),
        Column("plans", _("Plans that choose it"), "count"),
        Column("of", _("of"), "count"),
    )


def nested_table(answer: Answer) -> Table:
    frame = in_bn(answer.tables["nested"], "free", "nested", "cost_of_nesting", digits=2)
    if len(frame) and (frame["by"] == "budget").all():
        level = Column("level", _("Share of the money"), "share")
    else:
        level = Column("level", _("Most sites"), "count")
    return table_of(
        "nested",
        _("Nested plans"),
        frame,
        level,
        Column("sites", _("Sites"), "count"),
        Column("free", _("By itself, bn KZT"), "money"),
        Column("nested", _("Keeping the step before, bn KZT"), "money"),
        Column("cost_of_nesting", _("Cost of nesting, bn KZT"), "quantity"),
        Column("dropped", _("Sites the free plan would give up"), "count"),
        Column("added", _("Opened in this step")),
    )


def way_table(answer: Answer) -> Table:
    names = answer.tables["settlements"].set_index("settlement_id")["name"]
    frame = answer.tables["service"].copy()
    frame["start"], frame["end"] = frame["from_id"].map(names), frame["to_id"].map(names)
    frame["position"] = frame["schematic"].map({True: marked("schematic"), False: marked("known")})
    frame["distance"] = frame["estimated"].map(
        {True: marked("estimated"), False: marked("measured")}
    )
    return table_of(
        "ways",
        _("Ways of pupils taught in another settlement"),
        frame,
        Column("start", _("From")),
        Column("end", _("To")),
        "year",
        Column("pupils", _("Pupils"), "count"),
        Column("km", _("km by road"), "decimal"),
        Column("distance", _("Distance")),
        Column("position", _("Positions")),
    )
