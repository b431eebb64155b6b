"""The tree of administrative units, as the identities need it."""

from __future__ import annotations

import pandas as pd

from inputs.audit.identity import Tables

LEAF_LEVELS = ("republican_city", "city", "district")


def parents(tables: Tables) -> pd.Series:
    """parent_id by unit_id."""
    return tables["units"].set_index("unit_id")["parent_id"]


def leaves(tables: Tables, table: str) -> pd.DataFrame:
    """The rows of units that have no units below them."""
    frame = tables[table]
    levels = tables["units"].set_index("unit_id")["level"]
    return frame[frame["unit_id"].map(levels).isin(LEAF_LEVELS)]
