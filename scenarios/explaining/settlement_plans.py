"""Siting with a wish about one settlement: proven, turned into buildings, and what moves by it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from models.dynamic_location import (
    DynamicLocationInstance,
    SitesPlan,
    SitesProgram,
    with_buildings,
)
from models.dynamic_location.instance import FloatArray, IntArray
from optimizer.certificate import Certificate
from optimizer.errors import NoPlanInTimeError
from optimizer.limits import Clock, Limits
from scenarios.explaining.pricing import LEAST_SECONDS
from scenarios.explaining.site_ground import Solved
from scenarios.explaining.speech import joined
from scenarios.language import Said, said

_SHARE_FOR_SITES = 0.6  # of a wish's time; its buildings get what is left
_SAME = 0.5  # places; settlements whose wanted places differ less keep their buildings
_BUILDINGS_GAP = 2e-3  # prices are proven before; buildings of the menu differ by more than this
_SHOWN = 6


@dataclass
class SettlementPlans:
    """The question, solved with wishes about the settlement `site`.

    Attributes
    ----------
    names : of the settlements
    modules : (M, K, T) buildings of the run's plan
    plan : of the question without a wish, known once `base` has solved it
    """

    instance: DynamicLocationInstance
    site: int
    names: tuple[Said, ...]
    modules: IntArray
    plan: SitesPlan | None = None

    @cached_property
    def program(self) -> SitesProgram:
        return SitesProgram(self.instance)

    def base(self, limits: Limits) -> Solved:
        found = self.program.solve(limits.clock())
        if found is None:
            raise NoPlanInTimeError("stopped before any choice of sites was found")
        self.plan = found
        return Solved(found.objective, found.bound, self._there(found.places))

    def open_by(self, period: int, limits: Limits) -> Solved:
        """With a school there by a period."""
        k, clock = self.instance, limits.clock()
        least = k.min_capacity.copy()
        least[self.site, period:] = np.maximum(least[self.site, period:], k.smallest[self.site])
        found = self.program.solve(_first(clock), opened_by={self.site: period})
        return self._built(replace(k, min_capacity=least), found, clock)

    def closed_before(self, period: int, limits: Limits) -> Solved:
        """With none there before a period, even where one was decided."""
        k, clock = self.instance, limits.clock()
        least, startable = k.min_capacity.copy(), k.startable.copy()
        least[self.site, :period], startable[self.site, :, :period] = 0.0, False
        wished = replace(k, min_capacity=least, startable=startable)
        if (least != k.min_capacity).any():
            found = SitesProgram(wished).solve(_first(clock))
        else:
            found = self.program.solve(_first(clock), closed_before={self.site: period})
        return self._built(wished, found, clock)

    def of(self, instance: DynamicLocationInstance, limits: Limits) -> Solved:
        """With other limits; a better plan is no wish and gets no buildings."""
        return self._exchange(SitesProgram(instance).solve(limits.clock()))

    def _exchange(self, found: SitesPlan | None) -> Solved:
        if found is None:
            raise NoPlanInTimeError("no plan with the wish was found")
        assert self.plan is not None
        after = set(found.sites.tolist()) - {self.site}
        before = set(self.plan.sites.tolist()) - {self.site}
        return Solved(
            objective=found.objective,
            bound=found.bound,
            there=self._there(found.places),
            comes=tuple(self.names[j] for j in sorted(after - before)),
            goes=tuple(self.names[j] for j in sorted(before - after)),
        )

    def _built(
        self, instance: DynamicLocationInstance, found: SitesPlan | None, clock: Clock
    ) -> Solved:
        told = self._exchange(found)
        built = None if found is None else self._buildings(instance, found, clock)
        if built is None:
            return told
        modules, certificate = built
        places = _standing(instance, modules)
        return replace(
            told,
            there=self._there(places),
            changes=self._moves(places - _standing(instance, self.modules)),
            certificate=certificate,
        )

    def _buildings(
        self, instance: DynamicLocationInstance, found: SitesPlan, clock: Clock
    ) -> tuple[IntArray, Certificate] | None:
        """Buildings of the plan with the wish; the run's where the same places are wanted.

        None where there are no such buildings in time: the price is proven without them.
        """
        assert self.plan is not None
        apart = np.abs(found.places - self.plan.places).max(axis=1)
        same = apart < _SAME
        same[self.site] = False
        kept = np.where(same[:, None, None], self.modules, -1)
        gap = max(clock.limits.gap, _BUILDINGS_GAP)
        loose = replace(clock.limits, time_s=max(clock.remaining, LEAST_SECONDS), gap=gap).clock()
        for given in (kept, None):
            try:
                solution = with_buildings(instance, found, loose, given)
            except NoPlanInTimeError:
                continue
            return solution.modules, solution.certificates[-1]
        return None

    def _there(self, places: FloatArray) -> tuple[float, ...]:
        return tuple(map(float, places[self.site]))

    def _moves(self, difference: FloatArray) -> str:
        """Places more and fewer by period elsewhere, the largest differences first."""
        elsewhere = np.abs(difference).max(axis=1)
        elsewhere[self.site] = 0.0
        order = np.argsort(-elsewhere, kind="stable")
        moved = [int(j) for j in order if elsewhere[j] >= _SAME]
        if not moved:
            return ""
        told = [joined(list(self._settlement(j, difference[j]))) for j in moved[:_SHOWN]]
        if len(moved) > _SHOWN:
            told.append(said("{n} settlements besides", n=len(moved) - _SHOWN))
        return said("school places: {moves}", moves=told)

    def _settlement(self, j: int, difference: FloatArray) -> Iterator[Said]:
        """Where it differs from one period to the next."""
        before = 0.0
        for t, now in enumerate(difference):
            if abs(now - before) >= _SAME:
                values = {"place": self.names[j], "year": self.instance.period_name(t)}
                if now > 0:
                    yield said("{n:number} more in {place} by {year}", n=float(now), **values)
                elif now < 0:
                    yield said("{n:number} fewer in {place} by {year}", n=float(-now), **values)
                else:
                    yield said("as many in {place} by {year}", **values)
            before = float(now)


def _first(clock: Clock) -> Clock:
    return clock.until(_SHARE_FOR_SITES * clock.limits.time_s)


def _standing(instance: DynamicLocationInstance, modules: IntArray) -> FloatArray:
    """(M, T) places in new schools up to a period."""
    return np.asarray(np.cumsum(np.einsum("jkt,k->jt", modules, instance.size), axis=1))
