"""How the front of a yearly programme is told."""

from __future__ import annotations

from dataclasses import dataclass

from scenarios.fronts.answer import Against, Front, Point
from scenarios.fronts.words import rate
from scenarios.language import _, p_
from scenarios.scenario import StudyName
from scenarios.views.numbers import MLN_PER_BN, bn_in_words, in_words, percent
from scenarios.views.table import Column, Kind
from scenarios.views.words import short_years


@dataclass(frozen=True)
class YearlyWords:
    """Cost, or the worst share, against shortage."""

    name: StudyName
    scale: float = 1.0
    kind: Kind = "count"

    @property
    def amount(self) -> str:
        return short_years(self.name)

    def title(self, front: Front, scenario: str) -> str:
        if front.request.against is Against.COST:
            return _("What each level of money buys: {scenario}", scenario=scenario)
        return _("What each level of fairness buys: {scenario}", scenario=scenario)

    def result(self, front: Front) -> str:
        low, high = front.points[0], front.points[-1]
        if len(front.points) == 1:
            return _(
                "There is nothing to trade: one plan is best in both, with {shortage} discounted "
                "{amount} at {level}.",
                shortage=in_words(high.objective),
                amount=self.amount,
                level=self.at(front, high),
            )
        if front.knee is None:
            return _(
                "From {low} to {high} the discounted {amount} fall from {most} to {least}, at a "
                "steady rate: there is no knee.",
                low=self.at(front, low),
                high=self.at(front, high),
                amount=self.amount,
                most=in_words(low.objective),
                least=in_words(high.objective),
            )
        bend = front.points[front.knee]
        money = front.request.against is Against.COST
        unit = MLN_PER_BN if money else 0.01
        values = {
            "level": self.at(front, bend),
            "shortage": in_words(bend.objective),
            "amount": self.amount,
            "before": in_words(rate(front, low, bend, unit)),
            "after": in_words(rate(front, bend, high, unit)),
        }
        if money:
            return _(
                "The knee is at {level}, with {shortage} discounted {amount}: up to there one more "
                "bn KZT saves {before} of them on average, beyond it {after}.",
                **values,
            )
        return _(
            "The knee is at {level}, with {shortage} discounted {amount}: up to there letting the "
            "worst share rise by one percentage point saves {before} of them on average, beyond it "
            "{after}.",
            **values,
        )

    def nesting(self, front: Front, share: str, level: str, direction: str) -> str:
        return _(
            "Plans of which each is a part of the next, so that no budget regrets a smaller one's "
            "choice, leave at most {share} more short than the front's own (at {level}); they were "
            "built {direction}.",
            share=share,
            level=level,
            direction=direction,
        )

    def at(self, front: Front, point: Point) -> str:
        if front.request.against is Against.COST:
            return _("{money} of discounted cost", money=bn_in_words(point.cost))
        return _("a worst share of {share}", share=percent(point.worst_share, 1))

    def value(self, objective: float) -> str:
        return in_words(objective)

    def measure(self) -> str:
        return _("discounted {amount}", amount=self.amount)

    def axes(self, against: Against, *, millions: bool) -> tuple[str, str]:
        money = against is Against.COST
        x = _("Discounted cost, bn KZT") if money else _("Worst share, % of need")
        head = p_("head", "Discounted {amount}", amount=self.amount)
        return x, _("{amount}, million", amount=head) if millions else head

    @property
    def by_simulator(self) -> bool:
        return True

    def desk_axes(self, *, millions: bool) -> tuple[str, str]:
        return self.axes(Against.COST, millions=millions)

    def columns(self) -> list[Column]:
        return [
            Column("cost_mln_kzt", _("Discounted cost, bn KZT"), "money"),
            Column("objective", p_("head", "Discounted {amount}", amount=self.amount), self.kind),
            Column("bound", _("Proven: not less than"), self.kind),
            Column("worst_share", _("Worst share"), "share"),
            Column(
                "simulated_objective",
                _("Simulated to the horizon, {amount}", amount=self.amount),
                self.kind,
            ),
        ]

    def nested_heads(self) -> tuple[str, str]:
        return _("Nested: cost, bn KZT"), _("Nested: {amount}", amount=self.amount)

    def proof(self) -> str:
        return _(
            "The bound is proven: no plan within a point's level has less shortage. The gap is "
            "what is left between it and the plan. Every plan was recomputed and checked outside "
            "the solver."
        )

    def proof_head(self) -> str:
        return _("Shortage of the plan")

    def caption(self) -> str:
        return _(
            "Each blue point is the plan of least shortage at its level; no plan lies below it by "
            "more than its gap."
        )

    def notes(self, front: Front, *, freed: bool) -> list[str]:
        notes = [
            _(
                "Shortage and its bound are the model's, which also counts the years after the "
                "horizon; the column of the simulator ends with the horizon."
            ),
            _(
                "Money is discounted, at constant prices, and is that of what the plans start; the "
                "yearly budgets of the scenario hold at every point."
            ),
        ]
        if freed and front.request.against is Against.EQUITY:
            notes.append(
                _(
                    "Goals that hold the worst share at the documented plan's level are not kept "
                    "here, because the documented plan reaches it with all of the money; --hold "
                    "keeps them."
                )
            )
        elif freed:
            notes.append(
                _(
                    "Goals that hold any measure at the documented plan's level are not kept here, "
                    "because the documented plan reaches it with all of the money; --hold keeps "
                    "them."
                )
            )
        return notes

    def nested_note(self) -> str:
        return _(
            "Nested: what a smaller budget starts, the larger starts in the same unit and "
            "year. No start is moved to another year, and the row of plans was not decided at "
            "once but built one after the other, upwards and downwards, of which the better "
            "row is shown. The price stated is therefore an upper estimate: a row with less "
            "may exist, and one that may put a start off would cost no more."
        )
