"""The balance's figures as its charts and sentences use them."""

from __future__ import annotations

import pandas as pd

from scenarios.language import _, marked, spoken, told
from scenarios.study import Answer

USES = {
    "household": marked("households"),
    "industry": marked("industry"),
    "obligation": marked("rivers and neighbours"),
    "irrigation": marked("irrigation"),
    "other": marked("other uses"),
}
USE_COLOURS = {  # dark to pale in the order of service, also in grey
    "household": "#5a1a02",
    "industry": "#a63603",
    "obligation": "#e6550d",
    "irrigation": "#fd9a4d",
    "other": "#fdd9b5",
}
SOURCES = {
    "surface": marked("surface water"),
    "ground": marked("groundwater"),
    "other": marked("waste and drainage water"),
    "groundwater_beyond_plan": marked("groundwater beyond the plan"),
    "sea": marked("sea water"),
}
VARIANTS = {
    "normal": marked("normal year"),
    "dry": marked("dry year"),
    "very_dry": marked("very dry year"),
}
GIVEN, TAKEN = marked("to other oblasts"), marked("from other oblasts")
_LEFT = {"loss": marked("lost on the way"), "unused": marked("not used")}
_ROUNDING = 0.005  # KZT a m3: less is what the solver's numbers leave
_SOURCE_COLOURS = {
    SOURCES["surface"]: "#6baed6",
    SOURCES["ground"]: "#08519c",
    SOURCES["groundwater_beyond_plan"]: "#54278f",
    SOURCES["sea"]: "#9ebcc4",
    marked("desalination"): "#238b45",
    TAKEN: "#7a4fa3",
}
_OTHER_SOURCE = "#8c96a0"
_ON, _ON_COLOUR = "on", "#a7b0b8"
SMALLEST = 0.05  # mln m3: less is not printed


def has_balance(answer: Answer) -> bool:
    """Whether this run has a water balance."""
    return len(answer.tables.get("balance_uses", ())) > 0


def climate(answer: Answer) -> str:
    """The variant that the headline stands for."""
    return str(answer.scenario.water.climate)


def variants(answer: Answer) -> list[str]:
    """Variants of the run, the wettest first."""
    there = set(answer.tables["balance_uses"]["variant"])
    return [v for v in VARIANTS if v in there]


def shown_years(answer: Answer) -> list[int]:
    """First and last year of the balance: the documents' own horizons."""
    years = answer.tables["balance_uses"]["year"].astype(int)
    return sorted({int(years.min()), int(years.max())})


def by_oblast(answer: Answer) -> pd.DataFrame:
    """variant, year, oblast_id, oblast, use, demand, delivered, shortage (mln m3) by oblast."""
    table = answer.tables["balance_uses"]
    table = table[table["year"].isin(shown_years(answer))]
    keys = ["variant", "year", "oblast_id", "use"]
    figures = ["demand_mln_m3", "delivered_mln_m3", "shortage_mln_m3"]
    found = table.groupby(keys, as_index=False)[figures].sum()
    found = found.rename(columns={name: name.removesuffix("_mln_m3") for name in figures})
    found["oblast"] = [answer.territory.name(str(o), spoken()) for o in found["oblast_id"]]
    return found


def by_unit(answer: Answer) -> pd.DataFrame:
    """variant, year, unit_id, demand, shortage, share, household_shortage (mln m3).

    An oblast of which some demand is known only as a whole is one unit.
    """
    table = answer.tables["balance_uses"]
    table = table[table["year"].isin(shown_years(answer))].copy()
    leaves = set(answer.territory.leaf_units())
    whole = set(table.loc[~table["unit_id"].isin(leaves), "oblast_id"])
    table["unit_id"] = table["unit_id"].mask(table["oblast_id"].isin(whole), table["oblast_id"])
    table["household"] = table["shortage_mln_m3"].where(table["use"] == "household", 0.0)
    found = table.groupby(["variant", "year", "unit_id"], as_index=False).agg(
        demand=("demand_mln_m3", "sum"),
        shortage=("shortage_mln_m3", "sum"),
        household_shortage=("household", "sum"),
    )
    found["share"] = found["shortage"] / found["demand"].where(found["demand"] > 0)
    found["share"] = found["share"].fillna(0.0)
    return found


def transfers(answer: Answer) -> pd.DataFrame:
    """The transfers and plants in the shown years, with names of their ends; mln m3."""
    table = answer.tables.get("balance_transfers", pd.DataFrame())
    if table.empty:
        return table
    table = table[table["year"].isin(shown_years(answer))].reset_index(drop=True)
    for end in ("from", "to"):
        units = table[f"{end}_unit"].fillna("")
        table[end] = [place_name(answer, str(unit)) for unit in units]
    table["value_kzt_m3"] = table["value_kzt_m3"].where(table["value_kzt_m3"] >= _ROUNDING, 0.0)
    return table


def worth(answer: Answer) -> pd.DataFrame:
    """variant, oblast, value (KZT): what a cubic metre more is worth in the last year.

    At the source where it is worth most.
    """
    table = answer.tables["balance_sources"]
    table = table[table["year"] == shown_years(answer)[-1]]
    found = table.groupby(["variant", "oblast_id"], as_index=False)[["value_kzt_m3"]].max()
    found["oblast"] = [answer.territory.name(str(o), spoken()) for o in found["oblast_id"]]
    return found.rename(columns={"value_kzt_m3": "value"})


def place_name(answer: Answer, name: str) -> str:
    """A unit's name in the spoken language; another node of the balance as it is, in words."""
    if name in answer.territory.units.index:
        return answer.territory.name(name, spoken())
    return told(name.replace("_", " "))


def said_use(use: str) -> str:
    return _(USES.get(use, use.replace("_", " ")))


def said_variant(variant: str) -> str:
    return _(VARIANTS.get(variant, variant.replace("_", " ")))


def variant_title(variant: str) -> str:
    """The same as a title of its own."""
    return {
        "normal": _("Normal year"),
        "dry": _("Dry year"),
        "very_dry": _("Very dry year"),
    }.get(variant) or said_variant(variant)


def flows(answer: Answer) -> pd.DataFrame:
    """from, to (in words), amount (mln m3): the last year in the scenario's climate."""
    table = answer.tables["balance_flows"]
    own = table[(table["variant"] == climate(answer)) & (table["year"] == shown_years(answer)[-1])]
    # a source and a use are both called other
    said = pd.DataFrame(
        {
            end: [
                _(called[str(n)]) if str(n) in called else place_name(answer, str(n))
                for n in own[end]
            ]
            for end, called in (("from", SOURCES), ("to", {**USES, **_LEFT}))
        }
    )
    said["amount"] = own["mln_m3"].to_numpy(dtype=float)
    return said[said["amount"] >= SMALLEST].reset_index(drop=True)


def flow_columns(
    answer: Answer,
) -> tuple[list[list[str]], dict[str, str], pd.DataFrame]:
    """Columns of nodes, colours and flows (from, to, amount, colour) of the flow picture.

    What one oblast hands another leaves the picture on the right and comes back on the left.
    """
    table = flows(answer)
    inner = table["from"].isin(set(table["to"])) & table["to"].isin(set(table["from"]))
    handed = table[inner]
    table = pd.concat(
        [table[~inner], handed.assign(to=_(GIVEN)), handed.assign(**{"from": _(TAKEN)})],
        ignore_index=True,
    )
    table = table.groupby(["from", "to"], as_index=False, sort=False)[["amount"]].sum()
    into, out = table.groupby("to")["amount"].sum(), table.groupby("from")["amount"].sum()
    middle = [str(n) for n in into.sort_values(ascending=False).index if n in out.index]
    sources = [str(n) for n in out.sort_values(ascending=False).index if n not in into.index]
    uses = [str(n) for n in into.index if n not in out.index]
    order = [_(use) for use in (*USES.values(), *_LEFT.values())]
    uses.sort(key=lambda n: (order.index(n) if n in order else len(order), n))
    table["colour"] = table["from"].where(table["from"].isin(sources), _ON)
    known = {_(name): colour for name, colour in _SOURCE_COLOURS.items()}
    colours = {name: known.get(name, _OTHER_SOURCE) for name in sources}
    return [sources, middle, uses], {**colours, _ON: _ON_COLOUR}, table
