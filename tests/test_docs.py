"""The documentation: it builds without a network, and its Python lines run."""

from __future__ import annotations

import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
FETCHED = {"script": "src", "link": "href", "img": "src", "iframe": "src", "source": "src"}
EXECUTED = ["README.md", "docs/tutorials/analyst.md"]


class _Requests(HTMLParser):
    """Collects what a browser would fetch to show a page."""

    def __init__(self) -> None:
        super().__init__()
        self.addresses: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "link" and given.get("rel") in ("canonical", "next", "prev", "edit"):
            return
        if address := given.get(FETCHED.get(tag, "")):
            self.addresses.append(address)


def fetched_by(page: str) -> list[str]:
    requests = _Requests()
    requests.feed(page)
    return requests.addresses


def python_blocks(text: str) -> list[str]:
    return re.findall(r"^```python\n(.*?)^```", text, flags=re.DOTALL | re.MULTILINE)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("site")
    built = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--quiet", "--site-dir", str(out)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert built.returncode == 0, built.stdout + built.stderr
    return out


def test_the_site_has_every_page_and_fetches_nothing_from_elsewhere(site: Path) -> None:
    pages = {p.relative_to(site).as_posix(): p.read_text("utf-8") for p in site.rglob("*.html")}
    written = {p.relative_to(ROOT / "docs").with_suffix(".html") for p in ROOT.glob("docs/**/*.md")}
    assert {p.as_posix() for p in written} <= set(pages)
    foreign = {
        (name, address)
        for name, page in pages.items()
        for address in fetched_by(page)
        if re.match(r"(https?:)?//", address)
    }
    assert not foreign


def test_the_mathematics_stands_on_its_page(site: Path) -> None:
    page = (site / "mathematics.html").read_text("utf-8")
    for said in ("ReVelle, C., Swain, R.", "Campbell (1994)", "Pritsker, Watters and Wolfe 1969"):
        assert said in page


@pytest.mark.parametrize("name", EXECUTED)
def test_the_python_lines_run(name: str) -> None:
    blocks = python_blocks((ROOT / name).read_text("utf-8"))
    assert blocks
    names: dict[str, object] = {}
    for block in blocks:
        exec(compile(block, name, "exec"), names)
