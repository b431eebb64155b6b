r"""Find printed numbers in plain text that was flattened out of PDF pages.

The flattening breaks a number anywhere: thousands are separated by spaces, a narrow column
breaks it over lines (``-1 215 \n943``), justified lines space out its digits (``4 4 3``), a
decimal comma may end a line (``19,\n2``). So white space carries no meaning inside a number and
is dropped, but where it was *absent* it does: two digits that touch belong to one number.
"""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import IntEnum
from pathlib import Path

from inputs.errors import InputError

DOCUMENT_PREFIXES = {"S": "000_", "W": "001_", "A": "002_", "R": "003_", "G": "004_"}

_SEPARATORS = ",."
_MINUS = "-−–"
_WORDS = {
    1: ("бір", "біреу", "біреуі"),
    2: ("екі", "екеу", "екеуі"),
    3: ("үш",),
    4: ("төрт",),
    5: ("бес",),
    6: ("алты",),
    7: ("жеті",),
    8: ("сегіз",),
    9: ("тоғыз",),
    10: ("он",),
}


@dataclass(frozen=True)
class Span:
    """Where a number stands in a passage: start and end (exclusive) of its characters."""

    start: int
    end: int


class Gap(IntEnum):
    """What white space stood before a character."""

    NONE = 0
    SPACE = 1
    BREAK = 2


@dataclass(frozen=True)
class Passage:
    """Cited lines without white space.

    Attributes
    ----------
    chars : str
        All characters that are not white space, lower case.
    gaps : tuple of Gap
        What white space stood before each character.
    """

    chars: str
    gaps: tuple[Gap, ...]

    @classmethod
    def of(cls, text: str) -> Passage:
        chars: list[str] = []
        gaps: list[Gap] = []
        gap = Gap.BREAK
        for char in text.lower():
            if char.isspace():
                gap = max(gap, Gap.BREAK if char == "\n" else Gap.SPACE)
                continue
            chars.append("-" if char in _MINUS else char)
            gaps.append(gap)
            gap = Gap.NONE
        return cls("".join(chars), tuple(gaps))

    def starts_number(self, at: int) -> bool:
        """No digit, and no decimal comma of a number, leads into position `at`."""
        if at == 0:
            return True
        before = self.chars[at - 1]
        if before.isdigit():
            return self.gaps[at] is not Gap.NONE
        if before in _SEPARATORS and at > 1 and self.chars[at - 2].isdigit():
            return self._is_list_comma(at - 1)
        return True

    def ends_number(self, at: int) -> bool:
        """No digit and no decimals follow at position `at`."""
        if at >= len(self.chars):
            return True
        char = self.chars[at]
        if char.isdigit():
            return self.gaps[at] is not Gap.NONE
        if char in _SEPARATORS and at + 1 < len(self.chars) and self.chars[at + 1].isdigit():
            return self._is_list_comma(at)
        return True

    def _is_list_comma(self, at: int) -> bool:
        """The comma between two digits parts two numbers ("2025, 2030"), not one.

        Of a list, the comma is at the number before and white space behind; where that is a line
        break, which also parts decimals, only four digits in a row tell a year or a count.
        """
        if self.chars[at] == ".":
            # the documents print decimals with commas: a point counts only inside a number
            return self.gaps[at] is not Gap.NONE or self.gaps[at + 1] is not Gap.NONE
        if self.gaps[at] is not Gap.NONE or self.gaps[at + 1] is Gap.NONE:
            return False
        if self.gaps[at + 1] is Gap.SPACE:
            return True
        following = self.chars[at + 1 : at + 5]
        return len(following) == 4 and following.isdigit() and not any(self.gaps[at + 2 : at + 5])

    def is_negative(self, at: int) -> bool:
        """A minus sign stands before position `at` and is not a dash between two numbers."""
        if at == 0 or self.chars[at - 1] != "-":
            return False
        touches_before = at > 1 and self.gaps[at - 1] is Gap.NONE
        return not (touches_before and self.chars[at - 2].isalnum())

    def find(self, number: Decimal, start: int = 0) -> Iterator[Span]:
        """All places from `start` on where `number` stands alone, by position."""
        for form in _forms(number):
            at = self.chars.find(form, start)
            while at >= 0:
                end = at + len(form)
                if self._stands_alone(number, at, end):
                    yield Span(at, end)
                at = self.chars.find(form, at + 1)

    def _stands_alone(self, number: Decimal, at: int, end: int) -> bool:
        return self.starts_number(at) and self.ends_number(end) and self._sign_agrees(number, at)

    def _sign_agrees(self, number: Decimal, at: int) -> bool:
        if number < 0:
            return at > 0 and self.chars[at - 1] == "-"
        return not (self.is_negative(at) and self.gaps[at] is Gap.NONE)

    def contains(self, number: Decimal) -> bool:
        """`number` stands somewhere in the passage as digits, or as a Kazakh word up to ten."""
        if next(self.find(number), None) is not None:
            return True
        words = _WORDS.get(int(number), ()) if number == int(number) else ()
        return any(self._has_word(word) for word in words)

    def _has_word(self, word: str) -> bool:
        at = self.chars.find(word)
        while at >= 0:
            end = at + len(word)
            starts = self.gaps[at] is not Gap.NONE or not self.chars[at - 1].isalnum()
            ends = end == len(self.chars) or (
                self.gaps[end] is not Gap.NONE or not self.chars[end].isalnum()
            )
            if starts and ends:
                return True
            at = self.chars.find(word, at + 1)
        return False

    def in_order(self, numbers: Sequence[Decimal]) -> list[Span | None]:
        """Place as many `numbers` as possible one after another; None where one does not fit.

        Taking the match that ends first leaves the most room for the rest, so a complete placement
        is found whenever there is one. If there is none, the fewest numbers are left out, which
        names the wrong ones and not their neighbours.
        """
        spans: list[Span | None] = []
        start = 0
        for number in numbers:
            found = self._first(number, start)
            if found is None:
                return self._most_in_order(numbers)
            spans.append(found)
            start = found.end
        return spans

    def _first(self, number: Decimal, start: int) -> Span | None:
        """The match of `number` from `start` on that ends first."""
        return min(self.find(number, start), key=lambda s: (s.end, s.start), default=None)

    def _most_in_order(self, numbers: Sequence[Decimal]) -> list[Span | None]:
        # best[k] places k of the numbers seen so far and leaves the most room behind them
        best: list[tuple[int, tuple[tuple[int, Span], ...]]] = [(0, ())]
        for i, number in enumerate(numbers):
            for k in reversed(range(len(best))):
                end, chosen = best[k]
                found = self._first(number, end)
                if found is None:
                    continue
                longer = (found.end, (*chosen, (i, found)))
                if k + 1 == len(best):
                    best.append(longer)
                elif found.end < best[k + 1][0]:
                    best[k + 1] = longer
        placed = dict(best[-1][1])
        return [placed.get(i) for i in range(len(numbers))]

    def tiles(self, numbers: Sequence[Decimal]) -> bool:
        """Whether the passage prints exactly `numbers`, in this order, and no other digit."""
        # "234,3 0" may be 234.30 or 234.3 and 0: all ends of a number are followed up
        reached = {0}
        for number in numbers:
            starts = {self._next_digit(at) for at in reached}
            reached = {span.end for at in starts for span in self._at(number, at)}
        return any(self._next_digit(at) == len(self.chars) for at in reached)

    def tiles_in_any_order(self, numbers: Sequence[Decimal]) -> bool:
        """Whether the passage prints exactly `numbers`, in any order, and no other digit."""
        left = Counter(numbers)
        dead: set[tuple[int, frozenset[tuple[Decimal, int]]]] = set()

        def fits(at: int) -> bool:
            at = self._next_digit(at)
            if at == len(self.chars):
                return not +left
            state = (at, frozenset((+left).items()))
            if state in dead:
                return False
            for number in list(+left):
                for end in [s.end for s in self._at(number, at)]:
                    left[number] -= 1
                    if fits(end):
                        return True
                    left[number] += 1
            dead.add(state)
            return False

        return fits(0)

    def _at(self, number: Decimal, at: int) -> Iterator[Span]:
        """The forms of `number` that start at position `at`."""
        for form in _forms(number):
            end = at + len(form)
            if self.chars.startswith(form, at) and self._stands_alone(number, at, end):
                yield Span(at, end)

    def _next_digit(self, at: int) -> int:
        while at < len(self.chars) and not self.chars[at].isdigit():
            at += 1
        return at


@functools.lru_cache(maxsize=65536)
def _forms(number: Decimal) -> tuple[str, ...]:
    """The ways a table prints the absolute value of `number`, without white space."""
    whole, _, decimals = f"{abs(number):f}".partition(".")
    decimals = decimals.rstrip("0")
    if decimals:
        padded = [decimals] + [decimals + "0" * k for k in (1, 2) if len(decimals) + k <= 3]
        return tuple(f"{whole}{sep}{d}" for sep in _SEPARATORS for d in padded)
    return (whole, *(f"{whole}{sep}{'0' * k}" for sep in _SEPARATORS for k in (1, 2)))


class Documents:
    """The plain texts of a folder, read once, cited by letter and lines.

    Parameters
    ----------
    folder : Path
        Holds one text per document: named by the prefix that `DOCUMENT_PREFIXES` gives its
        letter, or, for a document of the user, ``<letter>.txt``.

    Raises
    ------
    InputError
        When the folder, or the one file of a prefix, is missing.
    """

    def __init__(self, folder: Path) -> None:
        if not folder.is_dir():
            raise InputError(
                "no such folder of documents", file=str(folder), expected="a folder of plain texts"
            )
        self.folder = folder
        self._lines: dict[str, list[str]] = {}
        self._passages: dict[tuple[str, str], Passage] = {}

    def lines(self, letter: str) -> list[str]:
        if letter not in self._lines:
            prefix = DOCUMENT_PREFIXES.get(letter)
            pattern = f"{prefix}*.txt" if prefix else f"{letter}.txt"
            files = sorted(self.folder.glob(pattern))
            if len(files) != 1:
                raise InputError(
                    f"the text of document {letter} is not found",
                    file=str(self.folder),
                    value=f"{len(files)} files",
                    expected=f"exactly one file {pattern}",
                )
            # form feeds stand inside lines: only \n counts, as in editors and sed
            self._lines[letter] = files[0].read_text(encoding="utf-8").split("\n")
        return self._lines[letter]

    def passage(self, letter: str, ranges: str) -> Passage:
        """The cited lines, for instance ``passage("S", "14341-14344;14350")``.

        Raises
        ------
        InputError
            When a range is malformed or runs beyond the document.
        """
        key = (letter, ranges)
        if key not in self._passages:
            lines = self.lines(letter)
            parts: list[str] = []
            for first, last in parse_ranges(ranges):
                if last > len(lines):
                    raise InputError(
                        f"document {letter} has {len(lines)} lines", column="lines", value=ranges
                    )
                parts.extend(lines[first - 1 : last])
            self._passages[key] = Passage.of("\n".join(parts))
        return self._passages[key]


def merged_ranges(cited: Iterable[str]) -> str:
    """All cited lines once, in the order of the document.

    ``["10514-10524", "10508-10514"]`` becomes ``"10508-10524"``.
    """
    result: list[tuple[int, int]] = []
    for first, last in sorted(r for ranges in cited for r in parse_ranges(ranges)):
        if result and first <= result[-1][1] + 1:
            result[-1] = (result[-1][0], max(result[-1][1], last))
        else:
            result.append((first, last))
    return ";".join(f"{a}-{b}" for a, b in result)


def parse_ranges(ranges: str) -> list[tuple[int, int]]:
    """``"733-742;3803"`` as ``[(733, 742), (3803, 3803)]``.

    Raises
    ------
    InputError
        When a part is not ``first`` or ``first-last`` with ``1 <= first <= last``.
    """
    result: list[tuple[int, int]] = []
    for part in ranges.split(";"):
        match = re.fullmatch(r"\s*(\d+)(?:-(\d+))?\s*", part)
        first = int(match[1]) if match else 0
        last = int(match[2] or match[1]) if match else 0
        if not 1 <= first <= last:
            raise InputError(
                "the lines cannot be read",
                column="lines",
                value=ranges,
                expected="first-last ranges joined by ;",
            )
        result.append((first, last))
    return result
