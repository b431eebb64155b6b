r"""p-median as its textbooks write it, in PuLP, solved by HiGHS.

Sets: demand points i, sites j; groups g. Data: distance d_ij, weight w_i, standard S, penalty q.
Decisions: y_j = 1 if site j is open; x_ij = 1 if i is served by j; u_i = 1 if i is unserved (only
with a penalty).

    min  sum_ij w_i d_ij x_ij + sum_i w_i q u_i
    sum_j x_ij + u_i = 1                       every demand point is served or paid for
    x_ij <= y_j                                only by open sites
    x_ij = 0 where d_ij > S or forbidden
    sum_j y_j = p
    y_j = 1 committed, y_j = 0 excluded
    sum_{j in g} y_j <= limit_g
    sum_{j candidate} f_j y_j + sum_{j existing} h_j (1 - y_j) <= budget
    min_open <= sum_j y_j <= max_open

Literature: Hakimi, S. L. (1964), Optimum locations of switching centers and the absolute centers
and medians of a graph, Operations Research 12, 450-459 (the problem). ReVelle, C., Swain, R.
(1970), Central facilities location, Geographical Analysis 2, 30-42 (this formulation).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from models.facility_location.reference.assignment import ReferenceAnswer, solve_textbook
from models.facility_location.sites import Sites, Terms
from optimizer.limits import Limits


def p_median_reference(
    cost: ArrayLike,
    weights: ArrayLike | None = None,
    *,
    p: int,
    sites: Sites | None = None,
    terms: Terms | None = None,
    limits: Limits | None = None,
) -> ReferenceAnswer:
    """The formulation above; parameters as for `p_median`, `cost` dense."""
    matrix = np.asarray(cost, dtype=float)
    return solve_textbook(
        matrix,
        np.ones(len(matrix)) if weights is None else np.asarray(weights, dtype=float),
        sites or Sites.of(matrix.shape[1]),
        terms or Terms(),
        limits or Limits(),
        p=p,
        charge_sites=False,
    )
