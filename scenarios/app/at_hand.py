"""What is made of an answer or a plan once and looked at often: by every edit, by every tab."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

from scenarios.language import spoken

T = TypeVar("T")


class AtHand(Generic[T]):
    """What `make` gives of the last answers or plans, in the spoken language.

    Parameters
    ----------
    make : of an answer or plan and whatever else names the thing; what it gives is not changed
    most : things that are kept
    """

    def __init__(self, make: Callable[..., T], most: int = 64) -> None:
        self._make, self._most = make, most
        self._kept: OrderedDict[Hashable, tuple[object, T]] = OrderedDict()
        self._lock = Lock()

    def __call__(self, whole: object, *names: Hashable) -> T:
        # the whole is kept with what is made of it, so that no other takes its id
        key = (id(whole), spoken(), *names)
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key][1]
        made = self._make(whole, *names)
        with self._lock:
            self._kept[key] = whole, made
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
        return made
