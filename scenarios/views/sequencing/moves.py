"""Whose turn moves from the documented to the optimised order, and what that buys, in words."""

from __future__ import annotations

from typing import Any

import pandas as pd

from scenarios.language import _, n_
from scenarios.sequencing.orders import Orders
from scenarios.views import frames
from scenarios.views.numbers import grouped, listed
from scenarios.views.sequencing.subject import Subject
from scenarios.views.sequencing.tables import site_moves

_NAMED = 3


def moves_sentence(orders: Orders, subject: Subject) -> str:
    """Whose turn moves most, and what the change buys there."""
    table, least = orders.turns, orders.measured.tolerance
    moved = table[table["moved"] > 0]
    if moved.empty:
        return _("No turn moves by half a year or more.")
    said = [
        n_(
            "{n} of {all} moves by half a year or more.",
            "{n} of {all} move by half a year or more.",
            len(moved),
            all=len(table),
        )
    ]
    ours, theirs = moved["optimised_year"].isna(), moved["documented_year"].isna()
    both = moved[~ours & ~theirs]
    early, late = both[both["shift_years"] < 0], both[both["shift_years"] > 0]
    if len(early):
        said.append(_("Earlier: {places}.", places=_moves(early, subject, least)))
    if len(late):
        said.append(_("Later: {places}.", places=_moves(late, subject, least)))
    if theirs.any():
        said.append(
            _(
                "Only in the optimised order: {places}.",
                places=_moves(moved[theirs], subject, least),
            )
        )
    if ours.any():
        said.append(
            _("Only in the documented order: {places}.", places=_moves(moved[ours], subject, least))
        )
    return " ".join(said)


def _moves(moved: pd.DataFrame, subject: Subject, tolerance: float) -> str:
    parts = []
    for row in frames.rows(moved.head(_NAMED)):
        place = subject.names.get(row.unit_id, row.unit_id)
        if not pd.isna(row.documented_year + row.optimised_year):
            years = grouped(abs(row.shift_years), 1)
            place = _("{place} by {years} years", place=place, years=years)
        if pd.isna(row.gained) or abs(row.gained) < tolerance:
            parts.append(place)
            continue
        bought: dict[str, Any] = {"place": place, "size": subject.amount(abs(row.gained))}
        if subject.is_money:  # of which there is but one kind
            parts.append(
                _("{place} ({size} less)", **bought)
                if row.gained >= 0
                else _("{place} ({size} more)", **bought)
            )
            continue
        bought["what"] = subject.total
        parts.append(
            _("{place} ({size} {what} less)", **bought)
            if row.gained >= 0
            else _("{place} ({size} {what} more)", **bought)
        )
    return listed(parts)


def sites_sentence(orders: Orders, subject: Subject) -> str:
    """The single facility that moves most each way."""
    table = site_moves(orders, subject)
    if table.empty:
        return _("No single one moves.")
    early, late = table[table["years_earlier"] > 0], table[table["years_earlier"] < 0]
    said = []
    if len(early):
        said.append(
            n_(
                "{what}: {n} comes earlier, most of all {where} ({year} instead of {other}).",
                "{what}: {n} come earlier, most of all {where} ({year} instead of {other}).",
                len(early),
                what=subject.singles,
                **_furthest(early),
            )
        )
    if len(late):
        said.append(
            n_(
                "{what}: {n} comes later, most of all {where} ({year} instead of {other}).",
                "{what}: {n} come later, most of all {where} ({year} instead of {other}).",
                len(late),
                what=subject.singles,
                **_furthest(late),
            )
        )
    return " ".join(said)


def _furthest(part: pd.DataFrame) -> dict[str, Any]:
    first = part.iloc[0]
    year = first["reference_year"]
    return {
        "where": first["unit"],
        "year": int(first["in_service_year"]),
        "other": _("never") if pd.isna(year) else str(int(year)),
    }
