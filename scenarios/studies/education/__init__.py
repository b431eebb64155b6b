"""Places in schools and kindergartens: one study, two configurations."""

from scenarios.studies.education.programme import PRESCHOOL, SCHOOLS, Programme
from scenarios.studies.education.study import EducationStudy

__all__ = ["PRESCHOOL", "SCHOOLS", "EducationStudy", "Programme"]
