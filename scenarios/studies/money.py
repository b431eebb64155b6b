"""Yearly money: what a scenario grants, what a plan takes from it, what is carried over."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from inputs.assumptions import Assumptions
from inputs.errors import InputError
from scenarios.scenario import MoneyTerms

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]

MLN_PER_BN = 1000.0
_ROUND_OFF = 1e-6  # mln KZT


def value_or(value: float | None, assumptions: Assumptions, name: str) -> float:
    """What the scenario says, or else the assumption."""
    return assumptions.value(name) if value is None else value


def at_level(level: str | float, assumptions: Assumptions, name: str) -> float:
    """Return a number as it is, and low, central or high from the assumption's row."""
    if not isinstance(level, str):
        return level
    row = assumptions[name]
    return {"low": row.low, "central": row.value, "high": row.high}[level]


def yearly_budget(years: IntArray, first: int, money: MoneyTerms, usual_bn: float) -> FloatArray:
    """(Y,) mln KZT newly available in `years`, 0 before `first`.

    Parameters
    ----------
    usual_bn : of a year for which the scenario says nothing
    """
    yearly = usual_bn if money.budget_bn_per_year is None else money.budget_bn_per_year
    budget = np.where(years >= first, yearly * MLN_PER_BN, 0.0)
    for year, amount in money.budget_bn_by_year.items():
        budget[years == year] = amount * MLN_PER_BN
    return budget


def spend_profile(assumptions: Assumptions, prefix: str) -> FloatArray:
    """(P,) shares of a cost by construction year: the rows <prefix>_spend_share_year_<n>.

    Raises
    ------
    InputError
        they do not sum to 1
    """
    pattern = re.compile(rf"^{prefix}_spend_share_year_(\d+)$")
    shares = {
        int(m[1]): assumptions.value(name) for name in assumptions if (m := pattern.match(name))
    }
    profile = np.array([shares[year] for year in sorted(shares)])
    if abs(profile.sum() - 1.0) > 1e-9:
        raise InputError(
            "shares of the construction years do not sum to 1",
            file="assumptions.csv",
            column=f"{prefix}_spend_share_year_*",
            value=f"{profile.sum():g}",
            expected="1",
        )
    return profile


def account(budget: FloatArray, carry_over_limit: FloatArray, spent: FloatArray) -> pd.DataFrame:
    """What becomes of each year's money: available, carry_over, lapsed, overspending; mln KZT."""
    available, carried, lapsed, over = (np.zeros(len(budget)) for _ in range(4))
    carry = 0.0
    for y in range(len(budget)):
        available[y] = budget[y] + carry
        left = available[y] - spent[y]
        over[y] = max(0.0, -left)
        carry = min(max(0.0, left), carry_over_limit[y])
        carried[y] = carry
        lapsed[y] = max(0.0, left) - carry
    return pd.DataFrame(
        {"available": available, "carry_over": carried, "lapsed": lapsed, "overspending": over}
    )


class Purse:
    """Budget and commitments year by year, with carry-over up to its limit.

    Years are positions on the axis of `budget`; what is due after its end is paid from a budget
    like the last year's.
    """

    def __init__(
        self,
        budget: FloatArray,
        carry_over_limit: FloatArray,
        profile: FloatArray,
        group_limit: FloatArray | None = None,
    ) -> None:
        """Start empty.

        Parameters
        ----------
        budget, carry_over_limit : (Y,) mln KZT
        profile : (P,) shares in which a price is paid
        group_limit : (G, Y) most that a group may spend in a year, inf where not limited
        """
        tail = len(profile) - 1
        self._profile = profile
        self._budget = np.concatenate([budget, np.full(tail, budget[-1])])
        self._limit = carry_over_limit
        self._spent = np.zeros(len(self._budget))
        self._carry = 0.0
        self._open = 0
        limit = np.full((1, len(budget)), np.inf) if group_limit is None else group_limit
        self._group_left = np.concatenate([limit, np.repeat(limit[:, -1:], tail, axis=1)], axis=1)

    def open(self, year: int) -> None:
        """Close the years before and carry what may be carried."""
        for y in range(self._open, year):
            left = self._budget[y] + self._carry - self._spent[y]
            self._carry = min(max(0.0, left), float(self._limit[y]))
        self._open = year

    def affords(self, price: float, group: int = 0) -> bool:
        """Whether every year of a construction begun in the open one can bear its instalment."""
        span = slice(self._open, self._open + len(self._profile))
        due = self._profile * price
        left = self._budget[span] - self._spent[span] - due
        left[0] += self._carry
        of_group = self._group_left[group, span] - due
        return bool(min(left.min(), of_group.min()) > -_ROUND_OFF)

    def pay(self, price: float, group: int = 0) -> None:
        span = slice(self._open, self._open + len(self._profile))
        self._spent[span] += self._profile * price
        self._group_left[group, span] -= self._profile * price
