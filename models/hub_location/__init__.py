"""Which transport centres to open where, when and how large: hub location over periods."""

from models.hub_location.evaluate import cost_of, costs_of
from models.hub_location.instance import HubInstance
from models.hub_location.p_hub_median import PHubMedian, p_hub_median
from models.hub_location.resolve import HubResolver
from models.hub_location.routing import Routing, route
from models.hub_location.solution import HubSolution, Ways, check_plan, objective_of
from models.hub_location.solve import solve

__all__ = [
    "HubInstance",
    "HubResolver",
    "HubSolution",
    "PHubMedian",
    "Routing",
    "Ways",
    "check_plan",
    "cost_of",
    "costs_of",
    "objective_of",
    "p_hub_median",
    "route",
    "solve",
]
