"""Numbers as a reader wants them, in the spoken language (see `scenarios.language.numbers`)."""

from __future__ import annotations

from scenarios.language.numbers import (
    MINUS,
    MLN_PER_BN,
    THIN,
    bn,
    bn_in_words,
    grouped,
    in_words,
    listed,
    percent,
)

__all__ = [
    "MINUS",
    "MLN_PER_BN",
    "THIN",
    "bn",
    "bn_in_words",
    "grouped",
    "in_words",
    "listed",
    "percent",
]
