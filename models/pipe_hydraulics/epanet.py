"""The same forest in EPANET 2.2, which comes with the optional package WNTR."""

from __future__ import annotations

import logging
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np

from models.pipe_hydraulics.forest import PipeForest
from models.pipe_hydraulics.inp import to_inp
from models.pipe_hydraulics.simulate import Hydraulics, heads_m
from optimizer.errors import OptimizerError


class MissingEpanetError(ImportError):
    """WNTR is not installed; the message holds the command that installs it."""


def simulate_epanet(forest: PipeForest) -> Hydraulics:
    """Flows, velocities and pressures as EPANET finds them in the text of `to_inp`.

    Raises
    ------
    MissingEpanetError
        the optional package is not installed
    OptimizerError
        EPANET refuses the network or does not converge
    """
    toolkit = _toolkit()
    if forest.pipes == 0:
        pressure = heads_m(forest, np.empty(0)) - forest.elevation_m
        none = np.empty(0)
        return Hydraulics(pressure, none, none, none, "EPANET 2.2, no pipes to simulate")
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "forest.inp"
        file.write_text(to_inp(forest, "aumaq"), encoding="utf-8")
        engine = toolkit.ENepanet(version=2.2)
        try:
            return _run(engine, forest, file)
        except toolkit.EpanetException as error:
            raise OptimizerError(f"EPANET 2.2 ends with: {error}") from error
        finally:
            # closing what was never opened crashes the process
            if engine.isOpen():
                engine.ENclose()


def _toolkit() -> Any:
    try:
        # takes seconds, for it draws in Matplotlib
        import wntr.epanet.toolkit as toolkit
    except ImportError as error:
        raise MissingEpanetError(
            "simulation with EPANET needs the optional package WNTR: "
            f"pip install 'aumaq[hydraulics]' ({error})"
        ) from error
    return toolkit


def _run(engine: Any, forest: PipeForest, file: Path) -> Hydraulics:
    from wntr.epanet.util import EN

    engine.ENopen(_for_latin(file), _for_latin(file.with_suffix(".rpt")), "")
    with _without_warnings():
        engine.ENopenH()
        engine.ENinitH(0)
        engine.ENrunH()
    node = [engine.ENgetnodeindex(f"N{number}") for number in range(forest.nodes)]
    pipe = [engine.ENgetlinkindex(f"P{number}") for number in range(forest.pipes)]
    pressure = np.array([engine.ENgetnodevalue(index, EN.PRESSURE) for index in node])
    # a reservoir has no ground: EPANET states no pressure there
    pressure[forest.sources] = forest.source_head_m - forest.elevation_m[forest.sources]
    results = Hydraulics(
        pressure,
        np.array([engine.ENgetlinkvalue(index, EN.VELOCITY) for index in pipe]),
        np.array([engine.ENgetlinkvalue(index, EN.HEADLOSS) for index in pipe]),
        np.array([engine.ENgetlinkvalue(index, EN.FLOW) for index in pipe]),
        "EPANET 2.2 through WNTR",
    )
    engine.ENcloseH()
    return results


def _for_latin(path: Path) -> str:
    """The path such that WNTR, which encodes it in Latin-1, hands on its bytes in any alphabet."""
    encoding = "mbcs" if os.name == "nt" else sys.getfilesystemencoding()
    return str(path).encode(encoding).decode("latin-1")


@contextmanager
def _without_warnings() -> Iterator[None]:
    """Pressures below the ground are a result here, not news for the terminal."""
    logger = logging.getLogger("wntr.epanet.toolkit")
    before = logger.level
    logger.setLevel(logging.ERROR)
    try:
        yield
    finally:
        logger.setLevel(before)
