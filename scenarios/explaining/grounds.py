"""The ground of each yearly study, read from its run."""

from __future__ import annotations

from collections.abc import Mapping

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
from scenarios.studies.water.instance import period_years, starts_by_lot
from scenarios.studies.water.terms import HORIZONS


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
    starts = starts_by_lot(terms, run.plan, years, "start_year")
    kept, flows = sound(question, starts, None)
    documented = {
        name: starts_by_lot(terms, plan, years, "in_service_year").sum(axis=1).cumsum(axis=1)
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


def _budget_value(table: pd.DataFrame, years: IntArray) -> FloatArray:
    """(T,) per mln KZT; 0 in the years after the scenario's last."""
    value = table.set_index("year")["value"].reindex(years.tolist()).fillna(0.0)
    return np.asarray(value.to_numpy(dtype=float) / MLN_PER_BN)
