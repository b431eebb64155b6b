r"""p-dispersion as its textbooks write it, in PuLP, solved by HiGHS.

Sets: sites j, k, groups g. Data: distance d_jk (the shorter of two directions), D the largest.
Decisions: y_j = 1 if site j is open; r the smallest distance of two open sites.

    max  r
    r <= d_jk + (D - d_jk) (2 - y_j - y_k)     for j < k
    sum_j y_j = p
    y_j = 1 committed, y_j = 0 excluded
    sum_{j in g} y_j <= limit_g
    sum_{j candidate} f_j y_j + sum_{j existing} h_j (1 - y_j) <= budget
    min_open <= sum_j y_j <= max_open

Literature: Kuby, M. J. (1987), Programming models for facility dispersion: the p-dispersion and
maxisum dispersion problems, Geographical Analysis 19, 315-329.
"""

from __future__ import annotations

import numpy as np
import pulp
from numpy.typing import ArrayLike

from models.facility_location.reference.assignment import ReferenceAnswer
from models.facility_location.reference.site_rows import add_site_rows, solved
from models.facility_location.sites import Sites, Terms
from optimizer.limits import Limits


def p_dispersion_reference(
    distance: ArrayLike,
    p: int,
    *,
    sites: Sites | None = None,
    terms: Terms | None = None,
    limits: Limits | None = None,
) -> ReferenceAnswer:
    """The formulation above; parameters as for `p_dispersion`, `distance` dense and finite."""
    given = np.asarray(distance, dtype=float)
    between = np.minimum(given, given.T)
    count = len(between)
    largest = float(between[np.triu_indices(count, 1)].max())
    model = pulp.LpProblem("p_dispersion", pulp.LpMaximize)
    y = [pulp.LpVariable(f"y_{j}", cat="Binary") for j in range(count)]
    smallest = pulp.LpVariable("smallest", 0, largest)
    model += 1 * smallest
    for j, k in zip(*np.triu_indices(count, 1), strict=True):
        near = float(between[j, k])
        model += smallest <= near + (largest - near) * (2 - y[j] - y[k])
    add_site_rows(model, y, sites or Sites.of(count), terms or Terms(), p)
    return solved(model, y, limits or Limits())
