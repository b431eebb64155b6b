"""Words that data, plans and the optimiser write into tables, known to the catalogues.

Tables tell every text they print (`scenarios.views.table`), so it is enough that these are marked.
"""

from __future__ import annotations

from scenarios.language import _, marked, told

WORDS = (
    # of positions
    marked("exact"),
    marked("approximate"),
    marked("schematic"),
    marked("unknown"),
    # of plans
    marked("fixed"),
    marked("manual"),
    marked("preschool"),
    marked("open"),
    marked("expand"),
    marked("connect"),
    marked("close"),
    # of certificates
    marked("minimise"),
    marked("maximise"),
    marked("optimal"),
    marked("feasible"),
    marked("no_solution"),
    marked("infeasible"),
    marked("aumaq decomposition with HiGHS"),
    marked("weighted share of demand not served"),
    # of contradictions
    marked("none"),
    marked("printed"),
    marked("expected"),
)


def stage_label(stage: str) -> str:
    """A stage of an objective in words: its number and what it minimises, or its name."""
    if not stage[:1].isdigit():
        return told(stage)
    number, space, measure = stage.partition(" ")
    called = {
        "overflow": _("overflow"),
        "shortage": _("shortage"),
        "worst_share": _("worst_share"),
        "cost": _("cost"),
    }.get(measure, measure)
    return f"{number}{space}{called}"
