"""Tables of logistics: centres declared and named, the road and rail graph, freight facts."""

from __future__ import annotations

from inputs.schemas.base import Field, ForeignKey, Role, Table, figure, note, provenance
from inputs.schemas.fields import (
    IDS_PATTERN,
    optional_provenance,
    optional_source,
    place_id,
    place_key,
    unit_id,
    year,
)
from inputs.schemas.territory import ID_PATTERN, unit_key

GATEWAY_KINDS = ("rail_border", "road_border", "port")

LOGISTICS_COUNTS = Table(
    "logistics_counts",
    "Logistics centres declared",
    "How many new logistics centres a scheme declares by horizon: for its region, and by oblast "
    "(West: by city or district where it says so). An oblast without a row is not mentioned for "
    "that horizon.",
    (
        unit_id("Region, oblast, city or district"),
        Field("horizon", "integer", "Horizon", "calendar year", minimum=2000, maximum=2200),
        figure("centres", "New centres declared", "centres", type="integer"),
        *provenance(),
        note(),
    ),
    key=("unit_id", "horizon"),
    foreign_keys=(unit_key(),),
)

LOGISTICS_RECONCILIATION = Table(
    "logistics_reconciliation",
    "Logistics centres declared against places named",
    "What the counts of an oblast and the places named for it leave open. Outside Shymkent no "
    "place is tied to a horizon in the South.",
    (
        unit_id("Oblast, city of republican significance or region"),
        Field("declared", "integer", "Centres declared over all horizons", "centres", Role.DERIVED),
        Field("named", "integer", "Places named", "centres", Role.DERIVED),
        Field("inferred", "integer", "Places inferred", "centres", Role.DERIVED),
        Field("unlocated", "integer", "declared - named - inferred", "centres", Role.DERIVED),
        Field(
            "horizon_of_names",
            "string",
            "Horizons the text gives to the named places together, joined by ;",
            nullable=True,
        ),
        Field("verdict", "string", "What matches", role=Role.NOTE),
        *provenance(),
    ),
    key=("unit_id",),
    foreign_keys=(unit_key(),),
)

LOGISTICS_SITES = Table(
    "logistics_sites",
    "Logistics sites",
    "Existing centres, places named for new ones, and declared centres without a place. Two "
    "documents may name the same place.",
    (
        Field("site_id", "string", "Id of the row, that of documented_plans"),
        unit_id("Smallest unit that holds the site"),
        place_id(),
        Field("name", "string", "Name in Latin letters", nullable=True),
        Field("name_kk", "string", "Name as printed", nullable=True),
        Field(
            "kind",
            "string",
            "existing; proposed: named for a new centre; inferred: not called one; unnamed: "
            "declared without a place; related: storage, terminal, zone or hub",
            allowed=("existing", "proposed", "inferred", "unnamed", "related"),
        ),
        Field("centres", "integer", "Centres at the site", "centres", Role.DERIVED, nullable=True),
        Field(
            "horizon_of_names",
            "string",
            "Year, or years that the text does not tell apart, joined by ;",
            nullable=True,
            pattern=r"^\d{4}(;\d{4})*$",
        ),
        Field("verdict", "string", "How the site fits the counts", role=Role.NOTE, nullable=True),
        *provenance(),
    ),
    key=("site_id",),
    foreign_keys=(
        unit_key(),
        place_key(),
        ForeignKey(("site_id",), "documented_plans", ("plan_id",)),
    ),
)

CORRIDOR_NODES = Table(
    "corridor_nodes",
    "Nodes of the road and rail graph",
    "Cities, stations, junctions and crossings that links join.",
    (
        Field("node_id", "string", "Node", pattern=r"^[a-z0-9_]+$"),
        Field("name_kk", "string", "Name in Kazakh"),
        unit_id("Oblast or city; empty outside the regions", nullable=True),
        Field("type", "string", "Kind of node", pattern=r"^[a-z_]+$"),
        place_id(),
        Field("lat", "number", "Latitude", "degrees north", nullable=True, minimum=-90, maximum=90),
        Field(
            "lon", "number", "Longitude", "degrees east", nullable=True, minimum=-180, maximum=180
        ),
        Field(
            "source",
            "string",
            "Where the coordinates come from; empty where there are none",
            role=Role.PROVENANCE,
            nullable=True,
        ),
    ),
    key=("node_id",),
    foreign_keys=(unit_key(), place_key()),
    licence="CC BY 4.0 (GeoNames) and facts of public pages",
)


def _km(name: str, description: str) -> Field:
    return Field(name, "number", description, "km", nullable=True, minimum=0, maximum=5000)


def _reference(name: str, description: str) -> Field:
    return Field(name, "string", description, role=Role.PROVENANCE, nullable=True)


CORRIDORS = Table(
    "corridors",
    "Links of the road and rail graph",
    "Existing and planned road and rail links. A length stands where a source states it; links of "
    "one chain share the sourced chain_total_km, to be split by gc_km. Upgrades and checks are no "
    "links of the graph.",
    (
        Field("edge_id", "string", "Link", pattern=r"^R[DL]-\d{3}$"),
        Field("from_node", "string", "First end"),
        Field("to_node", "string", "Other end"),
        Field("mode", "string", "Mode", allowed=("road", "rail")),
        Field(
            "status",
            "string",
            "planned_upgrade: works on an existing link; check_only: a length to test others by",
            allowed=("existing", "planned", "planned_upgrade", "check_only"),
        ),
        Field(
            "horizon",
            "integer",
            "Horizon of a planned link",
            "calendar year",
            nullable=True,
            minimum=2000,
            maximum=2200,
        ),
        Field("route", "string", "Road number or line", nullable=True),
        _km("length_km", "Length by a source"),
        figure("printed_length_km", "The same, where a document prints it", "km"),
        Field(
            "length_source",
            "string",
            "Kind of source",
            nullable=True,
            allowed=("document", "page", "assumption"),
        ),
        Field(
            "length_method",
            "string",
            "How the length was read",
            nullable=True,
            allowed=("stated", "chainage", "derived", "approximate"),
        ),
        _reference("length_ref", "Reference of the length"),
        Field("chain_id", "string", "Chain of links with one sourced length", nullable=True),
        _km("chain_total_km", "Length of the chain"),
        _reference("chain_ref", "Reference of the length of the chain"),
        _km("gc_km", "Great-circle distance between the ends"),
        Field(
            "length_flag",
            "string",
            "below_straight_line: shorter than the great circle, not to be used as it is",
            nullable=True,
            allowed=("ok", "below_straight_line"),
        ),
        Field("is_loop", "boolean", "Bypass of one place: both ends are the same"),
        Field(
            "over_nodes",
            "string",
            "Nodes the link passes over, joined by ;: it stands for the links between them where "
            "their coordinates are unknown",
            nullable=True,
            pattern=IDS_PATTERN,
        ),
        *optional_provenance(),
        Field(
            "source",
            "string",
            "Where the course of the link comes from",
            role=Role.PROVENANCE,
        ),
        note(),
    ),
    key=("edge_id",),
    foreign_keys=(
        ForeignKey(("from_node",), "corridor_nodes", ("node_id",)),
        ForeignKey(("to_node",), "corridor_nodes", ("node_id",)),
    ),
    licence="facts of public documents and pages, row by row",
)

FREIGHT_FACTS = Table(
    "freight_facts",
    "Freight facts",
    "Throughput, capacities, targets and traffic stated by the documents or by public pages. A "
    "fact with several values has one row (part) for each.",
    (
        Field("fact_id", "string", "Fact", pattern=r"^FF-\d{3}$"),
        Field("part", "integer", "Which of its values", minimum=1),
        Field("area", "string", "Area in words"),
        Field("node_ids", "string", "Nodes or places concerned, joined by ;", nullable=True),
        Field("metric", "string", "What is measured"),
        figure("value", "Value of a document, as printed", "see unit"),
        Field(
            "value_other",
            "number",
            "Value of a public page, or counted from the wording of a document",
            "see unit",
            nullable=True,
            minimum=0,
        ),
        Field("unit", "string", "Unit of value"),
        Field("period", "string", "Year, period or state it belongs to", nullable=True),
        Field("kind", "string", "actual, capacity, target, plan ..."),
        *optional_provenance(),
        optional_source(),
        note(),
    ),
    key=("fact_id", "part"),
    licence="facts of public documents and pages, row by row",
)

GATEWAYS = Table(
    "gateways",
    "External gateways",
    "Where freight enters and leaves: rail and road borders and sea ports, each freight once. A "
    "throughput is a freight fact, raised to a full year, less what other gateways of the same "
    "total have; without a published figure it is an assumption.",
    (
        Field("gateway_id", "string", "Gateway", pattern=ID_PATTERN),
        Field("node_id", "string", "Node of the graph at which freight enters"),
        Field("name", "string", "Name in Latin letters"),
        Field("kind", "string", "Kind of gateway", allowed=GATEWAY_KINDS),
        Field("neighbour", "string", "Country on the other side, or the sea"),
        Field("fact_id", "string", "Freight fact with the throughput in mln t", nullable=True),
        Field("fact_part", "integer", "Which of the fact's values", nullable=True, minimum=1),
        Field(
            "factor",
            "number",
            "Raises a fact of some months to a year",
            "factor",
            nullable=True,
            minimum=1,
            maximum=12,
        ),
        Field(
            "less_gateways",
            "string",
            "Gateways, joined by ;, whose throughput the fact contains",
            nullable=True,
            pattern=IDS_PATTERN,
        ),
        Field(
            "assumption",
            "string",
            "Assumption with the throughput in mln t, where no fact gives it",
            nullable=True,
        ),
        year("Year the throughput belongs to"),
        Field(
            "start_year",
            "integer",
            "Year from which the gateway works; empty where it works in the base year",
            "calendar year",
            nullable=True,
            minimum=2000,
            maximum=2200,
        ),
        Field("scope", "string", "What freight is meant", role=Role.NOTE),
        Field("source", "string", "Links of the graph that end at it", role=Role.PROVENANCE),
        note(),
    ),
    key=("gateway_id",),
    unique=(("node_id", "kind"),),
    foreign_keys=(
        ForeignKey(("node_id",), "corridor_nodes", ("node_id",)),
        ForeignKey(("fact_id", "fact_part"), "freight_facts", ("fact_id", "part")),
    ),
    licence="facts of public documents and pages, see freight_facts",
)

NETWORK_TOTALS = Table(
    "network_totals",
    "Network lengths declared",
    "Lengths of roads and railways that a scheme declares: stock, works by horizon, and what the "
    "named items and annex 3 add up to. Works are construction and reconstruction together.",
    (
        unit_id("Region or oblast"),
        Field("mode", "string", "Mode", allowed=("road", "rail")),
        Field(
            "measure",
            "string",
            "stock: length of the network; works: declared works; named: sum of the items named; "
            "local_repair: named local repairs and partial items; annex_increment: growth of the "
            "length in annex 3",
            allowed=(
                "stock",
                "stock_annex",
                "stock_land",
                "works",
                "works_total",
                "named",
                "local_repair",
                "annex_increment",
            ),
        ),
        year("Base year 2024 or horizon"),
        figure("length_km", "Length as printed", "km"),
        Field(
            "length_derived_km",
            "number",
            "Length added up from items or taken as a difference",
            "km",
            Role.DERIVED,
            nullable=True,
            minimum=0,
        ),
        *provenance(),
        note(),
    ),
    key=("unit_id", "mode", "measure", "year"),
    foreign_keys=(unit_key(),),
)

TABLES = (
    LOGISTICS_COUNTS,
    LOGISTICS_RECONCILIATION,
    LOGISTICS_SITES,
    CORRIDOR_NODES,
    CORRIDORS,
    FREIGHT_FACTS,
    GATEWAYS,
    NETWORK_TOTALS,
)
