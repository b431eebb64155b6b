"""How the front of a study over levels of its money is told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from scenarios.fronts.answer import Against, Front, Point
from scenarios.fronts.words import rate
from scenarios.language import _, marked
from scenarios.views.numbers import MLN_PER_BN, bn_in_words
from scenarios.views.table import Column, Kind

ONE_MORE_BN = marked(
    "The knee is at {level} ({measure}: {value}): up to there one more bn KZT lowers it by "
    "{before} on average, beyond it by {after}."
)


@dataclass(frozen=True)
class LevelWords:
    """Money against a study's own measure. Texts are messages, told when they are used.

    Attributes
    ----------
    label, head : the measure in a sentence after a colon, and over a column with its unit
    write : an amount of it in a sentence
    scale, kind : what it is divided by in tables and charts, and how it is written there
    level, level_head : a level with {money} in it, and over a column
    knee : the sentence of the knee, with {level}, {measure}, {value}, {before}, {after}
    simulated_head : the column of what the simulator says of the measure
    spent_head : the column of the money that the simulator finds spent
    sure : how money and measure are counted
    nested : what nested plans are
    by_simulator : whether plans of more money have less of the measure by the simulator as well, so
        that a plan found elsewhere can lie beside them
    """

    label: str
    head: str
    write: Callable[[float], str]
    scale: float
    kind: Kind
    level: str
    level_head: str
    knee: str
    simulated_head: str
    spent_head: str
    sure: tuple[str, ...]
    nested: str
    by_simulator: bool = True

    def title(self, front: Front, scenario: str) -> str:
        return _("What each level of money buys: {scenario}", scenario=scenario)

    def result(self, front: Front) -> str:
        low, high = front.points[0], front.points[-1]
        if len(front.points) == 1:
            return _(
                "There is nothing to trade: one plan is best whatever the money, at {level} "
                "({measure}: {value}).",
                level=self.at(front, high),
                measure=self.measure(),
                value=self.value(high.objective),
            )
        if front.knee is None:
            return _(
                "From {low} to {high} ({measure}) goes from {most} to {least}, at a steady rate: "
                "there is no knee.",
                low=self.at(front, low),
                high=self.at(front, high),
                measure=self.measure(),
                most=self.value(low.objective),
                least=self.value(high.objective),
            )
        bend = front.points[front.knee]
        return _(
            self.knee,
            level=self.at(front, bend),
            measure=self.measure(),
            value=self.value(bend.objective),
            before=self.value(rate(front, low, bend, MLN_PER_BN)),
            after=self.value(rate(front, bend, high, MLN_PER_BN)),
        )

    def nesting(self, front: Front, share: str, level: str, direction: str) -> str:
        return _(
            "Plans of which each is a part of the next, so that no budget regrets a smaller one's "
            "choice, are at most {share} worse than the front's own (at {level}); they were built "
            "{direction}.",
            share=share,
            level=level,
            direction=direction,
        )

    def at(self, front: Front, point: Point) -> str:
        return _(self.level, money=bn_in_words(point.cost))

    def value(self, objective: float) -> str:
        return self.write(objective)

    def measure(self) -> str:
        return _(self.label)

    def axes(self, against: Against, *, millions: bool) -> tuple[str, str]:
        head = _(self.head)
        return _(self.level_head), _("{amount}, million", amount=head) if millions else head

    def desk_axes(self, *, millions: bool) -> tuple[str, str]:
        x, y = self.axes(Against.COST, millions=millions)
        return _(self.spent_head) if self.by_simulator else x, y

    def columns(self) -> list[Column]:
        return [
            Column("cost_mln_kzt", _(self.level_head), "money"),
            Column("objective", _(self.head), self.kind),
            Column("bound", _("Proven: not less than"), self.kind),
            Column("simulated_objective", _(self.simulated_head), self.kind),
            Column("simulated_spending_mln_kzt", _(self.spent_head), "money"),
        ]

    def nested_heads(self) -> tuple[str, str]:
        return _("Nested: money, bn KZT"), _("Nested: {amount}", amount=_(self.head))

    def proof(self) -> str:
        return _(
            "The bound is proven: no plan within a point's level has less of the measure. The gap "
            "is what is left between it and the plan. Every plan was recomputed and checked "
            "outside the solver."
        )

    def proof_head(self) -> str:
        return _(self.head)

    def caption(self) -> str:
        return _(
            "Each blue point is the best plan found at its level; no plan lies below it by more "
            "than its gap."
        )

    def notes(self, front: Front, *, freed: bool) -> list[str]:
        return [_(text) for text in self.sure]

    def nested_note(self) -> str:
        return _(self.nested)
