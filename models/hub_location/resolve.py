"""One problem under many limits: what each wish costs, from one solve and its cuts.

Forcing a site in or out, another budget or other numbers of centres change no cost, so the cuts of
the first solve hold for every wish and its plans are known to the full; a wish begins from both.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from models.hub_location.instance import FloatArray, HubInstance, IntArray
from models.hub_location.master import Master
from models.hub_location.relaxation import relax
from models.hub_location.scaling import scaled
from models.hub_location.search import Search
from models.hub_location.solution import HubSolution, check_centres
from models.hub_location.solve import searched, solution_of, solve
from optimizer.limits import Clock, Limits

LOOKED_AT = 50  # cheapest known plans that may keep to a wish


class HubResolver:
    """An instance, its answer, and answers under other limits.

    Every answer starts from the first one, so that none depends on what was asked before.

    Attributes
    ----------
    instance : as given
    solution : what `solve` answers
    """

    def __init__(
        self, instance: HubInstance, limits: Limits | None = None, start: IntArray | None = None
    ) -> None:
        """Solve the instance; parameters and errors are those of `solve`."""
        self.instance = instance
        self._search = searched(instance, (limits or Limits()).clock(), start)
        self.solution = solution_of(self._search, instance)

    @property
    def master(self) -> Master:
        """The programme over centres with the cuts of the first solve."""
        return self._search.master

    def resolve(
        self,
        limits: Limits | None = None,
        *,
        forced: IntArray | None = None,
        max_at_site: FloatArray | None = None,
        max_new: FloatArray | None = None,
        group_min: FloatArray | None = None,
        group_max: FloatArray | None = None,
        budget: FloatArray | None = None,
        earliest: IntArray | None = None,
    ) -> HubSolution:
        """The answer with the given fields of the instance changed.

        Raises
        ------
        ValueError
            a field is malformed, or opens a site that may not open in the instance
        InfeasibleError
            no plan meets every limit, or a pair has no way
        NoPlanInTimeError
            stopped before any plan was found
        """
        base = self.instance
        wish = replace(
            base,
            forced=base.forced if forced is None else forced,
            max_at_site=base.max_at_site if max_at_site is None else max_at_site,
            max_new=base.max_new if max_new is None else max_new,
            group_min=base.group_min if group_min is None else group_min,
            group_max=base.group_max if group_max is None else group_max,
            budget=base.budget if budget is None else budget,
            earliest=base.earliest if earliest is None else earliest,
        )
        opens = np.flatnonzero((wish.openable & ~base.openable).any(axis=(1, 2)))
        if opens.size:
            name = wish.hub_name(int(opens[0]))
            raise ValueError(f"max_at_site: opens {name}, which may not open in the instance")
        clock = (limits or Limits()).clock()
        search = self._warm(wish, clock)
        if search.serves_all:
            return solution_of(search, wish)
        # a pair that could go by a site now closed may have no way left, which needs other cuts
        return solve(wish, replace(clock.limits, time_s=clock.remaining), self.solution.centres)

    def _warm(self, wish: HubInstance, clock: Clock) -> Search:
        units = scaled(wish)
        search = Search(units, clock, self._search.master.under(units.instance))
        search.first_plans(self._known_plan(units.instance))
        search.close_to(self.solution.centres)
        relax(search.master, search.enough, search.rounded, clock)
        if not search.master.ample:
            search.improve()
        search.finish()
        return search

    def _known_plan(self, wish: HubInstance) -> IntArray | None:
        """The cheapest plan of the first solve that keeps to the limits."""
        shape = self.solution.centres.shape
        cheapest = sorted(self._search.costs.items(), key=lambda known: known[1])
        for code, _ in cheapest[:LOOKED_AT]:
            centres = np.frombuffer(code, dtype=np.int64).reshape(shape)
            if not check_centres(wish, centres):
                return centres
        return None
