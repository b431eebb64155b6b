"""The arithmetic identities of the tables, one module per sector."""

from __future__ import annotations

from inputs.audit.identities import education
from inputs.audit.identity import Identity

IDENTITIES: tuple[Identity, ...] = (*education.IDENTITIES,)
