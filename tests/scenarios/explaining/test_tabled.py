"""Planned links are explained by the prices that their run has computed."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest

from inputs.errors import InputError
from scenarios.explaining.tabled import explain_link, find_site, is_link, known_prices

SITES = pd.DataFrame({"site_id": ["aral", "aqtobe"], "name": ["Aral", "Aqtobe"]})
PRICES = pd.DataFrame(
    {
        "site_id": ["aral", "aqtobe"],
        "wish": ["open", "close"],
        "year": [2040, 2030],
        "low": [3500.0, float("inf")],
        "high": [9000.0, float("inf")],
        "comes": ["", ""],
        "goes": ["Aqtobe", ""],
    }
)
LINKS = pd.DataFrame(
    {
        "edge_id": ["RL-1"], "mode": ["rail"], "from_name": ["Aral"], "to_name": ["Beineu"],
        "horizon": [2030.0], "km": [102.4], "kept_cost": [5900.0], "low": [0.0], "high": [5900.0],
    }
)  # fmt: skip
RUN: Any = SimpleNamespace(
    path=Path("runs/logistics-1"),
    kind="logistics",
    scenario=SimpleNamespace(study=SimpleNamespace(value="logistics")),
    certificates=(),
    tables={"sites": SITES, "prices": PRICES, "link_prices": LINKS},
)


def test_a_link() -> None:
    place = find_site(RUN, "Aral – Beineu")
    assert place == "RL-1"
    assert is_link(RUN, place)
    text = " ".join(explain_link(RUN, place, None, {}).sentences)
    assert "rail link Aral – Beineu (102 km, 2030) is not decided here" in text
    assert "between 0 bn KZT and 5.9 bn KZT more" in text.replace("\u202f", " ")
    with pytest.raises(InputError, match="--year"):
        explain_link(RUN, place, 2030, {})


def test_a_site_has_the_prices_of_the_run() -> None:
    assert not is_link(RUN, find_site(RUN, "Aral"))
    (row,) = known_prices(RUN, "aral", {}).to_dict("records")
    assert (row["wish"], row["year"], row["low"], row["high"]) == ("in", 2040, 3500.0, 9000.0)
    assert row["changes"] == "leaves out Aqtobe"
    (row,) = known_prices(RUN, "aqtobe", {}).to_dict("records")
    assert row["status"] == "impossible"
