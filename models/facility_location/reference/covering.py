r"""Set covering and maximal covering as their textbooks write them, in PuLP, solved by HiGHS.

Sets: demand points i, sites j, groups g. Data: distance d_ij, weight w_i, standard S, penalty q.
N_i(S) = {j : d_ij <= S}. Decisions: y_j = 1 if site j is open; u_i = 1 if i has no open site within
the standard; v_i = 1 if i has none within the mandatory distance T (only with a penalty).

Location set covering (`lscp_reference`), S the smaller of both standards:

    min  sum_j y_j + sum_i q w_i u_i
    sum_{j in N_i(S)} y_j + u_i >= 1           u_i = 0 without a penalty

Maximal covering with mandatory closeness (`mclp_reference`):

    max  sum_i w_i (1 - u_i) - sum_i q w_i v_i
    sum_{j in N_i(S)} y_j + u_i >= 1
    sum_{j in N_i(T)} y_j + v_i >= 1           only if T is finite; v_i = 0 without a penalty
    sum_j y_j = p

and in both

    y_j = 1 committed, y_j = 0 excluded
    sum_{j in g} y_j <= limit_g
    sum_{j candidate} f_j y_j + sum_{j existing} h_j (1 - y_j) <= budget
    min_open <= sum_j y_j <= max_open

Literature: Toregas, C., Swain, R., ReVelle, C., Bergman, L. (1971), The location of emergency
service facilities, Operations Research 19, 1363-1373. Church, R., ReVelle, C. (1974), The maximal
covering location problem, Papers of the Regional Science Association 32, 101-118.
"""

from __future__ import annotations

import numpy as np
import pulp
from numpy.typing import ArrayLike

from models.facility_location.reference.assignment import ReferenceAnswer
from models.facility_location.reference.site_rows import add_site_rows, solved
from models.facility_location.sites import FloatArray, Sites, Terms
from optimizer.limits import Limits


def lscp_reference(
    cost: ArrayLike,
    standard: float,
    weights: ArrayLike | None = None,
    *,
    sites: Sites | None = None,
    terms: Terms | None = None,
    limits: Limits | None = None,
) -> ReferenceAnswer:
    """The first formulation above; parameters as for `lscp`, `cost` dense."""
    distance, weight, sites, terms = _data(cost, weights, sites, terms)
    model = pulp.LpProblem("lscp", pulp.LpMinimize)
    y = _binaries("y", distance.shape[1])
    u = _binaries("u", len(distance))
    penalty = terms.unserved_penalty
    model += pulp.lpSum(y) + pulp.lpSum(
        (penalty or 0.0) * w * v for w, v in zip(weight, u, strict=True)
    )
    _cover_rows(model, distance, min(standard, terms.standard), y, u, penalty is not None)
    add_site_rows(model, y, sites, terms, None)
    return solved(model, y, limits or Limits())


def mclp_reference(
    cost: ArrayLike,
    weights: ArrayLike,
    standard: float,
    p: int,
    *,
    sites: Sites | None = None,
    terms: Terms | None = None,
    limits: Limits | None = None,
) -> ReferenceAnswer:
    """The second formulation above; parameters as for `mclp`, `cost` dense."""
    distance, weight, sites, terms = _data(cost, weights, sites, terms)
    model = pulp.LpProblem("mclp", pulp.LpMaximize)
    y = _binaries("y", distance.shape[1])
    u = _binaries("u", len(distance))
    covered = pulp.lpSum(w * (1 - missed) for w, missed in zip(weight, u, strict=True))
    penalty = terms.unserved_penalty
    if np.isfinite(terms.standard):
        v = _binaries("v", len(distance))
        covered -= pulp.lpSum((penalty or 0.0) * w * far for w, far in zip(weight, v, strict=True))
        _cover_rows(model, distance, terms.standard, y, v, penalty is not None)
    model += covered
    _cover_rows(model, distance, standard, y, u, True)
    add_site_rows(model, y, sites, terms, p)
    return solved(model, y, limits or Limits())


def _data(
    cost: ArrayLike, weights: ArrayLike | None, sites: Sites | None, terms: Terms | None
) -> tuple[FloatArray, FloatArray, Sites, Terms]:
    distance = np.asarray(cost, dtype=float)
    weight = np.ones(len(distance)) if weights is None else np.asarray(weights, dtype=float)
    return distance, weight, sites or Sites.of(distance.shape[1]), terms or Terms()


def _binaries(name: str, count: int) -> list[pulp.LpVariable]:
    return [pulp.LpVariable(f"{name}_{k}", cat="Binary") for k in range(count)]


def _cover_rows(
    model: pulp.LpProblem,
    distance: FloatArray,
    reach: float,
    y: list[pulp.LpVariable],
    missed: list[pulp.LpVariable],
    may_miss: bool,
) -> None:
    near = (distance <= reach) & np.isfinite(distance)
    for i, variable in enumerate(missed):
        model += pulp.lpSum(y[j] for j in np.flatnonzero(near[i])) + variable >= 1
        if not may_miss:
            model += variable == 0
