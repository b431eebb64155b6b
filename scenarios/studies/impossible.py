"""Contradictions in the question of a yearly programme, in the words that its studies share."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from scenarios.language import said
from scenarios.scenario import Fixed
from scenarios.study import Problem


def budgets_outside(years: Iterable[int], first: int, last: int) -> Iterator[Problem]:
    """Years of `money.budget_bn_by_year` that do not lie from `first` to `last`."""
    for year in years:
        if not first <= year <= last:
            yield Problem(
                f"money.budget_bn_by_year.{year}",
                said("the year is outside the scenario's years"),
                said("{first} to {last}", first=first, last=last),
            )


def starts_outside(i: int, fixed: Fixed, first: int, last: int) -> Problem:
    """`fixed[i]` starts in none of the years from `first` to `last`."""
    return Problem(
        f"fixed[{i}].start_year",
        said("{year} is outside the scenario's years", year=fixed.start_year),
        said("{first} to {last}", first=first, last=last),
    )


def fixed_and_forbidden(i: int, j: int, fixed: Fixed) -> Problem:
    """`fixed[i]` is what `forbidden[j]` rules out."""
    return Problem(
        f"fixed[{i}]",
        said(
            "{place} {year} is fixed here and forbidden in {key}",
            place=fixed.place,
            year=fixed.start_year,
            key=f"forbidden[{j}]",
        ),
    )
