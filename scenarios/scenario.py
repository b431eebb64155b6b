"""The question a planner asks: one readable YAML file, one pydantic model.

Every field has a default; a default of `null` means "as the assumption table says", so that the
same number is never written twice.
"""

from __future__ import annotations

import hashlib
import json
from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import (
    Field,
    SerializerFunctionWrapHandler,
    model_serializer,
    model_validator,
)

from scenarios.language import said
from scenarios.parts import (
    FIRST_POSSIBLE_YEAR,
    LAST_POSSIBLE_YEAR,
    Level,
    Money,
    Part,
    Share,
    Year,
)
from scenarios.study_parts import Logistics, Roadmap, Siting, Water


class StudyName(StrEnum):
    SCHOOLS = "schools"
    PRESCHOOL = "preschool"
    LOGISTICS = "logistics"
    WATER = "water"
    ROADMAP = "roadmap"


class MeasureName(StrEnum):
    """The headline measures a planner can put in order."""

    THIRD_SHIFT = "third_shift"
    SHORTAGE = "shortage"
    WORST_SHARE = "worst_share"
    COST = "cost"


class Years(Part):
    """The years in which construction may start; results are shown to the last of them."""

    first: Year = Field(2026, description="First year in which construction may start")
    last: Year = Field(2050, description="Last year in which construction may start, and horizon")
    decided_until: Year | None = Field(
        None,
        description="To the end of this year nothing starts but what `fixed` names (schools and "
        "preschool by district, logistics) or water.decided (water); null: the optimiser decides "
        "from the first year on",
    )

    @model_validator(mode="after")
    def _in_order(self) -> Years:
        if self.first > self.last:
            raise ValueError(
                said(
                    "first year {first} is after the last year {last}",
                    first=self.first,
                    last=self.last,
                )
            )
        decided = self.decided_until
        if decided is not None and not self.first <= decided < self.last:
            raise ValueError(
                said(
                    "decided_until {decided} is not within {first}-{last}",
                    decided=decided,
                    first=self.first,
                    last=self.last - 1,
                )
            )
        return self


class Demand(Part):
    """How need develops between and beside the documents' horizons."""

    interpolation: Literal["linear", "monotone_cubic"] = Field(
        "linear", description="How need runs between 2024, 2030, 2040 and 2050"
    )
    growth: Level | Annotated[float, Field(gt=0, le=3)] = Field(
        "central",
        description="Factor on the need of the last horizon, growing linearly from 1 in 2024; "
        "low, central, high read the assumption growth_variant",
    )
    unit_growth: dict[str, Annotated[float, Field(gt=0, le=5)]] = Field(
        default_factory=dict,
        description="Further factor by unit, reached at the last horizon, e.g. {karasai: 1.2}",
    )


class MoneyTerms(Part):
    """The envelope. Money is bn KZT at constant prices of the assumptions' price year."""

    budget_bn_per_year: Money | None = Field(
        None, description="Yearly budget, bn KZT; null: assumption <study>_budget_bn"
    )
    budget_bn_by_year: dict[Year, Money] = Field(
        default_factory=dict, description="Years that differ from it, bn KZT"
    )
    carry_over_share: Share | None = Field(
        None,
        description="Share of a year's budget that may be carried into the next; null: assumption",
    )
    oblast_budget_bn_per_year: dict[str, Money] = Field(
        default_factory=dict, description="Most an oblast may spend in a year, bn KZT"
    )
    oblast_min_share: dict[str, Share] = Field(
        default_factory=dict,
        description="Least share of the cumulative budget that an oblast must have received by "
        "the last year",
    )
    inflation: Level | Annotated[float, Field(ge=-0.1, le=0.5)] = Field(
        0.0,
        description="Yearly growth of construction prices beyond the budget's; 0: both at constant "
        "prices; low, central, high read the assumption inflation",
    )


class Construction(Part):
    """What may be built and what stands already."""

    sizes: tuple[int, ...] | None = Field(
        None, description="Places of the buildings on the menu; null: every size with a cost"
    )
    max_starts_per_unit_year: Annotated[int, Field(ge=1)] | None = Field(
        None, description="Most buildings started in a unit in a year; null: assumption"
    )
    apply_2030_adjustment: bool = Field(
        True,
        description="Apply the unexplained change of existing stock that the documents print "
        "at the end of a period",
    )


class Shifts(Part):
    """How long and how far pupils may be taught in a second shift without counting as short."""

    second_shift_until: Year | None = Field(
        None, description="Last year in which a second shift counts as served; null: never"
    )
    second_shift_share: Share = Field(
        1.0, description="Share of places that may be used twice until then"
    )
    third_shift_end: Year | None = Field(
        None, description="First year without a third shift; null: as the objectives say"
    )


class Transfers(Part):
    """Pupils taught in a neighbouring unit."""

    enabled: bool = Field(False, description="Allow it")
    max_distance_km: Annotated[float, Field(gt=0)] | None = Field(
        None, description="Between administrative centres, road km; null: assumption"
    )
    max_share: Share = Field(0.1, description="Largest share of a unit's need taught elsewhere")


class Goal(Part):
    """One step of the lexicographic order: minimise a measure, or hold it at a level."""

    measure: MeasureName = Field(description="third_shift | shortage | worst_share | cost")
    at_most: Literal["documented"] | Annotated[float, Field(ge=0)] | None = Field(
        None,
        description="Hold at this level instead of minimising; `documented` is what the "
        "documented plan reaches under the same money. Units: pupil-years, discounted "
        "place-years, share, mln KZT",
    )
    tolerance: Annotated[float, Field(ge=0, le=0.5)] = Field(
        0.0, description="How much later steps may worsen a minimised measure, relative"
    )


class Equity(Part):
    """How fairness between units is measured."""

    from_year: Year | None = Field(
        None, description="First year that counts for the worst share; null: assumption"
    )
    weights: Literal["none", "standards_gap"] = Field(
        "none",
        description="Weigh a unit's shortage share by its oblast's distance from the regional "
        "standards",
    )


class Fixed(Part):
    """A building that is decided already."""

    place: str = Field(
        description="Unit, settlement or site; the study water knows oblasts, and commitments and "
        "lots of its table of lots"
    )
    size: Annotated[int, Field(gt=0)] = Field(
        description="Places; the study logistics chooses the size of a centre itself"
    )
    start_year: Year = Field(
        description="At level settlement the period by which places stand; else the year of start"
    )
    count: Annotated[int, Field(ge=1)] = Field(1, description="Buildings, or logistics centres")


class Forbidden(Part):
    """Where, when and what must not be started."""

    place: str = Field(description="As in `fixed`")
    sizes: tuple[int, ...] = Field((), description="Sizes that are excluded; empty: all")
    first: Year = Field(FIRST_POSSIBLE_YEAR, description="First excluded year")
    last: Year = Field(LAST_POSSIBLE_YEAR, description="Last excluded year")
    at_most: Annotated[int, Field(ge=0)] = Field(
        0,
        description="Settlements of a lot that may start from the first to the last excluded year "
        "all the same (study water only); 0: none",
    )

    @model_serializer(mode="wrap")
    def _as_ever(self, plain: SerializerFunctionWrapHandler) -> dict[str, Any]:
        """Without `at_most` where it is 0: questions keep the hash they had before it was known."""
        told: dict[str, Any] = plain(self)
        return told if self.at_most else {k: v for k, v in told.items() if k != "at_most"}


class MinimumProgramme(Part):
    """Places that must be in service by a year, whatever the objective says."""

    place: str
    places: Annotated[int, Field(gt=0)]
    by: Year


class Documented(Part):
    """How the documents' totals by horizon are read as a yearly programme."""

    spread: Literal["pro_rata", "early", "late"] = Field(
        "pro_rata", description="How a period's places are spread over its years"
    )
    rule: Literal["own_proportions", "largest_backlog_first"] = Field(
        "own_proportions", description="Who waits when the money does not suffice"
    )


class Solve(Part):
    """What the optimiser may use."""

    time_s: Annotated[float, Field(gt=0)] = Field(60.0, description="Seconds")
    gap: Annotated[float, Field(ge=0, lt=1)] = Field(0.001, description="Relative gap to stop at")
    threads: Annotated[int, Field(ge=0)] = Field(0, description="0: all")
    seed: int = 0
    front_points: Annotated[int, Field(ge=0, le=50)] = Field(
        6, description="Points on the front between efficiency and equity; 0: none"
    )


DEFAULT_OBJECTIVES = (
    Goal(measure=MeasureName.THIRD_SHIFT, at_most="documented"),
    Goal(measure=MeasureName.WORST_SHARE, at_most="documented"),
    Goal(measure=MeasureName.SHORTAGE, tolerance=0.001),
    Goal(measure=MeasureName.COST),
)


# Studies that can decide their first years apart; the roadmap has years of its own.
_DECIDED = (StudyName.SCHOOLS, StudyName.PRESCHOOL, StudyName.WATER, StudyName.LOGISTICS)


class Scenario(Part):
    """A what-if question."""

    name: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]*$", max_length=60)] = "unnamed"
    title: str = Field("", max_length=200, description="One line for headings")
    study: StudyName = StudyName.SCHOOLS
    level: Literal["district", "settlement"] = Field(
        "district",
        description="district: when to build how much in each unit; settlement: in which "
        "settlements of the agglomeration to build (schools only, part `siting`)",
    )
    region: tuple[str, ...] = Field(
        ("south", "west"), min_length=1, description="Regions, oblasts or units, by id"
    )
    years: Years = Years()
    demand: Demand = Demand()
    money: MoneyTerms = MoneyTerms()
    construction: Construction = Construction()
    shifts: Shifts = Shifts()
    transfers: Transfers = Transfers()
    equity: Equity = Equity()
    objectives: tuple[Goal, ...] = Field(DEFAULT_OBJECTIVES, min_length=1)
    fixed: tuple[Fixed, ...] = ()
    forbidden: tuple[Forbidden, ...] = ()
    minimum_programme: tuple[MinimumProgramme, ...] = ()
    documented: Documented = Documented()
    siting: Siting = Siting()
    logistics: Logistics = Logistics()
    water: Water = Water()
    roadmap: Roadmap = Roadmap()
    assumptions: dict[str, Level | float] = Field(
        default_factory=dict, description="Overrides of assumption rows by name"
    )
    solve: Solve = Solve()

    @model_validator(mode="after")
    def _something_to_minimise(self) -> Scenario:
        if all(goal.at_most is not None for goal in self.objectives):
            raise ValueError(
                said("objectives: at least one goal must be minimised (without at_most)")
            )
        return self

    @model_validator(mode="after")
    def _decided_by_district(self) -> Scenario:
        read = self.level == "district" and self.study in _DECIDED
        if self.years.decided_until is not None and not read:
            names = ", ".join(_DECIDED)
            raise ValueError(
                said("years.decided_until: only for {names}, each by district", names=names)
            )
        return self

    @model_validator(mode="after")
    def _counted_in_lots(self) -> Scenario:
        for i, ban in enumerate(self.forbidden):
            if ban.at_most and self.study is not StudyName.WATER:
                raise ValueError(
                    said("forbidden[{i}].at_most: only for the study water, by lot", i=i)
                )
        return self

    def canonical(self) -> dict[str, Any]:
        """Plain data with every default spelled out, in a stable order."""
        plain: dict[str, Any] = json.loads(self.model_dump_json())
        return plain

    @property
    def content_hash(self) -> str:
        """Identity of the question: everything but its name and title."""
        content = {k: v for k, v in self.canonical().items() if k not in ("name", "title")}
        return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()
