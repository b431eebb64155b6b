"""A planner's desk: a small district as CSV, and the command."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from typer.testing import CliRunner, Result

from scenarios.cli import app

Ask = Callable[..., Result]


@dataclass(frozen=True)
class Desk:
    """Tables in a folder, and the command run on them.

    Attributes
    ----------
    folder : holds demand.csv and sites.csv; answers go to its subfolder `out`
    """

    folder: Path

    @property
    def demand(self) -> pd.DataFrame:
        return pd.read_csv(self.folder / "demand.csv")

    @property
    def sites(self) -> pd.DataFrame:
        return pd.read_csv(self.folder / "sites.csv")

    @property
    def out(self) -> Path:
        return self.folder / "out"

    def change(self, table: str, **columns: object) -> None:
        """Replace or add columns of a table, or drop those given as None."""
        path = self.folder / f"{table}.csv"
        frame = pd.read_csv(path)
        dropped = [name for name, value in columns.items() if value is None]
        kept = {name: value for name, value in columns.items() if value is not None}
        frame.drop(columns=dropped).assign(**kept).to_csv(path, index=False)

    def set(self, table: str, row: int, column: str, value: object) -> None:
        """Replace a cell; rows are counted from 0."""
        path = self.folder / f"{table}.csv"
        frame = pd.read_csv(path, dtype="object")
        frame.loc[row, column] = str(value)
        frame.to_csv(path, index=False)

    def ask(self, model: str, *options: object, demand: bool = True) -> Result:
        tables = ["--sites", self.folder / "sites.csv", "--out", self.out]
        if demand:
            tables += ["--demand", self.folder / "demand.csv"]
        words = ["locate", model, *tables, "--distance", "straight", *options]
        runner = CliRunner()
        return runner.invoke(app, [str(word) for word in words], env={"COLUMNS": "200"})


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    draw = np.random.default_rng(11)
    demand = pd.DataFrame(
        {
            "id": [f"d{i}" for i in range(14)],
            "name": [f"Village {i}" for i in range(14)],
            "lat": (43 + draw.random(14)).round(4),
            "lon": (71 + draw.random(14)).round(4),
            "weight": draw.integers(100, 900, 14),
            "group": ["north" if i % 2 else "south" for i in range(14)],
        }
    )
    sites = pd.DataFrame(
        {
            "id": [f"s{j}" for j in range(7)],
            "name": [f"Site {j}" for j in range(7)],
            "lat": (43 + draw.random(7)).round(4),
            "lon": (71 + draw.random(7)).round(4),
            "status": ["existing", *["candidate"] * 6],
            "capacity": draw.integers(1200, 3000, 7),
            "fixed_cost": draw.integers(4000, 9000, 7),
            "group": ["north" if j % 2 else "south" for j in range(7)],
        }
    )
    demand.to_csv(tmp_path / "demand.csv", index=False)
    sites.to_csv(tmp_path / "sites.csv", index=False)
    return Desk(tmp_path)
