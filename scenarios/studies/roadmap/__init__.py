"""The roadmap: in which years the Green Almaty projects are carried out."""

from scenarios.studies.roadmap.study import RoadmapStudy

__all__ = ["RoadmapStudy"]
