"""Sentences that belong under every answer of the roadmap study."""

from __future__ import annotations

from scenarios.language import Said, marked, said
from scenarios.studies.roadmap.terms import FIRST_YEAR, RoadmapTerms

_SPREAD = {
    "pro_rata": marked("in equal parts"),
    "early": marked("falling by the sum of the digits (5, 4, 3, 2, 1 of 15)"),
    "late": marked("rising by the sum of the digits (1, 2, 3, 4, 5 of 15)"),
}


def write_notes(terms: RoadmapTerms) -> tuple[Said, ...]:
    """Conventions and weaknesses a reader must know to judge the result."""
    asked = terms.scenario.roadmap
    return (
        _decided(asked.first_free_year),
        said(
            "The document gives the years 2022 to 2025 one by one and 2026-2030 as one sum. What "
            "this sum buys in pieces is spread over the years that the project's printed period "
            "holds, {spread}, money and quantity alike (documented.spread); what it finishes "
            "whole, such as the incineration plant, is one phase that cannot be broken. The "
            "documented years after 2025 are this assumption's, not the document's.",
            spread=said(_SPREAD[terms.scenario.documented.spread]),
        ),
        said(
            "A phase is a cell of the roadmap. Studies and designs come before works; pieces of "
            "one kind keep their order and may share a year; a plant counts when its last phase "
            "ends; campaigns run once a year; running costs (item 5.4) keep their years."
        ),
        said(
            "No project may spend more in a year than {pace:g} times its dearest documented year "
            "(assumption roadmap_pace), however effective it is.",
            pace=terms.pace,
        ),
        said(
            "Effectiveness: every project counts by the part of its own documented target that is "
            "reached, from the year after; every target counts for 1 unless roadmap.weights says "
            "otherwise. Trees, hectares and kilometres are never added up. Cheap targets "
            "therefore come first: weigh those that matter more."
        ),
        _envelopes(terms),
        said("Money is nominal, as the document prints it; nothing is discounted."),
        said(
            "No costed project states emissions. The city's path from 127 to 78 thousand t a year "
            "rests on items 1.5 to 1.7, whose money stands in other programmes, and no schedule "
            "of the costed projects moves it here."
        ),
        said(
            "Sums are those of the costed projects: printed sums above them, which hold 100 mln "
            "KZT more (item 10), stand beside and are used nowhere."
        ),
    )


def _decided(first_free_year: int) -> Said:
    if first_free_year == FIRST_YEAR:
        return said(
            "All years are decided anew from 2022, as on the day the roadmap was drawn up: the "
            "answer judges the document's order. For what is still ahead set "
            "roadmap.first_free_year to 2026 (scenario roadmap-ahead)."
        )
    return said(
        "What the document begins before {year} keeps its years, as if it had been carried out "
        "so; the data hold no report of what was.",
        year=first_free_year,
    )


def _envelopes(terms: RoadmapTerms) -> Said:
    if not terms.limited:
        return said(
            "Public money (republican and local budget) and private investment are two envelopes: "
            "what an investor does not spend on a plant plants no trees. This scenario limits "
            "neither."
        )
    given = terms.scenario.money.carry_over_share
    carry = terms.assumptions.value("carry_over_share") if given is None else given
    return said(
        "Public money (republican and local budget) and private investment are two envelopes: "
        "what an investor does not spend on a plant plants no trees. Of each, {percent:g}\u202f% "
        "of a year may be carried into the next.",
        percent=100 * carry,
    )
