"""A forest of pipes as an EPANET input file."""

from __future__ import annotations

import numpy as np

from models.pipe_hydraulics.forest import FloatArray, PipeForest

# EPANET refuses a pipe without length; a millimetre loses nothing that could be seen
SHORTEST_M = 1e-3
TITLE_LINES, TITLE_WIDTH = 3, 79


def to_inp(forest: PipeForest, title: str, coordinates: FloatArray | None = None) -> str:
    """Text of an EPANET 2.2 input file: litres per second, metres, millimetres, one steady state.

    Nodes are written as N0, N1 ... and pipes as P0, P1 ... in the order of the forest, running
    from the source outwards; names stand behind them as comments, so that any letters may be used.

    Parameters
    ----------
    forest : what to write; a source becomes a reservoir, and its own demand, which no pipe
        carries, is said in a comment
    title : what it is; longer ones are cut to three lines of 79 characters, as EPANET does
    coordinates : (V, 2) x and y of the nodes for its map, in any unit

    Raises
    ------
    ValueError
        coordinates of another shape or not finite
    """
    source = np.zeros(forest.nodes, dtype=bool)
    source[forest.sources] = True
    sections = [
        ("TITLE", _title(title)),
        (
            "JUNCTIONS",
            [
                f"N{node} {_number(forest.elevation_m[node])} {_number(forest.demand_l_s[node])}"
                f" ;{_comment(forest.name(node))}"
                for node in np.flatnonzero(~source).tolist()
            ],
        ),
        (
            "RESERVOIRS",
            [
                f"N{node} {_number(head)} ;{_comment(forest.name(node))}"
                f"{_own(float(forest.demand_l_s[node]))}"
                for node, head in zip(forest.sources.tolist(), forest.source_head_m, strict=True)
            ],
        ),
        ("PIPES", _pipes(forest)),
        (
            "OPTIONS",
            [
                "Units LPS",
                "Headloss H-W",
                "Accuracy 0.00001",
                "Headerror 0.0001",
                "Flowchange 0.00001",
                "Trials 200",
                "Unbalanced Stop",
                "Quality None",
            ],
        ),
        ("TIMES", ["Duration 0"]),
        ("COORDINATES", _coordinates(forest, coordinates)),
    ]
    text = "\n\n".join("\n".join([f"[{name}]", *lines]) for name, lines in sections if lines)
    return f"{text}\n\n[END]\n"


def _pipes(forest: PipeForest) -> list[str]:
    below = forest.lower_end
    length = np.maximum(forest.length_m, SHORTEST_M)
    return [
        f"P{pipe} N{above} N{under} {_number(long)} {_number(wide)} {_number(smooth)} 0 Open"
        for pipe, (above, under, long, wide, smooth) in enumerate(
            zip(
                forest.parent[below].tolist(),
                below.tolist(),
                length,
                forest.diameter_mm,
                forest.roughness,
                strict=True,
            )
        )
    ]


def _coordinates(forest: PipeForest, coordinates: FloatArray | None) -> list[str]:
    if coordinates is None:
        return []
    if coordinates.shape != (forest.nodes, 2):
        raise ValueError(f"coordinates: shape {coordinates.shape}, expected ({forest.nodes}, 2)")
    if not np.isfinite(coordinates).all():
        node = int(np.argmin(np.isfinite(coordinates).all(axis=1)))
        raise ValueError(
            f"coordinates: {forest.name(node)} has {coordinates[node].tolist()}, "
            "expected finite numbers"
        )
    return [f"N{node} {_number(x)} {_number(y)}" for node, (x, y) in enumerate(coordinates)]


def _number(value: float) -> str:
    return f"{float(value):.12g}"


def _comment(text: str) -> str:
    return " ".join(text.split())


def _own(demand: float) -> str:
    return f"; {_number(demand)} l/s taken at the source itself" if demand else ""


def _title(title: str) -> list[str]:
    # a line that opens with a bracket would begin a section, one with a semicolon a comment
    lines = [line.strip().lstrip("[;") for line in title.splitlines()]
    return [line[:TITLE_WIDTH] for line in lines if line][:TITLE_LINES]
