"""How an order is called and drawn, the same in every chart and table."""

from __future__ import annotations

from dataclasses import dataclass

from scenarios.language import _
from scenarios.sequencing.orders import Kind, Order, Orders
from scenarios.views import style
from scenarios.views.words import PRINTED, plan_label, plan_phrase

# Okabe & Ito 2008, beside the slate and the blue of the common style
_GREEDY = ("#009e73", "#b3589a")
_USER = "#d55e00"
_SOLID = [1, 0]
# Names of plans
BY_NEED, BY_BENEFIT = "greedy by need", "greedy by benefit per tenge"
NAMED_PLACES, CENTRES = "documented places under budget", "service centres only"
_USER_DASHES = (_SOLID, [9, 3], [4, 3], [9, 3, 2, 3])


@dataclass(frozen=True)
class Look:
    """Name, colour, dash and width of an order's line."""

    label: str
    colour: str
    dash: list[int]
    width: float


def looks(orders: Orders) -> dict[str, Look]:
    """By order; documented slate, optimised the strong blue, the rest hues of their own."""
    seen: dict[Kind, int] = {}
    result = {}
    for order in orders.listed:
        number = seen.get(order.kind, 0)
        seen[order.kind] = number + 1
        result[order.name] = _look(order, number)
    return result


def _look(order: Order, number: int) -> Look:
    label = label_of(order)
    if order.kind is Kind.OPTIMISED:
        return Look(label, style.OPTIMISED, _SOLID, 3.2)
    if order.kind is Kind.GREEDY:
        return Look(label, _GREEDY[number % len(_GREEDY)], _SOLID, 2.0)
    if order.kind is Kind.USER:
        return Look(label, _USER, _USER_DASHES[number % len(_USER_DASHES)], 2.4)
    dash = [2, 3] if order.name == PRINTED else [7, 4]
    return Look(label, style.DOCUMENTED, dash, 2.0)


def label_of(order: Order) -> str:
    """Over a column and at the end of a line."""
    if order.kind is Kind.USER:
        return _("Plan “{name}”", name=order.name)
    return {
        BY_NEED: _("Greedy by need"),
        BY_BENEFIT: _("Greedy by benefit per tenge"),
        NAMED_PLACES: _("Documented places, same money"),
        CENTRES: _("Service centres only"),
    }.get(order.name) or plan_label(order.name)


def phrase(order: Order) -> str:
    """Inside a sentence."""
    if order.kind is Kind.USER:
        return _("the plan “{name}”", name=order.name)
    return {
        BY_NEED: _("the order of largest need first"),
        BY_BENEFIT: _("the order of most benefit per tenge"),
        "optimised": _("the optimised order"),
        NAMED_PLACES: _("the documented places under the same money"),
        CENTRES: _("the scheme's service centres alone"),
    }.get(order.name) or plan_phrase(order.name)
