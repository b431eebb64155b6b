"""Sites that are nearly as good and as different as possible.

The programme over sites (`sites_program`) with its money held at a level; what is maximised is the
least money that leaves a known plan: what that plan spends at a site in a period, where the site is
not open by then. Plans that spend alike move as much, so this is the money moved but for what they
spend more or less in all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from models.dynamic_location.instance import DynamicLocationInstance, FloatArray, IntArray
from models.dynamic_location.measures import Cap, Measure
from models.dynamic_location.sites_program import SitesPlan, SitesProgram
from optimizer.engines import solve_linear
from optimizer.far_apart import Known, far_from
from optimizer.limits import Clock

GAP = 0.05  # of the money that leaves: a little less of it is as good an alternative


def farthest_sites(
    instance: DynamicLocationInstance, known: Sequence[IntArray], most: float, clock: Clock
) -> SitesPlan | None:
    """Sites of at most `most` money, places at their least price, with least money at known places.

    Parameters
    ----------
    known : modules (M, K, T) of plans

    Returns
    -------
    The cheapest plan of the sites found; None where none was found in time.
    """
    program = SitesProgram(instance, caps=(Cap(Measure.MONEY, most),))
    opened = program.opened
    away = []
    for modules in known:
        spent = np.einsum("mkt,mk->mt", modules, instance.module_cost)
        there = spent > 0
        away.append(Known(opened[there], np.ones(int(there.sum())), spent[there]))
    rough = Clock(replace(clock.limits, gap=GAP, on_progress=None), clock.started)
    answer = solve_linear(far_from(program.model, away), rough)
    if answer.values is None:
        return None
    is_open = answer.values[opened] > 0.5
    shut = [int(j) for j in np.flatnonzero(~is_open.any(axis=1))]
    first = {int(j): int(np.argmax(is_open[j])) for j in np.flatnonzero(is_open.any(axis=1))}
    return SitesProgram(instance).solve(
        clock, forbidden=shut, opened_by=first, closed_before=first, stage="sites"
    )


def moved(instance: DynamicLocationInstance, one: IntArray, other: IntArray) -> float:
    """Money moved between two plans (M, K, T), undiscounted."""
    spent: FloatArray = np.einsum("mkt,mk->mt", one - other, instance.module_cost)
    return float(np.abs(spent).sum()) / 2
