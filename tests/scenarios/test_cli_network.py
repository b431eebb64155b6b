"""`aumaq inputs network`: what it prints, draws and refuses."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from scenarios.cli import app


def run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, ["inputs", "network", *arguments])
    return result.exit_code, " ".join(result.output.split())


def test_parts_lengths_and_planned_links_are_told() -> None:
    code, text = run("--year", "2040", "--delay", "RL-118=2045", "--drop", "RL-119")
    assert code == 0
    assert "2040, rail: 2 parts" in text
    assert "cut off: Zhanibek: 309 km from Taskala" in text
    assert "4,403" in text
    assert "annex 3 prints 23 848" in text
    assert "│ 2045 │ rail │ RL-118" in text
    assert "RL-119" not in text


def test_a_gateway_that_no_link_reaches_yet_is_named() -> None:
    _, text = run("--year", "2026")
    assert "gateway without road: B. Konysbaev (Yallama) crossing: about" in text
    assert "without a link until later: " in text


@pytest.mark.parametrize(
    ("name", "begins"), [("map.svg", b"<svg"), ("map.png", b"\x89PNG"), ("map.html", b"<!doctype")]
)
def test_the_map_is_drawn(tmp_path: Path, name: str, begins: bytes) -> None:
    path = tmp_path / name
    code, _ = run("--year", "2040", "--out", str(path))
    assert code == 0
    content = path.read_bytes()
    assert content.startswith(begins)
    if name != "map.png":
        assert b"planned railway" in content
        assert b"drawn from its neighbours" in content


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--delay", "RL-118"), "ID=YEAR"),
        (("--delay", "RL-118=2035"), "2040 or later"),
        (("--drop", "RL-999"), "unknown planned link"),
        (("--out", "map.bmp"), ".svg, .png or .html"),
    ],
)
def test_what_cannot_be_done_is_told(arguments: tuple[str, ...], told: str) -> None:
    code, text = run(*arguments)
    assert code == 2
    assert told in text
