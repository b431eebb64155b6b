"""How the alternatives of logistics, siting and the roadmap are told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from optimizer.certificate import Certificate
from scenarios.alternatives.answer import Alternatives
from scenarios.language import _, marked
from scenarios.views.table import Column, Kind

COST = "total_cost_bn"


@dataclass(frozen=True)
class Told:
    """A measure: after `in`, over what is lost in it, over its values, and how these are written.

    Texts are messages, told when they are used.
    """

    held: str
    worse: str
    head: str
    kind: Kind


def cost(head: str) -> Told:
    """A total cost, bn KZT, that is held."""
    return Told(marked("the discounted cost"), marked("Worse in cost by"), head, "money")


def beside(head: str, kind: Kind) -> Told:
    """A measure that is told and not held."""
    return Told("", "", head, kind)


@dataclass(frozen=True)
class MeasuredWords:
    """Measures by name, and what is said of how plans were sought."""

    measures: Mapping[str, Told]
    sure: Sequence[str]

    def in_which(self, measure: str) -> str:
        return _(self.measures[measure].held)

    def worse(self, measure: str) -> str:
        return _(self.measures[measure].worse)

    def columns(self) -> Sequence[Column]:
        return [Column(name, _(t.head), t.kind) for name, t in self.measures.items()]

    def certificate(self, proof: Certificate) -> Certificate:
        return proof

    def notes(self, answer: Alternatives) -> list[str]:
        return [
            _(
                "The distance of two plans is the money moved: half the sum of the absolute "
                "differences of what they spend by place and period, undiscounted."
            ),
            *(_(text) for text in self.sure),
            _(
                "Every alternative keeps every requirement of the scenario and is at most "
                "{share:g} % worse than the optimum in each measure that is held; each was "
                "recomputed and checked outside the solver.",
                share=100 * answer.request.within,
            ),
        ]
