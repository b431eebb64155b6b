"""The first sheet of a workbook: the answer, its proof, what to know, and where the rest stands."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from scenarios.language import _, told
from scenarios.study import Answer
from scenarios.views import tables
from scenarios.views.page import Headline
from scenarios.views.sheets import LINE, Book, lines_of, print_setup, write_grid
from scenarios.views.table import Table

_WIDTHS = (44, 17, 17, 12, 12, 22)  # characters
_PROOF = ("stage", "objective", "bound", "gap", "checked", "unit")


def write_cover(
    book: Book, answer: Answer, said: Headline, money: str, sheets: Sequence[tuple[str, str]]
) -> None:
    """Write the cover as the first sheet.

    Parameters
    ----------
    said : the headline of the answer
    money : which tenge the amounts are in
    sheets : (name, title) of the sheets that follow
    """
    sheet = book.workbook.add_worksheet(_("Answer"))
    sheet.hide_gridlines(2)
    for column, width in enumerate(_WIDTHS):
        sheet.set_column(column, column, width)
    _across(book, sheet, 0, said.title, "banner", 20)
    row = 2
    for text in (said.sentence, *said.leads):
        _across(book, sheet, row, text, "wrap", LINE + 2)
        row += 1
    row = _numbers(book, sheet, row + 1, said)
    row = _proof(book, sheet, row + 1, answer)
    row = _contents(book, sheet, row + 1, sheets)
    row = _notes(book, sheet, row + 1, answer, money)
    print_setup(sheet, row, _WIDTHS)
    sheet.set_first_sheet()


def _across(book: Book, sheet: Any, row: int, text: str, layout: str, line: float) -> None:
    last = len(_WIDTHS) - 1
    sheet.merge_range(row, 0, row, last, "", book.formats[layout])
    sheet.write_string(row, 0, text, book.formats[layout])
    sheet.set_row(row, line * lines_of(text, sum(_WIDTHS)))


def _numbers(book: Book, sheet: Any, row: int, said: Headline) -> int:
    for column, head in enumerate(("", _("Optimised"), _("Documented"), _("Verdict"))):
        sheet.write_string(row, column, head, book.formats["head"])
    for number in said.numbers:
        row += 1
        sheet.write_string(row, 0, number.label, book.formats["source"])
        sheet.write_string(row, 1, number.value, book.formats["strong"])
        sheet.write_string(row, 2, number.counterpart, book.formats["source"])
        sheet.write_string(row, 3, told(number.verdict), book.formats["source"])
        sheet.set_row(row, LINE * lines_of(number.label, _WIDTHS[0]))
    return row + 1


def _proof(book: Book, sheet: Any, row: int, answer: Answer) -> int:
    sheet.write_string(row, 0, _("Certificates"), book.formats["strong"])
    whole = tables.certificate_table(answer)
    columns = {column.key: column for column in whole.columns}
    shown = Table(whole.name, whole.title, tuple(columns[key] for key in _PROOF), whole.frame)
    return write_grid(book, sheet, shown, row + 1, _WIDTHS) + 1


def _contents(book: Book, sheet: Any, row: int, sheets: Sequence[tuple[str, str]]) -> int:
    sheet.write_string(row, 0, _("Sheets"), book.formats["strong"])
    for name, title in sheets:
        row += 1
        sheet.write_url(row, 0, f"internal:'{name}'!A1", book.formats["link"], string=name)
        sheet.write_string(row, 1, told(title), book.formats["text"])
    return row + 1


def _notes(book: Book, sheet: Any, row: int, answer: Answer, money: str) -> int:
    facts = (
        money,
        _(
            "Scenario {name}, question {question}, data {data}",
            name=answer.scenario.name,
            question=answer.scenario.content_hash[:12],
            data=answer.territory.content_hash[:12],
        ),
    )
    for text in (*map(told, answer.notes), *facts):
        _across(book, sheet, row, text, "source", LINE)
        row += 1
    return row
