"""Keep what was decided by hand, decide the rest anew, and say what that costs."""

from __future__ import annotations

from dataclasses import dataclass

from optimizer.certificate import Certificate
from scenarios.language import _
from scenarios.study import Answer
from scenarios.views.numbers import in_words, percent
from scenarios.views.words import plain_unit

SAME = 1e-6  # relative: below it a difference of objectives is rounding


@dataclass(frozen=True)
class Price:
    """What hand-made decisions cost against the optimum, in the unit of the first stage.

    Attributes
    ----------
    low, high : between what is proven and what the two plans reach; None where a bound is missing
    optimum : objective of the answer without the decisions
    """

    stage: str
    unit: str
    low: float
    high: float
    optimum: float

    @property
    def nothing(self) -> bool:
        return self.high <= SAME * max(abs(self.optimum), 1.0)


def price_of(optimum: Answer, repaired: Answer) -> Price | None:
    """What the decisions of `repaired` cost; None where the two were not asked the same.

    The first stage of the objective counts: it is what both plans were made for before all else.
    """
    free, held = _first(optimum), _first(repaired)
    if free is None or held is None or (free.stage, free.unit) != (held.stage, held.unit):
        return None
    best, least = free.objective, free.bound
    ours, ours_least = held.objective, held.bound
    assert best is not None
    assert ours is not None
    high = max(0.0, ours - (best if least is None else least))
    low = max(0.0, (ours if ours_least is None else ours_least) - best)
    unit = plain_unit(held.unit, repaired.scenario.study)
    return Price(held.stage, unit, min(low, high), high, best)


def _first(answer: Answer) -> Certificate | None:
    stages = [c for c in answer.certificates if c.sense == "minimise" and c.objective is not None]
    return stages[0] if stages else None


def price_sentence(price: Price) -> str:
    """The price in words."""
    if price.nothing:
        return _("Your decisions cost nothing: the rest makes up for them ({unit}).",
                 unit=price.unit)  # fmt: skip
    if price.low <= SAME * max(abs(price.optimum), 1.0):
        return _(
            "Your decisions cost at most {high} {unit} against the optimum; more than nothing is "
            "not proven.",
            high=in_words(price.high),
            unit=price.unit,
        )
    share = percent(price.high / price.optimum, 2) if price.optimum > 0 else ""
    return _(
        "Your decisions cost between {low} and {high} {unit} against the optimum (at most "
        "{share}).",
        low=in_words(price.low),
        high=in_words(price.high),
        unit=price.unit,
        share=share,
    )
