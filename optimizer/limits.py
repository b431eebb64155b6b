"""When a solve stops, and what it says while it runs."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace


@dataclass(frozen=True)
class Progress:
    """One report of a running solve. `bound` is a proven bound on `incumbent`'s optimum."""

    stage: str
    incumbent: float | None
    bound: float | None
    gap: float | None
    seconds: float


ProgressCallback = Callable[[Progress], None]


@dataclass
class Stop:
    """A flag that another thread or a signal handler may raise; solvers look at it often."""

    _event: threading.Event = field(default_factory=threading.Event)

    def request(self) -> None:
        self._event.set()

    def __bool__(self) -> bool:
        return self._event.is_set()


@dataclass(frozen=True)
class Limits:
    """What a solve may use: seconds of wall time, relative gap to stop at, threads, random seed."""

    time_s: float = 60.0
    gap: float = 1e-3
    threads: int = 0
    seed: int = 0
    stop: Stop = field(default_factory=Stop, compare=False)
    on_progress: ProgressCallback | None = field(default=None, compare=False)

    def clock(self) -> Clock:
        return Clock(self, time.perf_counter())


@dataclass(frozen=True)
class Clock:
    """A started `Limits`: algorithms ask it whether to go on and never read the time themselves."""

    limits: Limits
    started: float

    @property
    def seconds(self) -> float:
        return time.perf_counter() - self.started

    @property
    def remaining(self) -> float:
        return max(0.0, self.limits.time_s - self.seconds)

    @property
    def expired(self) -> bool:
        return bool(self.limits.stop) or self.remaining <= 0.0

    def at(self, seconds: float) -> Clock:
        """The same clock as if `seconds` had passed since its start."""
        return replace(self, started=time.perf_counter() - seconds)

    def until(self, seconds: float) -> Clock:
        """The same clock, expiring when `seconds` have passed since its start, if not before."""
        earlier = min(seconds, self.limits.time_s)
        return Clock(replace(self.limits, time_s=earlier), self.started)

    def report(self, stage: str, incumbent: float | None, bound: float | None) -> None:
        if self.limits.on_progress is not None:
            from optimizer.certificate import relative_gap

            gap = relative_gap(incumbent, bound)
            self.limits.on_progress(Progress(stage, incumbent, bound, gap, self.seconds))
