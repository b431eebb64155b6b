"""The parts of a scenario that belong to one study each."""

from __future__ import annotations

from itertools import pairwise
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, field_validator, model_validator

from scenarios.language import said
from scenarios.parts import LAST_POSSIBLE_YEAR, Money, Part, Year
from scenarios.school_list import read_school_list


class Siting(Part):
    """In which settlements to build, all periods decided together; read at level `settlement`."""

    periods: tuple[Year, ...] = Field(
        (2025, 2035, 2050), min_length=1, description="Years for which places are provided, rising"
    )
    sites: Literal["documented"] | Annotated[int, Field(ge=1)] | None = Field(
        "documented",
        description="Most settlements that get new schools; documented: as many as the service "
        "centres of the scheme; null: no limit",
    )
    sites_by_period: dict[Year, Annotated[int, Field(ge=1)]] = Field(
        default_factory=dict, description="Lower limits up to and in single periods"
    )
    budget_bn_by_period: dict[Year, Money] = Field(
        default_factory=dict,
        description="Money for the buildings of a period, bn KZT; what is left stays available; "
        "either for every period or for none (no limit)",
    )
    standard_km: dict[Literal["city", "kent", "village"], Annotated[float, Field(gt=0)]] = Field(
        default_factory=dict,
        description="Longest way to a school in another settlement by class of the pupil's "
        "settlement, km by road; classes not named read school_distance_<class>_km",
    )
    existing_places: Annotated[
        dict[str, Annotated[float, Field(ge=0)]], BeforeValidator(read_school_list)
    ] = Field(
        default_factory=dict,
        description="School places by settlement_id, or a CSV file with the columns settlement_id "
        "and places (a row per school); districts named in it take nothing from the assumption",
    )
    prices: bool = Field(
        True, description="Price of every documented centre forced in and every chosen site out"
    )
    alternatives: Annotated[int, Field(ge=0, le=20)] = Field(
        3, description="Near-optimal plans to look for"
    )
    differ_in: Annotated[int, Field(ge=1)] = Field(
        5, description="Sites in which each alternative differs from the plan and the others"
    )
    alternatives_within: Annotated[float, Field(gt=0, le=1)] = Field(
        0.02, description="How much dearer an alternative may be, relative"
    )
    nested: tuple[Annotated[int, Field(ge=1)], ...] = Field(
        (), description="Numbers of sites, rising: what a step chooses stays chosen in the next"
    )
    nested_budgets: tuple[Annotated[float, Field(gt=0)], ...] = Field(
        (), description="The same with factors on the budget, e.g. [0.5, 0.75, 1]"
    )

    decided: dict[str, Year] = Field(
        default_factory=dict,
        description="Period in which a settlement gets its first new school, by settlement, e.g. "
        "{A-055: 2025}; how many places it gets is chosen",
    )
    decided_until: Year | None = Field(
        None,
        description="In the periods to this year no settlement gets new schools but those that "
        "`decided` names; null: all settlements are chosen",
    )

    @field_validator("periods", "nested", "nested_budgets")
    @classmethod
    def _rising(cls, values: tuple[float, ...]) -> tuple[float, ...]:
        if any(b <= a for a, b in pairwise(values)):
            raise ValueError(said("{values} must rise", values=str(list(values))))
        return values


class Logistics(Part):
    """Where and when to open transport-logistics centres; read by the study `logistics`."""

    periods: tuple[Year, ...] = Field(
        (2030, 2040, 2050), min_length=1, description="Years by which centres open, rising"
    )
    centres: Literal["documented"] | Annotated[int, Field(ge=0)] | None = Field(
        "documented",
        description="Most new centres; documented: as many by oblast and horizon as the schemes "
        "declare; a number: in all; null: no limit",
    )
    standard_size: Literal["small", "medium", "large"] = Field(
        "medium",
        description="Size at whose cost sites and years are chosen; the centres of the sites "
        "chosen then get sizes of their own for the same money",
    )
    objective: Literal["cost", "reach"] = Field(
        "cost",
        description="cost: least discounted transport, handling and capital; reach: most freight "
        "within reach_km of a centre",
    )
    reach_km: Annotated[float, Field(gt=0)] | None = Field(
        None, description="Distance by road; null: assumption logistics_reach_km"
    )
    freight: Literal["population_and_product", "population", "equal"] = Field(
        "population_and_product",
        description="What the freight of a unit follows: population and gross regional product, "
        "population alone, or the same for every unit",
    )
    gateway_factor: dict[str, Annotated[float, Field(ge=0, le=20)]] = Field(
        default_factory=dict,
        description="Factor on the freight of a gateway, e.g. {altynkol_rail: 2}",
    )
    rail_discount: Annotated[float, Field(gt=0, le=2)] | None = Field(
        None,
        description="Cost of a tonne-kilometre by rail between centres as a share of that by road; "
        "null: rail_freight_cost over road_freight_cost",
    )
    delay_links: dict[str, Year] = Field(
        default_factory=dict, description="Planned links that come later, e.g. {RL-118: 2050}"
    )
    drop_links: tuple[str, ...] = Field(
        (), description="Planned links that are never built; `rail` or `road`: all of them"
    )
    prices: bool = Field(
        True, description="Price of every documented site forced in and every chosen site left out"
    )
    link_prices: bool = Field(
        True, description="What changes when a planned link is not built, for every one of them"
    )

    @model_validator(mode="after")
    def _rising(self) -> Logistics:
        if any(b <= a for a, b in pairwise(self.periods)):
            raise ValueError(said("periods: {values} must rise", values=str(list(self.periods))))
        return self


class Water(Part):
    """Which settlements to connect to water, whether it is there, and by which pipes."""

    target_year: Year = Field(
        2040, description="Year by which the schemes promise every settlement good water"
    )
    objective: Literal["people_years", "cost_to_target"] = Field(
        "people_years",
        description="people_years: fewest person-years without water under the budget; "
        "cost_to_target: everybody by target_year at least cost",
    )
    technologies: tuple[Literal["group_main", "local_source", "block_module"], ...] = Field(
        ("group_main", "local_source", "block_module"),
        min_length=1,
        description="What may connect a settlement whose technology the schemes leave open",
    )
    climate: Literal["normal", "dry", "very_dry"] = Field(
        "normal", description="Year that the headline's balance stands for; all three are answered"
    )
    surface_factor: dict[str, Annotated[float, Field(ge=0, le=2)]] = Field(
        default_factory=dict,
        description="Further factor on the surface water of an oblast, e.g. {turkistan_oblast: "
        "0.8}",
    )
    drop_transfers: tuple[str, ...] = Field(
        (), description="Transfers and plants of the balance that do not exist, by transfer_id"
    )
    networks: bool = Field(
        True, description="Design the pipes to the named villages of the Almaty agglomeration"
    )
    network_budget_bn: Annotated[float, Field(gt=0)] | None = Field(
        None,
        description="Money for these pipes a stage, bn KZT; null: assumption "
        "water_network_stage_bn",
    )
    network_stages: Annotated[int, Field(ge=1, le=8)] = Field(
        3, description="Stages in which they are built, each of which works by itself"
    )
    decided: dict[str, dict[Year, Annotated[int, Field(ge=1)]]] = Field(
        default_factory=dict,
        description="Settlements whose start is decided, by lot (lot_id of the table lots) and "
        "year, e.g. {WP-012-near-1: {2027: 3}}; with years.decided_until no others start till then",
    )
    date_prices: bool = Field(
        True, description="Least yearly budget for every date by which all could be connected"
    )


RoadmapYear = Annotated[int, Field(ge=2022, le=LAST_POSSIBLE_YEAR)]


class Roadmap(Part):
    """In which years to carry out the phases of the Green Almaty projects."""

    objective: Literal["effect", "smooth", "fit"] = Field(
        "effect",
        description="effect: the most effective first, every phase done; smooth: least spending in "
        "the dearest year, then even years, every phase done; fit: what the envelope cannot pay is "
        "left out at least loss, the rest the most effective first",
    )
    first_free_year: RoadmapYear = Field(
        2022,
        description="Phases that the document starts earlier keep their years; 2022: all is "
        "decided anew, as when the roadmap was drawn up; 2026: what is still ahead",
    )
    last_year: RoadmapYear = Field(
        2030,
        description="Year by which everything is done or left out; years after 2030 have money "
        "only where money.budget_bn_per_year or budget_bn_by_year gives it",
    )
    envelope: Literal["documented", "none"] = Field(
        "documented",
        description="documented: in every year the money that the document spends in it, public "
        "and private apart; none: no limit",
    )
    public_share: Annotated[float, Field(ge=0, le=3)] = Field(
        1.0, description="Factor on the public money of every free year"
    )
    private_share: Annotated[float, Field(ge=0, le=3)] = Field(
        1.0, description="Factor on the private money of every free year"
    )
    must_finish: Literal["all"] | tuple[str, ...] | None = Field(
        None,
        description="Projects that must be done whole; null: all, and under `fit` none but running "
        "costs",
    )
    weights: dict[str, Annotated[float, Field(ge=0, le=1000)]] = Field(
        default_factory=dict,
        description="Weight of reaching a project's target, by item, e.g. {'3.1': 5}; 1 where not "
        "named",
    )
    start: dict[str, RoadmapYear] = Field(
        default_factory=dict, description="Year in which a project begins, by item"
    )
    decided: dict[str, RoadmapYear] = Field(
        default_factory=dict,
        description="Year in which a phase begins, by phase, e.g. {'8:1': 2027}",
    )
    decided_until: RoadmapYear | None = Field(
        None,
        description="To the end of this year no free phase begins but what `decided` names; null: "
        "the optimiser decides from first_free_year on",
    )
    prices: bool = Field(
        True, description="Price of every project that moves, held at its documented years"
    )

    @model_validator(mode="after")
    def _in_order(self) -> Roadmap:
        if self.first_free_year > self.last_year:
            raise ValueError(
                said(
                    "first_free_year {first} is after last_year {last}",
                    first=self.first_free_year,
                    last=self.last_year,
                )
            )
        return self
