"""The folder of an answer: tables and report, whole or not at all."""

from __future__ import annotations

from pathlib import Path

from inputs.territory import Territory
from scenarios.folders import draft
from scenarios.kept import REPORT, write_pages
from scenarios.uncertainty import tables
from scenarios.uncertainty.answer import UncertaintyAnswer


def write_folder(answer: UncertaintyAnswer, territory: Territory, folder: Path) -> Path:
    """Write tables (payoff, plans, picks, starts, actions, values, tornado) and report.

    Tables are CSV, payoff Parquet too. Returns the path of the report; an earlier answer of the
    same name is replaced.
    """
    from scenarios.uncertainty.report import render_report

    frames = {
        "payoff": tables.payoff_frame(answer),
        "plans": tables.plans_frame(answer),
        "picks": tables.picks_frame(answer),
        "starts": tables.starts_frame(answer),
        "actions": answer.actions,
        "values": tables.values_frame(answer),
    }
    if answer.tornado:
        frames["tornado"] = tables.tornado_frame(answer)
    with draft(folder.absolute().parent) as hidden:
        for name, frame in frames.items():
            frame.to_csv(
                hidden.path / f"{name}.csv", index=False, float_format="%.10g", lineterminator="\n"
            )
        frames["payoff"].to_parquet(hidden.path / "payoff.parquet", index=False)
        write_pages(hidden.path, lambda: render_report(answer, territory))
        hidden.publish(folder.absolute(), replace=True)
    return folder / REPORT
