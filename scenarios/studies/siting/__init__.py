"""In which settlements of the agglomeration to build schools, how large and by when."""

from scenarios.studies.siting.study import SitingStudy

__all__ = ["SitingStudy"]
