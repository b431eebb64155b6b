"""Twenty planners at one desk: how long each waits after every move of a bar.

Each is a browser without the browser: it fetches the page, keeps the live connection that a tab
keeps, moves a school by a year, and counts the seconds until the three numbers of the changed plan
have come back; a moment later it moves the next. Measured with idle solvers, and while two of the
planners have the South and the West solved. Before them come the first page of a server that has
just been started, and a planner who changes the money and waits for the new answer on the map. The
server and the planners share the machine.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import platform
import random
import re
import subprocess
import sys
import tempfile
import time
import urllib.request
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import psutil
import socketio
from performance_page import PAGE, put_block

from scenarios.app.memory import Memory, Remembered
from scenarios.app.question.asking import Question
from scenarios.loading import load_scenario

SCENARIO = "default"
MONEY = "slider-money.budget_bn_per_year"
PAUSE_S = (0.5, 2.0)
SETTLED_S = 0.5
WARM_S = 20.0
PATIENCE_S = 60.0


@dataclass
class Desk:
    """A running server and what a tab finds there.

    Attributes
    ----------
    run : name of the answered run; empty for none
    begun : when its command was given, on the clock of `time.perf_counter`
    """

    url: str
    out: Path
    run: str
    pid: int
    begun: float


@dataclass
class Planner:
    """One tab.

    Attributes
    ----------
    elements : the page as it stands, by element id
    waits : seconds from each move to the numbers that follow from it
    """

    desk: Desk
    tab: str = field(default_factory=lambda: str(uuid.uuid4()))
    elements: dict[str, dict[str, Any]] = field(default_factory=dict)
    waits: list[float] = field(default_factory=list)
    page_s: float = 0.0
    moved: int = 0

    def remember(self) -> None:
        """Have the answer on the desk before the page is opened."""
        asked = Question.of_library(SCENARIO)
        Memory(self.desk.out / ".desk" / "tabs").keep(
            self.tab,
            Remembered(
                base=asked.base,
                start=dict(asked.start),
                asked=dict(asked.data),
                language="en",
                run=self.desk.run or None,
                year=2030,
                which="optimised",
            ),
        )

    async def open(self) -> None:
        """Fetch the page and stay connected until the bars are there, or else the question."""
        begun = time.perf_counter()
        page = (await asyncio.to_thread(urllib.request.urlopen, self.desk.url)).read().decode()
        found = re.search(r"""["']client_id["']: ?["']([^"']+)""", page)
        assert found is not None
        self.client_id = found[1]
        query = {
            "client_id": self.client_id,
            "tab_id": self.tab,
            "document_id": str(uuid.uuid4()),
            "next_message_id": "0",
            "implicit_handshake": "true",
        }
        self.live = socketio.AsyncClient(reconnection=False)
        self.live.on("update", self._update)
        address = self.desk.url + "?" + "&".join(f"{k}={v}" for k, v in query.items())
        await self.live.connect(
            address, socketio_path="/_nicegui_ws/socket.io", transports=["websocket"]
        )
        stands = self._bars if self.desk.run else lambda: self._of("solve")
        while not stands():
            await asyncio.wait_for(self._next(), PATIENCE_S)
        self.page_s = time.perf_counter() - begun

    async def move(self, draw: random.Random) -> None:
        """Move a bar by a year and wait until it has moved, which the numbers have by then."""
        sequence, bars = self._bars()
        bar = draw.choice(bars)
        year = bar["start"] + draw.choice((-1, 1))
        listener = next(e for e in self._events(sequence) if e["type"] == "move")
        self.moved += 1
        number = str(self.moved)
        begun = time.perf_counter()
        await self.live.emit(
            "event",
            {
                "id": int(sequence),
                "client_id": self.client_id,
                "listener_id": listener["listener_id"],
                "args": [json.dumps({"key": bar["key"], "year": year, "one": True, "n": number})],
            },
        )
        while number not in self.elements[sequence]["props"]["became"]:
            await asyncio.wait_for(self._next(), PATIENCE_S)
        self.waits.append(time.perf_counter() - begun)

    async def press(self, testid: str) -> None:
        """Press a button."""
        await self._emit(testid, "click", None)

    async def ask_anew(self, more: float) -> float:
        """Raise the money by a share of it and solve; seconds until the map shows the answer."""
        slider = self.elements[self._of(MONEY)]["props"]
        before = self._layers()
        begun = time.perf_counter()
        await self._emit(MONEY, "change", round(float(slider["model-value"]) * (1 + more)))
        await asyncio.sleep(SETTLED_S)
        await self.press("solve")
        while self._layers() == before:
            await asyncio.wait_for(self._next(), PATIENCE_S)
        return time.perf_counter() - begun

    async def _emit(self, testid: str, event: str, value: Any) -> None:
        key = self._of(testid)
        listener = next(e for e in self._events(key) if e["type"] == event)
        sent = {"id": int(key), "client_id": self.client_id, "args": [json.dumps(value)]}
        await self.live.emit("event", {**sent, "listener_id": listener["listener_id"]})

    def _of(self, testid: str) -> Any:
        """The element that carries a mark; None while there is none."""
        found = (
            k for k, e in self.elements.items() if e.get("props", {}).get("data-testid") == testid
        )
        return next(found, None)

    def _layers(self) -> str | None:
        """What the map draws."""
        found = (e["props"].get("layers") for e in self.elements.values() if "props" in e)
        return next((layers for layers in found if layers), None)

    async def close(self) -> None:
        await self.live.disconnect()

    def _update(self, data: dict[str, Any]) -> None:
        for key, element in data.items():
            if element is None:
                self.elements.pop(key, None)
            elif isinstance(element, dict):
                self.elements[key] = element
        self._updated.set()

    async def _next(self) -> None:
        self._updated.clear()
        await self._updated.wait()

    def __post_init__(self) -> None:
        self._updated = asyncio.Event()

    def _bars(self) -> Any:
        """The element of the bars and those that may be moved; nothing while there are none."""
        for key, element in self.elements.items():
            rows = element.get("props", {}).get("rows")
            if rows and "columns" in element["props"]:
                bars = [bar for row in rows for bar in row["bars"]]
                starts = [bar["start"] for bar in bars]
                within = range(min(starts) + 1, max(starts))
                return key, [bar for bar in bars if bar["start"] in within]
        return None

    def _events(self, key: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.elements[key].get("events", [])
        return found


@contextmanager
def desk(out: Path, run: str = "") -> Iterator[Desk]:
    """A server on a free port over a folder of runs."""
    begun = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "scenarios.cli", "app", "--out", str(out)],
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
        text=True,
    )
    assert process.stdout is not None
    try:
        yield Desk(process.stdout.readline().strip(), out, run, process.pid, begun)
    finally:
        process.terminate()
        process.wait()


def answered(out: Path, time_s: float) -> str:
    """Answer the question that planners find on their desks; the run's name."""
    from inputs.territory import load_territory
    from scenarios.runner import run

    scenario = load_scenario(SCENARIO, [f"solve.time_s={time_s}", "solve.front_points=0"])
    known = run(scenario, load_territory(), out, render=lambda _answer, _folder: None)
    return known.run.path.name


async def first_page(desk: Desk) -> tuple[float, float]:
    """Seconds from the command until the question stands, and the server's CPU seconds."""
    planner = Planner(desk)
    await planner.open()
    seconds, spent = time.perf_counter() - desk.begun, _cpu(desk.pid)
    await planner.close()
    return seconds, spent


async def solved_anew(desk: Desk) -> tuple[float, float]:
    """Seconds from a change of the money to its answer on the map, and the solvers' CPU seconds."""
    planner = Planner(desk)
    planner.remember()
    await planner.open()
    await asyncio.sleep(WARM_S)  # the solvers of a desk that has just been started get ready
    before = _cpu_below(desk.pid)
    seconds = await planner.ask_anew(0.1)
    spent = _cpu_below(desk.pid) - before
    await planner.close()
    return seconds, spent


async def measured(desk: Desk, users: int, moves: int, solving: int) -> dict[str, Any]:
    """Let `users` planners make `moves` moves each while `solving` of them have a solve running."""
    planners = [Planner(desk) for _ in range(users)]
    for planner in planners:
        planner.remember()
    for planner in planners:
        await planner.open()
    for planner in planners[:solving]:
        await planner.press("solve")

    async def sit(planner: Planner, seed: int) -> None:
        draw = random.Random(seed)
        await planner.move(draw)  # builds the bench on which plans are judged
        planner.waits.clear()
        for _ in range(moves):
            await asyncio.sleep(draw.uniform(*PAUSE_S))
            await planner.move(draw)

    before = _cpu(desk.pid)
    begun = time.perf_counter()
    await asyncio.gather(*(sit(p, i) for i, p in enumerate(planners)))
    seconds = time.perf_counter() - begun
    spent = _cpu(desk.pid) - before
    waits = np.concatenate([p.waits for p in planners])
    for planner in planners:
        await planner.close()
    return {
        "users": users,
        "solves": solving,
        "answers": len(waits),
        "median": float(np.median(waits)),
        "p95": float(np.quantile(waits, 0.95)),
        "worst": float(waits.max()),
        "page": float(np.median([p.page_s for p in planners])),
        "cpu": spent / len(waits),
        "seconds": seconds,
    }


def _cpu(pid: int) -> float:
    times = psutil.Process(pid).cpu_times()
    return float(times.user + times.system)


def _cpu_below(pid: int) -> float:
    return sum(_cpu(child.pid) for child in psutil.Process(pid).children(recursive=True))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--users", type=int, nargs="+", default=[1, 20])
    parser.add_argument("--moves", type=int, default=10)
    parser.add_argument("--time", type=float, default=30.0, help="seconds for the first answer")
    parser.add_argument("--page", type=Path, nargs="?", const=PAGE, help="put the table there")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        with desk(Path(folder)) as new:
            page_s, page_cpu = asyncio.run(first_page(new))
        run = answered(Path(folder), asked.time)
        with desk(Path(folder), run) as open_desk:
            anew_s, anew_cpu = asyncio.run(solved_anew(open_desk))
            rows = [
                asyncio.run(measured(open_desk, users, asked.moves, solving))
                for users in asked.users
                for solving in ((0, 2) if users > 1 else (0,))
            ]
    table = "\n".join(
        [
            f"Measured with `python {' '.join(sys.argv)}` on {platform.machine()}, "
            f"{os.cpu_count()} cores, Python {platform.python_version()}. From the command to the "
            f"first page: {page_s:.1f} s, {page_cpu:.1f} s of CPU. From a change of the money to "
            f"its answer on the map (`{SCENARIO}`): {anew_s:.1f} s, {anew_cpu:.1f} s of CPU in the "
            "solver.",
            "",
            "| planners | solves running | answers | median, s | 95 of 100 within, s | "
            "slowest, s | server CPU s an answer | page with an answer, s |",
            "|---:|---:|---:|---:|---:|---:|---:|---:|",
            *(
                f"| {r['users']} | {r['solves']} | {r['answers']} | {r['median']:.2f} | "
                f"{r['p95']:.2f} | {r['worst']:.2f} | {r['cpu']:.3f} | {r['page']:.2f} |"
                for r in rows
            ),
        ]
    )
    print(table)
    if asked.page is not None:
        put_block("desk", table, asked.page)


if __name__ == "__main__":
    main()
