"""What each site is worth: the optimum with it forced in or out, against the optimum without.

Prices are differences of optima of the programme over sites, where capacity costs its least
price, because those are proven; buildings of a menu would blur them by their rounding.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy import sparse

from models.dynamic_location.sites_program import Apart, SitesPlan, SitesProgram
from optimizer.limits import Clock

LEAST_SECONDS = 5.0


@dataclass(frozen=True)
class SitePrice:
    """The price of one wish.

    Attributes
    ----------
    site : index; `forced` True: open although the optimum leaves it, False: closed though chosen
    low, high : the price lies between them, money; `low` is proven, `high` is a plan's
    plan : the best plan found that keeps to the wish
    """

    site: int
    forced: bool
    low: float
    high: float
    plan: SitesPlan


def site_prices(
    program: SitesProgram, base: SitesPlan, sites: Sequence[int], clock: Clock
) -> Iterator[SitePrice]:
    """Price of forcing each of `sites` in where `base` leaves it closed, and out where open.

    A first plan re-decides only the sites around the one in question; from it the whole programme
    is solved. The time that is left is shared out evenly, but no site gets too little to be
    priced; sites that time does not reach are left out. `low` may be below what is true by the
    gap of `base`.
    """
    chosen = set(base.sites.tolist())
    near = _neighbourhoods(program)
    for number, site in enumerate(sites):
        if clock.expired:
            return
        share = clock.seconds + max(LEAST_SECONDS, clock.remaining / (len(sites) - number))
        forced = site not in chosen
        wish: dict[str, Any] = {"forced": [site]} if forced else {"forbidden": [site]}
        around = near[[site]].toarray()[0] > 0
        local = program.solve(clock.until(share), fixed=~around, pattern=base.open, **wish)
        start, cutoff = (None, np.inf) if local is None else (local.values, local.objective)
        whole = program.solve(clock.until(share), start=start, cutoff=cutoff, **wish)
        found = [plan for plan in (local, whole) if plan is not None]
        if not found:
            continue
        best = min(found, key=lambda plan: plan.objective)
        bound = base.bound if whole is None else max(base.bound, whole.bound)
        low = max(0.0, bound - base.objective)
        yield SitePrice(site, forced, low, max(0.0, best.objective - base.objective), best)


@dataclass(frozen=True)
class Alternative:
    """A plan near the optimum; `differs` counts the base's sites that it leaves."""

    plan: SitesPlan
    extra: float
    differs: int


def alternatives(
    program: SitesProgram, base: SitesPlan, *, count: int, differ: int, within: float, clock: Clock
) -> list[Alternative]:
    """The cheapest plans that leave at least `differ` sites of the base and of one another.

    Parameters
    ----------
    within : a plan that costs more than this share above the base ends the list
    """
    found: list[Alternative] = []
    apart = [Apart(tuple(base.sites.tolist()), min(differ, len(base.sites)))]
    for number in range(count):
        if clock.expired:
            break
        share = clock.seconds + clock.remaining / (count - number)
        away = SitesProgram(program.instance, apart=tuple(apart))
        plan = away.solve(clock.until(share), stage=f"alternative {number + 1}")
        if plan is None or plan.objective > base.objective * (1 + within):
            break
        left = len(set(base.sites.tolist()) - set(plan.sites.tolist()))
        found.append(Alternative(plan, plan.objective - base.objective, left))
        apart.append(Apart(tuple(plan.sites.tolist()), min(differ, len(plan.sites))))
    return found


def _neighbourhoods(program: SitesProgram) -> sparse.csr_array:
    """(M, M) sites that share a demand point, twice over: whoever one site touches."""
    inst = program.instance
    n, m, _, _ = inst.shape
    ones = np.ones(len(inst.origin))
    reach = sparse.csr_array((ones, (inst.origin, inst.site)), shape=(n, m))
    shared = (reach.T @ reach).sign()
    return sparse.csr_array((shared @ shared).sign())
