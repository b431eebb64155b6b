"""When to open which site with which buildings: dynamic facility location with modules."""

from models.dynamic_location.instance import DynamicLocationInstance
from models.dynamic_location.nested import Step, nested_plans
from models.dynamic_location.prices import Alternative, SitePrice, alternatives, site_prices
from models.dynamic_location.sites_program import Apart, SitesPlan, SitesProgram
from models.dynamic_location.solution import (
    DynamicLocationSolution,
    check_plan,
    objective_of,
)
from models.dynamic_location.solve import choose_sites, solve, with_buildings

__all__ = [
    "Alternative",
    "Apart",
    "DynamicLocationInstance",
    "DynamicLocationSolution",
    "SitePrice",
    "SitesPlan",
    "SitesProgram",
    "Step",
    "alternatives",
    "check_plan",
    "choose_sites",
    "nested_plans",
    "objective_of",
    "site_prices",
    "solve",
    "with_buildings",
]
