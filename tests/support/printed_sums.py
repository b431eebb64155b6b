"""Printed figures and sums of printed figures, for tests of the sector tables."""

from __future__ import annotations

import pandas as pd


def known(frame: pd.DataFrame, name: str = "quantity") -> pd.Series:
    """The printed value, or the derived one where none is printed."""
    return frame[name].fillna(frame[f"{name}_derived"])


def gaps(printed: pd.Series, parts: pd.Series, digit: float) -> dict[object, float]:
    """Printed sums minus sums of the parts with the same index.

    Only gaps that rounding of every term to `digit` cannot explain.
    """
    grouped = parts.groupby(level=parts.index.names)
    both = pd.DataFrame({"printed": printed, "sum": grouped.sum(), "n": grouped.size()}).dropna()
    assert not both.empty
    gap = both["printed"] - both["sum"]
    return gap[gap.abs() > (both["n"] + 1) * digit / 2 + 1e-6].round(3).to_dict()
