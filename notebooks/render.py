"""Execute the notebooks and write them as pages with their pictures below docs/notebooks.

    python notebooks/render.py [NAME ...]

The notebooks themselves are kept without outputs; `tests/notebooks` executes them with less time.
"""

from __future__ import annotations

import re
import shutil
import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbconvert import MarkdownExporter

HERE = Path(__file__).resolve().parent
PAGES = HERE.parent / "docs" / "notebooks"


def executed(path: Path) -> nbformat.NotebookNode:
    """A notebook with its outputs."""
    notebook = nbformat.read(path, as_version=4)
    NotebookClient(notebook, timeout=300, kernel_name="python3").execute(cwd=str(HERE.parent))
    return notebook


def write_page(name: str, notebook: nbformat.NotebookNode) -> Path:
    """The page `name.md` and its pictures, replacing those of an earlier call."""
    text, resources = MarkdownExporter().from_notebook_node(
        notebook, resources={"output_files_dir": name}
    )
    pictures = PAGES / name
    shutil.rmtree(pictures, ignore_errors=True)
    pictures.mkdir(parents=True)
    for file, data in resources["outputs"].items():
        (PAGES / file).write_bytes(data)
    page = PAGES / f"{name}.md"
    page.write_text(_tidy(text), encoding="utf-8")
    return page


def _tidy(text: str) -> str:
    """Without the styles that pandas puts into each table, and without trailing blanks."""
    text = re.sub(r"<style scoped>.*?</style>\n", "", text, flags=re.DOTALL)
    return re.sub(r"[ \t]+$", "", text, flags=re.MULTILINE).strip() + "\n"


def main() -> None:
    names = sys.argv[1:] or sorted(path.stem for path in HERE.glob("*.ipynb"))
    for name in names:
        print(write_page(name, executed(HERE / f"{name}.ipynb")).relative_to(HERE.parent))


if __name__ == "__main__":
    main()
