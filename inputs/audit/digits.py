"""The digits check: each figure of a table stands at the cited lines of its document."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

import pandas as pd

from inputs.audit.anomalies import Anomalies
from inputs.audit.layout import UNIT_ORDER, Layout, Row, Strength
from inputs.audit.report import Exemption, Failure, Tally
from inputs.audit.rows import number, places_of, row_label, year_label
from inputs.audit.text import Documents, Passage, merged_ranges
from inputs.errors import InputError
from inputs.schemas.base import Table

CHECK = "digits"


@dataclass(frozen=True)
class _Cell:
    row: Row
    field: str
    value: str
    printed: Decimal
    explained: bool


@dataclass(frozen=True)
class _Verdict:
    strength: Strength | None
    missing: tuple[_Cell, ...] = ()
    why: str = ""


def check_digits(
    layout: Layout,
    cells: Mapping[str, pd.DataFrame],
    schemas: Mapping[str, Table],
    documents: Documents,
    anomalies: Anomalies,
) -> tuple[list[Tally], list[Failure], list[Exemption]]:
    """Look for every figure of the layout's tables at its cited lines.

    Parameters
    ----------
    cells : mapping
        Tables by name, indexed by line, with their cells as text.
    """
    unit_rank = {u: i for i, u in enumerate(cells["units"]["unit_id"])} if "units" in cells else {}
    counts: Counter[tuple[str, str, str]] = Counter()
    waived: Counter[tuple[str, str, str]] = Counter()
    failures: list[Failure] = []
    for rows in _printed_rows(layout, cells, unit_rank):
        found = list(_cells(layout, schemas, rows, anomalies))
        waivers = [w for w in layout.waivers if any(w.covers(row) for row in rows)]
        weakest = min([layout.weakest, *(w.weakest for w in waivers)])
        for cell in found:
            for waiver in waivers:
                waived[cell.row.table, waiver.weakest.label, waiver.reason] += 1
        if not found:
            continue
        verdict = _judge_rows(documents, found, weakest, layout.heading)
        label = (verdict.strength or weakest).label
        for cell in found:
            failed = cell in verdict.missing
            outcome = "failed" if failed else "explained" if cell.explained else "passed"
            counts[cell.row.table, label, outcome] += 1
            if failed:
                failures.append(_failure(schemas[cell.row.table], cell, verdict.why))
    exemptions = [Exemption(CHECK, t, scope, n, why) for (t, scope, why), n in waived.items()]
    return _tallies(counts), failures, exemptions


def _printed_rows(
    layout: Layout, cells: Mapping[str, pd.DataFrame], unit_rank: Mapping[str, int]
) -> Iterator[list[Row]]:
    """Table rows that were one row of the document, in printed order."""

    def position(row: Row) -> tuple[object, ...]:
        values = [_rank(layout, row, column, unit_rank) for column in layout.sort]
        return (*values, layout.tables.index(row.table))

    groups: dict[tuple[str, ...], list[Row]] = {}
    for table in layout.tables:
        if table not in cells:
            continue
        for line, record in zip(cells[table].index, cells[table].to_dict("records"), strict=True):
            row = Row(table, int(line), {str(k): str(v) for k, v in record.items()})
            if not layout.covers(row):
                continue
            own = (table, str(line))
            key = tuple(row.cells.get(k, "") for k in layout.group) if layout.group else own
            groups.setdefault(key, []).append(row)
    for rows in groups.values():
        yield sorted(rows, key=position)


def _rank(layout: Layout, row: Row, column: str, unit_rank: Mapping[str, int]) -> tuple[float, str]:
    """Sort key of one column; rows of a table without the column stand last."""
    if column == UNIT_ORDER:
        return (unit_rank.get(row.cells["unit_id"], -1), "")
    if column not in row.cells:
        return (float("inf"), "")
    text = row.cells[column]
    if column in layout.ranks:
        known = layout.ranks[column]
        return (known.index(text) if text in known else len(known), text)
    try:
        return (float(text), "")
    except ValueError:
        return (0.0, text)


def _cells(
    layout: Layout, schemas: Mapping[str, Table], rows: Iterable[Row], anomalies: Anomalies
) -> Iterator[_Cell]:
    for row in rows:
        schema = schemas[row.table]
        figures = [f.name for f in schema.figures if f.name in row.cells]
        for name in layout.order(row, year_label(row.cells), figures):
            text = row.cells[name]
            if not text:
                continue
            value = number(text)
            printed = anomalies.printed_instead(places_of(schema, row.cells, name), value)
            yield _Cell(row, name, text, value if printed is None else printed, printed is not None)


def _judge_rows(
    documents: Documents, cells: list[_Cell], weakest: Strength, heading: str
) -> _Verdict:
    """Judge a printed row on all its lines, and each table row on the lines it cites itself."""
    rows = list({(c.row.table, c.row.line): c.row for c in cells}.values())
    if not rows[0].cells["document"]:
        return _Verdict(None, tuple(cells), "the figure cites no document")
    document = rows[0].cells["document"]
    cited = list(dict.fromkeys(r.cells["lines"] for r in rows))
    title = re.match(r"\d+", rows[0].cells.get(heading, ""))
    try:
        together = documents.passage(document, merged_ranges(cited))
    except InputError as error:
        return _Verdict(None, tuple(cells), str(error))
    headings = [[], [Decimal(title[0])]] if title else [[]]
    verdict = _judge(together, cells, weakest, headings)
    if verdict.strength is None or len(cited) == 1:
        return verdict
    in_order = verdict.strength in (Strength.EXACT, Strength.ORDERED)
    missing: list[_Cell] = []
    for row in rows:
        passage = documents.passage(document, row.cells["lines"])
        own = [c for c in cells if c.row is row]
        spans = passage.in_order([c.printed for c in own])
        for cell, span in zip(own, spans, strict=True):
            if span is None and (in_order or not passage.contains(cell.printed)):
                missing.append(cell)
    if missing:
        why = "the figure stands in other lines than those cited"
        return _Verdict(None, tuple(missing), why)
    return verdict


def _judge(
    passage: Passage, cells: list[_Cell], weakest: Strength, headings: list[list[Decimal]]
) -> _Verdict:
    numbers = [c.printed for c in cells]
    if any(passage.tiles([*heading, *numbers]) for heading in headings):
        return _Verdict(Strength.EXACT)
    spans = passage.in_order(numbers)
    missing = tuple(c for c, span in zip(cells, spans, strict=True) if span is None)
    # one number alone has no order: to find it says no more than that it is there
    if not missing and len(cells) > 1 and weakest <= Strength.ORDERED:
        return _Verdict(Strength.ORDERED)
    if weakest <= Strength.COMPLETE and any(
        passage.tiles_in_any_order([*heading, *numbers]) for heading in headings
    ):
        return _Verdict(Strength.COMPLETE)
    if weakest is Strength.PRESENT or (len(cells) == 1 and weakest < Strength.EXACT):
        missing = tuple(c for c in cells if not passage.contains(c.printed))
        if not missing:
            return _Verdict(Strength.PRESENT)
        return _Verdict(None, missing, "the figure does not stand at the cited lines")
    if missing:
        why = "the figure does not stand at its place in the cited lines"
        return _Verdict(None, missing, why)
    why = "the cited lines print other digits besides the figures of this row"
    return _Verdict(None, tuple(cells), why)


def _failure(schema: Table, cell: _Cell, why: str) -> Failure:
    row = cell.row.cells
    return Failure(
        check=CHECK,
        table=schema.name,
        row=cell.row.line,
        unit_id=row_label(schema, row),
        year=year_label(row),
        field=cell.field,
        value=cell.value,
        expected=f"{cell.printed}" if cell.explained else "printed at the cited lines",
        document=row["document"],
        lines=row["lines"],
        message=why,
    )


def _tallies(counts: Counter[tuple[str, str, str]]) -> list[Tally]:
    rank = {s.label: -s for s in Strength}
    empty = Tally(CHECK, "", "", 0, 0, 0, 0)
    result: dict[tuple[str, str], Tally] = {}
    for (table, label, outcome), n in counts.items():
        tally = result.get((table, label), replace(empty, table=table, strength=label))
        changed = {"checked": tally.checked + n, outcome: getattr(tally, outcome) + n}
        result[table, label] = replace(tally, **changed)
    return sorted(result.values(), key=lambda t: (t.table, rank[t.strength]))
