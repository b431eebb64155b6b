"""A place among sites that are chosen once, what can be asked about it, and what a wish costs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from optimizer.certificate import Certificate
from optimizer.limits import Limits
from scenarios.explaining.speech import (
    AMOUNTS,
)
from scenarios.language import Said, said
from scenarios.runs import Run
from scenarios.views.numbers import MLN_PER_BN

UNIT = AMOUNTS["cost"][0]
LITTLE = 0.5  # mln KZT; less is arithmetic
NEAR = 0.02  # of a price; bounds as near as this are told as one
FINE_GAP = 1e-5  # a price is a small difference of large costs


@dataclass(frozen=True)
class Solved:
    """A plan found and what is proven.

    Attributes
    ----------
    objective, bound : discounted mln KZT, or what the ground's unit says
    there : what it has at the place in each period
    comes, goes : names of sites that it opens and leaves out against the plan
    changes : what else it does otherwise, in words
    certificate : None where the plan was not checked outside the solver
    """

    objective: float
    bound: float
    there: tuple[float, ...]
    comes: tuple[Said, ...] = ()
    goes: tuple[Said, ...] = ()
    changes: str = ""
    certificate: Certificate | None = None


@dataclass(frozen=True)
class Asked:
    """A wish: kind (in | out | earlier | later | more | budget | one more), year, in words."""

    kind: str
    year: int
    said: Said
    solve: Callable[[Limits], Solved]

    @property
    def helps(self) -> bool:
        """What is given can only make the answer cheaper."""
        return self.kind in ("budget", "one more")


@dataclass(frozen=True)
class SiteGround:
    """A place and all that can be asked about it.

    Attributes
    ----------
    place : id; name : of it
    does : what the plan and the documents have there
    courses : role, plan and its values by period
    counted : what these are
    base : solves the question without a wish
    asked : wishes, what helps last
    without : why something has no price here
    stops : what is known of that before anything is priced
    question : in words; empty for that of a site
    unit : of prices; little : of it, arithmetic; gap : to which wishes are solved
    """

    run: Run
    place: str
    name: Said
    year: int | None
    does: Said
    periods: tuple[int, ...]
    courses: tuple[tuple[str, str, tuple[float, ...]], ...]
    counted: Said
    base: Callable[[Limits], Solved]
    asked: tuple[Asked, ...]
    without: tuple[Said, ...]
    stops: tuple[Said, ...]
    question: str = ""
    unit: str = UNIT
    little: float = LITTLE
    gap: float = FINE_GAP

    def amount(self, value: float) -> Said:
        """Of the unit, in words."""
        if self.unit != UNIT:
            return said("{value:.3g} {unit}", value=value, unit=Said(self.unit, {}))
        if abs(value) < MLN_PER_BN:
            return said("{value:number} mln KZT (discounted)", value=value)
        return said("{value:bn_words} (discounted)", value=value)


@dataclass(frozen=True)
class SitePrice:
    """Of a wish: more (of what helps: less) discounted mln KZT, for certain between both."""

    asked: Asked
    low: float
    high: float
    about: float
    solved: Solved | None = None
    why: Said | None = None
