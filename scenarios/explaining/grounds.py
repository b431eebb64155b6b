"""The ground of each yearly study, read from its run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from models.capacity_expansion import CapacityExpansionInstance, Measure
from models.capacity_expansion.instance import FloatArray, IntArray
from scenarios.explaining.ground import Ground, one_measure, sound
from scenarios.explaining.speech import AMOUNTS, Speech, unit_name
from scenarios.language import Said, said
from scenarios.plan import Origin, Plan
from scenarios.runs import Run
from scenarios.scenario import StudyName
from scenarios.studies.education import EducationStudy
from scenarios.studies.education.instance import model_years
from scenarios.studies.money import MLN_PER_BN
from scenarios.studies.water import WaterStudy
from scenarios.studies.water.instance import period_years
from scenarios.studies.water.lots import TECHNOLOGIES
from scenarios.studies.water.terms import HORIZONS, WaterTerms


def education_ground(study: EducationStudy, run: Run) -> Ground:
    """Units are districts, capacity is places."""
    terms, instance = study.terms, study.instance()
    years = model_years(terms)
    question, measure, proven = one_measure(instance, run.certificates)
    fixed, _others = study.fixed.in_service(terms.units, years.tolist())
    documented = {
        name: np.maximum(plan.in_service(terms.units, years.tolist())[0] - fixed, 0.0)
        for name, plan in list(run.plans.items())[1:]
    }
    ours = run.plan.openings
    rows = ours[ours["origin"] == Origin.OPTIMISED.value]
    starts = np.zeros(instance.startable.shape, dtype=np.int64)
    at = (
        rows["place_id"].map(terms.unit_index).to_numpy(),
        np.searchsorted(terms.sizes, rows["size"].to_numpy()),
        np.searchsorted(years, rows["start_year"].to_numpy()),
    )
    np.add.at(starts, at, 1)
    kept, flows = sound(question, starts, _moved(question, terms.unit_index, run.plan, years))
    number = {unit: [n] for n, unit in enumerate(terms.units)}
    for unit, oblast in zip(terms.units, terms.oblasts, strict=True):
        if unit != oblast:
            number.setdefault(oblast, []).append(terms.unit_index[unit])
    return Ground(
        instance=question,
        measure=measure,
        starts=kept,
        flows=flows,
        proven=proven,
        years=years,
        last=terms.last,
        horizons=tuple(h for h in terms.programme.horizons if h <= terms.last),
        documented=documented,
        budget_value=_budget_value(run.budget_value, years),
        places={place: np.array(units, dtype=np.int64) for place, units in number.items()},
        unit_names=tuple(unit_name(study.territory, unit) for unit in terms.units),
        speech=_speech(study.scenario.study, measure),
    )


def water_ground(study: WaterStudy, run: Run) -> Ground:
    """Units are lots of like settlements, capacity is settlements; places are oblasts and lots."""
    terms = study.terms
    years = period_years(terms)
    question, measure, proven = one_measure(study.instance(), run.certificates)
    starts = _lot_starts(terms, run.plan, years, "start_year")
    kept, flows = sound(question, starts, None)
    documented = {
        name: _lot_starts(terms, plan, years, "in_service_year").sum(axis=1).cumsum(axis=1)
        for name, plan in list(run.plans.items())[1:]
    }
    places = {o: np.flatnonzero(terms.oblast == g) for g, o in enumerate(terms.oblasts)}
    for column in ("project_id", "lot_id"):
        places |= {
            str(key): np.asarray(part.index, dtype=np.int64)
            for key, part in terms.lots.groupby(column, sort=False)
        }
    return Ground(
        instance=question,
        measure=measure,
        starts=kept,
        flows=flows,
        proven=proven,
        years=years,
        last=terms.last,
        horizons=tuple(h for h in HORIZONS if h <= terms.last),
        documented={name: found.astype(float) for name, found in documented.items()},
        budget_value=_budget_value(run.budget_value, years),
        places=places,
        unit_names=tuple(_lot_names(study, terms.lots)),
        speech=_speech(study.scenario.study, measure),
    )


def _speech(study: StudyName, measure: Measure) -> Speech:
    counted = measure.value if measure.value in AMOUNTS else study.value
    if study is StudyName.WATER:
        return Speech(
            "settlement",
            *AMOUNTS[counted],
            said("Settlements connected by the plan"),
            said("Settlements without water, of those to connect"),
        )
    if study is StudyName.PRESCHOOL:
        return Speech(
            "kindergarten",
            *AMOUNTS[counted],
            said("New preschool places in service"),
            said("Shortage, preschool places"),
        )
    return Speech(
        "school",
        *AMOUNTS[counted],
        said("New school places in service"),
        said("Shortage, school places"),
    )


def _moved(
    instance: CapacityExpansionInstance, number: Mapping[str, int], plan: Plan, years: IntArray
) -> FloatArray | None:
    """(A, T) pupils that a plan moves; after its last year as many as in that."""
    if instance.transfers is None:
        return None
    arcs = {(int(a), int(b)): i for i, (a, b) in enumerate(instance.transfers.arcs)}
    flows = np.zeros(instance.transfers.limit.shape)
    rows = plan.transfers
    for origin, target, pupils, year in rows[
        ["place_id", "to_place_id", "size", "start_year"]
    ].itertuples(index=False):
        arc = arcs[number[origin], number[target]]
        flows[arc, int(np.searchsorted(years, year))] += pupils
    if len(rows):
        last = int(np.searchsorted(years, rows["start_year"].max()))
        flows[:, last + 1 :] = flows[:, [last]]
    return np.minimum(flows, instance.transfers.limit)


def _lot_names(study: WaterStudy, lots: pd.DataFrame) -> list[Said]:
    return [
        said(
            "{lot} ({unit}, {people:.0f} people)",
            lot=row.lot_id,
            unit=unit_name(study.territory, str(row.unit_id)),
            people=row.people_each,
        )
        for row in lots[["lot_id", "unit_id", "people_each"]].itertuples(index=False)
    ]


def _lot_starts(
    terms: WaterTerms, plan: Plan, years: Sequence[int] | IntArray, by: str
) -> IntArray:
    """(N, 1, T) settlements of a plan by lot: those of the same oblast, technology and size.

    Lots that agree in all three cost and serve the same, so which of them a row stands for does
    not matter as long as none gives more settlements than it has.
    """
    starts = np.zeros((len(terms.lots), 1, len(years)), dtype=np.int64)
    left = terms.settlements.copy()
    technology = np.array(TECHNOLOGIES)[terms.cheapest]
    fixed = terms.lots["fixed_start"].to_numpy()
    columns = ["place_id", "asset", "size", "start_year", "in_service_year", "origin"]
    for place, asset, people, start, service, origin in plan.openings[columns].itertuples(
        index=False
    ):
        lots = np.flatnonzero(
            (terms.oblast == terms.oblast_index[place]) & (technology == asset) & (left > 0)
        )
        if not len(lots):
            continue
        growth = terms.growth[terms.oblast[lots], terms.column(int(service))]
        away = np.abs(np.log(people / (terms.people[lots] * growth)))
        tied = fixed[lots] == start if origin == Origin.FIXED.value else fixed[lots] < 0
        lot = int(lots[np.lexsort((~tied, np.round(away, 9)))[0]])
        left[lot] -= 1
        year = start if by == "start_year" else service
        position = int(np.searchsorted(years, year))
        if position < len(years):
            starts[lot, 0, position] += 1
    return starts


def _budget_value(table: pd.DataFrame, years: IntArray) -> FloatArray:
    """(T,) per mln KZT; 0 in the years after the scenario's last."""
    value = table.set_index("year")["value"].reindex(years.tolist()).fillna(0.0)
    return np.asarray(value.to_numpy(dtype=float) / MLN_PER_BN)
