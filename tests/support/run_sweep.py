"""A sweep in a process of its own, for tests that kill it: `run_sweep.py OUT WORKERS SEEDS...`."""

from __future__ import annotations

import sys
from pathlib import Path

import whims

from scenarios.sweeps import SweepProgress, run_all


def main() -> None:
    out, workers = Path(sys.argv[1]), int(sys.argv[2])
    asked = [int(text) for text in sys.argv[3:]]

    def tell(progress: SweepProgress) -> None:
        print(f"{progress.done} of {progress.total}", flush=True)

    run_all(whims.seeds(asked), out, workers=workers, create=whims.create_slowly, on_progress=tell)


if __name__ == "__main__":
    main()
