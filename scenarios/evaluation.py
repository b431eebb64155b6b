"""What a plan does, year by year: the result type of every study's simulator."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from scenarios.scenario import MeasureName

# The KPI that a goal of a scenario minimises or holds down.
KPI_OF_MEASURE = {
    MeasureName.THIRD_SHIFT: "third_shift_pupil_years",
    MeasureName.SHORTAGE: "discounted_shortage_place_years",
    MeasureName.WORST_SHARE: "worst_share_weighted",
    MeasureName.COST: "discounted_spending_mln_kzt",
}


@dataclass(frozen=True)
class Evaluation:
    """A plan's effects, simulated without any solver.

    Attributes
    ----------
    plan_name : name of the plan that was simulated
    by_unit : one row per unit_id and year: oblast_id, need, capacity, new_capacity (cumulative, in
        service), served_here, served_elsewhere, shortage (against the one-shift norm or the
        scenario's relaxed one), shortage_share (shortage / need), second_shift, third_shift
        (pupils), stranded (capacity above need)
    by_year : one row per year: need, capacity, shortage, second_shift, third_shift, stranded,
        mean_share (total shortage / total need), worst_share, worst_unit_id, gini, places_opened,
        spending, budget, available (budget + carry-over), carry_over (unspent, passed on),
        lapsed (unspent, beyond the carry-over limit), overspending, discount_factor; money in
        mln KZT
    spending : year, oblast_id, spending (mln KZT)
    kpis : shortage_place_years, discounted_shortage_place_years, third_shift_pupil_years,
        third_shift_end_year (first year from which there is none; None if never),
        worst_share, worst_share_unit_id, worst_share_year (over the equity years, which begin with
        worst_share_from_year), worst_share_weighted (by the scenario's equity weights),
        mean_share_last_year, gini_mean, stranded_place_years, places_opened, facilities_opened,
        capex_mln_kzt, discounted_spending_mln_kzt, peak_spending_mln_kzt, peak_spending_year,
        lapsed_mln_kzt, overspending_mln_kzt
    """

    plan_name: str
    by_unit: pd.DataFrame
    by_year: pd.DataFrame
    spending: pd.DataFrame
    kpis: dict[str, Any]
