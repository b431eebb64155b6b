"""An explanation as the panel shows it: groups of sentences, and tables of text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from scenarios.language import _
from scenarios.views.numbers import grouped

Found = Mapping[str, Any]  # `Explanation.to_dict`, told in a language
_FEW = 10.0  # below it one decimal is told


@dataclass(frozen=True)
class Part:
    """Sentences under one head."""

    key: str
    head: str
    sentences: tuple[str, ...]


def parts(found: Found) -> list[Part]:
    """Why here, what if not, why then, how sure; those that are known already."""
    heads = {
        "stops": _("Why not more"),
        "wishes": _("What if not"),
        "worth": _("Why then"),
        "proof": _("How sure"),
    }
    known = [Part(key, head, tuple(found[key])) for key, head in heads.items()]
    return [part for part in known if part.sentences]


def price_rows(found: Found) -> list[dict[str, str]]:
    """A row a wish: what it costs for certain between, about, and what else changes."""
    return [
        {
            _("Wish"): row["said"] or row["wish"],
            _("Costs about"): _about(row),
            _("at least"): _figure(row["low"]),
            _("at most"): _figure(row["high"]),
            _("what else changes"): row["changes"],
        }
        for row in found["tables"].get("prices", ())
    ]


def price_head(found: Found) -> str:
    """What the table of prices shows, with the unit that they are counted in."""
    rows = found["tables"].get("prices", ())
    unit = next((row["unit"] for row in rows if row["unit"]), "")
    return _("What each wish costs, {unit}", unit=unit) if unit else _("What each wish costs")


def _about(row: Mapping[str, Any]) -> str:
    # Infinite numbers are None here: both ends where the rules leave no plan with the wish, the
    # upper one alone where none was found in time.
    if row["low"] is None:
        return _("impossible")
    return _("not known in time") if row["high"] is None else _figure(row["about"])


def year_rows(found: Found) -> list[dict[str, str]]:
    """A row a year in which something starts or could: what it gains, what a delay costs."""
    return [
        {
            _("Year"): str(row["year"]),
            _("Plan starts"): _figure(row["started"]),
            _("Documented"): _figure(row["documented"]),
            _("One more gains, a bn KZT"): _figure(row["gain_per_bn"]),
            _("The money gains elsewhere, a bn KZT"): _figure(row["budget_value"]),
            _("A year's delay costs"): _figure(row["delay"]),
            _("Stopped by"): row["stopped_by"] or "",
        }
        for row in found["tables"].get("years", ())
    ]


def _figure(value: float | None) -> str:
    if value is None:
        return ""
    return grouped(value, 1 if 0 < abs(value) < _FEW else 0)
