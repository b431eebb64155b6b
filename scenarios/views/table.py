"""A table as report and workbook print it: a frame with heads and kinds of numbers.

Every view prints tables through these classes; what stands in them is the business of the modules
that make them. Heads that many tables share, and what many do to a frame before it is shown (money
in billions, yes and no in words, gaps, spans of years), stand here once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import pandas as pd

from optimizer.certificate import Certificate
from scenarios.language import _, marked, told
from scenarios.language.numbers import localised
from scenarios.views.numbers import MLN_PER_BN, grouped, percent

Kind = Literal["text", "count", "year", "decimal", "money", "share", "quantity", "source"]
_DIGITS: dict[Kind, int] = {"count": 0, "money": 1}


@dataclass(frozen=True)
class Column:
    """A column: its key in the frame, its head, and how its values are written.

    count: whole numbers; year, decimal: no thousands, no or one digit; money: bn KZT, one digit;
    share: 0..1 written as percent; quantity: any size, four significant digits.
    """

    key: str
    head: str
    kind: Kind = "text"

    @property
    def numeric(self) -> bool:
        return self.kind not in ("text", "source")


@dataclass(frozen=True)
class Table:
    """A frame that knows how it wants to be shown. `name` serves as file and sheet name."""

    name: str
    title: str
    columns: tuple[Column, ...]
    frame: pd.DataFrame

    def rows(self) -> list[list[tuple[str, str]]]:
        """(text, raw value) of each cell: what is read, and what is sorted by and downloaded."""
        keys = [c.key for c in self.columns]
        return [
            [(written(v, c.kind), raw(v)) for c, v in zip(self.columns, row, strict=True)]
            for row in self.frame[keys].itertuples(index=False, name=None)
        ]


# Heads that tables of several studies share, by the key of the frame's column.
_SHARED: dict[str, tuple[str, Kind]] = {
    "oblast": (marked("Oblast"), "text"),
    "district": (marked("District"), "text"),
    "year": (marked("Year"), "year"),
    "plan": (marked("Plan"), "text"),
    "kind": (marked("Kind"), "text"),
    "item": (marked("Item"), "text"),
    "status": (marked("Status"), "text"),
    "from": (marked("From"), "text"),
    "to": (marked("To"), "text"),
    "unit": (marked("Unit"), "text"),
    "use": (marked("Use"), "text"),
    "variant": (marked("Climate"), "text"),
    "people": (marked("People"), "count"),
    "settlements": (marked("Settlements"), "count"),
    "villages": (marked("Villages"), "count"),
    "printed": (marked("Printed"), "quantity"),
    "comes": (marked("Opens instead"), "text"),
    "wish": (marked("Wish"), "text"),
    "coord_quality": (marked("Position"), "text"),
    "cost_mln_kzt": (marked("Cost, mln KZT"), "quantity"),
    "value_kzt_m3": (marked("A m³ more is worth, KZT"), "quantity"),
    "worst_share": (marked("Worst share"), "share"),
    "study": (marked("Study"), "text"),
    "run": (marked("Run"), "text"),
    "gap": (marked("Gap"), "share"),
    "why": (marked("Why"), "source"),
    "reason": (marked("Why"), "source"),
    "document": (marked("Document"), "text"),
    "lines": (marked("Lines"), "text"),
}


def table_of(name: str, title: str, frame: pd.DataFrame, *columns: Column | str) -> Table:
    """A table of a frame; a column given by its key alone has the head that tables share.

    Without rows the frame need not have the columns.

    Raises
    ------
    KeyError : a key without a head that tables share
    """
    made = tuple(Column(c, *_SHARED[c]) if isinstance(c, str) else c for c in columns)
    if frame.empty:
        frame = pd.DataFrame(columns=[column.key for column in made])
    return Table(name, title, made, frame)


def in_bn(frame: pd.DataFrame, *columns: str, digits: int | None = None) -> pd.DataFrame:
    """A copy with these columns of mln KZT in bn KZT."""
    bn = frame[list(columns)].astype(float) / MLN_PER_BN
    return frame.assign(**(bn if digits is None else bn.round(digits)))


def yes_or(flags: pd.Series, no: str = "", yes: str = marked("yes")) -> pd.Series:
    """Flags in words."""
    return flags.astype(bool).map({True: yes, False: no})


def said_gaps(gaps: Iterable[Any], digits: int = 3) -> list[str]:
    """Gaps as percentages; empty where none is proven."""
    return ["" if gap is None or pd.isna(gap) else percent(float(gap), digits) for gap in gaps]


def spans(first: Iterable[float], last: Iterable[float], never: str) -> list[str]:
    """Years as 2024 or 2024–2026; `never` where there is none."""
    return [
        never if pd.isna(a) else f"{a:.0f}" if a == b else f"{a:.0f}–{b:.0f}"
        for a, b in zip(first, last, strict=True)
    ]


def measures_of(
    known: Iterable[str],
    once: Mapping[str, tuple[str, Kind]],
    yearly: Mapping[str, tuple[str, Kind]],
    years: Sequence[int],
) -> dict[str, tuple[str, Kind]]:
    """Label and kind of each measure of a comparison.

    known : the measures that the runs have; those of `once` that none has are left out
    yearly : by the stem before `_<year>`
    """
    wanted = {name: once[name] for name in once if name in set(known)}
    for year in years:
        for stem, (label, kind) in yearly.items():
            wanted[f"{stem}_{year}"] = (_("{label}, {year}", label=told(label), year=year), kind)
    return wanted


def proof_table(proofs: Iterable[Certificate], title: str, stage: str = marked("Stage")) -> Table:
    """What is proven, a row a certificate; `checked` is yes or what the check found broken."""
    rows = [
        {
            **vars(proof),
            "status": str(proof.status),
            "checked": marked("yes")
            if proof.checked
            else "; ".join(map(str, proof.violations)) or marked("no"),
        }
        for proof in proofs
    ]
    frame = pd.DataFrame(rows)
    if rows:
        frame["gap"] = said_gaps(frame["gap"])
    return table_of(
        "certificates",
        title,
        frame,
        Column("stage", stage),
        Column("sense", _("Sense")),
        Column("objective", _("Objective"), "quantity"),
        Column("bound", _("Proven bound"), "quantity"),
        Column("gap", _("Gap")),
        "unit",
        Column("seconds", _("Seconds"), "decimal"),
        Column("engine", _("Engine")),
        "status",
        Column("checked", _("Checked outside the solver")),
    )


def written(value: Any, kind: Kind) -> str:
    """A value as the reader sees it, text in the spoken language; empty for what is not known."""
    if value is None or (not isinstance(value, str) and pd.isna(value)):
        return ""
    if isinstance(value, str):
        return told(value)
    if kind == "year":
        return str(int(value))
    if kind == "decimal":
        return localised(f"{float(value):.1f}")
    if kind == "share":
        return percent(float(value), 1)
    if kind == "quantity":
        return _four_digits(float(value))
    if kind in _DIGITS:
        return grouped(float(value), _DIGITS[kind])
    return str(value)


def raw(value: Any) -> str:
    """A value for machines: a plain number or text."""
    if value is None or (not isinstance(value, str) and pd.isna(value)):
        return ""
    if isinstance(value, str):
        return told(value)
    if isinstance(value, bool):
        return str(value)
    return f"{float(value):.10g}"


def _four_digits(value: float) -> str:
    if abs(value) >= 1000 or value == int(value):
        return grouped(value)
    return localised(f"{value:.4g}")
