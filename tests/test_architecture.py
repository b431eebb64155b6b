"""The shape of the house: who may import whom, how long a file may be, what stands in none."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = ("inputs", "optimizer", "models", "scenarios")
MAX_LINES = 400
TEXT = {".py", ".md", ".toml", ".yaml", ".yml", ".json", ".csv", ".html", ".css", ".js", ""}


def _files(*folders: str) -> list[Path]:
    found = [
        path
        for folder in folders
        for path in sorted((ROOT / folder).rglob("*"))
        if path.is_file() and "__pycache__" not in path.parts
    ]
    assert found
    return found


def test_import_contracts_hold() -> None:
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


def test_the_contracts_notice_a_forbidden_import(tmp_path: Path) -> None:
    """A contract that names a package wrongly would hold for ever."""
    for name in PACKAGES:
        (tmp_path / name).mkdir()
        (tmp_path / name / "__init__.py").write_text("")
    (tmp_path / "models" / "wrong.py").write_text("import scenarios\n")
    (tmp_path / "optimizer" / "wrong.py").write_text("import inputs\n")
    (tmp_path / "pyproject.toml").write_text((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    for module in _contract_modules():
        path = tmp_path.joinpath(*module.split("."))
        if not path.exists():
            path.mkdir(parents=True)
            (path / "__init__.py").write_text("")
    code = (
        "import sys; sys.path.insert(0, '.')\n"
        "from importlinter.cli import lint_imports_command; lint_imports_command(['--no-cache'])"
    )
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 1, done.stdout + done.stderr
    assert "models import only the optimizer BROKEN" in done.stdout
    assert "optimizer imports nothing of ours BROKEN" in done.stdout
    assert "inputs imports nothing of ours KEPT" in done.stdout


def _contract_modules() -> list[str]:
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = project["tool"]["importlinter"]["contracts"]
    return [
        module
        for contract in contracts
        for key in ("source_modules", "forbidden_modules")
        for module in contract[key]
    ]


@pytest.mark.parametrize("package", PACKAGES)
def test_no_file_is_too_long(package: str) -> None:
    lengths = {
        str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines())
        for path in _files(package)
        if path.suffix == ".py"
    }
    assert {name: n for name, n in lengths.items() if n > MAX_LINES} == {}


def test_no_file_knows_a_machine() -> None:
    """Paths of one machine and hosts of package registries work nowhere else."""
    folders = "work|tmp|root|home|opt|Users"
    machine = re.compile(rf"(?<![\w.~)}}/-])/(?:{folders})/\w")
    registry = re.compile(r"pypi\.org|pythonhosted\.org|registry\.npmjs")
    single = [ROOT / name for name in ("Makefile", "pyproject.toml", ".ci/run", "README.md")]
    locks = sorted(ROOT.glob("requirements*.lock"))
    found = []
    for path in [*_files(*PACKAGES, "tests", "docs"), *single, *locks]:
        if path.suffix not in TEXT and path.suffix != ".lock":
            continue
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if machine.search(line) or registry.search(line.replace("\\", "")):
                found.append(f"{path.relative_to(ROOT)}:{number}: {line.strip()[:120]}")
    assert [f for f in found if not f.startswith("tests/test_architecture.py")] == []


def test_the_locks_agree() -> None:
    """What is tested is what is run: the same versions, the dev lock only adding to the other."""
    run, dev = (
        set(re.findall(r"^([\w.-]+==[^ \n\\]+)", (ROOT / name).read_text(), re.MULTILINE))
        for name in ("requirements.lock", "requirements-dev.lock")
    )
    assert run < dev
