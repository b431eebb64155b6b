"""Twenty planners at one desk: how long each waits after every move of a bar.

Each is a browser without the browser: it fetches the page, keeps the live connection that a tab
keeps, moves a school by a year, and counts the seconds until the three numbers of the changed plan
have come back; a moment later it moves the next. Measured with idle solvers, and while two of the
planners have the South and the West solved. The server and the planners share the machine.
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
from performance_page import put_block

from scenarios.app.memory import Memory, Remembered
from scenarios.app.question.asking import Question
from scenarios.loading import load_scenario

SCENARIO = "default"
CHANGE = "change"  # marks a number of the changed plan
PAUSE_S = (0.5, 2.0)
PATIENCE_S = 60.0


@dataclass
class Desk:
    """A running server and what a tab finds there."""

    url: str
    out: Path
    run: str
    pid: int
    started_s: float


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
                run=self.desk.run,
                year=2030,
                which="optimised",
            ),
        )

    async def open(self) -> None:
        """Fetch the page and stay connected until the bars are there."""
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
        self.changed = asyncio.Event()
        self.live = socketio.AsyncClient(reconnection=False)
        self.live.on("update", self._update)
        address = self.desk.url + "?" + "&".join(f"{k}={v}" for k, v in query.items())
        await self.live.connect(
            address, socketio_path="/_nicegui_ws/socket.io", transports=["websocket"]
        )
        while not self._bars():
            await asyncio.wait_for(self._next(), PATIENCE_S)
        self.page_s = time.perf_counter() - begun

    async def move(self, draw: random.Random) -> None:
        """Move a bar by a year and wait for the numbers."""
        sequence, bars = self._bars()
        bar = draw.choice(bars)
        year = bar["start"] + draw.choice((-1, 1))
        listener = next(e for e in self._events(sequence) if e["type"] == "move")
        self.changed.clear()
        begun = time.perf_counter()
        await self.live.emit(
            "event",
            {
                "id": int(sequence),
                "client_id": self.client_id,
                "listener_id": listener["listener_id"],
                "args": [json.dumps({"key": bar["key"], "year": year, "one": True})],
            },
        )
        await asyncio.wait_for(self.changed.wait(), PATIENCE_S)
        self.waits.append(time.perf_counter() - begun)

    async def press(self, testid: str) -> None:
        """Press a button."""
        key = next(
            k for k, e in self.elements.items() if e.get("props", {}).get("data-testid") == testid
        )
        listener = next(e for e in self._events(key) if e["type"] == "click")
        event = {"id": int(key), "client_id": self.client_id, "args": [None]}
        await self.live.emit("event", {**event, "listener_id": listener["listener_id"]})

    async def close(self) -> None:
        await self.live.disconnect()

    def _update(self, data: dict[str, Any]) -> None:
        for key, element in data.items():
            if element is None:
                self.elements.pop(key, None)
            elif isinstance(element, dict):
                self.elements[key] = element
                if element.get("props", {}).get("data-testid") == CHANGE:
                    self.changed.set()
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
def desk(out: Path, time_s: float) -> Iterator[Desk]:
    """A server on a free port, with one answered question."""
    from inputs.territory import load_territory
    from scenarios.runner import run

    scenario = load_scenario(SCENARIO, [f"solve.time_s={time_s}", "solve.front_points=0"])
    known = run(scenario, load_territory(), out)
    begun = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "scenarios.cli", "app", "--out", str(out)],
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
        text=True,
    )
    assert process.stdout is not None
    try:
        url = process.stdout.readline().strip()
        urllib.request.urlopen(url).read()
        yield Desk(url, out, known.run.path.name, process.pid, time.perf_counter() - begun)
    finally:
        process.terminate()
        process.wait()


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


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--users", type=int, nargs="+", default=[1, 20])
    parser.add_argument("--moves", type=int, default=10)
    parser.add_argument("--time", type=float, default=30.0, help="seconds for the first answer")
    parser.add_argument("--write", action="store_true", help="put the table into docs/performance")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, desk(Path(folder), asked.time) as open_desk:
        rows = [
            asyncio.run(measured(open_desk, users, asked.moves, solving))
            for users in asked.users
            for solving in ((0, 2) if users > 1 else (0,))
        ]
        started = open_desk.started_s
    table = "\n".join(
        [
            f"Measured with `python benchmarks/app.py --write` on {platform.machine()}, "
            f"{os.cpu_count()} cores, Python {platform.python_version()}. "
            f"From the command to the first page: {started:.1f} s.",
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
    if asked.write:
        put_block("desk", table)


if __name__ == "__main__":
    main()
