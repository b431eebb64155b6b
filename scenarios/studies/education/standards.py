"""How far an oblast is from the regional standards of services."""

from __future__ import annotations

from inputs.errors import InputError
from inputs.territory import Territory


def standards_gap(territory: Territory) -> dict[str, float]:
    """Distance of each oblast from full provision, over the country's distance.

    1.2 means that a fifth more of the services due is missing than in the country as a whole
    (Regional Standards System, provision of all settlements, 2022).
    """
    table = territory.table("standards_provision")
    rows = table[table["section"] == "provision_2022_by_region"]
    provision = rows.set_index("item_en")["value"]
    if "Kazakhstan" not in provision.index:
        raise InputError(
            "the country's provision is missing",
            file="standards_provision.csv",
            column="item_en",
            expected="a row Kazakhstan in section provision_2022_by_region",
        )
    country = 100.0 - float(provision["Kazakhstan"])
    known = rows.dropna(subset=["unit_id"])
    return {
        str(unit): (100.0 - float(value)) / country
        for unit, value in zip(known["unit_id"], known["value"], strict=True)
    }
