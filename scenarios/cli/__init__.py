"""The command line. Commands import what they need when they run, so that help comes at once.

Exit codes
----------
0    done
1    `inputs check` or `inputs audit` found something; or the program itself failed
2    the command, the scenario or the data are not as they must be; nothing was written
3    there is no plan: proven impossible, or none found in time
4    the plan found did not pass its independent check and is not shown
5    interrupted: the best plan found is written and marked as such
130  left at once after a second Ctrl-C
"""

from __future__ import annotations

from scenarios.cli.app import app

# Importing the modules registers their commands, in the order in which help lists them.
from scenarios.cli import run, sweep, split, shelf, questions, data, places  # noqa: F401  isort: skip
from scenarios.cli import locate, locate_steiner, network  # noqa: F401  isort: skip
from scenarios.cli import alternatives, front, regret  # noqa: F401  isort: skip
from scenarios.cli import explain, desk  # noqa: F401  isort: skip


def main() -> None:
    """Entry point of `aumaq`."""
    app()


__all__ = ["app", "main"]
