"""What a run has priced itself: sites, and planned links that are not decided."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import pandas as pd

from inputs.errors import InputError
from scenarios.explaining.explanation import Explanation, course_frame, price_frame
from scenarios.explaining.places import Names, find_place
from scenarios.explaining.site_ground import UNIT
from scenarios.explaining.site_wording import exchange_said
from scenarios.explaining.speech import named
from scenarios.language import Said, marked, said
from scenarios.runs import Run

_IDS = {"logistics": "site_id", "siting": "settlement_id"}
_GROUND = {"logistics": "sites", "siting": "settlements"}


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


def explain_link(run: Run, place: str, year: int | None, called: Mapping[str, Said]) -> Explanation:
    """Read the price of a planned link from the run's own table.

    Parameters
    ----------
    called : names of places by the English one

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
    ends = [named(str(row[end]), called) for end in ("from_name", "to_name")]
    name = said("{origin} – {target}", origin=ends[0], target=ends[1])
    low, high = max(float(row["low"]), 0.0), max(float(row["high"]), 0.0)
    wish = said("Without the link, everything else decided anew")
    return Explanation(
        run=run.path.name,
        study=run.scenario.study.value,
        place=place,
        name=name,
        year=None,
        question=said("What the planned link {name} is worth", name=name),
        does=said(
            "The planned {mode} link {name} ({km:.0f} km, {year}) is not decided here; what is "
            "known is the answer without it.",
            mode=Said(str(row["mode"]), {}),
            name=name,
            km=float(row["km"]),
            year=int(row["horizon"]),
        ),
        stops=(),
        wishes=(
            said(
                "Without the link the plan as it is costs {cost:bn_words} more (discounted).",
                cost=float(row["kept_cost"]),
            ),
            said(
                "{wish}: between {low:bn_words} and {high:bn_words} more (discounted).",
                wish=wish,
                low=low,
                high=high,
            ),
        ),
        worth=(said("More money, a delay and one more site have no meaning for a link."),),
        proof=tuple(_proof(run)),
        numbers=(),
        tables={
            "prices": price_frame(
                [_row({**row.to_dict(), "wish": "out"}, wish, int(row["horizon"]), called)]
            ),
            "course": course_frame([]),
        },
        certificates={c.stage: c for c in run.certificates},
        complete=True,
    )


def known_prices(run: Run, place: str, called: Mapping[str, Said]) -> pd.DataFrame:
    """Prices that the run has of a site, as `Explanation` has them; empty where it has none.

    Parameters
    ----------
    called : names of places by the English one
    """
    table = run.tables.get("prices", pd.DataFrame())
    if table.empty:
        return price_frame([])
    rows = table[table[_IDS[run.kind]] == place].to_dict("records")
    return price_frame([_row(row, _wish(run.kind, row), row.get("year"), called) for row in rows])


def _wish(kind: str, row: dict[Any, Any]) -> Said:
    if kind == "siting":
        if row["wish"] != "open":
            return said("With no school there")
        if "year" not in row:
            return said("With a school there")
        return said("With a school there by {year}", year=row["year"])
    if row["wish"] != "open":
        return said("With no centre there")
    if "year" not in row:
        return said("With a centre there")
    return said("With a centre there by {year}", year=row["year"])


def _row(
    row: dict[Any, Any], wish: Said, year: int | None, called: Mapping[str, Said]
) -> dict[str, Any]:
    comes, goes = (
        [named(name, called) for name in row[key].split(", ")]
        if isinstance(row.get(key), str) and row[key]
        else []
        for key in ("comes", "goes")
    )
    return {
        "wish": {"open": "in", "close": "out"}.get(row["wish"], row["wish"]),
        "said": wish,
        "year": year,
        "low": row["low"],
        "high": row["high"],
        "about": row["high"],
        "unit": UNIT,
        "status": marked("impossible") if np.isinf(row["low"]) else marked("found"),
        "changes": exchange_said(comes, goes),
    }


def _proof(run: Run) -> Iterator[Said]:
    gaps = [c.gap for c in run.certificates if c.gap is not None]
    if gaps:
        yield said("The plan itself is proven within {gap:percent3}.", gap=max(gaps))
    yield said("The prices are those that were computed with the run.")
