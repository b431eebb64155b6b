"""Contradictions of the documents that an answer must show."""

from __future__ import annotations

from collections.abc import Collection

import pandas as pd

from inputs.territory import Territory


def contradictions(
    territory: Territory, tables: Collection[str], units: Collection[str] | None = None
) -> pd.DataFrame:
    """Rows of `anomalies` on the named tables; empty where the data list none.

    Parameters
    ----------
    units : keep only these units' rows; None keeps all
    """
    if not territory.has("anomalies"):
        return pd.DataFrame()
    table = territory.table("anomalies")
    kept = table["table"].isin(list(tables))
    if units is not None:
        kept &= table["unit_id"].isin(list(units))
    return table[kept].reset_index(drop=True)
