"""Why a place is in a plan and why not: what its wishes cost, and what stops them."""

from scenarios.explaining.answer import explain
from scenarios.explaining.explanation import Explanation

__all__ = ["Explanation", "explain"]
