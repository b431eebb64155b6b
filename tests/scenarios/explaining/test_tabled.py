"""Sites and links are explained by the prices that their run has computed."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pandas as pd
import pytest

from inputs.errors import InputError
from scenarios.explaining.tabled import explain_tabled

SITES = pd.DataFrame(
    {
        "site_id": ["aral", "aqtobe", "beineu"],
        "name": ["Aral", "Aqtobe", "Beineu"],
        "documented": [1, 1, 0],
        "optimised_opened": [float("nan"), 2030.0, float("nan")],
        "buildings": [None, "large 2030", None],
    }
)
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


def run_of(**tables: pd.DataFrame) -> SimpleNamespace:
    return SimpleNamespace(
        path=Path("runs/logistics-1"),
        kind="logistics",
        scenario=SimpleNamespace(study=SimpleNamespace(value="logistics")),
        certificates=(),
        tables={"sites": SITES, **tables},
    )


RUN = run_of(prices=PRICES, link_prices=LINKS)


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ("Aral", "Opening a centre there by 2040 costs between 3.5.bn KZT and 9.bn KZT"),
        ("aral", "the plan then leaves out Aqtobe"),
        ("aqtobe", r"by 2030 \(large 2030\); the documents name it"),
        ("aqtobe", "Leaving it out is impossible"),
        ("beineu", "It has no price"),
        ("RL-1", r"rail link Aral – Beineu \(102 km, 2030\) is not decided here"),
    ],
)
def test_what_the_tables_say(place: str, said: str) -> None:
    text = " ".join(explain_tabled(RUN, place, None).sentences)
    assert pd.Series([text]).str.contains(said).all(), text


def test_nothing_priced_and_years_are_refused() -> None:
    with pytest.raises(InputError, match="has priced no wish"):
        explain_tabled(run_of(prices=PRICES.head(0)), "aral", None)
    with pytest.raises(InputError, match="--year"):
        explain_tabled(RUN, "aral", 2030)
