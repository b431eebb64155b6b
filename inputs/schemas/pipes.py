"""Classes of pipes: what each carries and costs."""

from __future__ import annotations

from inputs.schemas.base import Field, Role, Table, note, source


def _number(name: str, description: str, unit: str) -> Field:
    return Field(name, "number", description, unit, Role.IDENTITY, minimum=0.001)


PIPE_CLASSES = Table(
    "pipe_classes",
    "Classes of water pipes",
    "Polyethylene pipes (PE 100, SDR 17, 10 bar) that a water main may be made of. No document "
    "states them: capacity is that at the economic velocity, the cost is laid in the ground.",
    (
        Field("diameter_mm", "integer", "Outer diameter", "mm", minimum=1),
        _number("inner_mm", "Inner diameter", "mm"),
        _number("velocity_m_s", "Economic velocity at the peak hour", "m/s"),
        _number("capacity_l_s", "Flow at that velocity", "l/s"),
        _number("cost_mln_kzt_per_km", "Pipe, trench and fittings", "mln KZT per km"),
        _number("cost_low", "Low end of the cost", "mln KZT per km"),
        _number("cost_high", "High end of the cost", "mln KZT per km"),
        Field(
            "price_year",
            "integer",
            "Year of the prices",
            "calendar year",
            minimum=1990,
            maximum=2100,
        ),
        source(),
        note(),
    ),
    key=("diameter_mm",),
    ascending=(("cost_low", "cost_mln_kzt_per_km", "cost_high"), ("inner_mm", "diameter_mm")),
)

TABLES = (PIPE_CLASSES,)
