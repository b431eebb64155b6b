"""What is wrong with a question before anything is solved.

Here belongs what the options or the tables alone rule out: it is bad input. What only the
requirements of the question rule out (standard, budget, number of sites) is an answer: infeasible.
"""

from __future__ import annotations

import difflib
from pathlib import Path

import numpy as np

from inputs.distances import PointDistances
from inputs.errors import InputError
from inputs.reading import read_file
from models.facility_location import SiteStatus
from models.facility_location.infeasibility import enough, plain
from scenarios.locate.kinds import KINDS, ModelName
from scenarios.locate.question import Question, Request

_SHOWN = 5


def check_options(request: Request) -> None:
    """Refuse options that contradict the model or each other.

    Raises
    ------
    InputError
        names the option and what was expected
    """
    _check_needed(request)
    kind = KINDS[request.model]
    if request.single_source and not kind.capacities:
        raise InputError(
            f"--single-source: {request.model} has no capacities that could split a demand point",
            expected=f"it with {ModelName.CFLP} only",
        )
    if request.unserved_penalty is not None and not kind.penalty:
        raise InputError(
            f"--unserved-penalty: {request.model} puts no price on unserved demand",
            expected="a model that adds up distances, costs or sites",
        )
    if request.cutoff is not None and not kind.demand:
        raise InputError(f"--cutoff: {request.model} looks at all distances", value=request.cutoff)
    for option, value in (
        ("--standard", request.standard),
        ("--cutoff", request.cutoff),
        ("--cost-per-km", request.cost_per_km),
        ("--budget", request.budget),
        ("--unserved-penalty", request.unserved_penalty),
    ):
        if value is not None and not (np.isfinite(value) and value >= 0):
            raise InputError(f"{option}: out of range", value=value, expected="a number, 0 or more")
    if request.max_open is not None and request.max_open < request.min_open:
        raise InputError(
            f"--max-open: less than --min-open, {request.min_open}", value=request.max_open
        )
    cutoff, standard = request.cutoff, request.standard
    if cutoff is not None and standard is not None and cutoff < standard:
        raise InputError(
            f"--cutoff: less than the standard, {standard:g} km",
            value=cutoff,
            expected=f"at least {standard:g}",
        )


def _check_needed(request: Request) -> None:
    kind = KINDS[request.model]
    if kind.demand and request.demand is None:
        raise InputError(f"{request.model} needs --demand", expected="a table of demand points")
    if kind.p and request.p is None:
        raise InputError(f"{request.model} needs -p", expected="the number of open sites")
    if not kind.p and request.p is not None:
        raise InputError(
            f"-p: {request.model} finds the number of sites itself",
            value=request.p,
            expected="--min-open and --max-open, if the number is bounded",
        )
    if kind.standard and request.standard is None:
        raise InputError(
            f"{request.model} needs --standard",
            expected="the longest distance in km",
        )
    if kind.standard is False and request.standard is not None:
        raise InputError(f"--standard: {request.model} knows none", value=request.standard)


def check_question(question: Question) -> None:
    """Refuse tables that rule out every answer.

    Raises
    ------
    InputError
        names the file, row and column
    """
    _check_number(question)
    _check_groups(question)
    if question.demand is None:
        return
    _check_weights(question)
    if question.request.unserved_penalty is None and question.request.model != ModelName.MCLP:
        _check_reach(question)
        _check_capacity(question)


def _check_number(question: Question) -> None:
    asked, count = question.request, len(question.sites.points)
    least = 2 if asked.model is ModelName.P_DISPERSION else 1
    for option, value, low in (
        ("-p", asked.p, least),
        ("--min-open", asked.min_open, 0),
        ("--max-open", asked.max_open, 0),
    ):
        if value is not None and value < low:
            raise InputError(f"{option}: too few sites", value=value, expected=f"{low} or more")
        if value is not None and value > count and option != "--max-open":
            raise InputError(
                f"{option}: more sites than the table has",
                file=asked.sites.name,
                value=value,
                expected=f"at most {count}",
            )


def _check_groups(question: Question) -> None:
    for label in question.request.group_limits:
        if label not in question.groups:
            close = difflib.get_close_matches(label, question.groups, n=3)
            known = ", ".join(close or question.groups[:_SHOWN]) or "a column group in the table"
            raise InputError(
                "--at-most: no site of this group",
                file=question.request.sites.name,
                column="group",
                value=label,
                expected=known,
            )


def _check_weights(question: Question) -> None:
    if not question.weight.sum() > 0:
        raise InputError(
            "no demand at all",
            file=_demand_file(question).name,
            column="weight",
            value=0,
            expected="a number above 0 somewhere",
        )


def _check_reach(question: Question) -> None:
    """Every demand point has a way to some site that may be open."""
    usable = np.array([s != SiteStatus.EXCLUDED for s in question.sites.status])
    if not usable.any():
        raise InputError(
            "every site is excluded", file=question.request.sites.name, column="status"
        )
    if isinstance(question.distances, PointDistances):
        return
    values = question.distances.values
    if isinstance(values, np.ndarray):
        reached = np.isfinite(values[:, usable]).any(axis=1)
    else:
        reached = (
            np.bincount(
                np.repeat(np.arange(values.shape[0]), np.diff(values.indptr)),
                weights=usable[values.indices],
                minlength=values.shape[0],
            )
            > 0
        )
    lost = np.flatnonzero(~reached)
    if not lost.size:
        return
    cutoff = question.request.cutoff
    within = f" within {cutoff:g} km" if cutoff is not None else ""
    points = question.points_of_demand.points
    others = ", ".join(points.ids[i] for i in lost[1:_SHOWN])
    more = f", so are {lost.size - 1} more: {others}" if others else ""
    more += " ..." if lost.size > _SHOWN else ""
    file = _demand_file(question)
    raise InputError(
        f"the demand point cannot be reached from any site{within}{more}",
        file=file.name,
        row=_row_of(file, question.request.demand_layer, points.ids[lost[0]]),
        column="id",
        value=points.ids[lost[0]],
        expected="a way to a site that is not excluded, or --unserved-penalty",
    )


def _check_capacity(question: Question) -> None:
    if not question.kind.capacities:
        return
    usable = np.array([s != SiteStatus.EXCLUDED for s in question.sites.status])
    room = float(question.sites.enlarged_capacity[usable].sum())
    need = float(question.weight.sum())
    if room < need * (1 - 1e-9):
        raise InputError(
            f"all sites together, enlarged, cannot serve the demand of {enough(need)}",
            file=question.request.sites.name,
            column="enlarged_capacity",
            value=f"{plain(room)} in all",
            expected=f"{enough(need - room)} more, or --unserved-penalty",
        )


def _demand_file(question: Question) -> Path:
    if question.request.demand is None:
        raise TypeError("a question with demand points has a file of them")
    return question.request.demand


def _row_of(path: Path, layer: str | None, wanted: str) -> int | None:
    """Line of the file on which an id stands; None for a layer of features."""
    if path.suffix.lower() not in (".csv", ".xlsx"):
        return None
    for table in read_file(path):
        if layer is None or table.name == layer:
            at = [name.strip().lower() for name in table.columns].index("id")
            for line, row in zip(table.lines, table.rows, strict=True):
                if len(row) > at and row[at] == wanted:
                    return line
    return None
