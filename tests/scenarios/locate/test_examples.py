"""Every command of the page answers as the page says."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from typer.testing import CliRunner

from scenarios.cli import app

DOCS = Path(__file__).parents[3] / "docs"
BLOCK = re.compile(r"```console\n\$ aumaq (.*)\n((?:.*\n)*?)```")


def _blocks() -> list[tuple[str, list[str]]]:
    page = (DOCS / "locate.md").read_text(encoding="utf-8")
    return [(command, said.splitlines()) for command, said in BLOCK.findall(page)]


@pytest.mark.parametrize(("command", "said"), _blocks())
def test_the_page_says_what_the_command_says(
    command: str, said: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(DOCS / "examples")
    words = shlex.split(command)
    words[words.index("--out") + 1] = str(tmp_path / "answer")
    result = CliRunner().invoke(app, words, env={"COLUMNS": "200"})
    assert result.exit_code in (0, 3), result.output
    assert said, "the page shows an answer"
    lost = [line for line in said if line.removesuffix(" ...").strip() not in result.output]
    assert lost == [], result.output


def test_the_page_shows_every_model() -> None:
    models = {command.split()[1] for command, _ in _blocks()}
    assert models == {
        "p-median",
        "p-center",
        "mclp",
        "lscp",
        "uflp",
        "cflp",
        "p-dispersion",
        "steiner",
    }
