"""Words of the data and of the study that the water views print."""

from __future__ import annotations

from scenarios.language import marked, told

# Kinds of transfers, nodes and networks; stages of the objective; sheets
WORDS = (
    marked("river"),
    marked("groundwater"),
    marked("conduit"),
    marked("sea"),
    marked("canal"),
    marked("surface"),
    marked("village"),
    marked("source"),
    marked("FAILED"),
    marked("water balance, normal years"),
    marked("water balance, dry years"),
    marked("water balance, very dry years"),
    marked("pipes: every named village at least cost"),
    marked("pipes: most people for the money of one stage"),
    marked("pipes: most person-years with the money of all stages"),
    marked("person-years"),
)
SHEETS = (
    marked("Map"),
    marked("Without water"),
    marked("Sequence"),
    marked("By horizon"),
    marked("Turns"),
    marked("Technology"),
    marked("Lots"),
    marked("Date prices"),
    marked("Balance"),
    marked("Balance districts"),
    marked("Balance flows"),
    marked("Balance transfers"),
    marked("Balance transfer years"),
    marked("Balance sources"),
    marked("Balance treatments"),
    marked("Network designs"),
    marked("Network nodes"),
    marked("Network pipes"),
    marked("Network front"),
    marked("Kpis"),
    marked("Certificates"),
    marked("Commitments"),
)
MEASURES = (
    marked("unserved person years"),
    marked("discounted unserved person years"),
    marked("weighted unserved person years"),
    marked("full access year"),
    marked("people to connect"),
    marked("people connected by target"),
    marked("settlements to connect"),
    marked("settlements by target"),
    marked("settlements connected"),
    marked("worst share"),
    marked("worst share unit id"),
    marked("worst share year"),
    marked("worst share from year"),
    marked("gini mean"),
    marked("capex mln KZT"),
    marked("discounted spending mln KZT"),
    marked("cost per person mln KZT"),
    marked("opex mln KZT per year"),
    marked("peak spending mln KZT"),
    marked("peak spending year"),
    marked("lapsed mln KZT"),
    marked("overspending mln KZT"),
)


def commitment_word(key: str) -> str:
    """An action or technology of a commitment in words."""
    return told(key).replace("_", " ").replace("100pct", "100 %")
