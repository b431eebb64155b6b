"""What differs between schools and kindergartens: tables, columns, names, shifts."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Programme:
    """Configuration of the education study.

    Attributes
    ----------
    table : table of the data package
    asset : value of `Plan.asset`
    base_year : year of the existing stock
    base_need : column that stands for need in the base year, where the documents print none
    base_capacity : column of places that exist in the base year
    need, new_places, adjustment : columns at the horizons
    horizons : years at whose end need and new places are documented
    prefix : start of the names of its assumption rows
    shifts : whether places can be used in a second and third shift
    demand_word : who needs a place, for sentences
    """

    table: str
    asset: str
    base_year: int
    base_need: str
    base_capacity: str
    need: str
    new_places: str
    adjustment: str
    horizons: tuple[int, ...]
    prefix: str
    shifts: bool
    demand_word: str


SCHOOLS = Programme(
    table="schools",
    asset="school",
    base_year=2024,
    base_need="pupils",
    base_capacity="seats_end",
    need="need_seats",
    new_places="new_seats",
    adjustment="stock_adjustment",
    horizons=(2030, 2040, 2050),
    prefix="school",
    shifts=True,
    demand_word="pupils",
)

# The documents print no capacity of kindergartens in 2024: their own balances of 2030 start from
# the number of children enrolled, so enrolment stands for both need and places.
PRESCHOOL = Programme(
    table="preschool",
    asset="preschool",
    base_year=2024,
    base_need="enrolled",
    base_capacity="enrolled",
    need="need_seats",
    new_places="new_seats",
    adjustment="stock_adjustment",
    horizons=(2030, 2040, 2050),
    prefix="preschool",
    shifts=False,
    demand_word="children",
)
