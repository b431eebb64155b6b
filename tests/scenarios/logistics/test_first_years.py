"""Sites of the first period, held while later ones are chosen anew."""

from __future__ import annotations

import numpy as np
from first_years_held import assert_nothing_lost, held_and_answered
from logistics_questions import SMALL

from inputs.territory import Territory
from scenarios.studies.logistics import LogisticsStudy
from scenarios.studies.logistics.first_years import LogisticsFirstYears


def test_the_first_sites_of_an_optimum_held_lose_nothing(territory: Territory) -> None:
    low, high = LogisticsFirstYears.decidable(SMALL, territory.assumptions)
    assert (low, high) == (2027, 2046)
    assert_nothing_lost(held_and_answered(territory, SMALL, low))


def test_no_other_site_opens_in_a_decided_period(territory: Territory) -> None:
    study = LogisticsStudy(territory, LogisticsFirstYears.held(SMALL, {}, 2027))
    assert study.problems() == []
    assert study.instance().earliest.min() >= 1
    sites = study.terms.sites
    site = str(sites.loc[sites["kind"] != "gateway", "site_id"].iloc[0])
    decided = LogisticsFirstYears.held(SMALL, {(site, 1, 2027): 1}, 2027)
    instance = LogisticsStudy(territory, decided).instance()
    opens = np.flatnonzero(instance.earliest == 0)
    assert [str(sites["site_id"].iloc[m]) for m in opens] == [site]
    assert instance.forced[opens[0]].tolist() == [1, 1, 1]
