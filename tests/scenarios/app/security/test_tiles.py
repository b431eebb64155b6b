"""A map background of one's own, and nothing else that could be smuggled into a policy."""

from __future__ import annotations

import pytest

from inputs.errors import InputError
from scenarios.app.tiles import Tiles


def test_the_host_is_what_pages_may_load_from() -> None:
    assert Tiles("https://t.example:8/{z}/{x}/{y}.png").source == "https://t.example:8"
    assert Tiles("https://{s}.t.example/{z}/{x}/{y}.png").source == "https://*.t.example"


@pytest.mark.parametrize(
    "url",
    [
        "file:///{z}/{x}/{y}.png",
        "javascript:{z}{x}{y}",
        "https://t.example/1.png",
        "{z}/{x}/{y}.png",
        "https://t.example; script-src *//{z}/{x}/{y}.png",
        "https://t.example, evil.example/{z}/{x}/{y}.png",
    ],
)
def test_other_addresses_are_refused(url: str) -> None:
    with pytest.raises(InputError):
        Tiles(url)
