"""Numbers as a reader of the language wants them: few digits, units that fit the size."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from scenarios.language.speaking import spoken

THIN = "\u202f"  # narrow no-break space
MINUS = "\u2212"
MLN_PER_BN = 1000.0
_FEW = 10.0  # below it a quantity has decimals
_LEAST_BN = 0.05  # less is told in millions


@dataclass(frozen=True)
class Manner:
    """How a language writes numbers; thousands are parted by a narrow no-break space in all.

    Attributes
    ----------
    decimal : what stands before the tenths
    million, billion : a number of things, the space before included
    mln_tenge, bn_tenge, trillion_tenge, tenge : a sum of money, the space before included
    last : what joins the last two of a list
    """

    decimal: str
    million: str
    billion: str
    mln_tenge: str
    bn_tenge: str
    trillion_tenge: str
    tenge: str
    last: str


_MANNERS = {
    "en": Manner(
        ".",
        " million",
        " billion",
        f"{THIN}mln KZT",
        f"{THIN}bn KZT",
        f"{THIN}trillion KZT",
        f"{THIN}KZT",
        " and ",
    ),
    "kk": Manner(
        ",",
        f"{THIN}млн",
        f"{THIN}млрд",
        f"{THIN}млн теңге",
        f"{THIN}млрд теңге",
        f"{THIN}трлн теңге",
        f"{THIN}теңге",
        " және ",
    ),
    "ru": Manner(
        ",",
        f"{THIN}млн",
        f"{THIN}млрд",
        f"{THIN}млн тенге",
        f"{THIN}млрд тенге",
        f"{THIN}трлн тенге",
        f"{THIN}тенге",
        " и ",
    ),
}


def manner() -> Manner:
    """How the spoken language writes numbers."""
    return _MANNERS[spoken()]


def localised(text: str) -> str:
    """A number as Python formats it, as the spoken language writes it.

    A comma or an underscore of Python's parts thousands, a hyphen is a minus sign.
    """
    parts = str.maketrans({",": THIN, "_": THIN, ".": manner().decimal, "-": MINUS})
    return text.translate(parts)


def grouped(value: float, digits: int = 0) -> str:
    """1234567.8 -> 1 234 568, with narrow no-break spaces and a real minus sign."""
    rounded = round(value, digits) + 0.0  # + 0.0 turns -0.0 into 0.0
    return localised(f"{rounded:,.{digits}f}")


def trimmed(value: float, digits: int = 0) -> str:
    """Grouped, without zeros at the end of the decimals."""
    return _without_zeros(grouped(value, digits))


def in_words(value: float) -> str:
    """A quantity for a sentence, three significant digits: 1.35 million, 45 900, 312."""
    size = abs(value)
    if size >= 999_500_000:
        return f"{_significant(value / 1e9)}{manner().billion}"
    if size >= 999_500:
        return f"{_significant(value / 1e6)}{manner().million}"
    if size >= 1000:
        step = 10 ** (math.floor(math.log10(size)) - 2)
        return grouped(round(value / step) * step)
    return grouped(value)


def in_few(value: float) -> str:
    """A quantity of any size with few digits: 0.042, 3.5, 45 900, 1.35 million."""
    if abs(value) < _FEW and value != round(value):
        return localised(f"{value:.2g}")
    return in_words(value)


def percent(share: float, digits: int = 0) -> str:
    """0.4231 -> 42 %."""
    return f"{grouped(share * 100, digits)}{THIN}%"


def bn(mln: float, digits: int | None = None) -> str:
    """Millions of tenge as billions: 1 070, 600, 84.2."""
    value = mln / MLN_PER_BN
    if digits is None:
        digits = 0 if abs(value) >= 100 else 1
    return grouped(value, digits).removesuffix(f"{manner().decimal}0")


def bn_in_words(mln: float) -> str:
    """Millions of tenge for a sentence: 600 bn KZT, 1.07 trillion KZT, 45 mln KZT."""
    value = mln / MLN_PER_BN
    if 0 < abs(value) < _LEAST_BN:
        return f"{in_few(mln)}{manner().mln_tenge}"
    if abs(value) >= 999.5:
        return f"{_significant(value / 1000)}{manner().trillion_tenge}"
    return f"{bn(mln)}{manner().bn_tenge}"


def listed(parts: Sequence[str]) -> str:
    """a; a and b; a, b and c."""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])}{manner().last}{parts[-1]}"


def _significant(value: float) -> str:
    """Three significant digits; a whole number stands without its zeros."""
    digits = max(0, 2 - math.floor(math.log10(abs(value)))) if value else 0
    text = grouped(value, digits)
    whole, _, rest = text.partition(manner().decimal)
    return text if rest.strip("0") else whole


def _without_zeros(text: str) -> str:
    decimal = manner().decimal
    return text.rstrip("0").rstrip(decimal) if decimal in text else text
