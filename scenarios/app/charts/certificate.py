"""How sure the answer is: bound, gap and check of every stage."""

from __future__ import annotations

from dataclasses import dataclass

from optimizer.certificate import Certificate, Status
from scenarios.language import _, told
from scenarios.study import Answer
from scenarios.views import tables
from scenarios.views.numbers import grouped, percent
from scenarios.views.table import Table
from scenarios.views.vocabulary import stage_label
from scenarios.views.words import plain_unit


@dataclass(frozen=True)
class Proof:
    """A stage of the objective as a reader wants it.

    Attributes
    ----------
    stage : what was decided
    said : reached, bound and gap in a sentence
    checked : what the check outside the solver found
    closed : share of the way from nothing proven to proven, 0..1, for a bar
    fine : whether the check passed
    """

    stage: str
    said: str
    checked: str
    closed: float
    fine: bool


def proofs(answer: Answer) -> tuple[Proof, ...]:
    """One a stage, in order."""
    return tuple(_proof(answer, c) for c in answer.certificates)


def proof_table(answer: Answer) -> Table:
    return tables.certificate_table(answer)


def _proof(answer: Answer, c: Certificate) -> Proof:
    unit = plain_unit(c.unit, answer.scenario.study)
    return Proof(
        stage=told(stage_label(c.stage)),
        said=_sentence(c, unit),
        checked=_("feasibility checked independently")
        if c.checked and not c.violations
        else _("check failed: {what}", what="; ".join(map(str, c.violations)) or "–"),
        closed=0.0 if c.gap is None else max(0.0, 1.0 - c.gap),
        fine=c.checked and not c.violations,
    )


def _sentence(c: Certificate, unit: str) -> str:
    if c.objective is None:
        return _("no plan was found")
    if c.bound is None or c.gap is None:
        return _("{objective} {unit}; nothing is proven", objective=amount(c.objective), unit=unit)
    if c.gap == 0.0 or (c.status is Status.OPTIMAL and c.gap < 1e-6):
        return _("{objective} {unit}, proven optimal", objective=amount(c.objective), unit=unit)
    message = (
        _("{objective} {unit}; no plan can do better than {bound} (gap {gap})",
          objective=amount(c.objective), unit=unit, bound=amount(c.bound), gap=percent(c.gap, 2))
    )  # fmt: skip
    return message


def amount(value: float) -> str:
    """Enough digits to tell an objective from its bound."""
    size = abs(value)
    return grouped(value, 0 if size >= 1000 else 1 if size >= 10 else 3)
