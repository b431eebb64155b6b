"""Pressures and velocities in forests of pipes, and the cheapest diameters that keep both right."""

from models.pipe_hydraulics.enlarge import Enlargement, enlarge
from models.pipe_hydraulics.epanet import MissingEpanetError, simulate_epanet
from models.pipe_hydraulics.forest import PipeForest
from models.pipe_hydraulics.inp import to_inp
from models.pipe_hydraulics.simulate import Hydraulics, simulate

__all__ = [
    "Enlargement",
    "Hydraulics",
    "MissingEpanetError",
    "PipeForest",
    "enlarge",
    "simulate",
    "simulate_epanet",
    "to_inp",
]
