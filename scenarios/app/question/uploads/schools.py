"""A list of schools as a CSV file, checked against the settlements that there are."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection
from pathlib import PurePosixPath

from scenarios.app.question.uploads.findings import Finding, Refused
from scenarios.app.question.uploads.unpacking import MAX_FILE, MAX_ROWS, MB, Sent
from scenarios.language import said
from scenarios.school_list import parse_school_list


def places_of(sent: Sent, settlements: Collection[str]) -> dict[str, float]:
    """Places that stand by settlement, schools of one added up.

    Raises
    ------
    Refused
        everything that is wrong with the list
    """
    file = PurePosixPath(sent.name.replace("\\", "/")).name
    if len(sent.content) > MAX_FILE:
        raise Refused([Finding(file, None, "", "", said("at most {n} MB", n=MAX_FILE // MB))])
    try:
        text = sent.content.decode("utf-8-sig")
        if text.count("\n") > MAX_ROWS:
            raise Refused([Finding(file, None, "", "", said("at most {n} rows", n=MAX_ROWS))])
        found = parse_school_list(io.StringIO(text, newline=""), file, set(settlements))
    except (UnicodeDecodeError, csv.Error) as error:
        expected = said("a table of comma-separated values in UTF-8")
        raise Refused([Finding(file, None, "", str(error), expected)]) from error
    if found.errors:
        raise Refused(
            Finding(file, e.row, e.column or "", str(e.value or ""), e.message)
            for e in found.errors
        )
    return found.places
