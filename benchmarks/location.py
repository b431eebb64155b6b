"""Measures facility location beside spopt and beside our own PuLP formulations, in one run.

    python benchmarks/location.py [--quick] [--sets pmed,cap] [--solvers aumaq,reference]
        [--seconds 60] [--peer-seconds 60] [--peer-factor 12] [--fresh] [--page docs/performance.md]

With `--peer-factor` a peer is given that many times our own time, at least `LEAST_PEER_SECONDS` and
at most `--peer-seconds`: enough to show a ratio, without waiting for what is far slower.
Every case runs in a process of its own, which gives its own peak memory. What has been measured is
kept in `runs/benchmarks/location.jsonl`, one line a case, and not measured again unless `--fresh`
is given: a run that was interrupted goes on where it stood. spopt comes with `pip install spopt`.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from statistics import median
from typing import Any

from instances import DEFAULT_FOLDER
from location_cases import QUICK, SETS, load, names, published, run
from performance_page import PAGE, put_block

ROOT = Path(__file__).resolve().parents[1]
RESULTS = ROOT / "runs" / "benchmarks" / "location.jsonl"
BLOCK = "facility location"
LEAST_PEER_SECONDS = 10.0
LONG = {"clustered": 300.0}  # seconds a set is given whatever --seconds says

Row = dict[str, Any]


def measure(case: Row) -> None:
    """Run one case in this process and print its row as JSON."""
    if case["solver"] != "aumaq":
        memory = int(case["memory_gb"] * 2**30)
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    instance = load(case["set"], case["name"], Path(case["folder"]))
    outcome = run(case["set"], instance, case["solver"], case["seconds"])
    usage = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    shape = instance.cost.shape if hasattr(instance, "cost") else (_points(instance),) * 2
    row = {
        "published": published(case["set"], instance),
        "shape": shape,
        "memory_mb": max(part.ru_maxrss for part in usage) / 1024,
        **asdict(outcome),
    }
    print(json.dumps(row))


def _points(instance: Any) -> int:
    return len(instance.distance if instance.distance is not None else instance.points)


def run_case(case: Row) -> Row:
    """One case in a fresh process, which is ended when it takes far longer than it may."""
    ours = case["solver"] == "aumaq"
    patience = 2.0 * case["seconds"] + 60.0 if ours else 1.2 * case["seconds"] + 15.0
    process = subprocess.Popen(
        [sys.executable, __file__, "--case", json.dumps(case)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        start_new_session=True,
    )
    try:
        out, err = process.communicate(timeout=patience)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        return {**case, "note": "ended from outside", "late": True}
    if process.returncode:
        last = err.strip().splitlines()[-1:] or [f"exit status {process.returncode}"]
        memory = "MemoryError" in err or "bad_alloc" in err
        return {**case, "note": "out of memory" if memory else last[0][:200], "failed": True}
    row = {**case, **json.loads(out.splitlines()[-1])}
    total = row["build"] + row["solve"]
    row["late"] = case["solver"] != "aumaq" and (row["gap"] is None or total > case["seconds"])
    return row


def peer_seconds(options: argparse.Namespace, ours: Row | None) -> float:
    """What a peer is given after our own measurement."""
    most: float = options.peer_seconds
    if options.peer_factor is None or ours is None or "build" not in ours:
        return most
    return min(most, max(LEAST_PEER_SECONDS, round(options.peer_factor * _seconds(ours))))


def cases(options: argparse.Namespace, rows: list[Row]) -> Iterator[Row]:
    """What is to be measured, each with the seconds it is given; `rows` are the results so far."""
    for kind in options.sets.split(","):
        if kind not in SETS:
            raise SystemExit(f"--sets: {kind!r} is unknown; there are {', '.join(SETS)}")
        chosen = QUICK[kind] if options.quick else names(kind, options.folder)
        for name in chosen:
            for solver in SETS[kind]:
                if options.solvers and solver not in options.solvers.split(","):
                    continue
                ours = LONG.get(kind, options.seconds)
                if solver != "aumaq":
                    own = (r for r in rows if (r["set"], r["name"]) == (kind, name))
                    ours = peer_seconds(options, next(own, None))
                yield {
                    "set": kind,
                    "name": name,
                    "solver": solver,
                    "seconds": ours,
                    "folder": str(options.folder),
                    "memory_gb": options.memory_gb,
                }


def key(row: Row) -> tuple[str, str, str, float]:
    return row["set"], row["name"], row["solver"], row["seconds"]


def table(rows: list[Row]) -> str:
    """The measurements as Markdown: a summary of every set, then every case."""
    command = " ".join(["python benchmarks/location.py", *sys.argv[1:]])
    lines = [
        f"Measured with `{command}` on {platform.machine()}, {os.cpu_count()} cores, "
        f"Python {platform.python_version()}.",
        "",
        "| set | solver | cases | proven optimal | not the published optimum | seconds in all "
        "| slowest | peak MB | median ratio | least ratio |",
        "|---|---|---:|---:|---:|---:|---:|---:|---:|---:|",
    ]
    ours = {(r["set"], r["name"]): r for r in rows if r["solver"] == "aumaq"}
    for kind in SETS:
        for solver in SETS[kind]:
            part = [r for r in rows if (r["set"], r["solver"]) == (kind, solver)]
            if part:
                lines.append(_summary(kind, solver, part, ours))
    lines += [
        "",
        "| set | instance | demand points x sites | solver | objective | published | proven gap "
        "| build s | solve s | peak MB | ratio |",
        "|---|---|---:|---|---:|---:|---:|---:|---:|---:|---:|",
    ]
    lines += [_line(row, ours.get((row["set"], row["name"]))) for row in rows]
    return "\n".join(lines)


def _seconds(row: Row) -> float:
    return max(row["seconds"] if row.get("late") else row["build"] + row["solve"], 1e-4)


def _ratio(row: Row, ours: Row | None) -> float | None:
    if ours is None or row["solver"] == "aumaq" or ours.get("failed") or row.get("failed"):
        return None
    return _seconds(row) / _seconds(ours)


def _summary(kind: str, solver: str, rows: list[Row], ours: dict[tuple[str, str], Row]) -> str:
    timed = [r for r in rows if not r.get("failed")]
    ratios = [q for r in timed if (q := _ratio(r, ours.get((kind, r["name"])))) is not None]
    late = any(r.get("late") for r in timed)
    more = "> " if late else ""
    wrong = sum(_differs(r) for r in timed)
    shown = "" if all(r.get("published") is None for r in timed) else str(wrong)
    memory = max((r["memory_mb"] for r in timed if "memory_mb" in r), default=0.0)
    return (
        f"| {kind} | {solver} | {len(rows)} | {sum(r.get('gap') == 0.0 for r in timed)} | {shown} "
        f"| {more}{sum(map(_seconds, timed)):.1f} "
        f"| {more}{max(map(_seconds, timed), default=0.0):.2f} | {memory:.0f} "
        f"| {more + format(median(ratios), '.0f') if ratios else ''} "
        f"| {format(min(ratios), '.1f') if ratios else ''} |"
    )


def _differs(row: Row) -> bool:
    value, best = row.get("objective"), row.get("published")
    return best is not None and (value is None or abs(value - best) > 1e-6 * max(1.0, abs(best)))


def _line(row: Row, ours: Row | None) -> str:
    head = f"| {row['set']} | {row['name']} "
    if "build" not in row:
        time = f"> {row['seconds']:.0f}" if row.get("late") else row["note"]
        ratio = _ratio(row, ours) if row.get("late") else None
        shown = f"> {ratio:.0f}" if ratio is not None else ""
        return f"{head}| | {row['solver']} | | | | | {time} | | {shown} |"
    size = "x".join(map(str, row["shape"]))
    value = "" if row["objective"] is None else f"{row['objective']:.10g}"
    best = "" if row["published"] is None else f"{row['published']:.10g}"
    gap = "" if row["gap"] is None else f"{row['gap']:.3%}" if row["gap"] else "0"
    solve = f"> {row['seconds']:.0f}" if row["late"] else f"{row['solve']:.2f}"
    ratio = _ratio(row, ours)
    shown = "" if ratio is None else f"{'> ' if row['late'] else ''}{ratio:.1f}"
    solver = row["solver"] + (f" ({row['note']})" if row["note"] else "")
    return (
        f"{head}| {size} | {solver} | {value} | {best} | {gap} | {row['build']:.2f} | {solve} "
        f"| {row['memory_mb']:.0f} | {shown} |"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--quick", action="store_true", help="a few small cases of every set")
    parser.add_argument("--sets", default=",".join(SETS), help="comma separated")
    parser.add_argument("--solvers", default="", help="comma separated; all if not given")
    parser.add_argument("--seconds", type=float, default=60.0, help="for aumaq, per case")
    parser.add_argument("--peer-seconds", type=float, default=60.0, help="for the others")
    parser.add_argument("--peer-factor", type=float, help="times our own time, for the others")
    parser.add_argument("--memory-gb", type=float, default=12.0, help="largest for the others")
    parser.add_argument("--folder", type=Path, default=DEFAULT_FOLDER, help="published instances")
    parser.add_argument("--results", type=Path, default=RESULTS, help="measurements so far")
    parser.add_argument("--fresh", action="store_true", help="measure everything again")
    parser.add_argument("--page", type=Path, default=PAGE, help="page to write the tables into")
    parser.add_argument("--no-page", action="store_true", help="print the tables only")
    parser.add_argument("--case", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.case:
        measure(json.loads(options.case))
        return
    known: dict[tuple[str, str, str, float], Row] = {}
    if options.results.exists() and not options.fresh:
        lines = options.results.read_text(encoding="utf-8").splitlines()
        known = {key(row): row for row in map(json.loads, lines)}
    options.results.parent.mkdir(parents=True, exist_ok=True)
    rows: list[Row] = []
    with options.results.open("w" if options.fresh else "a", encoding="utf-8") as stream:
        for case in cases(options, rows):
            row = known.get(key(case))
            if row is None:
                row = run_case(case)
                stream.write(json.dumps(row) + "\n")
                stream.flush()
            rows.append(row)
            print(_line(row, None), flush=True)
    markdown = table(rows)
    if options.no_page:
        print(markdown)
    else:
        put_block(BLOCK, markdown, options.page)


if __name__ == "__main__":
    main()
