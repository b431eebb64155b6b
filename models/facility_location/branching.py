"""Branch and bound on sites with the Lagrangian bound, for gaps that few sites have to close.

Every node is a smaller instance: sites closed by the branch or by its own bound leave the lists,
and no list reaches further than an improving plan could serve its demand point. A node costs a
millisecond to some ten, so this is much faster than linear programming where the relaxation's gap
is wide but every branch moves it (Posta, Ferland, Michelon 2014, Mathematical Programming
Computation 6, 199-231).

The search is best bound first. A leaf at depth d is the 2^-d part of the tree, and the parts done
add up to one at its end: an estimate of the time still to go (Knuth 1975, Mathematics of
Computation 29, 121-136), by which a caller shares its time between this and other ways of proof.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from models.facility_location.interchange import Rules, nearest_two
from models.facility_location.lagrangian import LagrangianBound, ascend, fixed_by_bound
from models.facility_location.lists import BoolArray, FloatArray, IntArray, NeighbourLists
from optimizer.limits import Clock

FIRST_NODES = 16  # before an estimate is made
PROBES = 80  # subgradient iterations of a node between two rounds of fixing
ROOT_PROBES = 300


@dataclass(frozen=True)
class Remainder:
    """What is left of an instance once the bound has closed and opened sites.

    Attributes
    ----------
    lists, rules : of the remaining sites
    index : (m,) their numbers in the whole instance
    """

    lists: NeighbourLists
    rules: Rules
    index: IntArray


def reduce(
    part: Remainder, found: LagrangianBound, cutoff: float, closed: BoolArray | None = None,
    opened: BoolArray | None = None,
) -> Remainder:  # fmt: skip
    """Fix what no plan cheaper than `cutoff` has otherwise; `closed`, `opened` are branched on.

    A plan that serves row i at c > price_i costs at least bound + c - price_i, so the lists end
    there; they also end at the nearest site that is surely open.
    """
    to_open, to_close = fixed_by_bound(found, part.rules, cutoff)
    if closed is not None:
        to_close = to_close | closed
    forced = part.rules.forced | to_open
    if opened is not None:
        forced = forced | opened
    return _narrowed(part, found.price, cutoff - found.bound, ~to_close, forced)


def _narrowed(
    part: Remainder, price: FloatArray, slack: float, alive: BoolArray, forced: BoolArray
) -> Remainder:
    lists = part.lists
    nearest = nearest_two(lists, forced)[0]
    reach = price + max(slack, 0.0)
    cap = np.where(nearest < reach, np.nextafter(nearest, np.inf), reach)
    return Remainder(
        lists.restricted(alive, np.minimum(cap, lists.cap)),
        part.rules.restricted(alive, forced),
        part.index[alive],
    )


@dataclass(frozen=True)
class _Node:
    """Sites (m,) alive in the root's numbers, which are forced; prices and the bound they prove."""

    alive: IntArray
    forced: BoolArray
    price: FloatArray
    proves: float
    bound: float
    depth: int


class Tree:
    """A search that can be left and taken up again.

    Parameters
    ----------
    root, price, bound : the remainder with prices and the bound that they prove
    cutoff_of : plans as dear as this or dearer are of no interest
    offer : takes the open sites of a plan, in the numbers of the whole instance; returns its cost
    """

    def __init__(
        self,
        root: Remainder,
        price: FloatArray,
        bound: float,
        cutoff_of: Callable[[], float],
        offer: Callable[[IntArray], float],
    ) -> None:
        self._root = root
        self._cutoff_of, self._offer = cutoff_of, offer
        all_sites = np.arange(len(root.index))
        first = _Node(all_sites, root.rules.forced, price, bound, bound, 0)
        self._nodes = [(bound, 0, first)]
        self._born = 1
        self.visited = 0
        self._done = 0.0
        self._spent = 0.0

    @property
    def ended(self) -> bool:
        """Whether no plan cheaper than the cutoff is left to be found."""
        return not self._nodes or self._nodes[0][0] >= self._cutoff_of()

    @property
    def bound(self) -> float:
        """Proven lower bound on every plan of the root; the cutoff once the search has ended."""
        return self._cutoff_of() if self.ended else self._nodes[0][0]

    @property
    def seconds_to_go(self) -> float:
        """Estimate from the share of the tree that is done."""
        if self.visited < FIRST_NODES:
            return 0.0
        return self._spent * (1.0 - self._done) / max(self._done, 1e-12)

    @property
    def hopeless(self) -> bool:
        """Whether no leaf has been reached so far."""
        return self._done == 0.0

    def explore(
        self, clock: Clock, report: Callable[[float], None], go_on: Callable[[float], bool]
    ) -> None:
        """Work nodes off until the search or the time ends, or `go_on(seconds spent)` is false.

        Parameters
        ----------
        report : told the bound from time to time
        """
        began, before = clock.seconds, self._spent
        while not self.ended and not clock.expired and go_on(clock.seconds - began):
            node = heapq.heappop(self._nodes)[2]
            children = [c for c in self._children(node) if c.bound < self._cutoff_of()]
            for child in children:
                heapq.heappush(self._nodes, (child.bound, self._born, child))
                self._born += 1
            self._done += (2 - len(children)) * 0.5 ** (node.depth + 1)
            self.visited += 1
            self._spent = before + clock.seconds - began
            if self.visited % 50 == 0:
                report(self.bound)

    def _children(self, node: _Node) -> list[_Node]:
        """Bound a node; prune it, or finish it, or split it on the site it is least sure of."""
        cutoff_of, offer = self._cutoff_of, self._offer
        first = self.visited == 0
        part, price = self._part(node), node.price
        price = np.minimum(price, part.lists.cap)
        found = None
        for turn in range(3):
            if part.rules.forced.sum() > part.rules.high or len(part.index) < part.rules.low:
                return []
            found = ascend(
                part.lists,
                part.rules,
                price,
                cutoff_of(),
                iterations=ROOT_PROBES if first else PROBES,
                step=0.3 if turn == 0 else 0.1,
                patience=5,
            )
            if found.bound >= cutoff_of():
                return []
            before = len(part.index) - int(part.rules.forced.sum())
            smaller = reduce(part, found, cutoff_of())
            after = len(smaller.index) - int(smaller.rules.forced.sum())
            if after > 0.8 * before and after > 0:
                break
            part, price = smaller, np.minimum(found.price, smaller.lists.cap)
            if after == 0:
                break
        if found is None:
            return []
        offer(part.index[found.chosen] if len(found.chosen) == len(part.index) else part.index)
        rules = part.rules
        free = np.flatnonzero(~rules.forced)
        if len(free) == 0 or int(rules.forced.sum()) == rules.high:
            offer(part.index[rules.forced])
            return []
        if rules.low == rules.high and len(part.index) == rules.low:
            offer(part.index)
            return []
        if len(found.share) != len(part.index):
            found = ascend(
                part.lists, rules, price, cutoff_of(), iterations=PROBES, step=0.1, patience=5
            )
        chosen = int(free[np.argmin(np.abs(found.share[free] - 0.6))])
        return self._split(node, part, found, chosen)

    def _split(
        self, node: _Node, part: Remainder, found: LagrangianBound, chosen: int
    ) -> list[_Node]:
        """The children that close and that open a site; both keep what the bound has fixed."""
        to_open, to_close = fixed_by_bound(found, part.rules, self._cutoff_of())
        forced = part.rules.forced | to_open
        place = np.searchsorted(self._root.index, part.index)
        bound = max(found.bound, node.bound)
        children = []
        for opens in (False, True):
            alive, fixed = ~to_close, forced.copy()
            alive[chosen], fixed[chosen] = opens, opens
            children.append(
                _Node(place[alive], fixed[alive], found.price, found.bound, bound, node.depth + 1)
            )
        return children

    def _part(self, node: _Node) -> Remainder:
        alive = np.zeros(len(self._root.index), dtype=bool)
        forced = alive.copy()
        alive[node.alive] = True
        forced[node.alive[node.forced]] = True
        return _narrowed(self._root, node.price, self._cutoff_of() - node.proves, alive, forced)
