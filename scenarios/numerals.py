"""Numbers inside sentences, as the views write them."""

from __future__ import annotations

NARROW_SPACE = "\u202f"  # no break


def number(value: float, digits: int = 0) -> str:
    """Narrow no-break spaces in thousands, no zeros behind the point."""
    text = f"{value:,.{digits}f}".replace(",", NARROW_SPACE)
    return text.rstrip("0").rstrip(".") if "." in text else text


def percent(share: float) -> str:
    """A share from 0 to 1 as whole percent."""
    return f"{number(100 * share)}{NARROW_SPACE}%"
