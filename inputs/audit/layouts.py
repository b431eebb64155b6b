"""How the figures of each table stand in the documents."""

from __future__ import annotations

from inputs.audit.layout import Layout, Strength, Waiver

_BY_UNIT = ("document", "unit_id")

_SCHOOLS = Layout(
    ("schools",),
    group=_BY_UNIT,
    columns={
        "schools": {
            "2024": ("seats_end", "pupils", "balance"),
            "*": (
                "children_6_15",
                "children_16_18",
                "need_seats",
                "balance",
                "new_seats",
                "seats_end",
            ),
        }
    },
    weakest=Strength.EXACT,
    waivers=(
        Waiver(
            {"unit_id": frozenset({"temir"})},
            Strength.COMPLETE,
            "a page break prints the new places of 2040 and 2050 before the row they end",
        ),
    ),
)

_PRESCHOOL = Layout(
    ("preschool",),
    group=_BY_UNIT,
    columns={
        "preschool": {
            "S 2024": ("enrolled", "coverage_3_6_pct", "coverage_1_6_pct"),
            "W 2024": ("enrolled", "coverage_1_6_pct", "coverage_3_6_pct"),
            "*": (
                "children_3_5",
                "need_seats",
                "balance",
                "new_seats",
                "seats_end",
                "coverage_3_5_pct",
            ),
        }
    },
    weakest=Strength.EXACT,
)

_HOUSING = Layout(
    ("population", "housing"),
    group=_BY_UNIT,
    columns={
        "housing": {
            "2024": (
                "stock_end",
                "stock_urban",
                "stock_rural",
                "m2_per_person",
                "m2_per_person_urban",
                "m2_per_person_rural",
                "dilapidated",
            ),
            "*": (
                "demolished",
                "stock_retained",
                "stock_norm",
                "balance",
                "new_stock",
                "stock_end",
                "m2_per_person",
            ),
        }
    },
    weakest=Strength.EXACT,
)

LAYOUTS: tuple[Layout, ...] = (_SCHOOLS, _PRESCHOOL, _HOUSING)
