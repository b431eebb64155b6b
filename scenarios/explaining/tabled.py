"""What a run has priced itself: sites, and planned links that are not decided."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from inputs.errors import InputError
from scenarios.explaining.explanation import Explanation, course_frame, price_frame
from scenarios.explaining.places import Names, find_place
from scenarios.explaining.sites import UNIT
from scenarios.runs import Run
from scenarios.views.numbers import bn_in_words, percent

_IDS = {"logistics": "site_id", "siting": "settlement_id"}
_GROUND = {"logistics": "sites", "siting": "settlements"}
_FACILITY = {"logistics": "centre", "siting": "school"}


def find_site(run: Run, text: str) -> str:
    """The id of the site or of the priced link of a run that `text` means.

    Raises
    ------
    InputError
        none or several are meant
    """
    sites = run.tables[_GROUND[run.kind]].set_index(_IDS[run.kind])["name"]
    names: Names = {str(i): (str(name),) for i, name in sites.items()}
    return find_place(text, {**names, **_links(run)}, {}, "sites and planned links of this run")


def _links(run: Run) -> dict[str, tuple[str, ...]]:
    links = run.tables.get("link_prices", pd.DataFrame())
    if links.empty:
        return {}
    return {
        str(row.edge_id): (f"{row.from_name} – {row.to_name}",)
        for row in links[["edge_id", "from_name", "to_name"]].itertuples(index=False)
    }


def is_link(run: Run, place: str) -> bool:
    """Whether an id of `find_site` is a link."""
    return place in _links(run)


def explain_link(run: Run, place: str, year: int | None) -> Explanation:
    """Read the price of a planned link from the run's own table.

    Raises
    ------
    InputError
        a year: links are priced over all periods
    """
    if year is not None:
        raise InputError(
            "links of this run are priced over all its periods",
            column="--year",
            value=year,
            expected="no year",
        )
    links = run.tables["link_prices"]
    row = links[links["edge_id"] == place].iloc[0]
    name = _links(run)[place][0]
    low, high = max(float(row["low"]), 0.0), max(float(row["high"]), 0.0)
    said = "Without the link, everything else decided anew"
    return Explanation(
        run=run.path.name,
        study=run.scenario.study.value,
        place=place,
        name=name,
        year=None,
        question=f"What the planned link {name} is worth",
        does=(
            f"The planned {row['mode']} link {name} ({row['km']:.0f} km, {int(row['horizon'])}) "
            "is not decided here; what is known is the answer without it."
        ),
        stops=(),
        wishes=(
            "Without the link the plan as it is costs "
            f"{bn_in_words(float(row['kept_cost']))} more (discounted).",
            f"{said}: between {bn_in_words(low)} and {bn_in_words(high)} more (discounted).",
        ),
        worth=("More money, a delay and one more site have no meaning for a link.",),
        proof=tuple(_proof(run)),
        numbers=(),
        tables={
            "prices": price_frame(
                [_row({**row.to_dict(), "wish": "out"}, said, int(row["horizon"]))]
            ),
            "course": course_frame([]),
        },
        certificates={c.stage: c for c in run.certificates},
        complete=True,
    )


def known_prices(run: Run, place: str) -> pd.DataFrame:
    """Prices that the run has of a site, as `Explanation` has them; empty where it has none."""
    table = run.tables.get("prices", pd.DataFrame())
    if table.empty:
        return price_frame([])
    rows = table[table[_IDS[run.kind]] == place].to_dict("records")
    facility = _FACILITY[run.kind]
    return price_frame(
        [
            _row(
                row,
                f"With a {facility} there by {row['year']}"
                if row["wish"] == "open" and "year" in row
                else f"With a {facility} there"
                if row["wish"] == "open"
                else f"With no {facility} there",
                row.get("year"),
            )
            for row in rows
        ]
    )


def _row(row: dict[Any, Any], said: str, year: int | None) -> dict[str, Any]:
    changes = [
        f"{word} {row[key]}"
        for key, word in (("comes", "opens"), ("goes", "leaves out"))
        if isinstance(row.get(key), str) and row[key]
    ]
    return {
        "wish": {"open": "in", "close": "out"}.get(row["wish"], row["wish"]),
        "said": said,
        "year": year,
        "low": row["low"],
        "high": row["high"],
        "about": row["high"],
        "unit": UNIT,
        "status": "impossible" if np.isinf(row["low"]) else "found",
        "changes": "; ".join(changes),
    }


def _proof(run: Run) -> Iterator[str]:
    gaps = [c.gap for c in run.certificates if c.gap is not None]
    if gaps:
        yield f"The plan itself is proven within {percent(max(gaps), 3)}."
    yield "The prices are those that were computed with the run."
