"""What tables and plans must be, as the checks say it in English, told in the language of the page.

The checks of tables belong to a package that knows no languages, so their sentences are recognised.
"""

from __future__ import annotations

from scenarios.language import marked, recognising

# The first that fits, so that those with more words come before those that hold them.
_SENTENCES = (
    marked("a whole number without separators"),
    marked("a number with a decimal point and no separators"),
    marked("true or false"),
    marked("text like {pattern}"),
    marked("text"),
    marked("at least one row: the table is required"),
    marked("at least {limit}"),
    marked("at most {limit}"),
    marked("a file {name}: it is required"),
    marked("the name of a declared table; did you mean {name}"),
    marked("the name of a declared table"),
    marked("one source of the table; also in {file}"),
    marked("{n} cells, as the header has"),
    marked("a value, not an empty cell"),
    marked("columns separated by commas, not by ;"),
    marked("this column; the order of columns is free"),
    marked("each column once"),
    marked("only declared columns; did you mean {name}"),
    marked("only declared columns"),
    marked("not below {column} of the same row"),
    marked("a value of its own; row {line} has the same"),
    marked("{columns} of a row in {table}, and the folder holds no table {missing}"),
    marked("{columns} of a row in {table}; did you mean {name}"),
    marked("{columns} of a row in {table}"),
    marked("one of {names}, … ({n} in all)"),
    marked("one of {names}"),
    marked("no place of this scenario"),
    marked("nothing that this study builds"),
    marked("nothing that this study does"),
    marked("outside the scenario's years"),
    marked("in service before it is started"),
    marked("start_year or later"),
    marked("{first} to {last}"),
)


def recognised(text: str) -> str:
    """The sentence with its values, or the text as it is where no check says so."""
    return recognising.recognised(text, _SENTENCES)
