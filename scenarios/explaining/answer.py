"""From a run and the name of a place to an explanation."""

from __future__ import annotations

from inputs.errors import InputError
from inputs.territory import LANGUAGES, Territory
from optimizer.limits import Limits
from scenarios import studies
from scenarios.explaining.centres import centre_ground
from scenarios.explaining.explanation import Explanation, Found, price_frame
from scenarios.explaining.ground import Ground
from scenarios.explaining.grounds import education_ground, water_ground
from scenarios.explaining.places import find_place
from scenarios.explaining.programme import explain_programme, require_plan, require_year
from scenarios.explaining.projects import project_ground, project_names
from scenarios.explaining.settlements import settlement_ground
from scenarios.explaining.sites import explain_site
from scenarios.explaining.speech import as_text, site_names, unit_name
from scenarios.explaining.tabled import explain_link, find_site, is_link, known_prices
from scenarios.language import Names
from scenarios.runs import Run
from scenarios.studies.education import EducationStudy
from scenarios.studies.logistics import LogisticsStudy
from scenarios.studies.roadmap import RoadmapStudy
from scenarios.studies.siting import SitingStudy
from scenarios.studies.water import WaterStudy
from scenarios.study import Study

_TABLED = ("logistics", "siting")


def explain(
    run: Run,
    territory: Territory,
    place: str,
    limits: Limits,
    *,
    year: int | None = None,
    plan: str | None = None,
    on_found: Found | None = None,
) -> Explanation:
    """Say why a place is in the run's plan, or why not, and what it would cost otherwise.

    Parameters
    ----------
    territory : the data that the run was computed from
    place : id or name of a unit, a settlement, a site, a link
    limits : for everything that is solved again
    year : of starts, for yearly programmes
    plan : the documented plan to force in, for yearly programmes; the first of the run if None
    on_found : hears the answer as far as it is known: first what stands in the run, then with
        every wish that is priced

    Raises
    ------
    InputError
        the data have changed, or place, year or plan are none of the run's; before any solving
    optimizer.errors.NoPlanInTimeError
        there was no time even for the question without a wish
    """
    run.answer(territory)
    if run.kind in _TABLED:
        if plan is not None:
            raise InputError(
                "this study prices wishes about sites, not plans",
                column="--plan",
                value=plan,
                expected="no plan",
            )
        site = find_site(run, place)
        if is_link(run, site):
            return explain_link(run, site, year, site_names(territory))
        study = studies.create(territory, run.scenario)
        if isinstance(study, LogisticsStudy):
            there = centre_ground(study, run, site, year)
        else:
            assert isinstance(study, SitingStudy)
            there = settlement_ground(study, run, site, year)
        return explain_site(there, known_prices(run, site, site_names(territory)), limits, on_found)
    study = studies.create(territory, run.scenario)
    if isinstance(study, RoadmapStudy):
        if plan is not None:
            raise InputError(
                "the roadmap prices wishes about projects, not plans",
                column="--plan",
                value=plan,
                expected="no plan",
            )
        item = find_place(place, project_names(study), {}, "costed projects of the roadmap")
        return explain_site(
            project_ground(study, run, item, year), price_frame([]), limits, on_found
        )
    ground = _ground(study, run, territory)
    known = {p: _names(territory, p) for p in ground.places}
    units = {str(u): _names(territory, str(u)) for u in territory.units.index}
    elsewhere = {u: names for u, names in units.items() if u not in known}
    found = find_place(place, known, elsewhere, "places that this run plans")
    require_year(ground, year)
    chosen = require_plan(ground, plan)
    name = (
        unit_name(territory, found)
        if found in territory.units.index
        else as_text(Names(dict.fromkeys(LANGUAGES, known[found][0])))
    )
    return explain_programme(run, ground, found, name, year, chosen, limits, on_found)


def _ground(study: Study, run: Run, territory: Territory) -> Ground:
    if isinstance(study, EducationStudy):
        return education_ground(study, run)
    if isinstance(study, WaterStudy):
        return water_ground(study, run)
    raise InputError(
        f"runs of the study {run.scenario.study.value} have nothing to explain place by place",
        file=str(run.path),
        expected="a run of schools, preschool, water, logistics, siting or the roadmap",
    )


def _names(territory: Territory, place: str) -> tuple[str, ...]:
    if place not in territory.units.index:
        return (place,)
    return tuple(territory.name(place, language) for language in reversed(LANGUAGES))
