"""Identities of the macroeconomic forecast: labour adds up, and product is per inhabitant."""

from __future__ import annotations

import pandas as pd

from inputs.audit.identity import Identity, Tables, residuals

UNIT = 0.1

_BRANCHES = (
    "emp_agri",
    "emp_constr",
    "emp_edu",
    "emp_gov",
    "emp_health",
    "emp_ind",
    "emp_other",
    "emp_trade",
    "emp_transp",
)


def _wide(tables: Tables) -> pd.DataFrame:
    return tables["macro"].pivot_table(
        index=["unit_id", "year"], columns="indicator", values="value"
    )


def _judged(
    tables: Tables, indicator: str, expected: pd.Series, bound: float | pd.Series
) -> pd.DataFrame:
    """Residuals of one indicator; `expected` (and `bound`) by unit and year."""
    own = tables["macro"][tables["macro"]["indicator"] == indicator]
    keys = pd.MultiIndex.from_frame(own[["unit_id", "year"]])

    def at_rows(values: pd.Series) -> pd.Series:
        return pd.Series(values.reindex(keys).to_numpy(), index=own.index)

    tolerance = at_rows(bound) if isinstance(bound, pd.Series) else bound
    return residuals(own, "value", own["value"], at_rows(expected), tolerance)


def _labour(tables: Tables) -> pd.DataFrame:
    wide = _wide(tables)
    return _judged(tables, "labour_force", wide["employed"] + wide["unemployed"], 1.5 * UNIT)


def _branches(tables: Tables) -> pd.DataFrame:
    wide = _wide(tables)
    parts = wide[list(_BRANCHES)].sum(axis=1, skipna=False)
    return _judged(tables, "employed", parts, 0.5 * UNIT * (len(_BRANCHES) + 1))


def _unemployment(tables: Tables) -> pd.DataFrame:
    wide = _wide(tables)
    share = 100 * wide["unemployed"] / wide["labour_force"]
    of_counts = 100 * 0.5 * UNIT * (1 + share / 100) / wide["labour_force"]
    return _judged(tables, "unemp_rate", share, 0.5 * UNIT + of_counts)


def _per_inhabitant(tables: Tables) -> pd.DataFrame:
    """Product over the population of the units a row covers."""
    wide = _wide(tables)
    people = tables["population"].set_index(["unit_id", "year"])["population"]
    frame = tables["macro"]
    included = frame.loc[frame["indicator"] == "grp", ["unit_id", "year", "includes"]]
    covered = [
        sum(
            float(people.get((unit, year), float("nan")))
            for unit in (own, *filter(None, str(more).split(";")))
        )
        for own, year, more in included.itertuples(index=False, name=None)
    ]
    keys = pd.MultiIndex.from_frame(included[["unit_id", "year"]])
    inhabitants = pd.Series(covered, index=keys)
    product = 1000 * wide["grp"] / inhabitants
    bound = 0.5 * UNIT + product * 0.5 / inhabitants + 1000 * 0.5 * UNIT / inhabitants
    return _judged(tables, "grp_pc", product, bound)


IDENTITIES = (
    Identity("labour force = employed + unemployed", "macro", _labour, "0.15 thousand", ()),
    Identity("employed = sum of the branches", "macro", _branches, "0.5 thousand", ()),
    Identity(
        "unemployment rate = unemployed / labour force",
        "macro",
        _unemployment,
        "half a tenth, and what half a tenth of the counts makes of it",
        (),
    ),
    Identity(
        "product per inhabitant = product / population",
        "macro",
        _per_inhabitant,
        "half a tenth, and what half a person makes of it",
        ("population",),
    ),
)
