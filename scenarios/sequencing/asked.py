"""A user's plans: read, and checked against the study before anything is solved."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from inputs.errors import InputError
from scenarios.plan import Action, Plan, cell_errors
from scenarios.study import PlanRules


def read_plans(paths: Sequence[Path], rules: PlanRules, taken: Collection[str]) -> dict[str, Plan]:
    """Plans by name, which is that of the file.

    What a plan spends is not checked here: one that overspends is a plan, and is shown as such.

    Parameters
    ----------
    taken : names of the orders that are compared anyway

    Raises
    ------
    InputError
        no such file, one that is no plan, names beside the study's, years outside, the same name
        twice; with file, row and column
    """
    plans: dict[str, Plan] = {}
    for path in paths:
        if not path.is_file():
            raise InputError("there is no such plan", file=str(path), expected="a CSV file")
        name = path.stem
        if name in plans or name in taken:
            raise InputError(
                "an order of this name is compared already",
                file=str(path),
                value=name,
                expected="plans in files of different names",
            )
        plan = _read(path, name)
        _require_fits(path, rules)
        plans[name] = plan
    return plans


def _read(path: Path, name: str) -> Plan:
    try:
        plan = Plan.from_csv(path, name)
    except (pd.errors.ParserError, pd.errors.EmptyDataError, UnicodeDecodeError) as error:
        raise InputError(
            "is no plan", file=str(path), expected="a table of comma-separated values in UTF-8"
        ) from error
    if plan.openings.empty:
        raise InputError("opens nothing", file=str(path), expected="at least one row that opens")
    return plan


def _require_fits(path: Path, rules: PlanRules) -> None:
    """Every row names what the study knows; the row told is the file's own."""
    # a plan is sorted when it is read: the rows of the file are read once more, as they stand
    raw = pd.read_csv(path, dtype="string", keep_default_na=False)
    wrong = next(misfits(raw, rules, str(path)), None)
    if wrong is not None:
        raise wrong


def misfits(raw: pd.DataFrame, rules: PlanRules, file: str) -> Iterator[InputError]:
    """Every cell that names what the study does not know, or a year that cannot be.

    Parameters
    ----------
    raw : a plan as text, in which `plan_errors` finds nothing
    """
    start, service = (pd.to_numeric(raw[c]) for c in ("start_year", "in_service_year"))
    moved = raw["action"] == Action.TRANSFER
    target = raw["to_place_id"] if "to_place_id" in raw else pd.Series("", index=raw.index)
    span = f"{rules.first_year} to {rules.last_year}"
    for column, bad, message, expected in (
        ("place_id", ~raw["place_id"].isin(rules.places), "no place of this scenario",
         _some(rules.places)),
        ("to_place_id", moved & ~target.isin(rules.places), "no place of this scenario",
         _some(rules.places)),
        ("asset", ~raw["asset"].isin(rules.assets), "nothing that this study builds",
         _some(rules.assets)),
        ("action", ~raw["action"].isin(rules.actions), "nothing that this study does",
         _some(rules.actions)),
        ("start_year", (start < rules.first_year) | (start > rules.last_year),
         "outside the scenario's years", span),
        ("in_service_year", service < start, "in service before it is started",
         "start_year or later"),
    ):  # fmt: skip
        yield from cell_errors(raw, column, bad, file, message, expected)
    if rules.of_place:
        yield from _misplaced(raw, rules, file)


def _misplaced(raw: pd.DataFrame, rules: PlanRules, file: str) -> Iterator[InputError]:
    """Assets that there are but once: twice in the plan, at another place, of other years."""
    asset, known = raw["asset"], raw["asset"].isin(list(rules.of_place))
    twice = known & asset.duplicated()
    yield from cell_errors(raw, "asset", twice, file, "stands twice in the plan", "once")
    start, service = (pd.to_numeric(raw[c]) for c in ("start_year", "in_service_year"))
    place, due = asset.map(dict(rules.of_place)), start + asset.map(dict(rules.years))
    for column, wrong, wanted in (
        ("place_id", known & (raw["place_id"] != place), place),
        ("in_service_year", known & (service != due), due),
    ):
        for row in np.flatnonzero(wrong.to_numpy()):
            yield InputError(
                f"does not fit {asset.iloc[row]}",
                file=file,
                row=int(row) + 2,
                column=column,
                value=str(raw[column].iloc[row]),
                expected=f"{wanted.iloc[row]}",
            )


def _some(known: Sequence[str], most: int = 12) -> str:
    more = f", … ({len(known)} in all)" if len(known) > most else ""
    return f"one of {', '.join(known[:most])}{more}"
