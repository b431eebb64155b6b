"""The answer as a small workbook: answer, sites, who is served where."""

from __future__ import annotations

from pathlib import Path

from scenarios.language import _
from scenarios.locate import tables
from scenarios.locate.answer import LocationAnswer
from scenarios.locate.wording import Wording, wording
from scenarios.views.sheets import Book, opened, print_setup, write_grid, write_sheet
from scenarios.views.table import Table


def write_workbook(answer: LocationAnswer, path: Path) -> None:
    """Write the answer as .xlsx; text is always written as text."""
    with opened(path, wording(answer).headline.title) as book:
        proof, question = tables.certificate_table(answer), tables.question_table(answer)
        write_cover(book, wording(answer), proof, question)
        write_sheet(book, tables.sites_table(answer), _("Sites"))
        if answer.question.demand is not None:
            write_sheet(book, tables.assignment_table(answer), _("Assignment"))


def write_cover(book: Book, words: Wording, proof: Table, question: Table) -> None:
    """The first sheet: the answer, what is proven, what was asked, notes."""
    said = words.headline
    sheet = book.workbook.add_worksheet(_("Answer"))
    sheet.hide_gridlines(2)
    widths = [38.0, *[20.0] * (len(proof.columns) - 1)]
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    for row, text in enumerate((said.title, said.sentence, *said.leads)):
        sheet.write_string(row, 0, text, book.formats["title" if row == 1 else "text"])
    row = 3 + len(said.leads)
    for number in said.numbers:
        parts = (number.label, number.value, number.held_against, number.detail)
        for column, text in enumerate(parts):
            sheet.write_string(row, column, text, book.formats["text"])
        row += 1
    row = write_grid(book, sheet, proof, row + 1) + 2
    row = write_grid(book, sheet, question, row) + 2
    for note in words.notes:
        sheet.write_string(row, 0, note, book.formats["text"])
        row += 1
    print_setup(sheet, row, widths)
