"""Reports of networks hold no English in Kazakh and Russian."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from untranslated import english_texts, untranslated

from inputs.territory import load_territory
from optimizer.limits import Limits
from scenarios.language import speaking
from scenarios.locate.steiner.answer import answer
from scenarios.locate.steiner.folder import write_folder
from scenarios.locate.steiner.question import NetworkRequest, read_question

NAMES = frozenset(
    {"Village", "Main", "villages", "mains", "nodes", "pipes", "csv", "package", "Delaunay"}
    | {"datamaps", "mayor"}
)


@pytest.mark.parametrize(
    "options",
    [{}, {"sources": "mains.csv"}, {"sources": "mains.csv", "classes": "package", "budget": 900.0}],
)
def test_a_report_in_each_language(tmp_path: Path, options: dict[str, Any]) -> None:
    draw = np.random.default_rng(3)
    pd.DataFrame(
        {
            "id": [f"v{k}" for k in range(6)],
            "name": [f"Village {k}" for k in range(6)],
            "lat": (43 + draw.random(6) / 2).round(4),
            "lon": (71 + draw.random(6) / 2).round(4),
            "population": draw.integers(100, 900, 6),
            "mayor": "N.",
        }
    ).to_csv(tmp_path / "villages.csv", index=False)
    mains = {"id": ["m0"], "name": ["Main 0"], "lat": [43.2], "lon": [71.2]}
    pd.DataFrame(mains).to_csv(tmp_path / "mains.csv", index=False)
    if "sources" in options:
        options = {**options, "sources": tmp_path / options["sources"]}
    request = NetworkRequest(points=tmp_path / "villages.csv", **options)
    found = answer(read_question(request, load_territory()), Limits(time_s=10.0, gap=0.01))
    report = write_folder(found, tmp_path / "out")
    for language in ("kk", "ru"):
        page = report.with_name(f"report-{language}.html").read_text(encoding="utf-8")
        left = untranslated(page, NAMES)
        assert not left, "\n".join(left)
    with speaking("kk"):
        assert english_texts([found.certificate.stage], NAMES) != [], "kept in English"
