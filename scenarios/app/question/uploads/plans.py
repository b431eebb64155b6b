"""A plan as a CSV file, checked against the study that it is for."""

from __future__ import annotations

import io
from pathlib import PurePosixPath

import pandas as pd

from scenarios.app.question.uploads.findings import Finding, Refused, of_error
from scenarios.app.question.uploads.unpacking import MAX_FILE, MAX_ROWS, MB, Sent
from scenarios.language import said
from scenarios.plan import Plan, plan_errors
from scenarios.sequencing.asked import misfits
from scenarios.study import PlanRules

_UNREADABLE = (pd.errors.ParserError, pd.errors.EmptyDataError, UnicodeDecodeError, ValueError)


def plan_of(sent: Sent, rules: PlanRules) -> Plan:
    """Read a plan.

    Raises
    ------
    Refused
        everything that is wrong with it
    """
    file = PurePosixPath(sent.name.replace("\\", "/")).name
    if len(sent.content) > MAX_FILE:
        raise Refused([Finding(file, None, "", "", said("at most {n} MB", n=MAX_FILE // MB))])
    try:
        raw = pd.read_csv(
            io.BytesIO(sent.content), dtype="string", keep_default_na=False, nrows=MAX_ROWS + 1
        )
    except _UNREADABLE as error:
        expected = said("a table of comma-separated values in UTF-8")
        raise Refused([Finding(file, None, "", str(error), expected)]) from error
    if len(raw) > MAX_ROWS:
        raise Refused([Finding(file, None, "", "", said("at most {n} rows", n=MAX_ROWS))])
    errors = list(plan_errors(raw, file)) or list(misfits(raw, rules, file))
    if errors:
        raise Refused(map(of_error, errors))
    plan = Plan.from_text(raw, PurePosixPath(file).stem)
    if plan.openings.empty:
        raise Refused([Finding(file, None, "", "", said("at least one row that opens something"))])
    return plan
