"""The location models by name: what each asks for, what it uses, and what its objective counts."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from scenarios.language import marked


class ModelName(StrEnum):
    P_MEDIAN = "p-median"
    P_CENTER = "p-center"
    MCLP = "mclp"
    LSCP = "lscp"
    UFLP = "uflp"
    CFLP = "cflp"
    P_DISPERSION = "p-dispersion"


@dataclass(frozen=True)
class Kind:
    """What a model is.

    Attributes
    ----------
    title : its name in words
    asks : the question, with places for p, sites, demand (numbers) and standard (km)
    unit : of the objective
    sense : minimise or maximise
    p, standard : whether it is needed (True), refused (False), or may be given (None)
    demand : whether it knows demand points
    capacities, fixed_costs : whether they matter without a budget
    penalty : whether demand may stay unserved at a price
    """

    title: str
    asks: str
    unit: str
    sense: str = "minimise"
    p: bool = True
    standard: bool | None = None
    demand: bool = True
    capacities: bool = False
    fixed_costs: bool = False
    penalty: bool = True


KINDS = {
    ModelName.P_MEDIAN: Kind(
        marked("p-median"),
        marked("Which {p} of {sites} sites are closest to {demand} demand points?"),
        marked("weight x km"),
    ),
    ModelName.P_CENTER: Kind(
        marked("p-centre"),
        marked("Which {p} of {sites} sites leave none of {demand} demand points far away?"),
        marked("km"),
    ),
    ModelName.MCLP: Kind(
        marked("maximal covering"),
        marked(
            "Which {p} of {sites} sites reach the most of {demand} demand points within {standard} "
            "km?"
        ),
        marked("weight"),
        sense="maximise",
        standard=True,
        penalty=False,
    ),
    ModelName.LSCP: Kind(
        marked("set covering"),
        marked("How few of {sites} sites reach all {demand} demand points within {standard} km?"),
        marked("sites"),
        p=False,
        standard=True,
    ),
    ModelName.UFLP: Kind(
        marked("facility location"),
        marked("Which of {sites} sites serve {demand} demand points at the smallest cost?"),
        marked("money"),
        p=False,
        fixed_costs=True,
    ),
    ModelName.CFLP: Kind(
        marked("facility location with capacities"),
        marked("Which of {sites} sites serve {demand} demand points at the smallest cost?"),
        marked("money"),
        p=False,
        capacities=True,
        fixed_costs=True,
    ),
    ModelName.P_DISPERSION: Kind(
        marked("p-dispersion"),
        marked("Which {p} of {sites} sites lie farthest from one another?"),
        marked("km"),
        sense="maximise",
        standard=False,
        demand=False,
        penalty=False,
    ),
}
