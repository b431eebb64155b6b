"""Networks at least cost: Steiner trees in graphs, proven optimal."""

from models.network_design.instance import SteinerInstance
from models.network_design.solution import SteinerSolution
from models.network_design.steiner import solve, steiner_tree

__all__ = ["SteinerInstance", "SteinerSolution", "solve", "steiner_tree"]
