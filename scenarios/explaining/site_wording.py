"""What wishes about a site cost and what stops it, in sentences with numbers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from optimizer.certificate import relative_gap
from scenarios.explaining.explanation import (
    Number,
)
from scenarios.explaining.site_ground import (
    LITTLE,
    NEAR,
    SiteGround,
    SitePrice,
    Solved,
)
from scenarios.explaining.speech import (
    joined,
)
from scenarios.language import Said, said


def exchange_said(comes: Sequence[Said], goes: Sequence[Said]) -> str:
    """Which sites a plan opens and leaves out; empty where none."""
    if comes and goes:
        return said("opens {comes}; leaves out {goes}", comes=joined(comes), goes=joined(goes))
    if comes:
        return said("opens {comes}", comes=joined(comes))
    return said("leaves out {goes}", goes=joined(goes)) if goes else ""


def stops_said(wishes: Sequence[SitePrice]) -> Iterator[Said]:
    """What keeps a site out, or what would come instead of one that is in."""
    into = [p for p in wishes if p.asked.kind == "in" and not np.isnan(p.about)]
    if into:
        least = min(into, key=lambda p: p.about)
        if np.isinf(least.low):
            yield said("The rules stop it in every period that was asked.")
        elif least.solved is not None and least.solved.goes:
            yield said(
                "It stands in competition: the cheapest plan with it leaves out {goes}.",
                goes=joined(least.solved.goes),
            )
        elif least.low > LITTLE:
            yield said(
                "The rules leave room for it: it costs more than it saves, in every period asked."
            )
        else:
            yield said("It makes no difference that is proven: a plan with it may be as good.")
    for price in wishes:
        if price.asked.kind != "out" or price.solved is None:
            continue
        if price.solved.comes:
            yield said(
                "Without it the cheapest plan opens {comes} instead.",
                comes=joined(price.solved.comes),
            )
        else:
            yield said("Without it the cheapest plan opens nothing else instead.")


def price_said(ground: SiteGround, price: SitePrice) -> Said:
    wish = price.asked.said
    if price.solved is None:
        if np.isinf(price.low):
            return said("{wish}: impossible. {why:sentence}.", wish=wish, why=price.why)
        return said("{wish}: not known. {why:sentence}.", wish=wish, why=price.why)
    return _between(ground, wish, price.low, price.high, price.about)


def _between(ground: SiteGround, wish: Said, low: float, high: float, about: float) -> Said:
    least = ground.amount(low)
    if np.isinf(high):
        return said(
            "{wish}: {least} more or above; nothing better is proven in time.",
            wish=wish,
            least=least,
        )
    most = ground.amount(high)
    if high <= ground.little:
        return said("{wish}: nothing more.", wish=wish)
    if low <= ground.little and about <= ground.little:
        return said("{wish}: nothing more that is proven, at most {most}.", wish=wish, most=most)
    if high - low <= max(ground.little, NEAR * high):
        return said("{wish}: {about} more.", wish=wish, about=ground.amount(about))
    return said(
        "{wish}: about {about} more, for certain between {least} and {most}.",
        wish=wish,
        about=ground.amount(about),
        least=least,
        most=most,
    )


def run_said(ground: SiteGround, row: dict[str, Any]) -> Said:
    wish = row["said"]
    if row["status"] == "impossible":
        return said(
            "{wish}: impossible; numbers, budget and decided sites leave no such plan.", wish=wish
        )
    low, high = max(row["low"], 0.0), max(row["high"], 0.0)
    if np.isinf(row["high"]):
        return said(
            "{wish}: {least} or more; no plan was found in time.",
            wish=wish,
            least=ground.amount(low),
        )
    return _between(ground, wish, low, high, high)


def help_said(ground: SiteGround, price: SitePrice) -> Said:
    wish = price.asked.said
    if price.solved is None:
        return said("{wish}: not known. {why:sentence}.", wish=wish, why=price.why)
    if np.isinf(price.high):
        return said("{wish}: not known. Too little is proven in time.", wish=wish)
    if price.high <= ground.little:
        return said("{wish}: worth nothing.", wish=wish)
    most = ground.amount(price.high)
    if price.low <= ground.little:
        return said("{wish}: worth {most} at most, perhaps nothing.", wish=wish, most=most)
    return said(
        "{wish}: worth about {about}, for certain between {least} and {most}.",
        wish=wish,
        about=ground.amount(price.about),
        least=ground.amount(price.low),
        most=most,
    )


def delay_said(ground: SiteGround, prices: Sequence[SitePrice]) -> Iterator[Said]:
    later = [p for p in prices if p.asked.kind == "later"]
    if prices and not later:
        yield said("A delay has no price here: the plan opens nothing there that could wait.")
    for price in later:
        if price.solved is None or np.isinf(price.about):
            continue
        before = ground.periods[ground.periods.index(price.asked.year) - 1]
        years = price.asked.year - before
        yield said(
            "A delay from {before} to {year} costs {price}, {yearly} for a year of it.",
            before=before,
            year=price.asked.year,
            price=ground.amount(price.about),
            yearly=ground.amount(price.about / years),
        )


def proof_said(base: Solved | None, prices: Sequence[SitePrice]) -> Iterator[Said]:
    if base is None:
        yield said("The prices are those that were computed with the run.")
        return
    gap = relative_gap(base.objective, base.bound)
    if gap is not None:
        yield said("The best plan known is proven within {gap:percent4}.", gap=gap)
    gaps = [relative_gap(p.solved.objective, p.solved.bound) for p in prices if p.solved]
    known = [gap for gap in gaps if gap is not None]
    if known:
        yield said("The plans with a wish are proven within {gap:percent4}.", gap=max(known))


def numbers_said(ground: SiteGround, wishes: Sequence[SitePrice]) -> Iterator[Number]:
    for price in wishes:
        if price.solved is None:
            value = said("impossible") if np.isinf(price.low) else said("not known")
            yield Number(price.asked.said, value)
            continue
        low = ground.amount(price.low)
        detail = (
            said("more; for certain {least} or above", least=low)
            if np.isinf(price.high)
            else said(
                "more; for certain between {least} and {most}",
                least=low,
                most=ground.amount(price.high),
            )
        )
        yield Number(price.asked.said, ground.amount(price.about), detail)
