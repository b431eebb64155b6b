"""The arithmetic identities of the tables, one module per sector."""

from __future__ import annotations

from inputs.audit.identities import (
    agglomeration,
    education,
    housing,
    indicators,
    macro,
    plans,
    roadmap,
    standards,
    water,
)
from inputs.audit.identity import Identity

IDENTITIES: tuple[Identity, ...] = (
    *education.IDENTITIES,
    *housing.IDENTITIES,
    *indicators.IDENTITIES,
    *water.IDENTITIES,
    *plans.IDENTITIES,
    *macro.IDENTITIES,
    *agglomeration.IDENTITIES,
    *standards.IDENTITIES,
    *roadmap.IDENTITIES,
)
