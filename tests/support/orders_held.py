"""What holds for the orders of every study, and the page that shows them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import openpyxl
import pytest
from untranslated import english_texts, untranslated

from scenarios.language import Language, _, speaking
from scenarios.sequencing.compared import gathered
from scenarios.sequencing.orders import Kind, Orders, totals, yearly
from scenarios.sequencing.turns import (
    MOST_PRICED,
    SMALLEST_MOVE,
    mean_years,
    rank_correlation,
)
from scenarios.study import Answer, OrderedStudy
from scenarios.views.sequencing.report import render_report, write_workbook


def orders_of(study: OrderedStudy, answer: Answer) -> Orders:
    """All orders, and the optimised one once more as a plan of a user's."""
    return gathered(study, answer, {"mine": replace(answer.plan, name="mine")})


def require_sound(study: OrderedStudy, orders: Orders) -> None:
    """Figures are the simulator's, money is kept to, and an order equals itself."""
    sums = totals(orders).set_index("order")
    for order in orders.listed:
        again = study.evaluate(order.plan)
        assert sums.loc[order.name, "total"] == pytest.approx(again.kpis[study.measured.total])
        if order.kind is Kind.GREEDY:
            assert len(order.plan.openings)
    kept = [orders.baseline, orders.optimised, *(o.name for o in orders.listed[:-1]
                                                if o.kind is Kind.GREEDY)]  # fmt: skip
    assert (sums.loc[kept, "overspending"] <= 1e-6).all()
    by_year = yearly(orders)
    there = by_year[by_year["order"].isin(kept) & by_year["available"].notna()]
    assert (there["spending"] <= there["available"] + 1e-6).all()
    years = mean_years(orders)
    tau = rank_correlation(years)
    if years["optimised"].nunique() > 1:  # else everything is tied
        assert tau.loc["optimised", "mine"] == pytest.approx(1.0)
    assert np.allclose(tau, tau.T, equal_nan=True)
    assert sums.loc["mine", "total"] == pytest.approx(sums.loc["optimised", "total"])


def require_moves_priced(study: OrderedStudy, orders: Orders) -> None:
    """What a move buys is what the simulator says of the plan without it."""
    table = orders.turns
    moved = table[table["moved"] > 0]
    if moved.empty:
        years = mean_years(orders)[[orders.baseline, orders.optimised]]
        assert (np.ptp(years.dropna(how="all"), axis=1) < SMALLEST_MOVE).all()
        return
    assert moved["moved"].is_monotonic_decreasing
    assert moved["gained"].head(MOST_PRICED).notna().all()
    first = str(moved["unit_id"].iloc[0])
    ours = orders[orders.optimised].plan.actions
    theirs = orders[orders.baseline].plan.actions
    rows = [*ours[ours["place_id"] != first].to_dict("records"),
            *theirs[theirs["place_id"] == first].to_dict("records")]  # fmt: skip
    total = study.measured.total
    without = type(orders[orders.optimised].plan).from_rows("without", rows)
    lost = study.evaluate(without).kpis[total] - orders[orders.optimised].evaluation.kpis[total]
    assert moved["gained"].iloc[0] == pytest.approx(lost, rel=1e-6, abs=1e-6)


def english_left(orders: Orders, language: Language, file: Path, names: frozenset[str]) -> str:
    """What page and workbook still say in English."""
    with speaking(language):
        page = render_report(orders)
        write_workbook(orders, file)
        citing = _("Source")
    assert f'<html lang="{language}">' in page
    assert 'id="fig-likeness"' in page
    scenario = orders.answer.scenario.name.split("-")
    known = frozenset([*orders.answer.territory.assumptions, *scenario, "mine", "tau", *names])
    book = openpyxl.load_workbook(file)
    texts = [*book.sheetnames]
    for sheet in book:
        for column in sheet.iter_cols(values_only=True):
            if citing not in column:
                texts += [v for v in column if isinstance(v, str) and not v.startswith("=")]
    return "\n".join([*untranslated(page, known), *english_texts(texts, known)])
