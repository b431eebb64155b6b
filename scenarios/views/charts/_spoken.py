"""Messages whose values only the chart knows: text as an expression of Vega's."""

from __future__ import annotations

import json

_MARK = "\x00"


def value(expression: str) -> str:
    """A value of a message that Vega works out while it draws."""
    return f"{_MARK}{expression}{_MARK}"


def expression(message: str) -> str:
    """The filled message as an expression; what `value` gave stands in it as it is."""
    pieces = message.split(_MARK)
    parts = [
        piece if number % 2 else json.dumps(piece, ensure_ascii=False)
        for number, piece in enumerate(pieces)
        if piece
    ]
    return " + ".join(parts)


def labels(words: dict[str, str]) -> str:
    """A `labelExpr` that shows each of a scale's values by its word."""
    return f"({json.dumps(words, ensure_ascii=False)})[datum.value]"
