"""Identities of school and preschool places.

Leaf units follow the arithmetic of one row. Oblast and region rows are sums over their children;
their balance is a sum of deficits only, so the row arithmetic of the balance does not apply.
"""

from __future__ import annotations

from functools import partial

import pandas as pd

from inputs.audit.identity import (
    EXACT,
    NOT_JUDGED,
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
SENIOR_SHARE = 0.75
PRESCHOOL_SHARE = 0.85

_SCHOOL_SUMS = (
    "seats_end",
    "pupils",
    "children_6_15",
    "children_16_18",
    "need_seats",
    "new_seats",
)
_PRESCHOOL_SUMS = ("enrolled", "children_3_5", "need_seats", "new_seats", "seats_end")


def _school_need(tables: Tables) -> pd.DataFrame:
    frame = of_schemes(tables["schools"])
    expected = frame["children_6_15"] + SENIOR_SHARE * frame["children_16_18"]
    bound = rounding(1, 1, 1, SENIOR_SHARE)
    return residuals(frame, "need_seats", frame["need_seats"], expected, bound)


def _preschool_need(tables: Tables) -> pd.DataFrame:
    frame = of_schemes(tables["preschool"])
    expected = PRESCHOOL_SHARE * frame["children_3_5"]
    bound = rounding(1, 1, PRESCHOOL_SHARE)
    return residuals(frame, "need_seats", frame["need_seats"], expected, bound)


def _coverage(tables: Tables) -> pd.DataFrame:
    """Printed to a tenth, in several units to a whole per cent; the bound follows the print."""
    frame = tables["preschool"]
    expected = 100 * frame["seats_end"] / frame["children_3_5"]
    value = frame["coverage_3_5_pct"]
    unit = (value % 1 == 0).map({True: 1.0, False: 0.1})
    of_counts = 50 * (1 + expected / 100) / frame["children_3_5"]
    return residuals(frame, "coverage_3_5_pct", value, expected, 0.5 * unit + of_counts)


def _base_balance(tables: Tables) -> pd.DataFrame:
    frame = tables["schools"]
    frame = frame[frame["year"] == BASE_YEAR]
    expected = frame["seats_end"] - frame["pupils"]
    bound = leaves_only(tables, frame, rounding(1, 1, 1, 1))
    return residuals(frame, "balance", frame["balance"], expected, bound)


def _stock(frame: pd.DataFrame) -> pd.Series:
    """Places at the end of a year; preschool has none in the base year, enrolment stands in."""
    if "enrolled" not in frame:
        return frame["seats_end"]
    return frame["seats_end"].fillna(frame["enrolled"])


def _balance(table: str, tables: Tables) -> pd.DataFrame:
    frame = tables[table].assign(stock=_stock)
    expected = previous_period(frame, "stock", ["unit_id"]) - frame["need_seats"]
    bound = leaves_only(tables, frame, rounding(1, 1, 1, 1))
    return residuals(frame, "balance", frame["balance"], expected, bound)


def _new_seats(table: str, tables: Tables) -> pd.DataFrame:
    frame = tables[table]
    frame = frame[frame["year"] > BASE_YEAR]
    built = frame["new_seats"].fillna(0.0)
    missing = (-frame["balance"]).clip(lower=0.0)
    return residuals(frame, "new_seats", built, missing, rounding(1, 1, 1))


def _adjustment(table: str, tables: Tables) -> pd.DataFrame:
    """What construction leaves unexplained is a column of its own, and exact."""
    frame = tables[table].assign(stock=_stock)
    before = previous_period(frame, "stock", ["unit_id"])
    built = before + frame["new_seats"].fillna(0.0)
    value = frame["stock_adjustment"].where(frame["stock_adjustment"].notna() | before.isna(), 0.0)
    return joined(
        [
            residuals(frame, "stock_adjustment", value, frame["stock"] - built, EXACT),
            residuals(frame, "seats_end", frame["seats_end"], built, NOT_JUDGED),
        ]
    )


def _sums(table: str, fields: tuple[str, ...], tables: Tables) -> pd.DataFrame:
    frame, above = tables[table], parents(tables)
    return joined([sums_over_children(frame, above, field, 1.0) for field in fields])


def _deficits(table: str, tables: Tables) -> pd.DataFrame:
    return sums_over_children(tables[table], parents(tables), "balance", 1.0, deficits_only=True)


_SUM_BOUND = "half a place times (children + 1)"

IDENTITIES = (
    Identity("need = children_6_15 + 0.75 x children_16_18", "schools", _school_need, "1.375"),
    Identity("need = 0.85 x children_3_5", "preschool", _preschool_need, "0.925"),
    Identity(
        "coverage = 100 x seats_end / children_3_5",
        "preschool",
        _coverage,
        "half the last printed digit, and what half a child and half a place make of it",
    ),
    Identity("balance = seats - pupils", "schools", _base_balance, "1.5"),
    *(
        identity
        for table, fields in (("schools", _SCHOOL_SUMS), ("preschool", _PRESCHOOL_SUMS))
        for identity in (
            Identity("balance = previous seats - need", table, partial(_balance, table), "1.5"),
            Identity("new = max(0, -balance)", table, partial(_new_seats, table), "1"),
            Identity(
                "adjustment = seats_end - previous - new",
                table,
                partial(_adjustment, table),
                "exact",
            ),
            Identity("sum over children", table, partial(_sums, table, fields), _SUM_BOUND),
            Identity(
                "balance = sum of children's deficits",
                table,
                partial(_deficits, table),
                _SUM_BOUND,
            ),
        )
    ),
)
