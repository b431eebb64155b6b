"""Which catalogue a message belongs to, by the source it stands in."""

from __future__ import annotations

AREAS = (
    "shared",
    "data",
    "schools",
    "water",
    "logistics",
    "siting",
    "roadmap",
    "decisions",
    "app",
    "app-map",
    "app-question",
    "app-charts",
    "locate",
)

_VIEWS = "scenarios/views"
_STUDIES = "scenarios/studies"

# The first that a path begins with.
_BY_PATH = (
    ("inputs/data/project", "roadmap"),
    ("inputs/data/water_projects", "water"),
    ("inputs/data/water_transfers", "water"),
    ("inputs/data/", "data"),
    ("inputs/schemas/", "data"),
    ("scenarios/library/", "data"),
    ("scenarios/app/map/", "app-map"),
    ("scenarios/app/question/", "app-question"),
    ("scenarios/app/why/", "app-map"),
    *((f"scenarios/app/{part}/", "app-charts") for part in ("charts", "editing", "shelf")),
    ("scenarios/app/", "app"),
    ("scenarios/locate/", "locate"),
    *(
        (f"{folder}/{study}/", study)
        for study in ("water", "logistics", "siting", "roadmap")
        for folder in (_VIEWS, _STUDIES)
    ),
    *((f"{_VIEWS}/templates/{s}.html", s) for s in ("water", "logistics", "siting", "roadmap")),
    *(
        (f"{_VIEWS}/templates/{part}.html", "decisions")
        for part in ("alternatives", "common_budget", "explaining", "front", "sequencing")
    ),
    (f"{_VIEWS}/templates/report.html", "schools"),
    *(
        (f"scenarios/{part}/", "decisions")
        for part in (
            "alternatives",
            "common_budget",
            "explaining",
            "fronts",
            "sequencing",
            "sweeps",
            "uncertainty",
        )
    ),
    (f"{_VIEWS}/sequencing/", "decisions"),
    ("models/", "decisions"),
    (f"{_VIEWS}/charts/pipe_map.py", "water"),
    (f"{_VIEWS}/charts/flow_picture.py", "water"),
    (f"{_VIEWS}/charts/network_map.py", "logistics"),
    (f"{_VIEWS}/charts/_", "shared"),
    (f"{_VIEWS}/charts/", "schools"),
    *(
        (f"{_VIEWS}/{module}.py", "schools")
        for module in (
            "figures",
            "frames",
            "headline",
            "judged",
            "report",
            "sentence",
            "tables",
            "words",
            "workbook",
        )
    ),
    (f"{_STUDIES}/education/", "schools"),
)


def area_of(path: str) -> str:
    """The area of a source, given by its path from the root of the repository."""
    return next((area for prefix, area in _BY_PATH if path.startswith(prefix)), "shared")
