"""Sentences that belong under every answer of the roadmap study."""

from __future__ import annotations

from scenarios.studies.roadmap.terms import FIRST_YEAR, RoadmapTerms

_SPREAD = {
    "pro_rata": "in equal parts",
    "early": "falling by the sum of the digits (5, 4, 3, 2, 1 of 15)",
    "late": "rising by the sum of the digits (1, 2, 3, 4, 5 of 15)",
}


def write_notes(terms: RoadmapTerms) -> tuple[str, ...]:
    """Conventions and weaknesses a reader must know to judge the result."""
    asked = terms.scenario.roadmap
    notes = [
        "The document gives the years 2022 to 2025 one by one and 2026-2030 as one sum. What this "
        "sum buys in pieces is spread over the years that the project's printed period holds, "
        f"{_SPREAD[terms.scenario.documented.spread]}, money and quantity alike (documented.spread"
        "); what it finishes whole, such as the incineration plant, is one phase that cannot be "
        "broken. The documented years after 2025 are this assumption's, not the document's.",
        "A phase is a cell of the roadmap. Studies and designs come before works; pieces of one "
        "kind keep their order and may share a year; a plant counts when its last phase ends; "
        "campaigns run once a year; running costs (item 5.4) keep their years.",
        f"No project may spend more in a year than {terms.pace:g} times its dearest documented "
        "year (assumption roadmap_pace), however effective it is.",
        "Effectiveness: every project counts by the part of its own documented target that is "
        "reached, from the year after; every target counts for 1 unless roadmap.weights says "
        "otherwise. Trees, hectares and kilometres are never added up. Cheap targets therefore "
        "come first: weigh those that matter more.",
        "Public money (republican and local budget) and private investment are two envelopes: "
        "what an investor does not spend on a plant plants no trees."
        + (
            f" Of each, {100 * _carry(terms):g}\u202f% of a year may be carried into the next."
            if terms.limited
            else " This scenario limits neither."
        ),
        "Money is nominal, as the document prints it; nothing is discounted.",
        "No costed project states emissions. The city's path from 127 to 78 thousand t a year "
        "rests on items 1.5 to 1.7, whose money stands in other programmes, and no schedule of the "
        "costed projects moves it here.",
        "Sums are those of the costed projects: printed sums above them, which hold 100 mln KZT "
        "more (item 10), stand beside and are used nowhere.",
    ]
    if asked.first_free_year == FIRST_YEAR:
        notes.insert(
            0,
            "All years are decided anew from 2022, as on the day the roadmap was drawn up: the "
            "answer judges the document's order. For what is still ahead set "
            "roadmap.first_free_year to 2026 (scenario roadmap-ahead).",
        )
    else:
        notes.insert(
            0,
            f"What the document begins before {asked.first_free_year} keeps its years, as if it "
            "had been carried out so; the data hold no report of what was.",
        )
    return tuple(notes)


def _carry(terms: RoadmapTerms) -> float:
    given = terms.scenario.money.carry_over_share
    return terms.assumptions.value("carry_over_share") if given is None else given
