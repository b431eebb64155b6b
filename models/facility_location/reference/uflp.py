r"""Uncapacitated facility location as its textbooks write it, in PuLP, solved by HiGHS.

Sets: demand points i, sites j; groups g. Data: unit cost c_ij, weight w_i, fixed cost f_j of a
candidate, closing cost h_j of an existing site, standard S, penalty q. Decisions: y_j = 1 if site j
is open; x_ij = 1 if i is served by j; u_i = 1 if i is unserved (only with a penalty).

    min  sum_{j candidate} f_j y_j + sum_{j existing} h_j (1 - y_j)
         + sum_ij w_i c_ij x_ij + sum_i w_i q u_i
    sum_j x_ij + u_i = 1
    x_ij <= y_j
    x_ij = 0 where c_ij > S or forbidden
    y_j = 1 committed, y_j = 0 excluded
    sum_{j in g} y_j <= limit_g
    sum_{j candidate} f_j y_j + sum_{j existing} h_j (1 - y_j) <= budget
    min_open <= sum_j y_j <= max_open

Literature: Balinski, M. L. (1965), Integer programming: methods, uses, computation, Management
Science 12, 253-313 (this formulation). Krarup, J., Pruzan, P. M. (1983), The simple plant location
problem: survey and synthesis, European Journal of Operational Research 12, 36-81.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import ArrayLike

from models.facility_location.reference.assignment import ReferenceAnswer, solve_textbook
from models.facility_location.sites import Sites, Terms
from optimizer.limits import Limits


def uflp_reference(
    cost: ArrayLike,
    fixed_cost: ArrayLike | None = None,
    weights: ArrayLike | None = None,
    *,
    sites: Sites | None = None,
    terms: Terms | None = None,
    limits: Limits | None = None,
) -> ReferenceAnswer:
    """The formulation above; parameters as for `uflp`, `cost` dense."""
    matrix = np.asarray(cost, dtype=float)
    known = sites or Sites.of(matrix.shape[1])
    if fixed_cost is not None:
        known = replace(known, fixed_cost=np.asarray(fixed_cost, dtype=float))
    return solve_textbook(
        matrix,
        np.ones(len(matrix)) if weights is None else np.asarray(weights, dtype=float),
        known,
        terms or Terms(),
        limits or Limits(),
        p=None,
        charge_sites=True,
    )
