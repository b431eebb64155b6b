"""What a task in a worker process may use."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from inputs.territory import Territory
from optimizer.limits import ProgressCallback, Stop
from scenarios.scenario import Scenario


@dataclass(frozen=True)
class Work:
    """One job's surroundings.

    Attributes
    ----------
    out : folder that holds the run folders
    data : folder of tables; None for those that the program came with
    stop : raised when the best result so far is wanted
    report : tells the page how far the work is
    tell : hands the page what is known already, as plain data (`Job.told`)
    """

    out: Path
    data: Path | None
    report: ProgressCallback
    tell: Callable[[Mapping[str, Any]], None]
    stop: Stop = field(default_factory=Stop)

    def territory(self, scenario: Scenario) -> Territory:
        """The data that the scenario asks of; errors as `territory_for`."""
        from scenarios.territories import territory_for

        return territory_for(scenario, self.data)
