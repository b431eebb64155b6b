"""What lscp, mclp and p_center are given, checked once, and why nothing can answer it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy import sparse

from models.facility_location.distances import Distances
from models.facility_location.infeasibility import site_reasons
from models.facility_location.relaxations import what_counting_excludes
from models.facility_location.selection import FloatArray, Selection
from models.facility_location.sites import Sites, Terms
from models.facility_location.validation import (
    demand_names,
    sites_for,
    terms_for,
    uncapacitated,
    weights_for,
    whole_number,
)
from optimizer.limits import Clock

Matrix = ArrayLike | sparse.sparray | sparse.spmatrix


@dataclass(frozen=True)
class CoveringInstance:
    """N demand points, M sites.

    Attributes
    ----------
    distances : (N, M)
    weight : (N,)
    selection : the allowed sets of open sites
    p : exact number of open sites, None where the model finds it
    demand_labels : (N,) names for messages, None where not given
    """

    distances: Distances
    weight: FloatArray
    sites: Sites
    terms: Terms
    selection: Selection
    p: int | None
    demand_labels: tuple[str, ...] | None

    @classmethod
    def of(
        cls,
        model: str,
        cost: Matrix,
        weights: ArrayLike | None,
        sites: Sites | None,
        terms: Terms | None,
        demand_labels: Sequence[str] | None,
        p: int | None = None,
    ) -> CoveringInstance:
        """Check everything; `model` is its name in messages.

        Raises
        ------
        ValueError naming the argument, the place in it and what was expected
        """
        labels = None if sites is None else sites.labels
        distances = Distances(cost, site_labels=labels, demand_labels=demand_labels)
        names = demand_names(demand_labels, distances.shape[0])
        known = sites_for(sites, distances.shape[1])
        uncapacitated(known, model)
        rules = terms_for(terms, known)
        if p is not None:
            whole_number(p, "p", 1, len(known), "sites")
        return cls(
            distances=distances,
            weight=weights_for(weights, distances.shape[0], names),
            sites=known,
            terms=rules,
            selection=Selection.of(known, rules, p),
            p=p,
            demand_labels=names,
        )

    @property
    def missed(self) -> FloatArray:
        """(N,) what leaving a demand point unserved costs; inf where that is not allowed."""
        penalty = self.terms.unserved_penalty
        return np.full(len(self.weight), np.inf) if penalty is None else penalty * self.weight

    def reasons(self, reach: float | None, clock: Clock) -> str:
        """What counting shows to be impossible, empty if nothing.

        Parameters
        ----------
        reach : distance within which everyone must have a site; None if nobody must
        """
        if reach is None:
            return "; ".join(site_reasons(self.sites, self.terms, self.p))
        return what_counting_excludes(
            self.sites,
            self.terms,
            self.selection,
            self.p,
            self.distances.nearest(self.selection.allowed),
            reach,
            self.demand_labels,
            clock,
            self.distances,
        )
