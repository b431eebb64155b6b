"""What the measures of a plan are called."""

from __future__ import annotations

from scenarios.language import marked, told

_LABELS = (
    marked("shortage place years"),
    marked("discounted shortage place years"),
    marked("third shift pupil years"),
    marked("third shift end year"),
    marked("worst share"),
    marked("worst share weighted"),
    marked("worst share unit id"),
    marked("worst share year"),
    marked("worst share from year"),
    marked("mean share last year"),
    marked("gini mean"),
    marked("stranded place years"),
    marked("places opened"),
    marked("facilities opened"),
    marked("capex mln KZT"),
    marked("discounted spending mln KZT"),
    marked("peak spending mln KZT"),
    marked("peak spending year"),
    marked("lapsed mln KZT"),
    marked("overspending mln KZT"),
)


def kpi_label(kpi: str) -> str:
    """The key of a measure in words."""
    return told(kpi.replace("_", " ").replace("mln kzt", "mln KZT"))
