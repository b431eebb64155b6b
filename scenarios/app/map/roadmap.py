"""The roadmap: its projects name no places, and the map says so."""

from __future__ import annotations

from inputs.boundaries import load_boundaries
from scenarios.app.map import ground
from scenarios.app.map.layers import Label, MapLayers, View
from scenarios.app.map.wording import PlanNames
from scenarios.language import _, n_, spoken
from scenarios.study import Answer
from scenarios.views.roadmap.words import projects

_CITY = "almaty_city"
_OUTLINE = "Almaty City"


def roadmap_layers(answer: Answer, plans: PlanNames) -> MapLayers:
    """The outline of the city, without marks: no document says where in it a project is."""
    territory = answer.territory
    (point,) = territory.coordinates([_CITY]).to_dict("records")
    lat, lon = float(point["lat"]), float(point["lon"])
    outline = ground.land_of([_OUTLINE]) or ground.frame([lat], [lon])
    years = answer.scenario.years
    number = len(projects(answer))
    return MapLayers(
        title=_("Map of the city, without projects"),
        steps=(years.last,),
        start=years.last,
        views=(View(_("Everything"), outline),),
        land=load_boundaries(),
        plans=plans.called,
        labels=(Label(territory.name(_CITY, spoken()), lat, lon),),
        notes=(
            n_(
                "The document names no place for its {n} project, so none can be drawn. "
                "The sequence below shows it.",
                "The document names no place for any of its {n} projects, so none can be drawn. "
                "The sequence below shows them all.",
                number,
            ),
        ),
    )
