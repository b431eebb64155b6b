"""The embedded territory, read once."""

from __future__ import annotations

import pytest

from inputs.territory import Territory, load_territory


@pytest.fixture(scope="session")
def territory() -> Territory:
    return load_territory()
