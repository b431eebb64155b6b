"""The folder of a split: it appears whole, and replaces nothing but an earlier split."""

from __future__ import annotations

import json
from pathlib import Path

from inputs.errors import InputError
from scenarios.common_budget.answer import SplitAnswer
from scenarios.common_budget.report import render_report
from scenarios.common_budget.tables import front_frame, split_frame
from scenarios.folders import draft
from scenarios.kept import REPORT, page_in, write_pages
from scenarios.language import LANGUAGES

FILES = frozenset({"split.csv", "fronts.csv", "certificate.json", REPORT, *map(page_in, LANGUAGES)})


def require_place(folder: Path) -> None:
    """Refuse a folder that holds anything but an earlier split; to be asked before solving.

    Raises
    ------
    InputError
        names the folder and what stands in it
    """
    if not folder.exists():
        return
    if not folder.is_dir():
        raise InputError("is no folder", file=str(folder), expected="a name that is free")
    strange = sorted(path.name for path in folder.iterdir() if path.name not in FILES)
    if strange:
        raise InputError(
            "holds other files, which would be lost",
            file=str(folder),
            value=", ".join(strange[:3]),
            expected="an empty folder, or an earlier split to replace",
        )


def write_folder(answer: SplitAnswer, folder: Path) -> Path:
    """Write all files of a split; gives the path of the report, in the spoken language.

    Raises
    ------
    InputError
        the folder holds something else by now
    """
    with draft(folder.absolute().parent) as hidden:
        path = hidden.path
        split_frame(answer).to_csv(path / "split.csv", index=False, lineterminator="\n")
        front_frame(answer).to_csv(path / "fronts.csv", index=False, lineterminator="\n")
        (path / "certificate.json").write_text(_proof(answer), encoding="utf-8")
        write_pages(path, lambda: render_report(answer))
        require_place(folder)
        if not hidden.publish(folder.absolute(), replace=True):
            raise InputError("was written by another process meanwhile", file=str(folder))
    return folder / REPORT


def _proof(answer: SplitAnswer) -> str:
    content = {
        **answer.certificate.to_dict(),
        "bound_between_levels": answer.between,
        "splits_compared": answer.compared,
        "splits_that_gaps_leave_open": answer.rivals,
        "envelope_bn_per_year": answer.question.envelope_bn,
        "complete": answer.complete,
    }
    return json.dumps(content, indent=2, ensure_ascii=False, allow_nan=False) + "\n"
