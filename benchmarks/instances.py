"""Readers of published location instances, and synthetic points of any number.

Published data are not part of the project: `DEFAULT_FOLDER` is where they are looked for.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.sparse.csgraph import shortest_path

FloatArray = NDArray[np.float64]

DEFAULT_FOLDER = Path(__file__).resolve().parents[2] / "shared" / "benchmarks"


@dataclass(frozen=True)
class MedianInstance:
    """A p-median instance.

    Attributes
    ----------
    name : instance and p
    p : sites to open
    optimum : published optimum or best known value, None if there is none
    distance : (N, N), None where only points are given
    points : (N, 2), None where only distances are given
    """

    name: str
    p: int
    optimum: float | None
    distance: FloatArray | None
    points: FloatArray | None = None


@dataclass(frozen=True)
class CapacitatedInstance:
    """A capacitated location instance.

    Attributes
    ----------
    cost : (N, M), of serving all of a customer's demand
    fixed_cost, capacity : (M,)
    demand : (N,)
    single_source : each customer is served by one site
    optimum : published optimum
    """

    name: str
    cost: FloatArray
    fixed_cost: FloatArray
    capacity: FloatArray
    demand: FloatArray
    single_source: bool
    optimum: float


def pmed(folder: Path, numbers: range = range(1, 21)) -> Iterator[MedianInstance]:
    """OR-Library pmed: a graph, all-pairs shortest paths; an edge given twice counts as last given.

    Source: Beasley, J. E. (1985), A note on solving large p-median problems, EJOR 21, 270-273.
    """
    words = (folder / "pmed" / "optima.txt").read_text().split()
    optima = dict(zip(words[::2], words[1::2], strict=True))
    for number in numbers:
        name = f"pmed{number}"
        values = np.fromstring((folder / "pmed" / f"{name}.txt").read_text(), sep=" ")
        n, m, p = values[:3].astype(int)
        edges = values[3 : 3 + 3 * m].reshape(m, 3)
        length = np.full((n, n), np.inf)
        for a, b, cost in edges:
            i, j = int(a) - 1, int(b) - 1
            length[i, j] = length[j, i] = cost
        yield MedianInstance(
            name, int(p), float(optima[name]), shortest_path(length, directed=False)
        )


def tsplib(folder: Path, name: str) -> Iterator[MedianInstance]:
    """TSPLIB points, Euclidean distances rounded down, one instance for every published p.

    Source: Duran-Mateluna, C., Ales, Z., Elloumi, S. (2023), An efficient Benders decomposition
    for the p-median problem, EJOR 308, 84-96.
    """
    lines = (folder / "pmed_tsplib" / f"{name}.tsp").read_text().splitlines()
    start = lines.index("NODE_COORD_SECTION") + 1
    rows = [line.split() for line in lines[start:] if line.strip() and line.strip() != "EOF"]
    points = np.array([[float(x), float(y)] for _, x, y in rows])
    difference = points[:, None, :] - points[None, :, :]
    distance = np.floor(np.sqrt((difference**2).sum(axis=2)))
    with (folder / "pmed_tsplib" / "optima.csv").open(newline="") as stream:
        for row in csv.DictReader(stream):
            if row["name"] == name:
                p = int(row["p"])
                yield MedianInstance(f"{name} p={p}", p, float(row["opt_or_bkn"]), distance)


def orlib_cap(folder: Path) -> Iterator[CapacitatedInstance]:
    """OR-Library cap: costs are of a customer's whole demand, which may be split.

    The word `capacity` in capa stands for the value in the instance's name.
    Source: Beasley, J. E. (1988), An algorithm for solving large capacitated warehouse location
    problems, EJOR 33, 314-325.
    """
    with (folder / "cap" / "optima.csv").open(newline="") as stream:
        optima = {row["instance"]: float(row["optimum"]) for row in csv.DictReader(stream)}
    for name, optimum in optima.items():
        stem, _, given = name.partition("_")
        words = (folder / "cap" / f"{stem}.txt").read_text().split()
        values = np.array([float(given if word == "capacity" else word) for word in words])
        m, n = values[:2].astype(int)
        sites = values[2 : 2 + 2 * m].reshape(m, 2)
        customers = values[2 + 2 * m :].reshape(n, m + 1)
        yield CapacitatedInstance(
            name, customers[:, 1:], sites[:, 1], sites[:, 0], customers[:, 0], False, optimum
        )


def holmberg(folder: Path, numbers: range = range(1, 72)) -> Iterator[CapacitatedInstance]:
    """Single-source instances p1-p71; costs are of a customer's whole demand.

    Source: Holmberg, K., Ronnqvist, M., Yuan, D. (1999), An exact algorithm for the capacitated
    facility location problems with single sourcing, EJOR 113, 544-559.
    """
    place = folder / "sscflp" / "holmberg"
    optima = [float(word) for word in (place / "os").read_text().split()]
    for number in numbers:
        values = np.fromstring((place / f"p{number}").read_text(), sep=" ")
        m, n = values[:2].astype(int)
        parts = np.split(values[2:], np.cumsum([m, m, n]))
        yield CapacitatedInstance(
            f"p{number}",
            parts[3].reshape(n, m),
            parts[1],
            parts[0],
            parts[2],
            True,
            optima[number - 1],
        )


def clustered(count: int, p: int, seed: int = 0) -> MedianInstance:
    """`count` points in towns of uneven size on a square of 1000 km, as settlements lie."""
    random = np.random.default_rng(seed)
    towns = max(5, count // 200)
    centres = random.uniform(0, 1000, (towns, 2))
    share = random.pareto(1.2, towns) + 0.1
    town = random.choice(towns, count, p=share / share.sum())
    spread = 2.0 + 20.0 * np.sqrt(share / share.max())
    points = centres[town] + random.normal(size=(count, 2)) * spread[town, None]
    return MedianInstance(f"clustered n={count} p={p}", p, None, None, points)
