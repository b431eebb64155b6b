"""A queue in which nobody waits for another's second turn."""

from __future__ import annotations

from collections import Counter, OrderedDict, deque
from collections.abc import Iterator
from typing import Generic, TypeVar

T = TypeVar("T")


class FairQueue(Generic[T]):
    """Items by owner: each owner's in order, the owners in turn."""

    def __init__(self) -> None:
        self._waiting: OrderedDict[str, deque[T]] = OrderedDict()

    def __len__(self) -> int:
        return sum(map(len, self._waiting.values()))

    def put(self, owner: str, item: T) -> None:
        self._waiting.setdefault(owner, deque()).append(item)

    def take(self, busy: Counter[str]) -> T | None:
        """The next item: of the owner who has least being worked on, then of whose turn it is.

        Parameters
        ----------
        busy : how many items of each owner are being worked on
        """
        if not self._waiting:
            return None
        owner = min(self._waiting, key=lambda name: busy[name])
        items = self._waiting.pop(owner)
        item = items.popleft()
        if items:
            self._waiting[owner] = items
        return item

    def remove(self, owner: str, item: T) -> bool:
        """Take an item out; False when it does not wait."""
        items = self._waiting.get(owner)
        if items is None or item not in items:
            return False
        items.remove(item)
        if not items:
            del self._waiting[owner]
        return True

    def __iter__(self) -> Iterator[T]:
        """The items in the order in which they would be taken while nothing is worked on."""
        waiting = OrderedDict((owner, deque(items)) for owner, items in self._waiting.items())
        while waiting:
            owner, items = waiting.popitem(last=False)
            yield items.popleft()
            if items:
                waiting[owner] = items
