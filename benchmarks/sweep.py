"""Measures a sweep beside as many separate `aumaq run` commands.

    python benchmarks/sweep.py [--groups 27] [--peers 3] [--workers 2] [--page docs/performance.md]

Takes scenarios of docs/examples/sweep-81.yaml, in groups of the three degrees of fairness that
share money, growth and prices, spread from the first to the last (all 81 with `--groups 27`). The
separate commands run one after the other, as typed at a prompt, for `--peers` of the groups; what
they take is scaled to all. A command that ends with the proof that no plan exists has answered.
CPU seconds count all processes; they say what the work costs on a machine that others use as well.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
import yaml
from performance_page import PAGE, put_block

from inputs.territory import load_territory
from scenarios.sweeps import SweepTable, Variant, expand, load_sweep

ROOT = Path(__file__).resolve().parents[1]
SWEEP = ROOT / "docs" / "examples" / "sweep-81.yaml"
GROUP = 3  # degrees of fairness, the last axis of the sweep
NO_PLAN = "no plan meets every requirement"
AUMAQ = [sys.executable, "-c", "from scenarios.cli import main; main()"]


@dataclass(frozen=True)
class Used:
    """Wall and CPU seconds of commands."""

    seconds: float
    cpu: float


def measured(commands: list[list[str]]) -> Used:
    """Run commands one after the other.

    RuntimeError if one fails for another reason than that no plan exists.
    """
    began, before = time.perf_counter(), _cpu()
    for command in commands:
        done = subprocess.run([*AUMAQ, *command], capture_output=True, text=True)
        if done.returncode and NO_PLAN not in done.stdout + done.stderr:
            raise RuntimeError(done.stderr)
    return Used(time.perf_counter() - began, _cpu() - before)


def as_sweep(variants: list[Variant], folder: Path) -> Path:
    """A sweep file of exactly these scenarios."""
    entries = {v.label: _changes(v) for v in variants}
    file = folder / "subset.yaml"
    sweep = {"base": "default", "grid": {"scenario": entries}}
    file.write_text(yaml.safe_dump(sweep, sort_keys=False), encoding="utf-8")
    return file


def as_scenarios(variants: list[Variant], folder: Path) -> list[Path]:
    """One scenario file each."""
    files = []
    for i, variant in enumerate(variants):
        file = folder / f"one-{i}.yaml"
        content = {"extends": "default", **_changes(variant)}
        file.write_text(yaml.safe_dump(content), encoding="utf-8")
        files.append(file)
    return files


def _changes(variant: Variant) -> dict[str, object]:
    plain = variant.scenario.canonical()
    keys = ("money", "demand", "assumptions", "objectives", "solve")
    return {key: plain[key] for key in keys}


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def spread(variants: list[Variant], groups: int) -> list[Variant]:
    """So many groups of scenarios, from the first to the last."""
    chosen = np.linspace(0, len(variants) // GROUP - 1, groups).round().astype(int)
    return [variants[GROUP * g + i] for g in chosen for i in range(GROUP)]


def table(rows: pd.DataFrame, count: int, answered: int, workers: int) -> str:
    """The page's block."""
    lines = [
        f"{count} scenarios of `docs/examples/sweep-81.yaml`, {workers} workers: {answered} "
        f"answered, {count - answered} proven to have no plan; {platform.machine()}, "
        f"{os.cpu_count()} processors, load {os.getloadavg()[1]:.0f} while measured, "
        f"{time.strftime('%Y-%m-%d')}.",
        "",
        "| | seconds | CPU seconds | of the separate commands |",
        "|---|---:|---:|---:|",
    ]
    base = rows.iloc[-1]
    for row in rows.itertuples():
        share = f"{row.seconds / base.seconds:.0%} of the time, {row.cpu / base.cpu:.0%} of the CPU"
        lines.append(f"| {row.what} | {row.seconds:.0f} | {row.cpu:.0f} | {share} |")
    return "\n".join(lines)


def main() -> None:
    """Measure, print, and write the page if asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--groups", type=int, default=27)
    parser.add_argument("--peers", type=int, default=3, help="groups asked by separate commands")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--page", type=Path, nargs="?", const=PAGE)
    options = parser.parse_args()
    everything = expand(load_sweep(SWEEP, load_territory().assumptions))
    variants = spread(everything, options.groups)
    found = []
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        file, out = as_sweep(variants, folder), str(folder / "sweep")
        sweep = ["sweep", str(file), "--out", out, "--workers", str(options.workers)]
        used = measured([sweep])
        answers = SweepTable.read(folder / "sweep" / "subset.parquet").frame
        found.append({"what": "`aumaq sweep`", "seconds": used.seconds, "cpu": used.cpu})
        peers = spread(variants, min(options.peers, options.groups))
        files = as_scenarios(peers, folder)
        used = measured([["run", str(f), "--out", str(folder / "runs")] for f in files])
        scale = len(variants) / len(peers)
        what = (
            f"`aumaq run`, each ({len(peers)} of them, scaled)"
            if scale > 1
            else "`aumaq run`, each"
        )
        found.append({"what": what, "seconds": scale * used.seconds, "cpu": scale * used.cpu})
    rows = pd.DataFrame(found)
    unanswered = answers[answers["status"] != "done"]
    if not unanswered["error"].str.contains(NO_PLAN).all():
        raise RuntimeError(unanswered["error"].to_string())
    text = table(rows, len(variants), len(answers) - len(unanswered), options.workers)
    counts = {str(k): int(n) for k, n in answers["status"].value_counts().items()}
    print(text, json.dumps({"largest gap": float(answers["gap"].max()), **counts}), sep="\n\n")
    if options.page:
        put_block("sweep", text, options.page)


if __name__ == "__main__":
    main()
