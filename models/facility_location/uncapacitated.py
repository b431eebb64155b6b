"""The algorithm behind p-median and uncapacitated facility location: table of contents.

1. A plan: greedy start, fast interchange, random restarts (`interchange`); under budgets, group
   limits and standards from a small programme on the sites alone (`feasibility`) if need be.
2. A bound: prices on the assignment rows (`lagrangian`), whose choices of sites feed step 1.
3. Fixing: sites and pairs that no better plan can use leave the instance (`branching.reduce`).
4. An exact finish on what is left: branch and bound on prices while its end is in sight
   (`branching`), a small radius formulation with HiGHS (`radius`), better plans bred from many
   starts (`population`), which fix more sites, then both by turns until the time is over.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from models.facility_location.branching import Remainder, Tree, reduce
from models.facility_location.feasibility import any_plan
from models.facility_location.interchange import Rules, evaluate, greedy, improve, nearest_two
from models.facility_location.lagrangian import LagrangianBound, ascend, first_prices
from models.facility_location.lists import BoolArray, FloatArray, IntArray, NeighbourLists
from models.facility_location.population import breed
from models.facility_location.radius import radius_model
from optimizer.certificate import Status, relative_gap
from optimizer.engines import solve_linear
from optimizer.limits import Clock, Limits, Progress

SEARCH_EFFORT = 1e8  # list entries walked by restarts
SEARCH_ENTRIES = 15_000_000  # list entries that the interchange works on at most
CHUNK_EFFORT = 2e8  # list entries behind one try, and between two looks at the clock, at most
FIRST_STEPS = 20  # subgradient iterations even where the time is over
CHUNK = 100  # subgradient iterations between two tries of the interchange
FIRST_SHARE = 0.01  # of the time left for branching before plans are bred
QUICK_NONZEROS, QUICK_SHARE = 20_000, 0.2  # programmes that HiGHS tries before plans are bred
BREED_SHARE = 0.15  # of the time left for breeding at most
BREED_EFFORT = 3e7  # list entries walked by the restarts of one plan
POLISH_SHARE = 0.1  # of the time left for a better bound at the root at most
POLISH_STEP = 0.02
POLISH_GAIN = 2e-3  # of the gap, by 2000 iterations, that makes it worth while to go on
SECOND_SHARE = 0.03  # of the time left for branching before HiGHS is tried
SAFE_SHARE = 0.8  # of the time left within which branching is trusted to end
HIGHS_SHARE = 0.5  # of the time left that HiGHS gets before branching goes on
LONE_SHARE = 0.8  # the same where branching has closed nothing yet
ENTRIES_PER_NONZERO = 5  # of lists of which a programme is made at all
HIGHS_NONZEROS = 300_000  # of a programme that HiGHS can still solve
BESIDE_NONZEROS = 100_000  # of one that it can solve where branching needs the time too
FEWEST = 40  # entries of a row that the first plan is made with, if there are more
LARGE_ENTRIES = 5_000_000  # list entries above which a gap within the limit is good enough


@dataclass(frozen=True)
class Outcome:
    """Sites opened (None if no plan is known), cost by the lists, bound, whether none exists.

    `engine` says what has run.
    """

    open: BoolArray | None
    cost: float
    bound: float
    infeasible: bool
    engine: str


class Search:
    """One solve: the instance, the best plan and the best bound so far."""

    def __init__(
        self,
        lists: NeighbourLists,
        rules: Rules,
        hard: BoolArray,
        *,
        integral: bool,
        constant: float,
        clock: Clock,
        stage: str,
        exact: Callable[[IntArray], float] | None = None,
    ) -> None:
        self.lists, self.rules, self.hard = lists, rules, hard
        self.integral, self.constant = integral, constant
        self.clock, self.stage = clock, stage
        self.random = np.random.default_rng(clock.limits.seed)
        self.best: BoolArray | None = None
        self.cost = np.inf
        self.exact = exact
        self.bound = -np.inf
        self.ran: list[str] = ["interchange"]

    def run(self) -> Outcome:
        """All steps, as far as time allows."""
        if self.lists.n_sites == 0:  # every site is excluded and everyone pays the penalty
            cost = float(self.lists.cap.sum())
            return Outcome(np.zeros(0, dtype=bool), cost, cost, infeasible=False, engine="none")
        self._raise(ascend(self.lists, self.rules, self._least(), 0.0, iterations=1).bound)
        if not self._first_plan():
            return self._outcome(infeasible=True)
        if self.best is None:
            return self._outcome()
        whole = Remainder(self.lists, self.rules, np.arange(self.lists.n_sites))
        self._restart(whole, SEARCH_EFFORT / 4)
        part, found = self._narrow(whole, first_prices(self.lists, self.best))
        if not self._done():
            self._restart(part, SEARCH_EFFORT)
            part, found = self._narrow(part, found.price, step=0.2)
        small = len(part.lists.site) <= LARGE_ENTRIES
        if not self._done() and (small or self._gap() > self.clock.limits.gap):
            self._finish(part, found)
        if self._closed():
            self.bound = self.cost
        elif self.integral and np.isfinite(self.bound):
            self.bound = float(np.ceil(self.bound - 1e-6))
        return self._outcome()

    def offer(self, index: IntArray) -> float:
        """Take a plan if it keeps the rules and is the best so far; returns its cost."""
        is_open = np.zeros(self.lists.n_sites, dtype=bool)
        is_open[index] = True
        cost = evaluate(self.lists, self.rules, is_open)
        if cost < self.cost and self.rules.allow(is_open) and self._serves(is_open):
            if self.exact is not None:  # the lists say too little where they end too early
                cost = max(cost, self.exact(index))
            if cost < self.cost:
                self.best, self.cost = is_open, cost
                self._report()
        return cost

    def cutoff(self) -> float:
        """Plans that cost as much are of no interest."""
        if self.integral:
            return self.cost - 1.0 + 1e-6
        return self.cost - 1e-9 * max(1.0, abs(self.cost + self.constant))

    def _outcome(self, *, infeasible: bool = False) -> Outcome:
        engine = " + ".join(self.ran)
        return Outcome(self.best, self.cost, min(self.bound, self.cost), infeasible, engine)

    def _runs(self, step: str) -> None:
        if step not in self.ran:
            self.ran.append(step)

    def _least(self) -> FloatArray:
        """(N,) cost of every row at its nearest site: prices whose bound costs nothing."""
        return self.lists.at_rank(0)

    def _done(self) -> bool:
        return self._closed() or self.clock.expired

    def _closed(self) -> bool:
        return self.bound >= self.cutoff()

    def _gap(self) -> float:
        gap = relative_gap(self.cost + self.constant, self.bound + self.constant)
        return np.inf if gap is None else gap

    def _raise(self, bound: float) -> None:
        self.bound = max(self.bound, bound)
        self._report()

    def _report(self) -> None:
        bound = self.bound + self.constant if np.isfinite(self.bound) else None
        cost = self.cost + self.constant if self.best is not None else None
        self.clock.report(self.stage, cost, bound)

    def _serves(self, is_open: BoolArray) -> bool:
        lists = self.lists
        site = nearest_two(lists, is_open)[1]
        return bool((site[self.hard] >= 0).all())

    def _first_plan(self) -> bool:
        """Greedy and interchange; False if it is proven that no plan exists."""
        whole = Remainder(self.lists, self.rules, np.arange(self.lists.n_sites))
        lists = self.lists
        if len(lists.site) > LARGE_ENTRIES:
            few = max(FEWEST, 4 * lists.n_sites // max(self.rules.low, 1))
            short = lists.at_rank(min(few, LARGE_ENTRIES // lists.n_rows))
            lists = lists.restricted(np.ones(lists.n_sites, dtype=bool), short)
        start = greedy(lists, self.rules, self.clock)
        if self.rules.allow(start):
            self._improve(whole, start)
        if self.best is None:
            self._runs("programme on the sites (HiGHS)")
            status, plan = any_plan(self.lists, self.rules, self.hard, self.clock)
            if plan is None:
                return status is not Status.INFEASIBLE
            self.offer(np.flatnonzero(plan))
            self._improve(whole, plan)
        return True

    def _improve(self, part: Remainder, is_open: BoolArray) -> float:
        if len(part.lists.site) > SEARCH_ENTRIES:
            opened = part.index[is_open]
            part = self._nearby(part, is_open)
            is_open = np.isin(part.index, opened)
        cost = improve(part.lists, part.rules, is_open, self.random, clock=self.clock)
        self.offer(part.index[is_open])
        return cost

    def _restart(self, part: Remainder, effort: float) -> None:
        """Interchange from disturbed copies of the best plan, on the sites that are left."""
        if self.best is None or self.clock.expired:
            return
        current = self.best[part.index]
        if not part.rules.allow(current):
            return
        near = self._nearby(part, current)
        current = self.best[near.index]
        turns = int(np.clip(effort / self._turn(near), 10, 20_000))
        quiet = 0
        for batch in np.array_split(np.arange(turns), 10):
            if self.clock.expired or quiet == 3:
                return
            before = self.cost
            improve(
                near.lists, near.rules, current, self.random, restarts=len(batch), clock=self.clock
            )
            self.offer(near.index[current])
            quiet = 0 if self.cost < before else quiet + 1

    def _turn(self, part: Remainder) -> float:
        """List entries walked by a disturbed restart, about."""
        count = 1 if self.best is None else max(int(self.best.sum()), 1)
        return 40.0 * len(part.lists.site) / count + 10 * len(part.index)

    def _nearby(self, part: Remainder, is_open: BoolArray) -> Remainder:
        """Shorter lists for the search: far beyond the second nearest site nothing is decided.

        Where they are still too long, a random choice of closed sites is left out this time.
        """
        lists = part.lists
        second = nearest_two(lists, is_open)[2]
        for factor in (2.5, 1.6, 1.2, 1.0):
            cap = np.minimum(lists.cap, factor * second + 1e-9)
            count = lists.count_below(cap)
            if count <= SEARCH_ENTRIES:
                break
        kept = is_open | (self.random.random(lists.n_sites) < SEARCH_ENTRIES / max(count, 1))
        return Remainder(
            lists.restricted(kept, cap),
            part.rules.restricted(kept, part.rules.forced),
            part.index[kept],
        )

    def _narrow(
        self, part: Remainder, price: FloatArray, step: float = 1.5
    ) -> tuple[Remainder, LagrangianBound]:
        """Raise the bound, try its choices as plans, and drop what is fixed, over and over."""
        self._runs("Lagrangian bound")
        found = ascend(part.lists, part.rules, price, self.cost, iterations=FIRST_STEPS)
        self._raise(found.bound)
        turns = int(np.clip(CHUNK_EFFORT / max(len(part.lists.site), 1), 20, CHUNK))
        for turn in range(3000 // turns):
            before = found.bound
            found = ascend(
                part.lists, part.rules, found.price, self.cost, iterations=turns, step=step
            )
            step = found.step
            self._raise(found.bound)
            if self._done():
                break
            if turn % 4 == 0 and part.rules.allow(found.chosen):
                self._improve(part, found.chosen.copy())
            part, found = self._reduced(part, found)
            if self._closed() or found.bound - before < 2e-5 * turns * (self.cost - found.bound):
                break
        return part, found

    def _reduced(
        self, part: Remainder, found: LagrangianBound
    ) -> tuple[Remainder, LagrangianBound]:
        smaller = reduce(part, found, self.cutoff())
        possible = len(smaller.index) >= smaller.rules.low
        if not possible or smaller.rules.forced.sum() > smaller.rules.high:
            self._raise(self.cost)
            return part, found
        kept = np.isin(part.index, smaller.index, assume_unique=True)
        return smaller, replace(
            found,
            price=np.minimum(found.price, smaller.lists.cap),
            value=found.value[kept],
            chosen=found.chosen[kept],
            share=found.share[kept],
        )

    def _finish(self, part: Remainder, found: LagrangianBound) -> None:
        """Prove the best plan optimal or find a better one, on what is left.

        Branching and HiGHS share the time: each is best where the other is slow, and only trying
        tells which. Branching goes on while its estimate says that it ends in time.
        """
        tree = None
        if self.rules.has_sides:
            self._restart(part, SEARCH_EFFORT)
        else:
            self._explore(self._tree(part, found), FIRST_SHARE)
            part, found = self._reduced(part, found)
            self._programme(part, found, QUICK_NONZEROS, QUICK_SHARE)
            if not self._done():
                part, found = self._reduced(part, found)
                self._breed(part, found)
        part, found = self._reduced(part, found)
        if not self._done() and not self.rules.has_sides:
            part, found = self._reduced(part, self._polished(part, found))
            tree = self._tree(part, found)
            self._explore(tree, SECOND_SHARE)
        if tree is None:
            self._programme(part, found, HIGHS_NONZEROS, 1.0)
        else:
            if tree.hopeless:
                self._programme(part, found, HIGHS_NONZEROS, LONE_SHARE)
            else:
                self._programme(part, found, BESIDE_NONZEROS, HIGHS_SHARE)
            self._explore(tree, 1.0)

    def _polished(self, part: Remainder, found: LagrangianBound) -> LagrangianBound:
        """Small patient steps, which ties between equal distances need to reach the LP bound."""
        end = self.clock.until(self.clock.seconds + POLISH_SHARE * self.clock.remaining)
        step = POLISH_STEP
        while not end.expired and not self._closed():
            before = found.bound
            found = ascend(
                part.lists, part.rules, found.price, self.cost,
                iterations=2000, step=step, patience=300,
            )  # fmt: skip
            step = found.step
            self._raise(found.bound)
            if found.bound - before < POLISH_GAIN * (self.cost - found.bound):
                break
        return found

    def _tree(self, part: Remainder, found: LagrangianBound) -> Tree:
        return Tree(part, found.price, found.bound, self.cutoff, self.offer)

    def _breed(self, part: Remainder, found: LagrangianBound) -> None:
        """Plans from many starts, on the sites that are left."""
        if self.best is None or not part.rules.allow(self.best[part.index]):
            return
        near = self._nearby(part, self.best[part.index])
        share = found.share[np.isin(part.index, near.index, assume_unique=True)]
        turns = int(np.clip(BREED_EFFORT / self._turn(near), 20, 2000))
        self._runs("breeding")
        end = self.clock.until(self.clock.seconds + BREED_SHARE * self.clock.remaining)
        breed(
            near, self.best[near.index], share, self.random, turns, self.offer,
            lambda: not end.expired and not self._closed(),
        )  # fmt: skip

    def _explore(self, tree: Tree, share: float) -> None:
        """Branch for a share of the time left, and longer while the end is in sight."""
        if self._done():
            return
        self._runs("branching")
        slice_s = share * self.clock.remaining

        def go_on(spent: float) -> bool:
            return spent <= slice_s or tree.seconds_to_go <= SAFE_SHARE * self.clock.remaining

        tree.explore(self.clock, self._raise, go_on)
        self._raise(self.cost if tree.ended else min(tree.bound, self.cost))

    def _programme(
        self, part: Remainder, found: LagrangianBound, nonzeros: int, share: float
    ) -> None:
        """The radius formulation for a share of the time left, if it is no larger than that."""
        if self._done() or len(part.lists.site) > ENTRIES_PER_NONZERO * nonzeros:
            return
        reach = found.price + max(self.cutoff() - found.bound, 0.0)
        hard = self.hard | (reach < self.lists.cap)
        programme = radius_model(part.lists, part.rules, hard)
        if programme.matrix.nnz > nonzeros:
            return
        self._runs("radius formulation (HiGHS)")
        until = self.clock.seconds + share * self.clock.remaining
        answer = solve_linear(programme, self._inner_clock(until), stage=self.stage)
        if answer.values is not None:
            self.offer(part.index[answer.values[: len(part.index)] > 0.5])
        if answer.status is Status.INFEASIBLE:
            self._raise(self.cost)  # no plan is better than the one at hand
        elif answer.bound is not None:
            self._raise(min(answer.bound, self.cost))

    def _inner_clock(self, until: float) -> Clock:
        """The engine's reports in our terms: its plans count only once they are checked."""

        def tell(report: Progress) -> None:
            if report.bound is not None:
                self._raise(min(report.bound, self.cost))

        limits = self.clock.limits
        inner = Limits(
            min(until, limits.time_s), 0.0, limits.threads, limits.seed, limits.stop, tell
        )
        return Clock(inner, self.clock.started)
