"""Fields of transport-logistics centres."""

from __future__ import annotations

from scenarios.app.question.labels.label import Label, Labels, Options
from scenarios.language import marked

LABELS: Labels = {
    "logistics.periods": Label(
        marked("Years by which centres open"),
        marked("All of them are decided together."),
        marked("years"),
    ),
    "logistics.centres": Label(
        marked("New centres"), marked("How many at most."), marked("centres")
    ),
    "logistics.standard_size": Label(
        marked("Size while places are chosen"),
        marked(
            "Places and years are chosen at the cost of a centre of this size; then the centres "
            "get sizes of their own for the same money."
        ),
    ),
    "logistics.objective": Label(
        marked("What is sought"), marked("The least cost, or the most freight near a centre.")
    ),
    "logistics.reach_km": Label(
        marked("Near a centre is within"),
        marked("The way to the centre."),
        marked("km by road"),
    ),
    "logistics.freight": Label(
        marked("Freight of a district follows"),
        marked("How an oblast's freight is spread where no document counts it."),
    ),
    "logistics.gateway_factor": Label(
        marked("Freight through gateways"),
        marked("A factor on what goes through a border crossing or port; 2 doubles it."),
        marked("factor"),
    ),
    "logistics.rail_discount": Label(
        marked("Cost by rail against road"),
        marked("A tonne-kilometre by rail between centres as a share of one by road."),
        marked("share"),
    ),
    "logistics.delay_links": Label(
        marked("Roads and railways that come later"),
        marked("A planned link and the year in which it opens."),
        marked("year"),
    ),
    "logistics.drop_links": Label(
        marked("Roads and railways that are never built"),
        marked("Planned links; all railways or all roads at once, or single ones."),
    ),
    "logistics.prices": Label(
        marked("What each choice costs"),
        marked("Every documented place forced in and every chosen place left out."),
    ),
    "logistics.link_prices": Label(
        marked("What each planned link is worth"),
        marked("What changes when a planned road or railway is not built."),
    ),
}

OPTIONS: Options = {
    "logistics.centres": {
        "documented": marked("as many as the schemes declare by oblast and horizon"),
        "null": marked("no limit"),
    },
    "logistics.standard_size": {
        "small": marked("small"),
        "medium": marked("medium"),
        "large": marked("large"),
    },
    "logistics.objective": {
        "cost": marked("least cost of carriage, handling and building"),
        "reach": marked("most freight near a centre"),
    },
    "logistics.freight": {
        "population_and_product": marked("people and gross regional product"),
        "population": marked("people"),
        "equal": marked("the same for every district"),
    },
    "logistics.drop_links": {
        "rail": marked("all planned railways"),
        "road": marked("all planned roads"),
    },
}
