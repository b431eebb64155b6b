"""Identities of population and housing.

The printed columns of the West rows of 2050 are shifted against their names, so the row
arithmetic is judged on the `_used` columns, and the printed ones against these.
"""

from __future__ import annotations

import pandas as pd

from inputs.audit.identity import (
    EXACT,
    Identity,
    Tables,
    joined,
    previous_period,
    residuals,
    rounding,
    sums_over_children,
)
from inputs.audit.units import leaves_only, of_schemes, parents

BASE_YEAR = 2024

# square metres per person that the documents set for each horizon
NORMS = {2030: 25.0, 2040: 27.0, 2050: 30.0}

# thousand square metres: the South prints tenths, the West whole numbers after the base year
_UNITS = {"south": 0.1, "west": 1.0}


def _unit(tables: Tables, frame: pd.DataFrame) -> pd.Series:
    """Rounding unit of the areas in each row."""
    regions = tables["units"].set_index("unit_id")["region_id"]
    unit = frame["unit_id"].map(regions).map(_UNITS).fillna(1.0)
    return unit.where(frame["year"] > BASE_YEAR, 0.1)


def _population_sums(tables: Tables) -> pd.DataFrame:
    return sums_over_children(tables["population"], parents(tables), "population", 1.0)


def _urban_rural(tables: Tables) -> pd.DataFrame:
    frame = tables["housing"]
    parts = frame[["stock_urban", "stock_rural"]].sum(axis=1, min_count=1)
    return residuals(frame, "stock_end", frame["stock_end"], parts, rounding(0.1, 1, 1, 1))


def _retained(tables: Tables) -> pd.DataFrame:
    frame = tables["housing"]
    before = previous_period(frame, "stock_end", ["unit_id"])
    expected = before - frame["demolished"].fillna(0.0)
    value = frame["stock_retained"]
    return residuals(frame, "stock_retained", value, expected, 1.5 * _unit(tables, frame))


def _norm(tables: Tables) -> pd.DataFrame:
    """Norm times population; half a person is worth less than the rounding of the area."""
    frame = (
        of_schemes(tables["housing"])
        .reset_index()
        .merge(tables["population"][["unit_id", "year", "population"]], on=["unit_id", "year"])
    )
    frame = frame.set_index("index")
    per_person = frame["year"].map(NORMS)
    expected = frame["population"] * per_person / 1000
    bound = 0.5 * _unit(tables, frame) + 0.5 * per_person / 1000
    return residuals(frame, "stock_norm_used", frame["stock_norm_used"], expected, bound)


def _provision(tables: Tables) -> pd.DataFrame:
    """Stock of the base year over population, to a tenth of a square metre."""
    frame = (
        tables["housing"]
        .reset_index()
        .merge(tables["population"][["unit_id", "year", "population"]], on=["unit_id", "year"])
    )
    frame = frame.set_index("index")
    frame = frame[frame["year"] == BASE_YEAR]
    expected = 1000 * frame["stock_end"] / frame["population"]
    bound = 0.05 + 50 / frame["population"]
    return residuals(frame, "m2_per_person", frame["m2_per_person"], expected, bound)


def _start(frame: pd.DataFrame) -> pd.Series:
    """Stock a period starts with: what is kept in the first one, the end of the last in others."""
    before = previous_period(frame, "stock_end_used", ["unit_id"])
    return frame["stock_retained"].fillna(before)


def _balance(tables: Tables) -> pd.DataFrame:
    frame = tables["housing"]
    expected = _start(frame) - frame["stock_norm_used"]
    bound = leaves_only(tables, frame, 1.5 * _unit(tables, frame))
    return residuals(frame, "balance_used", frame["balance_used"], expected, bound)


def _new_stock(tables: Tables) -> pd.DataFrame:
    frame = tables["housing"]
    frame = frame[(frame["year"] > BASE_YEAR) & frame["balance_used"].notna()]
    built = frame["new_stock_used"].fillna(0.0)
    missing = (-frame["balance_used"]).clip(lower=0.0)
    return residuals(frame, "new_stock_used", built, missing, _unit(tables, frame))


def _stock_end(tables: Tables) -> pd.DataFrame:
    frame = tables["housing"]
    frame = frame.assign(start=_start(frame))[frame["year"] > BASE_YEAR]
    expected = frame["start"] + frame["new_stock_used"].fillna(0.0)
    bound = leaves_only(tables, frame, 1.5 * _unit(tables, frame))
    return residuals(frame, "stock_end_used", frame["stock_end_used"], expected, bound)


def _used(tables: Tables) -> pd.DataFrame:
    """Where nothing is shifted, the used figure is the printed one."""
    frame = tables["housing"]
    return joined(
        [
            residuals(frame, name, frame[name], frame[f"{name}_used"], EXACT)
            for name in ("stock_norm", "balance", "new_stock", "stock_end")
        ]
    )


def _sums(tables: Tables) -> pd.DataFrame:
    frame, above = tables["housing"], parents(tables)
    region = frame["unit_id"].map(tables["units"].set_index("unit_id")["region_id"])
    parts = []
    for name, unit in _UNITS.items():
        for base, fields in ((True, _BASE_SUMS), (False, _LATER_SUMS)):
            rows = frame[(region == name) & ((frame["year"] == BASE_YEAR) == base)]
            step = 0.1 if base else unit
            parts += [sums_over_children(rows, above, field, step) for field in fields]
            if not base:
                parts.append(
                    sums_over_children(rows, above, "balance_used", step, deficits_only=True)
                )
    return joined(parts)


_BASE_SUMS = ("stock_end", "stock_urban", "stock_rural", "dilapidated")
_LATER_SUMS = (
    "demolished",
    "stock_retained",
    "stock_norm_used",
    "new_stock_used",
    "stock_end_used",
)
_STEP = "0.1 thousand m2 (South, base year) or 1 (West)"

IDENTITIES = (
    Identity("sum over children", "population", _population_sums, "0.5 times (children + 1)"),
    Identity("stock = urban + rural", "housing", _urban_rural, "0.15", ()),
    Identity("retained = stock - demolished", "housing", _retained, f"1.5 times {_STEP}"),
    Identity(
        "norm = m2 per person x population",
        "housing",
        _norm,
        f"half of {_STEP}, and half a person",
        ("units", "population"),
    ),
    Identity(
        "provision = stock / population",
        "housing",
        _provision,
        "half a tenth, and half a tenth of the stock over the population",
        ("population",),
    ),
    Identity("balance = start - norm", "housing", _balance, f"1.5 times {_STEP}"),
    Identity("new = max(0, -balance)", "housing", _new_stock, _STEP),
    Identity("stock_end = start + new", "housing", _stock_end, f"1.5 times {_STEP}"),
    Identity("used = printed", "housing", _used, "exact", ()),
    Identity("sum over children", "housing", _sums, f"half of {_STEP} times (children + 1)"),
)
