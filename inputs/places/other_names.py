"""Names under which settlements of the Almaty agglomeration stand in other sources.

Only names that a public source states; a gazetteer brings further ones of its own.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class OtherName:
    settlement_id: str
    name: str
    source: str


_DECISION_2024 = (
    "decision of Almaty oblast's maslikhat and akimat in force since 25.02.2024, "
    "https://altyn-orda.kz/horoshaya-novost-sela-i-okrugi-almatinskoj-oblasti-poluchat-"
    "kazahskie-nazvaniya"
)
_DECISION_2010 = (
    "decision of Almaty oblast's maslikhat of 2010, "
    "https://vesti.kz./society/sela-i-okruga-almatinskoy-oblasti-pereimenuyut-70177/amp"
)
_CITY_2024 = "decree of 2024 that makes Zhetigen the city of Alatau, "

OTHER_NAMES = (
    OtherName("A-005", "Қазатком", "agglomeration scheme, lines 1868, 1914, 3632"),
    OtherName("A-020", "Маловодное", "agglomeration scheme, line 2675"),
    OtherName("A-027", "Совет", _DECISION_2010),
    OtherName("A-038", "Красный Восток", _DECISION_2010),
    OtherName("A-052", "Фабричный", "places of the data package"),
    OtherName(
        "A-073",
        "Алатау",
        _CITY_2024 + "https://vestikavkaza.ru/amp/432429",
    ),
    OtherName("A-077", "Асқар Тоқпанов", _DECISION_2024),
    OtherName("A-078", "Жайнақ", _DECISION_2024),
    OtherName("A-082", "Ақсай", _DECISION_2024),
    OtherName("A-082", "Междуреченск", _DECISION_2024),
    OtherName("A-085", "Бурундай", "settlements of the data package"),
    OtherName("A-086", "Байкент", _DECISION_2024),
    OtherName("A-086", "Чапаево", _DECISION_2024),
    OtherName("A-089", "Кенен Әзірбаев", _DECISION_2024),
    OtherName("A-092", "Әйтей", "agglomeration scheme, body text"),
    OtherName("A-180", "Қызыл ту 4", _DECISION_2024),
    OtherName("A-180", "Жібек жолы", _DECISION_2024),
    OtherName("A-184", "Қонаев", "units of the data package"),
)


def other_names(settlement_id: str) -> tuple[str, ...]:
    """Return the other names of a settlement."""
    return tuple(o.name for o in OTHER_NAMES if o.settlement_id == settlement_id)
