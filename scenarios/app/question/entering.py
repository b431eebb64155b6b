"""Text that a planner enters as a value, and a value as such text."""

from __future__ import annotations

import re
from typing import Any

from scenarios.language import spoken

# what parts thousands: blanks of all kinds, among them those that our own numbers are shown with
_BLANKS = re.compile(r"[\s\u00a0\u2009\u202f']")
_NUMBER = re.compile(r"[-+\u2212]?(\d+([.,]\d*)?|[.,]\d+)")


def number_from(text: str) -> Any:
    """The number that is meant, with a decimal point or comma; None for nothing; else the text.

    Whole numbers are `int`. Text that is no number is kept, so that it is found as a problem.
    """
    plain = _BLANKS.sub("", text)
    if not plain:
        return None
    if not _NUMBER.fullmatch(plain):
        return text.strip()
    value = float(plain.replace(",", ".").replace("\u2212", "-"))
    return int(value) if value.is_integer() else value


def numbers_from(text: str) -> list[Any]:
    """Numbers parted by semicolons, or by commas or blanks where that is plain."""
    parts = re.split(r";" if ";" in text else r",\s+|\s+", text.strip())
    return [number_from(part) for part in parts if part.strip(" ,")]


def text_of(value: Any) -> str:
    """A value as it is entered, with the decimal sign of the language."""
    if value is None:
        return ""
    if isinstance(value, list):
        return "; ".join(text_of(part) for part in value)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return str(value)
    text = f"{value:.10g}"
    return text if spoken() == "en" else text.replace(".", ",")
