"""No name from a browser leads out of the folders that the desk was given."""

from __future__ import annotations

from pathlib import Path

import pytest

from inputs.errors import InputError
from scenarios.app.security.folders import file_in, run_folder, tab_folder

OUTSIDE = ["..", "../etc", "a/../../etc", "/etc", ".desk", ".", "", "a\\b", "A", "x" * 101, "é"]


@pytest.fixture
def out(tmp_path: Path) -> Path:
    out = tmp_path / "runs"
    (out / "default-abc").mkdir(parents=True)
    (out / "default-abc" / "plan.xlsx").write_bytes(b"plan")
    (out / ".desk").mkdir()
    (tmp_path / "secret").mkdir()
    (tmp_path / "secret" / "plan.xlsx").write_bytes(b"secret")
    return out


def test_a_run_is_found_by_its_name(out: Path) -> None:
    folder = run_folder(out, "default-abc")
    assert file_in(folder, "plan.xlsx").read_bytes() == b"plan"


@pytest.mark.parametrize("name", [*OUTSIDE, "../secret", "%2e%2e", "missing"])
def test_other_names_find_nothing(out: Path, name: str) -> None:
    with pytest.raises(InputError):
        run_folder(out, name)


def test_a_link_that_leads_out_is_not_followed(out: Path) -> None:
    (out / "linked").symlink_to(out.parent / "secret")
    with pytest.raises(InputError):
        run_folder(out, "linked")
    (out / "default-abc" / "report.html").symlink_to(out.parent / "secret" / "plan.xlsx")
    with pytest.raises(InputError):
        file_in(out / "default-abc", "report.html")
    with pytest.raises(InputError):
        file_in(out / "default-abc", "../../secret/plan.xlsx")


@pytest.mark.parametrize("tab", [*OUTSIDE, "../aaaaaaaa", "aaaaaaa/", "zzzzzzzz"])
def test_a_tab_is_called_as_browsers_call_them(tmp_path: Path, tab: str) -> None:
    with pytest.raises(InputError):
        tab_folder(tmp_path, tab)
    name = "5b1e2f3a-0000-4000-8000-123456789abc"
    assert tab_folder(tmp_path, name) == tmp_path / name
