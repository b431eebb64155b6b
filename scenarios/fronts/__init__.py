"""Fronts of a yearly programme: what each level of money, or of fairness, buys."""

from __future__ import annotations

from scenarios.fronts.answer import Against, Front, Point, Request

__all__ = ["Against", "Front", "Point", "Request"]
