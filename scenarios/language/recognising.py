"""English sentences of packages that know no languages, told again by their form."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from scenarios.language.said import Said


def recognised(text: str, sentences: tuple[str, ...]) -> str:
    """The sentence with its values, or the text as it is where none of them says so.

    Parameters
    ----------
    sentences : messages with their placeholders; the first that fits, so that those with more words
        come before those that they hold
    """
    if isinstance(text, Said):
        return text
    for message, pattern in _patterns(sentences):
        found = pattern.fullmatch(text)
        if found is not None:
            return Said(message, found.groupdict())
    return text


@cache
def _patterns(sentences: Sequence[str]) -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((message, _pattern(message)) for message in sentences)


def _pattern(message: str) -> re.Pattern[str]:
    parts = re.split(r"\{(\w+)\}", message)
    text = (f"(?P<{part}>.+)" if at % 2 else re.escape(part) for at, part in enumerate(parts))
    return re.compile("".join(text), re.DOTALL)
