"""Explains a site or a link of a run that has priced its wishes itself."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from inputs.errors import InputError
from scenarios.explaining.explanation import Explanation, course_frame, price_frame
from scenarios.explaining.places import Names, find_place
from scenarios.runs import Run
from scenarios.views.numbers import bn_in_words, percent

_IDS = {"logistics": "site_id", "siting": "settlement_id"}
_GROUND = {"logistics": "sites", "siting": "settlements"}
_FACILITY = {"logistics": "centre", "siting": "school"}


def explain_tabled(run: Run, text: str, year: int | None) -> Explanation:
    """Read the price of a place's wish, or of a planned link, from the run's own tables.

    Raises
    ------
    InputError
        no such place or link, a year that is none of its periods, or a run without prices
    """
    prices = run.tables.get("prices", pd.DataFrame())
    links = run.tables.get("link_prices", pd.DataFrame())
    if prices.empty and links.empty:
        raise InputError(
            "the run has priced no wish, so there is nothing to explain",
            file=str(run.path),
            expected=f"a run with {run.kind}.prices: true and time for it",
        )
    sites = run.tables[_GROUND[run.kind]].set_index(_IDS[run.kind])
    names: dict[str, tuple[str, ...]] = {str(i): (str(n),) for i, n in sites["name"].items()}
    roads: Names = {} if links.empty else {
        str(row.edge_id): (f"{row.from_name} – {row.to_name}",)
        for row in links[["edge_id", "from_name", "to_name"]].itertuples(index=False)
    }  # fmt: skip
    place = find_place(text, {**names, **roads}, {}, "sites and planned links of this run")
    if year is not None:
        raise InputError(
            "sites and links of this run are priced over all its periods",
            column="--year",
            value=year,
            expected="no year",
        )
    if place in roads:
        row = links[links["edge_id"] == place].iloc[0]
        told, table = list(_link(row)), links[links["edge_id"] == place]
    else:
        table = prices[prices[_IDS[run.kind]] == place] if len(prices) else prices
        told = list(_site(run, place, sites.loc[place], table))
    name = {**names, **roads}[place][0]
    return Explanation(
        run=run.path.name,
        study=run.scenario.study.value,
        place=place,
        name=name,
        year=None,
        question=f"Why {name} is in the plan or is not, and what if not",
        does=told[0],
        stops=(),
        wishes=tuple(told[1:]),
        worth=(),
        proof=(_proof(run),),
        numbers=(),
        tables={"prices": _table(table), "course": course_frame([])},
        certificates={c.stage: c for c in run.certificates},
        complete=True,
    )


def _table(prices: pd.DataFrame) -> pd.DataFrame:
    """The run's own prices of a wish as `Explanation` has them."""
    rows = [
        {
            "wish": row.get("wish", "out"),
            "said": str(row.get("wish", "never built")),
            "year": row.get("year"),
            "low": row["low"],
            "high": row["high"],
            "about": row["high"],
            "unit": "discounted mln KZT",
            "status": "impossible" if np.isinf(row["low"]) else "found",
            "changes": row.get("comes", ""),
        }
        for row in prices.to_dict("records")
    ]
    return price_frame(rows)


def _site(run: Run, place: str, site: Any, prices: pd.DataFrame) -> Iterator[str]:
    documented = bool(site["documented"])
    opened = site["optimised_opened"] if run.kind == "logistics" else site["opened"]
    facility = _FACILITY[run.kind]
    named = "the documents name it" if documented else "the documents do not name it"
    if pd.isna(opened):
        yield f"The plan opens no {facility} in {site['name']}; {named}."
    else:
        what = f" ({site['buildings']})" if isinstance(site["buildings"], str) else ""
        yield f"The plan opens a {facility} in {site['name']} by {int(opened)}{what}; {named}."
    if prices.empty:
        yield (
            "It has no price: only what the documents name and what the plan opens is priced, as "
            "far as the time allowed."
        )
    for row in prices.to_dict("records"):
        yield _price(row, facility)


def _price(row: dict[Any, Any], facility: str) -> str:
    wish = f"Opening a {facility} there" if row["wish"] == "open" else "Leaving it out"
    if "year" in row and row["wish"] == "open":
        wish += f" by {row['year']}"
    if np.isinf(row["low"]):
        return f"{wish} is impossible: numbers, budget and decided sites leave no such plan."
    if np.isinf(row["high"]):
        return f"{wish} costs {bn_in_words(row['low'])} or more; no plan with it was found in time."
    low, high = max(float(row["low"]), 0.0), max(float(row["high"]), 0.0)
    text = f"{wish} costs {bn_in_words(high)} (discounted)"
    if high - low > 0.5:
        text = f"{wish} costs between {bn_in_words(low)} and {bn_in_words(high)} (discounted)"
    changes = [
        f"{word} {row[key]}"
        for key, word in (("comes", "opens"), ("goes", "leaves out"))
        if isinstance(row[key], str) and row[key]
    ]
    return text + (f"; the plan then {' and '.join(changes)}." if changes else ".")


def _link(row: Any) -> Iterator[str]:
    yield (
        f"The planned {row['mode']} link {row['from_name']} – {row['to_name']} "
        f"({row['km']:.0f} km, {int(row['horizon'])}) is not decided here; what is "
        "known is the answer without it."
    )
    low, high = max(float(row["low"]), 0.0), max(float(row["high"]), 0.0)
    yield (
        f"Without it the plan as it is costs {bn_in_words(float(row['kept_cost']))} more "
        f"(discounted); decided anew, between {bn_in_words(low)} and {bn_in_words(high)} more."
    )


def _proof(run: Run) -> str:
    gaps = [c.gap for c in run.certificates if c.gap is not None]
    return (
        f"The plan itself is proven within {percent(max(gaps), 3)} and checked outside the solver; "
        "prices were computed with the run."
        if gaps
        else "Prices were computed with the run."
    )
