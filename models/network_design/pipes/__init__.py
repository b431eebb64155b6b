"""Pipe networks: which ways, which classes, which nodes and when, proven."""

from models.network_design.pipes.instance import PipeNetworkInstance, Question
from models.network_design.pipes.solution import PipeNetworkSolution
from models.network_design.pipes.solve import solve

__all__ = ["PipeNetworkInstance", "PipeNetworkSolution", "Question", "solve"]
