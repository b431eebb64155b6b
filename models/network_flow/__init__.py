"""Flows at least cost through networks that lose some on the way, with shortages and prices."""

from models.network_flow.infeasibility import require_no_shortage, smallest_shortages
from models.network_flow.instance import FlowInstance
from models.network_flow.order import OrderError, require_order
from models.network_flow.program import FlowProgram, solve
from models.network_flow.solution import FlowSolution

__all__ = [
    "FlowInstance",
    "FlowProgram",
    "FlowSolution",
    "OrderError",
    "require_no_shortage",
    "require_order",
    "smallest_shortages",
    "solve",
]
