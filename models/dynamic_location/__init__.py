"""When to open which site with which buildings: dynamic facility location with modules."""

from models.dynamic_location.buildings import choose_buildings, least_cover_cost
from models.dynamic_location.dynamic_cover import (
    DynamicCoverInstance,
    DynamicCoverSolution,
    check_cover,
    covered_by,
    dynamic_cover,
)
from models.dynamic_location.instance import DynamicLocationInstance
from models.dynamic_location.measures import Cap, Measure, check_caps, measure_of
from models.dynamic_location.nested import Step, nested_plans
from models.dynamic_location.prices import Alternative, SitePrice, alternatives, site_prices
from models.dynamic_location.sites_program import Apart, SitesPlan, SitesProgram
from models.dynamic_location.solution import (
    DynamicLocationSolution,
    check_plan,
    objective_of,
)
from models.dynamic_location.solve import choose_sites, solve, with_bound, with_buildings

__all__ = [
    "Alternative",
    "Apart",
    "Cap",
    "DynamicCoverInstance",
    "DynamicCoverSolution",
    "DynamicLocationInstance",
    "DynamicLocationSolution",
    "Measure",
    "SitePrice",
    "SitesPlan",
    "SitesProgram",
    "Step",
    "alternatives",
    "check_caps",
    "check_cover",
    "check_plan",
    "choose_buildings",
    "choose_sites",
    "covered_by",
    "dynamic_cover",
    "least_cover_cost",
    "measure_of",
    "nested_plans",
    "objective_of",
    "site_prices",
    "solve",
    "with_bound",
    "with_buildings",
]
