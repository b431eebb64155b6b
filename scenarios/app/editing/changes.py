"""By how much a plan made by hand differs from the optimised one, in each of the numbers shown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from scenarios.language import _
from scenarios.study import Answer
from scenarios.views import frames
from scenarios.views.numbers import MINUS, MLN_PER_BN, grouped


@dataclass(frozen=True)
class Measured:
    """A KPI behind a headline number; `written` says a difference with its unit."""

    kpi: str
    written: Callable[[float], str]
    smallest: float


def changes(answer: Answer, edited: Answer) -> tuple[str, ...]:
    """A sentence for each number of the headline, in its order."""
    ours, theirs = frames.optimised(edited).kpis, frames.optimised(answer).kpis
    return tuple(_change(m, ours.get(m.kpi), theirs.get(m.kpi)) for m in _measured(answer))


def _change(measured: Measured, ours: float | None, theirs: float | None) -> str:
    if ours is None or theirs is None:
        if ours is theirs:
            return _("as optimised")
        return _("never reached now") if ours is None else _("reached now")
    difference = float(ours) - float(theirs)
    if not abs(difference) > measured.smallest:
        return _("as optimised")
    sign = "+" if difference > 0 else MINUS
    return _("{change} against optimised", change=f"{sign}{measured.written(abs(difference))}")


def _measured(answer: Answer) -> tuple[Measured, ...]:
    return {
        "programme": _programme,
        "water": _water,
        "siting": _siting,
        "logistics": _logistics,
        "roadmap": _roadmap,
    }[answer.kind](answer)


def _programme(answer: Answer) -> tuple[Measured, ...]:
    shortage = Measured("shortage_place_years", _count, 0.5)
    worst = Measured("worst_share", _points, 5e-5)
    if not frames.has_third_shift(answer):
        return (shortage, worst)
    return (shortage, Measured("third_shift_pupil_years", _count, 0.5), worst)


def _water(answer: Answer) -> tuple[Measured, ...]:
    return (
        Measured("unserved_person_years", _count, 0.5),
        Measured("full_access_year", _years, 0.0),
        Measured("worst_share", _points, 5e-5),
    )


def _siting(answer: Answer) -> tuple[Measured, ...]:
    last = answer.scenario.siting.periods[-1]
    return (
        Measured("total_cost_mln_kzt", _money, 0.5),
        Measured(f"unserved_{last}", _count, 0.5),
        Measured(f"pupil_km_{last}", _count, 0.5),
    )


def _logistics(answer: Answer) -> tuple[Measured, ...]:
    last = answer.scenario.logistics.periods[-1]
    cost = Measured("total_cost_mln_kzt", _money, 0.5)
    way = Measured(f"mean_km_{last}", _km, 0.05)
    if answer.scenario.logistics.objective == "reach":
        return (Measured(f"freight_within_reach_{last}", _points, 5e-5), cost, way)
    return (cost, Measured(f"road_tkm_bn_{last}", _tonne_km, 5e-4), way)


def _roadmap(answer: Answer) -> tuple[Measured, ...]:
    early = answer.scenario.roadmap.objective == "effect"
    finished = "projects_finished_2025" if early else "projects_finished"
    return (
        Measured("target_years_waited", _targets, 0.005),
        Measured(finished, _projects, 0.0),
        Measured("peak_spending_mln_kzt", _money, 0.5),
    )


def _count(value: float) -> str:
    return grouped(value)


def _points(value: float) -> str:
    return _("{n} percentage points", n=grouped(100 * value, 2))


def _years(value: float) -> str:
    return _("{n} years", n=grouped(value))


def _money(value: float) -> str:
    return _("{n} bn KZT", n=grouped(value / MLN_PER_BN, 2 if value < 100 * MLN_PER_BN else 0))


def _km(value: float) -> str:
    return _("{n} km", n=grouped(value, 1))


def _tonne_km(value: float) -> str:
    return _("{n} bn t-km", n=grouped(value, 3))


def _targets(value: float) -> str:
    return _("{n} target-years", n=grouped(value, 2))


def _projects(value: float) -> str:
    return _("{n} projects finished", n=grouped(value))
