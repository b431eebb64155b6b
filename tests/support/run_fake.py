"""Run the fake study in a process of its own: `run_fake.py OUT SECONDS [render-seconds]`.

Prints one line per progress report, so that a test can strike at a chosen moment, and at the end
the path of the run.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

import fake_study
from rich.console import Console

from optimizer.limits import Stop
from scenarios.cli.live import Interruptible, ProgressLine
from scenarios.runner import Outcome, run
from scenarios.scenario import Scenario
from scenarios.study import Answer


def main() -> None:
    out, seconds, render_seconds = Path(sys.argv[1]), float(sys.argv[2]), float(sys.argv[3])
    stop = Stop()
    line = ProgressLine(Console(file=sys.stdout, force_terminal=False))

    def slow_render(answer: Answer, folder: Path) -> None:
        for name in ("report.html", "plan.xlsx", "plan.geojson"):
            (folder / name).write_text("half", encoding="utf-8")
            print("rendering", flush=True)
            time.sleep(render_seconds / 3)
        fake_study.fake_render(answer, folder)

    def work() -> Outcome:
        return run(
            Scenario(name="made-up"),
            fake_study.FakeTerritory(),
            out,
            stop=stop,
            on_progress=line.report,
            create=fake_study.Factory(seconds=seconds),
            render=slow_render,
        )

    outcome = Interruptible(work, stop, line).run()
    print(f"complete={outcome.run.manifest.complete} cached={outcome.cached}")
    print(outcome.run.path, flush=True)


if __name__ == "__main__":
    main()
