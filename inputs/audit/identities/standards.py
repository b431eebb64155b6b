"""Identities of the regional standards: totals of transfers and of a programme's projects."""

from __future__ import annotations

import pandas as pd

from inputs.audit.identity import EXACT, Identity, Tables, joined, residuals

TOTAL = "TOTAL"
TRANSFERS = "targeted_transfers"
PROGRAMME = "auyl_el_besigi"

# measures of one programme that the slides add up
_PROJECTS = {
    "Projects": (
        "Social infrastructure projects",
        "Transport (intra-village roads) projects",
        "Utility networks projects",
    ),
    "Social infrastructure projects": ("culture and sport", "education", "health"),
}


def _transfers(tables: Tables) -> pd.DataFrame:
    """Total of each year against the ministries; bn tenge to a tenth."""
    frame = tables["standards_programmes"]
    frame = frame[frame["topic"] == TRANSFERS]
    own = frame[frame["item"] == TOTAL]
    sums = frame[frame["item"] != TOTAL].groupby("years")["value"].agg(["sum", "size"])
    bound = 0.05 * (own["years"].map(sums["size"]) + 1)
    return residuals(own, "value", own["value"], own["years"].map(sums["sum"]), bound)


def _projects(tables: Tables) -> pd.DataFrame:
    frame = tables["standards_programmes"]
    frame = frame[frame["topic"] == PROGRAMME]
    by_measure = frame.set_index("measure")["value"]
    found = []
    for total, parts in _PROJECTS.items():
        own = frame[frame["measure"] == total]
        expected = pd.Series(by_measure.reindex(list(parts)).sum(skipna=False), index=own.index)
        found.append(residuals(own, "value", own["value"], expected, EXACT))
    return joined(found)


IDENTITIES = (
    Identity(
        "transfers = sum of the ministries",
        "standards_programmes",
        _transfers,
        "0.05 bn tenge times (ministries + 1)",
        (),
    ),
    Identity("projects = sum of their kinds", "standards_programmes", _projects, "exact", ()),
)
