"""Solves one question after another where only levels and objective change between them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.capacity_expansion.instance import CapacityExpansionInstance, IntArray
from models.capacity_expansion.solution import CapacityExpansionSolution
from optimizer.limits import Limits

if TYPE_CHECKING:
    from models.capacity_expansion.experience import Experience


class Resolver:
    """Keeps what the first solve of some data found, and starts later ones on these data from it.

    Points of a front and other variants of caps, stages, least capacities, barred starts and
    equity weights share their data; each is solved to its own proven gap, mostly in less time. An
    instance on other data is solved as if it were alone.

    Parameters
    ----------
    follow : start from the last solve, which is nearest where levels move step by step; otherwise
        from the very first, so that an answer depends on that and on its own instance, not on
        which others were asked in between
    """

    def __init__(self, *, follow: bool) -> None:
        self.follow = follow
        self._known: Experience | None = None

    @property
    def experience(self) -> Experience | None:
        """What later solves start from."""
        return self._known

    def remember(self, experience: Experience | None) -> None:
        """Start later solves from this, as if it were one's own."""
        self._known = experience

    @property
    def knows(self) -> bool:
        """Whether there is a solve to start from."""
        return self._known is not None

    def solve(
        self,
        instance: CapacityExpansionInstance,
        limits: Limits,
        start: IntArray | None = None,
    ) -> CapacityExpansionSolution:
        """As `models.capacity_expansion.solve`."""
        from models.capacity_expansion.algorithm import solve_instance
        from models.capacity_expansion.experience import data_hash

        known = self._known
        fits = known is not None and known.data == data_hash(instance)
        solution, experience = solve_instance(instance, limits, start, known if fits else None)
        if self.follow or known is None:
            self._known = experience
        return solution
