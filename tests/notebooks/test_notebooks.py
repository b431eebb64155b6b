"""The notebooks run from the first cell to the last, and end with optimal against planned sites."""

from __future__ import annotations

import re
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

ROOT = Path(__file__).resolve().parents[2]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
SETTING = re.compile(r"^SECONDS = (\d+)", re.MULTILINE)
FEWER = 8  # times less to search: a plan is wanted, not the page's plan


def hurried(notebook: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """The notebook with less time for its plans."""
    settings = notebook.cells[1]
    settings.source, count = SETTING.subn(
        lambda found: f"SECONDS = {max(1, int(found[1]) // FEWER)}", settings.source
    )
    assert count == 1, "the time stands in the first cell of code"
    return notebook


def pictures(cell: nbformat.NotebookNode) -> list[str]:
    return [
        output.data["image/png"]
        for output in cell.outputs
        if output.output_type in ("display_data", "execute_result") and "image/png" in output.data
    ]


def test_there_are_six() -> None:
    assert [path.stem[:2] for path in NOTEBOOKS] == ["01", "02", "03", "04", "05", "06"]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_outputs_are_stripped(path: Path) -> None:
    cells = [c for c in nbformat.read(path, as_version=4).cells if c.cell_type == "code"]
    assert all(not cell.outputs and cell.execution_count is None for cell in cells)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_it_runs_and_ends_in_a_figure(path: Path) -> None:
    notebook = hurried(nbformat.read(path, as_version=4))
    NotebookClient(notebook, timeout=240, kernel_name="python3").execute(cwd=str(ROOT))
    assert pictures(notebook.cells[-1])


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_its_page_is_there_with_every_cell_of_text(path: Path) -> None:
    page = (ROOT / "docs" / "notebooks" / f"{path.stem}.md").read_text(encoding="utf-8")
    for cell in nbformat.read(path, as_version=4).cells:
        assert cell.source.splitlines()[0] in page
