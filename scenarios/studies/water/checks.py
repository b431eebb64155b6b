"""Impossible water questions, named before any solver starts."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from inputs.assumptions import Assumptions
from inputs.territory import COEFFICIENT, Territory
from scenarios.language import said
from scenarios.scenario import Scenario
from scenarios.studies.impossible import budgets_outside
from scenarios.studies.money import MLN_PER_BN
from scenarios.studies.water.lots import TECHNOLOGIES, counted_commitments
from scenarios.studies.water.terms import ASSUMPTIONS, WaterTerms, oblasts_of
from scenarios.studies.water.wishes import wish_problems
from scenarios.study import Problem

SHARES = ("water_settlements_budget_share", "water_no_local_source_share", "carry_over_share",
          "water_spend_share_year_1", "water_spend_share_year_2")  # fmt: skip
WHOLE = ("water_lead_time_years", "tail_years", "equity_from_year")
FREE = ("inflation", "discount_rate", "water_budget_bn", "water_block_module_people")
TABLES = ("water_projects", "indicators", "settlements", "standards_provision")


def find_problems(
    scenario: Scenario, territory: Territory, terms: Callable[[], WaterTerms]
) -> list[Problem]:
    """Everything about the scenario that cannot be, in the planner's words.

    Parameters
    ----------
    terms : builds the question's arrays; not called where the question cannot be asked at all

    Raises
    ------
    InputError
        a row of the data cannot be, whatever the scenario
    """
    needed = TABLES if scenario.equity.weights == "standards_gap" else TABLES[:-1]
    missing = [name for name in needed if not territory.has(name)]
    if missing:
        told = said("the data hold no table {table}", table=missing[0])
        return [Problem("study", told, ", ".join(needed))]
    asked = [*_region(scenario, territory), *_not_for_water(scenario), *_technologies(scenario)]
    if asked:
        return asked
    wrong = [*_values(territory.assumptions.with_overrides(dict(scenario.assumptions)))]
    if wrong:
        return wrong
    built = terms()
    return [
        *_allowed(built),
        *_years(built),
        *_money(built),
        *_oblasts(built),
        *_decided(built),
        *wish_problems(built),
    ]


def _region(scenario: Scenario, territory: Territory) -> Iterator[Problem]:
    units = territory.units
    for i, name in enumerate(scenario.region):
        oblast = units.loc[name, "oblast_id"]
        if isinstance(oblast, str) and oblast != name:
            yield Problem(
                f"region[{i}]",
                said(
                    "settlements to connect are counted by oblast, and {place} is part of one",
                    place=name,
                ),
                said("{place}, or a region", place=oblast),
            )
            return
    if counted_commitments(territory, oblasts_of(territory, scenario)).empty:
        yield Problem(
            "region",
            said("the documents count no settlement to connect there"),
            ", ".join(map(str, counted_commitments(territory, list(units.index))["unit_id"])),
        )


def _not_for_water(scenario: Scenario) -> Iterator[Problem]:
    """Keys that other studies read and that would be passed over here."""
    usual = Scenario()
    for path, given, default, instead in (
        ("objectives", scenario.objectives, usual.objectives, "water.objective"),
        ("construction", scenario.construction, usual.construction,
         "money.oblast_budget_bn_per_year, or assumption water_oblast_building_bn"),
        ("shifts", scenario.shifts, usual.shifts, "the default"),
        ("transfers", scenario.transfers, usual.transfers, "water.drop_transfers"),
        ("demand.unit_growth", scenario.demand.unit_growth, {}, "demand.growth"),
        ("minimum_programme", scenario.minimum_programme, (), "fixed, or money.oblast_min_share"),
    ):  # fmt: skip
        if given != default:
            yield Problem(path, said("the study water does not read this"), instead)


def _technologies(scenario: Scenario) -> Iterator[Problem]:
    named = scenario.water.technologies
    if len(set(named)) < len(named):
        told = said("a technology is named twice")
        yield Problem("water.technologies", told, ", ".join(TECHNOLOGIES))


def _values(assumptions: Assumptions) -> Iterator[Problem]:
    """Values of assumptions, all of which a scenario may override, that leave no question."""
    for name in (*ASSUMPTIONS, *(n for n in assumptions if n.startswith(COEFFICIENT))):
        value, fine = assumptions.value(name), True
        if name in SHARES:
            fine, expected = 0.0 <= value <= 1.0, said("0 to 1")
        elif name in WHOLE:
            fine, expected = value >= 0.0 and value % 1 == 0, said("a whole number, 0 or more")
        elif name not in FREE:
            fine, expected = value > 0.0, said("a number above 0")
        if not fine:
            told = said("{value:g} leaves no programme", value=value)
            yield Problem(f"assumptions.{name}", told, expected)


def _allowed(terms: WaterTerms) -> Iterator[Problem]:
    none = ~terms.allowed.any(axis=1)
    if none.any():
        lot = terms.lots.iloc[int(none.argmax())]
        count, named = int(terms.settlements[none].sum()), terms.scenario.water.technologies
        yield Problem(
            "water.technologies",
            said(
                "{count} settlements can be connected by none of {technologies}, first those of "
                "{place} with {people:.0f} people",
                count=count,
                technologies=", ".join(named),
                place=lot["unit_id"],
                people=float(lot["people_each"]),
            )
            if lot["local_source"]
            else said(
                "{count} settlements can be connected by none of {technologies}, first those of "
                "{place} with {people:.0f} people and no usable local source",
                count=count,
                technologies=", ".join(named),
                place=lot["unit_id"],
                people=float(lot["people_each"]),
            ),
            said("group_main among them"),
        )


def _years(terms: WaterTerms) -> Iterator[Problem]:
    soon, target = terms.first + terms.lead, terms.scenario.water.target_year
    if not soon <= target <= terms.last:
        yield Problem(
            "water.target_year",
            said(
                "{target}: nothing started from {first} on has water before {soon}, and the "
                "scenario ends in {last}",
                target=target,
                first=terms.first,
                soon=soon,
                last=terms.last,
            ),
            said("{first} to {last}", first=soon, last=terms.last),
        )


def _money(terms: WaterTerms) -> Iterator[Problem]:
    cheapest, share = float(terms.price.min()), float(terms.profile[0])
    purse = float((terms.budget + terms.carry_over_limit).max())
    if purse < cheapest * share:
        part = terms.assumptions.value("water_settlements_budget_share")
        yield Problem(
            "money.budget_bn_per_year",
            said(
                "what can be spent on settlements in a year ({purse:g} bn KZT) does not pay the "
                "first instalment of the cheapest one ({cheapest:g} mln KZT)",
                purse=purse / MLN_PER_BN,
                cheapest=cheapest * share,
            ),
            said("{amount:g} or more", amount=cheapest * share / part / MLN_PER_BN),
        )
    yield from budgets_outside(terms.scenario.money.budget_bn_by_year, terms.first, terms.last)


def _oblasts(terms: WaterTerms) -> Iterator[Problem]:
    money = terms.scenario.money
    known = ", ".join(terms.oblasts)
    for key, amounts in (
        ("oblast_budget_bn_per_year", money.oblast_budget_bn_per_year),
        ("oblast_min_share", money.oblast_min_share),
    ):
        for oblast in amounts:
            if oblast not in terms.oblasts:
                yield Problem(
                    f"money.{key}.{oblast}", said("no oblast with settlements to connect"), known
                )
    total = float(terms.budget.sum())
    for oblast, share in money.oblast_min_share.items():
        if oblast not in terms.oblasts:
            continue
        here = terms.oblast == terms.oblast_index[oblast]
        whole = float(terms.settlements[here] @ terms.price[here])
        if share * total > whole * (1 + 1e-9):
            yield Problem(
                f"money.oblast_min_share.{oblast}",
                said(
                    "{share:g} of all money is {money:.1f} bn KZT; connecting every settlement of "
                    "the oblast takes {whole:.1f}",
                    share=share,
                    money=share * total / MLN_PER_BN,
                    whole=whole / MLN_PER_BN,
                ),
                said("{most:.3f} or less", most=whole / total),
            )
    if sum(money.oblast_min_share.values()) > 1.0 + 1e-9:
        yield Problem(
            "money.oblast_min_share",
            said(
                "the least shares sum to {total:g} of the budget",
                total=sum(money.oblast_min_share.values()),
            ),
            said("1 or less"),
        )


def _decided(terms: WaterTerms) -> Iterator[Problem]:
    until = terms.scenario.years.decided_until
    last = terms.last if until is None else until
    lots = terms.lots.groupby("part_of")["settlements"].sum()
    for lot, by_year in terms.scenario.water.decided.items():
        path = f"water.decided.{lot}"
        if lot not in lots.index:
            told = said("{lot!r} is no lot of the region", lot=lot)
            yield Problem(path, told, ", ".join(lots.index))
            continue
        count = sum(by_year.values())
        if count > lots[lot]:
            told = said("{count} settlements of {lot} are decided", count=count, lot=int(lots[lot]))
            yield Problem(path, told, f"{lots[lot]}")
        for year in by_year:
            if not terms.first <= year <= last:
                yield Problem(
                    f"{path}.{year}",
                    said("the year is outside those decided"),
                    said("{first} to {last}", first=terms.first, last=last),
                )
