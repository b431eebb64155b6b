"""Pipes to the named villages of the Almaty agglomeration: where, how wide, in which order."""

from __future__ import annotations

from scenarios.studies.water.network.case import VillageNetworks, village_networks

__all__ = ["VillageNetworks", "village_networks"]
