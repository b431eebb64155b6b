"""Desks that open with an answer, at /show/<run>/<language>: what comes after a solve, without it.

`python shown_desk.py OUT PORT [TILES]` serves the runs in the folder OUT.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from desk_server import Server, free_port, served

from inputs.territory import Territory
from scenarios.scenario import Scenario
from scenarios.study import Answer


@dataclass(frozen=True)
class Shown:
    """Where answers are shown, and the answers themselves, by study."""

    server: Server
    runs: dict[str, str]
    territory: Territory

    def url(self, study: str, language: str = "en") -> str:
        return f"{self.server.url}/show/{self.runs[study]}/{language}"

    def answer(self, study: str) -> Answer:
        from scenarios.runs import load_run

        return load_run(self.server.out / self.runs[study]).answer(self.territory)


def answered(scenario: Scenario, territory: Territory, out: Path) -> str:
    """Answer a scenario into `out`, without report and workbook; gives the run's name."""
    from scenarios.runner import run

    return run(scenario, territory, out, render=lambda answer, folder: None).run.path.name


@contextmanager
def shown_desk(out: Path, tiles: str = "") -> Iterator[Server]:
    command = [sys.executable, __file__, str(out), str(free_port()), tiles]
    with served(command, out) as server:
        yield server


def main(out: Path, port: int, tiles: str) -> None:
    from nicegui import app, ui

    from scenarios.app.office import Office
    from scenarios.app.page import build
    from scenarios.app.question.asking import Question
    from scenarios.app.security.guard import Guard
    from scenarios.app.state import Desk
    from scenarios.app.tiles import Tiles
    from scenarios.runs import load_run

    background = Tiles(tiles, "© somebody <b>else</b>") if tiles else None
    office = Office(out, workers=1, tiles=background)

    @ui.page("/show/{run}/{language}")
    async def show(run: str, language: str) -> None:
        await ui.context.client.connected()
        tab = ui.context.client.tab_id
        assert tab is not None
        desk = Desk(tab, office, language)
        desk.question = Question.of_data("shown", load_run(out / run).scenario.canonical())
        build(desk)
        await desk.show_run(run)

    guard = Guard.of("127.0.0.1", None, "" if background is None else background.source)
    app.add_middleware(guard.middleware)
    app.on_startup(lambda: print(guard.address("127.0.0.1", port).rstrip("/"), flush=True))
    app.on_shutdown(office.jobs.close)
    with suppress(KeyboardInterrupt):
        ui.run(port=port, host="127.0.0.1", show=False, reload=False, show_welcome_message=False)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3])
