"""The tables of the water report and workbook."""

from __future__ import annotations

from scenarios.study import Answer
from scenarios.views import tables
from scenarios.views.table import Column, Kind, Table

_KINDS: dict[str, Kind] = {"year": "year", "lines": "source", "why": "source"}


def report_tables(answer: Answer) -> list[Table]:
    """Certificates, assumptions and contradictions, then the study's own tables as they are."""
    return [
        tables.certificate_table(answer),
        tables.assumption_table(answer),
        tables.anomaly_table(answer),
        *(_plain(answer, name) for name in answer.tables),
    ]


def _plain(answer: Answer, name: str) -> Table:
    frame = answer.tables[name]
    numeric = frame.select_dtypes("number").columns
    columns = tuple(
        Column(
            str(c),
            str(c).replace("_", " "),
            _KINDS.get(str(c), "quantity" if c in numeric else "text"),
        )
        for c in frame.columns
    )
    return Table(name, name.replace("_", " ").capitalize(), columns, frame)
