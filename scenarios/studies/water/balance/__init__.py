"""The water balance: is the water there for what the schemes plan, and what is it worth."""

from scenarios.studies.water.balance.balance import WaterBalance, balance

__all__ = ["WaterBalance", "balance"]
