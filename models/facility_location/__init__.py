"""Facility location: one family of models on a cost matrix, proven optimal and fast.

Every model takes a matrix of shape (demand points, sites), dense or sparse (a missing entry of a
sparse matrix is a forbidden pair), `sites`, `terms` and `limits`, and returns a
`LocationSolution`. Heavy libraries are imported on the first solve, not with the package.
"""

from __future__ import annotations

from models.facility_location.cflp import cflp
from models.facility_location.covering import lscp, mclp
from models.facility_location.dispersion import p_dispersion
from models.facility_location.modules import Modules
from models.facility_location.p_center import p_center
from models.facility_location.p_median import p_median, p_median_on_graph, p_median_on_points
from models.facility_location.sites import Sites, SiteStatus, Terms
from models.facility_location.solution import LocationSolution
from models.facility_location.uflp import uflp

__all__ = [
    "LocationSolution",
    "Modules",
    "SiteStatus",
    "Sites",
    "Terms",
    "cflp",
    "lscp",
    "mclp",
    "p_center",
    "p_dispersion",
    "p_median",
    "p_median_on_graph",
    "p_median_on_points",
    "uflp",
]
