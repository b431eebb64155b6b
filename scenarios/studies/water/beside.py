"""What stands beside the programme in an answer, and what is said where it is missing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Protocol

import pandas as pd

from inputs.territory import Territory
from optimizer.certificate import Certificate
from optimizer.errors import NoPlanInTimeError
from optimizer.limits import Clock, Limits
from scenarios.scenario import Scenario
from scenarios.studies.water.balance import balance

LEAST_SECONDS = 2.0  # for a part that comes late


class Beside(Protocol):
    """A part of the answer: tables, proofs, sentences, names of assumptions."""

    @property
    def tables(self) -> dict[str, pd.DataFrame]: ...
    @property
    def certificates(self) -> tuple[Certificate, ...]: ...
    @property
    def notes(self) -> tuple[str, ...]: ...
    @property
    def assumptions_used(self) -> tuple[str, ...]: ...


@dataclass(frozen=True)
class Missing:
    """A part that the time did not suffice for."""

    notes: tuple[str, ...]
    tables: dict[str, pd.DataFrame] = field(default_factory=dict)
    certificates: tuple[Certificate, ...] = ()
    assumptions_used: tuple[str, ...] = ()


def beside_programme(territory: Territory, scenario: Scenario, clock: Clock) -> tuple[Beside, ...]:
    """The water balance.

    A part that is stopped before it has anything to say leaves a sentence instead.
    """
    return tuple(_parts(territory, scenario, clock))


def _parts(territory: Territory, scenario: Scenario, clock: Clock) -> Iterator[Beside]:
    try:
        yield balance(territory, scenario, _left(clock))
    except NoPlanInTimeError:
        yield Missing(("The time was over before the water balance was drawn.",))


def _left(clock: Clock) -> Limits:
    return replace(clock.limits, time_s=max(clock.remaining, LEAST_SECONDS))
