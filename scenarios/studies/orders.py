"""The orders that a programme is compared with, by the names of their plans."""

from __future__ import annotations

from models.capacity_expansion.greedy import Priority

BY_NEED = "greedy by need"
BY_BENEFIT = "greedy by benefit per tenge"
GREEDY = {BY_NEED: Priority.NEED, BY_BENEFIT: Priority.BENEFIT}
