"""How the figures of each table stand in the documents."""

from __future__ import annotations

from inputs.audit.layout import UNIT_ORDER, Layout, Strength, Waiver
from inputs.schemas.roadmap import BUCKETS
from inputs.schemas.water import FLOWS, SOURCES

_BY_UNIT = ("document", "unit_id")
_BY_LINES = ("document", "lines")


def _other_order(document: str, *lines: str) -> Waiver:
    """Passages whose figures the table lists in another order than the sentence does."""
    return Waiver(
        (("document", frozenset({document})), ("lines", frozenset(lines))),
        Strength.PRESENT,
        "the sentence names its figures in another order than the rows of the table",
    )


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
            (("unit_id", frozenset({"temir"})),),
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
    waivers=(
        Waiver(
            (("unit_id", frozenset({"makat", "oiyl", "tupkaragan"})),),
            Strength.COMPLETE,
            "a page break prints the population of 2030 behind the row it opens",
        ),
        Waiver(
            (("unit_id", frozenset({"south", "shardara"})),),
            Strength.ORDERED,
            "the row of 2030 ends with a dilapidated stock of 0,0 that no other row prints",
        ),
    ),
)

_WATER_ABSTRACTION = Layout(
    ("water_abstraction",),
    group=("document", "annex", "year", "row_no"),
    sort=(UNIT_ORDER, "flow", "source"),
    ranks={"flow": FLOWS, "source": SOURCES},
    heading="row_no",
    weakest=Strength.EXACT,
    waivers=tuple(
        Waiver(
            (
                ("document", frozenset({document})),
                ("annex", frozenset({annex})),
                ("row_no", frozenset({row_no})),
            ),
            Strength.COMPLETE,
            "a page break prints a column of this row behind the last one",
        )
        for document, annex, row_no in (
            ("S", "13", "3d"),
            ("S", "16", "4"),
            ("S", "17", "5"),
            ("W", "10", "3"),
            ("W", "12", "3a"),
            ("W", "16", "3"),
            ("W", "17", "5"),
        )
    ),
)

_WATER_BALANCE = Layout(
    ("water_balance",),
    group=("document", "lines"),
    sort=("flow", "source"),
    ranks={
        "flow": ("abstraction", "use", "discharge"),
        "source": ("total", "surface", "ground", "other"),
    },
    heading="year",
    weakest=Strength.EXACT,
    waivers=(
        Waiver(
            (("document", frozenset({"W"})), ("lines", frozenset({"2045", "2047"}))),
            Strength.ORDERED,
            "the total of use has lost its decimals and is no figure of the table",
        ),
    ),
)

_WATER_INDICATORS = Layout(
    ("water_indicators",), group=("unit_id", "indicator"), weakest=Strength.ORDERED
)

_INDICATORS = Layout(
    ("indicators",),
    group=("document", "indicator_id"),
    sort=("year", "part"),
    weakest=Strength.ORDERED,
    waivers=(
        Waiver(
            (
                ("document", frozenset({"A"})),
                (
                    "indicator_id",
                    frozenset({"institutions_for_children_psychoneurological"}),
                ),
            ),
            Strength.PRESENT,
            "the cell of 2035 is printed behind a page break, below that of 2050",
        ),
    ),
)

_MACRO_ORDER = (
    "almaty_oblast",
    "zhambyl_oblast",
    "kyzylorda_oblast",
    "turkistan_oblast",
    "almaty_city",
    "shymkent_city",
    "atyrau_oblast",
    "aktobe_oblast",
    "mangystau_oblast",
    "west_kazakhstan_oblast",
)

_MACRO = Layout(
    ("macro",),
    group=("document", "year", "indicator"),
    sort=("unit_id",),
    ranks={"unit_id": _MACRO_ORDER},
    weakest=Strength.EXACT,
    waivers=tuple(
        Waiver(
            (
                ("document", frozenset({"S"})),
                ("year", frozenset({year})),
                ("indicator", frozenset({indicator})),
            ),
            Strength.COMPLETE,
            "a page break prints the column of Almaty behind that of Shymkent",
        )
        for year, indicator in (("2030", "emp_sme"), ("2040", "emp_gov"))
    ),
)

_SETTLEMENTS = Layout(
    ("settlements",),
    heading="seq",
    weakest=Strength.EXACT,
    waivers=(
        Waiver(
            (("settlement_id", frozenset({"A-097"})),),
            Strength.ORDERED,
            "the name of the settlement holds a number",
        ),
    ),
)

_SETTLEMENT_SUBTOTALS = Layout(
    ("settlement_subtotals",),
    weakest=Strength.EXACT,
    waivers=(
        Waiver(
            (("area", frozenset({"konaev"})),),
            Strength.ORDERED,
            "the sum carries a row number of its own",
        ),
    ),
)

_PLANNING_DOCUMENTS = Layout(("planning_documents",), weakest=Strength.EXACT)

_ROADMAP = Layout(
    ("project_spending", "projects"),
    group=("document", "item"),
    sort=("bucket",),
    ranks={"bucket": BUCKETS},
    weakest=Strength.ORDERED,
)

_LOGISTICS_ORDER = (
    "south",
    "west",
    "almaty_oblast",
    "zhetisu_oblast",
    "zhambyl_oblast",
    "turkistan_oblast",
    "shymkent_city",
    "kyzylorda_oblast",
    "aktobe_city",
    "khromtau",
    "terekti",
    "aktau_city",
    "atyrau_oblast",
)

_LOGISTICS_COUNTS = Layout(
    ("logistics_counts",),
    group=_BY_LINES,
    sort=("unit_id",),
    ranks={"unit_id": _LOGISTICS_ORDER},
    weakest=Strength.ORDERED,
)

_AGGLOMERATION_FACTS = Layout(
    ("agglomeration_facts",),
    group=_BY_LINES,
    sort=("year",),
    weakest=Strength.ORDERED,
    waivers=(
        _other_order("A", "490;579", "559-563", "733-742;3803", "743-747;3813", "748-752;3823"),
    ),
)

_STANDARDS_SERVICES = Layout(
    ("standards_services",), group=_BY_LINES, sort=(), weakest=Strength.ORDERED
)

_STANDARDS_PROGRAMMES = Layout(
    ("standards_programmes",),
    group=_BY_LINES,
    sort=(),
    weakest=Strength.ORDERED,
    waivers=(
        _other_order(
            "R",
            "1124-1152",
            "1128-1137;1171-1179",
            "1154-1169",
            "1211-1239",
            "1241-1283",
            "1345-1354",
            "1356-1365",
            "1367-1376",
        ),
    ),
)

_NETWORK_TOTALS = Layout(
    ("network_totals",), group=_BY_LINES, sort=("year",), weakest=Strength.ORDERED
)

_FREIGHT_FACTS = Layout(
    ("freight_facts",),
    group=_BY_LINES,
    sort=(),
    weakest=Strength.ORDERED,
    waivers=(_other_order("W", "2309-2311;198-199"),),
)

_DOCUMENTED_PLANS = Layout(
    ("documented_plans",),
    group=_BY_LINES,
    sort=("plan_id",),
    weakest=Strength.ORDERED,
    waivers=(
        _other_order(
            "S",
            "3202-3204",
            "3332-3334",
            "3338-3340",
            "3341-3342",
            "3457-3458",
            "3496-3497",
            "3498-3500",
            "3499-3500",
            "4906-4908",
        ),
    ),
)

LAYOUTS: tuple[Layout, ...] = (
    _SCHOOLS,
    _PRESCHOOL,
    _HOUSING,
    _INDICATORS,
    _WATER_ABSTRACTION,
    _WATER_BALANCE,
    _WATER_INDICATORS,
    _MACRO,
    _SETTLEMENTS,
    _SETTLEMENT_SUBTOTALS,
    _PLANNING_DOCUMENTS,
    _ROADMAP,
    _LOGISTICS_COUNTS,
    _AGGLOMERATION_FACTS,
    _STANDARDS_SERVICES,
    _STANDARDS_PROGRAMMES,
    _NETWORK_TOTALS,
    _FREIGHT_FACTS,
    _DOCUMENTED_PLANS,
)
