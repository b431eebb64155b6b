"""A siting question whose answer takes seconds: two small districts of the package."""

from __future__ import annotations

from typing import Any

SMALL: dict[str, Any] = {
    "name": "small",
    "level": "settlement",
    "region": ["konaev", "zhambyl_d_almaty"],
    "siting": {"nested": [3, 6, 9], "differ_in": 2, "alternatives": 2, "sites": 6},
}
