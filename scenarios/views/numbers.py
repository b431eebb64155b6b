"""Numbers as a reader wants them: thin spaces in thousands, few digits, units that fit the size."""

from __future__ import annotations

import math

THIN = "\u202f"  # narrow no-break space
MINUS = "\u2212"
MLN_PER_BN = 1000.0


def grouped(value: float, digits: int = 0) -> str:
    """1234567.8 -> 1 234 568, with narrow no-break spaces and a real minus sign."""
    rounded = round(value, digits) + 0.0  # + 0.0 turns -0.0 into 0.0
    return f"{rounded:,.{digits}f}".replace(",", THIN).replace("-", MINUS)


def in_words(value: float) -> str:
    """A quantity for a sentence, three significant digits: 1.35 million, 45 900, 312."""
    size = abs(value)
    if size >= 999_500_000:
        return f"{_significant(value / 1e9)} billion"
    if size >= 999_500:
        return f"{_significant(value / 1e6)} million"
    if size >= 1000:
        step = 10 ** (math.floor(math.log10(size)) - 2)
        return grouped(round(value / step) * step)
    return grouped(value)


def percent(share: float, digits: int = 0) -> str:
    """0.4231 -> 42 %."""
    return f"{grouped(share * 100, digits)}{THIN}%"


def bn(mln: float, digits: int | None = None) -> str:
    """Millions of tenge as billions: 1 070, 600, 84.2."""
    value = mln / MLN_PER_BN
    if digits is None:
        digits = 0 if abs(value) >= 100 else 1
    text = grouped(value, digits)
    return text.removesuffix(".0")


def bn_in_words(mln: float) -> str:
    """Millions of tenge for a sentence: 600 bn KZT, 1.07 trillion KZT."""
    value = mln / MLN_PER_BN
    if abs(value) >= 999.5:
        return f"{_significant(value / 1000)}{THIN}trillion KZT"
    return f"{bn(mln)}{THIN}bn KZT"


def listed(parts: list[str]) -> str:
    """a; a and b; a, b and c."""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} and {parts[-1]}"


def _significant(value: float) -> str:
    """Three significant digits; a whole number stands without its zeros."""
    digits = max(0, 2 - math.floor(math.log10(abs(value)))) if value else 0
    text = grouped(value, digits)
    whole, _, rest = text.partition(".")
    return text if rest.strip("0") else whole
