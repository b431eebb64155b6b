"""Which settlements to connect to water, in which order, and whether the water is there."""

from scenarios.studies.water.study import WaterStudy

__all__ = ["WaterStudy"]
