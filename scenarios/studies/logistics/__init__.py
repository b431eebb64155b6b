"""Transport-logistics centres on the road and rail network: which, where and when."""

from scenarios.studies.logistics.study import LogisticsStudy

__all__ = ["LogisticsStudy"]
