"""The tree of administrative units, as the identities need it."""

from __future__ import annotations

import pandas as pd

from inputs.audit.identity import NOT_JUDGED, Tables

LEAF_LEVELS = ("republican_city", "city", "district")


def parents(tables: Tables) -> pd.Series:
    """parent_id by unit_id."""
    return tables["units"].set_index("unit_id")["parent_id"]


def leaves_only(tables: Tables, frame: pd.DataFrame, bound: float | pd.Series) -> pd.Series:
    """`bound` for the rows of units without units below them; rows of sums are not judged."""
    levels = tables["units"].set_index("unit_id")["level"]
    leaf = frame["unit_id"].map(levels).isin(LEAF_LEVELS)
    return pd.Series(bound, index=frame.index, dtype=float).where(leaf, NOT_JUDGED)


def of_schemes(frame: pd.DataFrame) -> pd.DataFrame:
    """The rows of the two regional schemes, whose norms a table of a user need not share."""
    return frame[frame["document"].isin(["S", "W"])]
