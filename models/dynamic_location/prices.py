"""What each site is worth: the optimum with it forced in or out, against the optimum without.

Prices are differences of optima of the programme over sites, where capacity costs its least
price, because those are proven; buildings of a menu would blur them by their rounding.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

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

    The time that is left is shared out evenly, but no site gets too little to be priced; sites
    that time does not reach, and wishes that the limits forbid, are left out. `low` may be below
    what is true by the gap of `base`.
    """
    chosen = set(base.sites.tolist())
    for number, site in enumerate(sites):
        if clock.expired:
            return
        share = clock.seconds + max(LEAST_SECONDS, clock.remaining / (len(sites) - number))
        forced = site not in chosen
        plan = program.solve(
            clock.until(share),
            forced=[site] if forced else [],
            forbidden=[] if forced else [site],
        )
        if plan is not None:
            low = max(0.0, plan.bound - base.objective)
            yield SitePrice(site, forced, low, max(low, plan.objective - base.objective), plan)


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
