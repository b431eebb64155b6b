"""The desk in a process of its own, and a browser that notes what it asks for."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

BROWSER_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
STARTS_WITHIN_S = 120.0


@dataclass
class Server:
    """A running desk.

    Attributes
    ----------
    url : its address, as printed
    out : the folder of its runs
    log : what it said
    """

    process: subprocess.Popen[bytes]
    url: str
    out: Path
    log: Path
    seconds: float

    def kill(self) -> None:
        """End it as a power cut would."""
        self.process.kill()
        self.process.wait()

    def trouble(self) -> str:
        """Tracebacks in its log and in its workers'."""
        logs = [self.log, self.out / ".desk" / "workers.log"]
        texts = [log.read_text(errors="replace") for log in logs if log.exists()]
        return "\n".join(t for t in texts if "Traceback" in t or "a panel failed" in t)


@contextmanager
def desk_server(out: Path, *options: str) -> Iterator[Server]:
    """`aumaq app` on a free port with its own run folder."""
    command = [sys.executable, "-m", "scenarios.cli", "app", "--out", str(out), *options]
    if "--port" not in options:
        command += ["--port", str(free_port())]
    with served(command, out) as server:
        yield server


@contextmanager
def served(command: list[str], out: Path) -> Iterator[Server]:
    """A process that serves desks and prints its address first."""
    out.mkdir(parents=True, exist_ok=True)
    log = out.with_name(f"{out.name}.log")
    started = time.perf_counter()
    with log.open("ab") as stream:
        process = subprocess.Popen(
            command,
            stdout=subprocess.PIPE,
            stderr=stream,
            env=_environment(),
        )
    assert process.stdout is not None
    try:
        address = process.stdout.readline().decode().strip()
        seconds = time.perf_counter() - started
        assert address.startswith("http"), log.read_text(errors="replace")
        yield Server(process, address, out, log, seconds)
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGINT)
            try:
                process.wait(30)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


@dataclass
class Requests:
    """Everything a browser asked for and everything it complained of."""

    seen: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def external(self, url: str) -> list[str]:
        """What did not go to the server itself."""
        own = urlsplit(url).netloc
        schemes = ("http", "https", "ws", "wss")
        return [
            address
            for address in self.seen
            if urlsplit(address).scheme in schemes and urlsplit(address).netloc != own
        ]


def chromium() -> str | None:
    """The browser's path; None where there is none."""
    return shutil.which("chromium") or shutil.which("chromium-browser")


def _environment() -> dict[str, str]:
    # NiceGUI looks for this to serve its own tests
    ours = {k: v for k, v in os.environ.items() if k != "PYTEST_CURRENT_TEST"}
    return {**ours, "PYTHONUNBUFFERED": "1"}


def free_port() -> int:
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
