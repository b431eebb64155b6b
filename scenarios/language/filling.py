"""Values in the placeholders of a message, written as the spoken language writes them.

{name}             as it is: text, a whole number or a year, a list as `a, b and c`
{share:percent}    0.42 as 42 %; `percent1` with a decimal
{people:number}    grouped by thousands; `number1`, `number2` with decimals, `trimmed1` ...
without zeros at their end
{people:words}     three significant digits: 1.35 million
{people:few}       the same, with decimals where it is below ten
{why:sentence}     text with a capital letter first
{money:bn}         millions of tenge as billions; `bn_words` with the unit
{value:g}          any format of Python's, with the language's decimal mark
"""

from __future__ import annotations

import re
import string
from collections.abc import Callable, Mapping
from typing import Any

from scenarios.language.numbers import (
    THIN,
    bn,
    bn_in_words,
    grouped,
    in_few,
    in_words,
    listed,
    localised,
    percent,
    trimmed,
)
from scenarios.language.speaking import spoken

_WORDS: dict[str, Callable[..., str]] = {
    "percent": percent,
    "number": grouped,
    "trimmed": trimmed,
    "words": in_words,
    "few": in_few,
    "bn": bn,
    "bn_words": bn_in_words,
}


class Told:
    """A value that is written differently in each language."""

    def told(self) -> str:
        """The value in the spoken language."""
        raise NotImplementedError


class _Filler(string.Formatter):
    def format_field(self, value: Any, format_spec: str) -> str:
        if format_spec == "sentence":
            text = self.format_field(value, "")
            return text[:1].upper() + text[1:]
        if isinstance(value, Told):
            return value.told()
        if isinstance(value, list | tuple):
            return listed([self.format_field(part, format_spec) for part in value])
        if isinstance(value, str) or not format_spec:
            return str(format(value, format_spec))
        word = re.fullmatch(r"([a-z_]+?)(\d?)", format_spec)
        if word and word[1] in _WORDS:
            digits = {"digits": int(word[2])} if word[2] else {}
            return _WORDS[word[1]](value, **digits)
        text = localised(format(value, format_spec))
        return text if spoken() == "en" else text.replace("%", f"{THIN}%")


_FILLER = _Filler()


def fill(message: str, values: Mapping[str, Any]) -> str:
    """The message with its values.

    Raises
    ------
    KeyError
        a placeholder without a value
    """
    return _FILLER.vformat(message, (), values) if values else message


def placeholders(message: str) -> set[str]:
    """Names of the placeholders of a message."""
    return {name for _, name, _, _ in _FILLER.parse(message) if name is not None}
