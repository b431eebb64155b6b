"""Which sets of open sites are allowed at all, as the algorithms of the covering family use it."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from models.facility_location.sites import Sites, SiteStatus, Terms, spending
from optimizer.linear_model import ModelBuilder

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]


@dataclass(frozen=True)
class Selection:
    """The allowed sets of open sites.

    Attributes
    ----------
    forced : (M,) open in every set
    allowed : (M,) open in some set
    fewest, most : number of open sites
    money : (M,) what an open site adds to the spending, negative for a kept existing site
    money_left : largest sum of `money`; inf without a budget
    money_fixed : what is spent beside `money`: closing all existing sites
    group : (M,) index into `room`, -1 for a site without a limit
    room : (G,) most open sites of a group
    group_names : (G,)
    """

    forced: BoolArray
    allowed: BoolArray
    fewest: int
    most: int
    money: FloatArray
    money_left: float
    money_fixed: float
    group: IntArray
    room: IntArray
    group_names: tuple[str, ...]

    @classmethod
    def of(cls, sites: Sites, terms: Terms, p: int | None = None) -> Selection:
        """From statuses, budget, limits of number and groups; `p` is the exact number of sites."""
        status = np.array(sites.status)
        allowed = status != SiteStatus.EXCLUDED
        money, constant = spending(sites)
        limited = sorted(terms.group_limit)
        group = np.full(len(sites), -1)
        for position, name in enumerate(limited):
            group[sites.group == name] = position
        most = int(allowed.sum()) if terms.max_open is None else terms.max_open
        return cls(
            forced=status == SiteStatus.COMMITTED,
            allowed=allowed,
            fewest=terms.min_open if p is None else max(p, terms.min_open),
            most=min(most, int(allowed.sum())) if p is None else min(p, most),
            money=money,
            money_left=terms.budget - constant,
            money_fixed=constant,
            group=group,
            room=np.array([terms.group_limit[name] for name in limited], dtype=np.int64),
            group_names=tuple(sites.group_name(name) for name in limited),
        )

    @property
    def only_counts(self) -> bool:
        """Nothing but the number of open sites and their statuses matters."""
        return not np.isfinite(self.money_left) and len(self.room) == 0

    @property
    def money_limit(self) -> float:
        """`money_left` with room for the rounding of sums."""
        return self.money_left + 1e-9 * max(1.0, abs(self.money_left))

    def without_number(self) -> Selection:
        """The same without limits on the number of open sites."""
        return replace(self, fewest=0, most=int(self.allowed.sum()))

    def admits(self, chosen: BoolArray) -> bool:
        """Whether a set of open sites (M,) is allowed."""
        count = int(chosen.sum())
        return bool(
            self.fewest <= count <= self.most
            and (chosen <= self.allowed).all()
            and (chosen >= self.forced).all()
            and self._fits(chosen)
        )

    def _fits(self, chosen: BoolArray) -> bool:
        """Whether groups and budget allow a set."""
        inside = np.bincount(self.group[chosen & (self.group >= 0)], minlength=len(self.room))
        spent = float(self.money[chosen].sum())
        return bool((inside <= self.room).all()) and spent <= self.money_limit

    def addable(self, chosen: BoolArray) -> BoolArray:
        """(M,) closed sites that groups and budget allow to add; the number is not looked at."""
        inside = np.bincount(self.group[chosen & (self.group >= 0)], minlength=len(self.room))
        full = np.append(inside >= self.room, False)[self.group]
        spent = float(self.money[chosen].sum())
        free: BoolArray = self.allowed & ~chosen & ~full
        return free & (spent + self.money <= self.money_limit)

    def swappable(self, out: IntArray, chosen: BoolArray) -> BoolArray:
        """(len(out), M): closing `out[i]` and opening j keeps to groups and budget."""
        inside = np.bincount(self.group[chosen & (self.group >= 0)], minlength=len(self.room))
        full = np.append(inside >= self.room, False)[self.group]
        spent = float(self.money[chosen].sum())
        paid: BoolArray = spent - self.money[out][:, None] + self.money[None, :] <= self.money_limit
        same: BoolArray = self.group[out][:, None] == self.group[None, :]
        room: BoolArray = same | ~full[None, :]
        swappable: BoolArray = paid & room & (self.allowed & ~chosen)[None, :]
        return swappable

    def completed(self, chosen: BoolArray) -> BoolArray | None:
        """`chosen` with the cheapest sites added until there are enough; None if that fails."""
        result = chosen | self.forced
        while int(result.sum()) < self.fewest:
            free = self.addable(result)
            if not free.any():
                return None
            if self.only_counts:
                missing = self.fewest - int(result.sum())
                result[np.flatnonzero(free)[:missing]] = True
            else:
                result[int(np.argmin(np.where(free, self.money, np.inf)))] = True
        return result if self.admits(result) else None

    def filled_up(self, chosen: BoolArray) -> BoolArray:
        """`chosen` with the cheapest sites added as long as number, groups and budget allow."""
        result = chosen.copy()
        while int(result.sum()) < self.most:
            free = self.addable(result)
            if not free.any():
                break
            result[int(np.argmin(np.where(free, self.money, np.inf)))] = True
        return result

    def cheapest(self, weight: FloatArray) -> tuple[BoolArray, float]:
        """The set of least weight (M,) when the budget is ignored, and its weight.

        Group limits make a partition matroid: taking sites by rising weight is optimal.
        """
        chosen = self.forced.copy()
        free = self.allowed & ~self.forced
        order = np.flatnonzero(free)[np.argsort(weight[free], kind="stable")]
        if len(self.room):
            inside = np.bincount(self.group[chosen & (self.group >= 0)], minlength=len(self.room))
            group = self.group[order]
            keep = group < 0
            for position, room in enumerate(self.room - inside):
                keep[np.flatnonzero(group == position)[: max(int(room), 0)]] = True
            order = order[keep]
        fixed = int(chosen.sum())
        wanted = int(np.count_nonzero(weight[order] < 0))
        take = min(max(wanted, self.fewest - fixed), self.most - fixed, len(order))
        chosen[order[: max(take, 0)]] = True
        return chosen, float(weight[chosen].sum())

    def add_rows(self, builder: ModelBuilder, variable: IntArray, kept: IntArray) -> None:
        """Rows on the number, groups and budget of the sites `kept`, whose variables are given.

        Every forced site must be among them.
        """
        if self.fewest > 0 or self.most < len(kept):
            row = builder.rows((1,), lower=self.fewest, upper=self.most)
            builder.add(row, variable, 1.0)
        for position, room in enumerate(self.room):
            inside = variable[self.group[kept] == position]
            if len(inside) > room:
                builder.add(builder.rows((1,), upper=int(room)), inside, 1.0)
        if np.isfinite(self.money_left):
            row = builder.rows((1,), upper=self.money_left)
            builder.add(row, variable, self.money[kept])
