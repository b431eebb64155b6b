"""Writes measured tables into docs/performance.md, each benchmark its own block."""

from __future__ import annotations

from pathlib import Path

PAGE = Path(__file__).resolve().parents[1] / "docs" / "performance.md"


def put_block(name: str, markdown: str, page: Path = PAGE) -> None:
    """Replace the block between the two markers of `name`; everything else stays.

    Raises
    ------
    ValueError
        the page has no block of that name
    """
    begin, end = f"<!-- begin {name} -->\n", f"<!-- end {name} -->"
    text = page.read_text(encoding="utf-8")
    if begin not in text or end not in text:
        raise ValueError(f"{page.name} has no block {name!r}: add its begin and end markers")
    before, rest = text.split(begin, 1)
    after = rest.split(end, 1)[1]
    page.write_text(f"{before}{begin}{markdown.rstrip()}\n{end}{after}", encoding="utf-8")
