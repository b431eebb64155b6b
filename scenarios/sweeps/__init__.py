"""Many scenarios through one runner: a file that spans them, processes or a cluster, one table."""

from __future__ import annotations

from scenarios.sweeps.expand import Variant, expand
from scenarios.sweeps.question import Sweep, load_sweep
from scenarios.sweeps.running import SweepProgress, run_all
from scenarios.sweeps.table import SweepTable

__all__ = [
    "Sweep",
    "SweepProgress",
    "SweepTable",
    "Variant",
    "expand",
    "load_sweep",
    "run_all",
]
