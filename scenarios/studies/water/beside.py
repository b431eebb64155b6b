"""What stands beside the programme in an answer, and what is said where it is missing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Protocol

import pandas as pd

from inputs.territory import Territory
from optimizer.certificate import Certificate
from optimizer.errors import NoPlanInTimeError
from optimizer.limits import Clock, Limits
from scenarios.language import said
from scenarios.scenario import Scenario
from scenarios.studies.water.balance import balance
from scenarios.studies.water.network import village_networks

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
class Part:
    """A part as it is."""

    notes: tuple[str, ...]
    tables: dict[str, pd.DataFrame] = field(default_factory=dict)
    certificates: tuple[Certificate, ...] = ()
    assumptions_used: tuple[str, ...] = ()


def beside_programme(territory: Territory, scenario: Scenario, clock: Clock) -> tuple[Beside, ...]:
    """The water balance, and the pipes to the named villages that lie in the scenario's region.

    A part that is stopped before it has anything to say leaves a sentence instead.
    """
    return tuple(_parts(territory, scenario, clock))


def _parts(territory: Territory, scenario: Scenario, clock: Clock) -> Iterator[Beside]:
    try:
        yield balance(territory, scenario, _left(clock))
    except NoPlanInTimeError:
        yield Part((said("The time was over before the water balance was drawn."),))
    if not (scenario.water.networks and _has_named_villages(territory, scenario)):
        return
    try:
        networks = village_networks(territory, scenario, _left(clock))
    except NoPlanInTimeError:
        yield Part(
            (said("The time was over before the pipes to the named villages were designed."),)
        )
        return
    yield networks
    yield Part((), {"network_inp": _models(networks.inp)})


def _has_named_villages(territory: Territory, scenario: Scenario) -> bool:
    if not territory.has("unserved_villages"):
        return False
    villages = territory.table("unserved_villages")["unit_id"]
    return bool(villages.isin(territory.leaf_units(scenario.region)).any())


def _models(inp: Mapping[str, str]) -> pd.DataFrame:
    """EPANET input files as they are read: design, line (from 1), text."""
    rows = [
        (design, number, line)
        for design, text in inp.items()
        for number, line in enumerate(text.splitlines(), start=1)
    ]
    return pd.DataFrame(rows, columns=["design", "line", "text"])


def _left(clock: Clock) -> Limits:
    return replace(clock.limits, time_s=max(clock.remaining, LEAST_SECONDS))
