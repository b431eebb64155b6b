"""Here-and-now plans: the starts of the first years, whoever proposes them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from inputs.territory import Territory
from scenarios.first_years import FirstYears, Start
from scenarios.uncertainty.naming import CONSENSUS, label_of
from scenarios.uncertainty.question import Future


@dataclass(frozen=True)
class HereAndNow:
    """What is started up to the year of decision.

    Attributes
    ----------
    names : who proposes it; several where they agree
    starts : (what, size, year) -> how often
    """

    names: tuple[str, ...]
    starts: Mapping[Start, int]

    @property
    def label(self) -> str:
        return " = ".join(self.names)

    @property
    def told(self) -> str:
        """The label in the spoken language."""
        return label_of(self.names)

    @property
    def started(self) -> int:
        """How many of what the study counts."""
        return sum(size * count for (_, size, _), count in self.starts.items())


def merged(plans: Sequence[HereAndNow]) -> list[HereAndNow]:
    """Plans with the same starts as one, under all their names."""
    known: dict[tuple[tuple[Start, int], ...], HereAndNow] = {}
    for plan in plans:
        key = tuple(sorted(plan.starts.items()))
        names = (*known[key].names, *plan.names) if key in known else plan.names
        known[key] = HereAndNow(names, plan.starts)
    return list(known.values())


def consensus(
    study: type[FirstYears],
    territory: Territory,
    futures: Sequence[Future],
    own: Sequence[Mapping[Start, int]],
    until: int,
) -> HereAndNow:
    """Starts in the order of the weight of the futures that have them, as far as money goes.

    A further start of the same kind counts for the futures that have as many. Nothing is started
    more than the most that any future gives it, and every future must be able to pay.

    Parameters
    ----------
    own : the starts of each future's optimum
    """
    belief: Counter[tuple[Start, int]] = Counter()
    most: dict[str, int] = {}
    for future, starts in zip(futures, own, strict=True):
        given: Counter[str] = Counter()
        for start, count in starts.items():
            given[start[0]] += start[1] * count
            for copy in range(count):
                belief[start, copy] += future.weight  # type: ignore[assignment]
        for what, amount in given.items():
            most[what] = max(most.get(what, 0), amount)
    ordered: list[Start] = []
    taken: Counter[str] = Counter()
    for (start, _), _ in sorted(belief.items(), key=lambda item: (-item[1], item[0])):
        what, size, _ = start
        if taken[what] + size <= most[what]:
            taken[what] += size
            ordered.append(start)
    low, high = 0, len(ordered)
    while low < high:
        middle = (low + high + 1) // 2
        trial = Counter(ordered[:middle])
        held = (study.held(future.scenario, trial, until) for future in futures)
        if all(study(territory, scenario).pays() for scenario in held):
            low = middle
        else:
            high = middle - 1
    return HereAndNow((CONSENSUS,), dict(sorted(Counter(ordered[:low]).items())))
