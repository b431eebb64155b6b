"""The price of a wish: the question solved again with it, against what is proven without it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from models.capacity_expansion import CapacityExpansionSolution, Resolver, check_plan
from models.capacity_expansion.instance import FloatArray
from models.capacity_expansion.solution import accounts, measures
from optimizer.certificate import Certificate
from optimizer.errors import InfeasibleError, NoPlanInTimeError
from optimizer.limits import Clock, Limits
from scenarios.explaining.ground import Ground
from scenarios.explaining.speech import NO_TIME, NOT_IN_TIME
from scenarios.explaining.wishes import Standing, Wish

BASE_SHARE = 0.4  # of the time, for the question without any wish
LEAST_SECONDS = 1.0


@dataclass(frozen=True)
class Price:
    """What a wish costs, everything else decided anew.

    Attributes
    ----------
    wish : what is wished
    low, high : of the measure; no plan with the wish costs less than `low` more, a plan with it
        that costs at most `high` more is known; inf where the rules leave none
    about : within them, the difference of the two bounds: what it costs where buildings may be
        divided
    certificate : of the plan with the wish; None where the plan has it already, or there is none
    plan : with the wish; None without one
    reasons : why no plan has it
    """

    wish: Wish
    low: float
    high: float
    about: float
    certificate: Certificate | None = None
    plan: Standing | None = None
    reasons: tuple[str, ...] = ()

    @property
    def had(self) -> bool:
        """The plan has it already."""
        return self.certificate is None and self.high == 0.0


@dataclass(frozen=True)
class Base:
    """The question without any wish: the plan to explain, the best value known, the bound.

    `certificate` is that of its solve; None before it.
    """

    standing: Standing
    value: float
    bound: float
    certificate: Certificate | None


def stated_base(ground: Ground) -> Base | None:
    """What the run itself says, before anything is solved; None where its plan is not known."""
    if ground.starts is None:
        return None
    value = _value(ground, ground.starts, ground.flows)
    standing = Standing.of(ground.instance, ground.starts, ground.flows)
    return Base(standing, value, min(value, ground.proven), None)


def solve_base(ground: Ground, resolver: Resolver, clock: Clock) -> Base:
    """Prove again how good the run's plan is, and learn what the wishes start from.

    Raises
    ------
    optimizer.errors.NoPlanInTimeError
        there was no time for it
    """
    limits = replace(clock.limits, time_s=max(BASE_SHARE * clock.remaining, LEAST_SECONDS))
    solution = resolver.solve(ground.instance, limits, ground.starts)
    stated = stated_base(ground)
    (certificate,) = solution.certificates
    value = solution.measures[ground.measure]
    if stated is None:
        standing = Standing.of(ground.instance, solution.starts, solution.flows)
    else:
        standing, value = stated.standing, min(value, stated.value)
    return Base(
        standing=standing,
        value=value,
        bound=min(value, max(_bound(certificate), ground.proven)),
        certificate=certificate,
    )


def price_all(
    ground: Ground, base: Base, asked: Sequence[Wish], resolver: Resolver, clock: Clock
) -> Iterator[list[Price]]:
    """After every wish the prices of all until then; those without time for them are not known.

    A plan with a wish is a plan without it too, so the best of all is what each is held against.
    """
    solved: list[tuple[Wish, CapacityExpansionSolution | Price]] = []
    for number, wish in enumerate(asked):
        standing = base.standing
        if not check_plan(wish.instance, standing.starts, standing.flows):
            solved.append((wish, Price(wish, 0.0, 0.0, 0.0)))
        elif clock.expired:
            solved.append((wish, Price(wish, 0.0, np.inf, np.nan, reasons=(NO_TIME,))))
        else:
            share = max(clock.remaining / (len(asked) - number), LEAST_SECONDS)
            limits = replace(clock.limits, time_s=share)
            solved.append((wish, _solved(wish, resolver, limits)))
        yield _prices(ground, base, solved)


def _prices(
    ground: Ground, base: Base, solved: Sequence[tuple[Wish, CapacityExpansionSolution | Price]]
) -> list[Price]:
    values = [s.measures[ground.measure] for _, s in solved if not isinstance(s, Price)]
    best = min([base.value, *values])
    bound = min(base.bound, best)
    return [
        found if isinstance(found, Price) else _price(wish, found, ground, best, bound)
        for wish, found in solved
    ]


def _solved(wish: Wish, resolver: Resolver, limits: Limits) -> CapacityExpansionSolution | Price:
    try:
        return resolver.solve(wish.instance, limits)
    except InfeasibleError as error:
        return Price(wish, np.inf, np.inf, np.inf, reasons=tuple(error.reasons))
    except NoPlanInTimeError:
        return Price(wish, 0.0, np.inf, np.nan, reasons=(NOT_IN_TIME,))


def _price(
    wish: Wish, found: CapacityExpansionSolution, ground: Ground, best: float, bound: float
) -> Price:
    (certificate,) = found.certificates
    low = max(_bound(certificate) - best, 0.0)
    high = max(found.measures[ground.measure] - bound, 0.0)
    return Price(
        wish,
        low=low,
        high=high,
        about=float(np.clip(_bound(certificate) - bound, low, high)),
        certificate=certificate,
        plan=Standing.of(wish.instance, found.starts, found.flows),
    )


def _bound(certificate: Certificate) -> float:
    return -np.inf if certificate.bound is None else float(certificate.bound)


def _value(ground: Ground, starts: np.ndarray, flows: FloatArray | None) -> float:
    return measures(ground.instance, accounts(ground.instance, starts, flows))[ground.measure]
