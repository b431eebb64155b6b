"""A map background of the user's own; without one the desk asks nothing of any other host."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from inputs.errors import InputError


@dataclass(frozen=True)
class Tiles:
    """Map tiles.

    Attributes
    ----------
    url : address with {z}, {x}, {y}, and {s} where there are several hosts
    attribution : whose they are; shown on the map as text
    """

    url: str
    attribution: str = ""

    def __post_init__(self) -> None:
        """Refuse what is no address of tiles.

        Raises
        ------
        InputError
        """
        parts = urlsplit(self.url)
        placed = all(f"{{{name}}}" in self.url for name in "zxy")
        if parts.scheme not in ("http", "https") or not parts.hostname or not placed:
            raise InputError(
                "is no address of map tiles",
                value=self.url,
                expected="http(s)://host/{z}/{x}/{y}.png",
            )
        if any(sign in parts.netloc for sign in " ;,'\""):
            raise InputError("is no host", value=parts.netloc)

    @property
    def source(self) -> str:
        """What a page may load, as a Content-Security-Policy names it."""
        parts = urlsplit(self.url)
        return f"{parts.scheme}://{parts.netloc.replace('{s}', '*')}"
