"""The village networks' figures as charts, tables and sentences use them."""

from __future__ import annotations

import pandas as pd

from scenarios.language import _, marked
from scenarios.study import Answer
from scenarios.views import frames
from scenarios.views.numbers import bn_in_words, listed

STAGES, ALL, BUDGET = "stages", "all", "budget"
DESIGNS = {
    ALL: marked("all villages at least cost"),
    STAGES: marked("built in stages"),
    BUDGET: marked("most people for the money of one stage"),
}
NOT_SIMULATED = marked("not simulated")
FAILED = marked("failed")


def has_networks(answer: Answer) -> bool:
    """Whether this run designed pipes."""
    return len(answer.tables.get("network_designs", ())) > 0


def designs(answer: Answer) -> list[str]:
    """Designs of the run, in the order in which they are shown."""
    there = [str(d) for d in answer.tables["network_designs"]["design"]]
    return [d for d in (STAGES, ALL, BUDGET) if d in there] + [d for d in there if d not in DESIGNS]


def shown_design(answer: Answer) -> str:
    """The design that the map draws: the stages, which end with all of it, where there are any."""
    return designs(answer)[0]


def design(answer: Answer, name: str) -> pd.Series:
    """The row of a design."""
    table = answer.tables["network_designs"]
    return table[table["design"] == name].iloc[0]


def nodes(answer: Answer, name: str) -> pd.DataFrame:
    table = answer.tables["network_nodes"]
    return table[table["design"] == name].reset_index(drop=True)


def pipes(answer: Answer, name: str) -> pd.DataFrame:
    table = answer.tables["network_pipes"]
    return table[table["design"] == name].reset_index(drop=True)


def front(answer: Answer) -> pd.DataFrame:
    """budget, people, villages, bound by rising budget; bn KZT, people."""
    table = answer.tables.get("network_front", pd.DataFrame())
    if table.empty:
        return table
    table = table.sort_values("budget_mln_kzt", ignore_index=True)
    return table.assign(budget=table["budget_mln_kzt"] / 1000)


def said_design(name: str) -> str:
    return _(DESIGNS.get(name, name))


def unfinished(answer: Answer) -> list[str]:
    """A warning for each design whose pressures no simulator has confirmed."""
    said = []
    for row in frames.rows(answer.tables["network_designs"][["design", "hydraulics"]]):
        if row.hydraulics == FAILED:
            said.append(
                _(
                    "The design “{design}” FAILED the hydraulic simulation: it must not be built "
                    "as drawn.",
                    design=said_design(row.design),
                )
            )
        elif row.hydraulics == NOT_SIMULATED:
            said.append(
                _(
                    "The design “{design}” is NOT SIMULATED: pressures and velocities are not "
                    "confirmed, and it is no finished design.",
                    design=said_design(row.design),
                )
            )
    return said + _front_warning(answer)


def _front_warning(answer: Answer) -> list[str]:
    """Points of the front whose designs no simulation confirmed."""
    table = answer.tables.get("network_front", pd.DataFrame())
    if "hydraulics" not in table:
        return []
    failed = table.loc[table["hydraulics"] == FAILED, "budget_mln_kzt"]
    if failed.empty:
        return []
    sums = listed([bn_in_words(float(budget)) for budget in failed])
    return [
        _(
            "The designs for {sums} FAILED the hydraulic simulation: less is reached than drawn.",
            sums=sums,
        )
    ]
