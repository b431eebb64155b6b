"""`python -m scenarios.sweeps`: a worker, started by `scenarios.sweeps.processes`."""

from __future__ import annotations

from scenarios.sweeps.worker import serve

serve()
