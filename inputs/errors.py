"""The error a user sees when an input is not what was expected."""

from __future__ import annotations


class InputError(ValueError):
    """One line that says where the input is wrong, what stands there and what was expected.

    Parameters
    ----------
    message
        What is wrong, in the planner's words.
    file, row, column, value
        Where it stands: the file or table, the line number in the file (the header is line 1), the
        column or key, and the text found there.
    expected
        What would have been right.
    """

    def __init__(
        self,
        message: str,
        *,
        file: str | None = None,
        row: int | None = None,
        column: str | None = None,
        value: object = None,
        expected: str | None = None,
    ) -> None:
        self.message = message
        self.file = file
        self.row = row
        self.column = column
        self.value = value
        self.expected = expected
        super().__init__(self._one_line())

    def _one_line(self) -> str:
        where = [
            part
            for part in (
                self.file,
                f"row {self.row}" if self.row is not None else None,
                f"column {self.column}" if self.column else None,
            )
            if part
        ]
        text = f"{', '.join(where)}: {self.message}" if where else self.message
        if self.value is not None:
            text += f" (found {self.value!r})"
        if self.expected:
            text += f"; expected {self.expected}"
        return " ".join(text.split())
