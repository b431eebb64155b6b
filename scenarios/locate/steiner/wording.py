"""The answer in a sentence and a few numbers, written from its figures."""

from __future__ import annotations

import numpy as np

from optimizer.certificate import Status
from scenarios.locate.steiner.answer import NetworkAnswer
from scenarios.locate.wording import Wording, km
from scenarios.views.numbers import MLN_PER_BN, bn_in_words, grouped, listed, percent
from scenarios.views.page import Headline, HeadlineNumber


def wording(answer: NetworkAnswer) -> Wording:
    """The words of an answer; every judgement follows from its figures."""
    headline = Headline(_title(answer), _sentence(answer), (_proof(answer),), _numbers(answer))
    return Wording(headline, _notes(answer))


def length(value: float) -> str:
    """Km of pipe, one digit below 1 000."""
    return f"{grouped(value, 1 if value < 1000 else 0)}\u202fkm"


def _points(answer: NetworkAnswer) -> str:
    return f"{grouped(len(answer.question.wanted))} point{_s(len(answer.question.wanted))}"


def _s(count: int) -> str:
    return "" if count == 1 else "s"


def _title(answer: NetworkAnswer) -> str:
    sources, budget = len(answer.question.source_nodes), answer.question.request.budget
    origin = f" to {grouped(sources)} source{_s(sources)}" if sources else ""
    if budget is not None:
        return f"Which of {_points(answer)} to connect{origin} for {money(budget)}?"
    if answer.pipe_cost is not None:
        return f"How to connect {_points(answer)}{origin} at least cost?"
    return f"How to connect {_points(answer)}{origin} with the shortest pipes?"


def _sentence(answer: NetworkAnswer) -> str:
    wanted = answer.question.wanted
    reached = wanted[answer.connected[wanted]]
    budget = answer.question.request.budget
    if budget is not None and not reached.size:
        return f"No point can be connected for {money(budget)}."
    used = len(np.unique(answer.origin[reached]))
    sources = len(answer.question.source_nodes)
    origin = "" if not sources else f" from {grouped(used)} of {grouped(sources)} sources"
    who = _points(answer)
    if len(reached) < len(wanted):
        weight = answer.question.terminals.weight
        share = percent(float(weight[reached].sum() / weight[wanted].sum()), 1)
        who = f"{grouped(len(reached))} of {who}, {share} of the {_weight(answer)},"
    cost = "" if answer.pipe_cost is None else f" for {money(total_cost(answer))}"
    return f"{length(answer.km)} of pipe connect {who}{origin}{cost}."


def _weight(answer: NetworkAnswer) -> str:
    return "weight" if answer.question.terminals.has_weight else "points"


def total_cost(answer: NetworkAnswer) -> float:
    """Pipes, and what connecting the points costs besides, mln KZT."""
    own = answer.question.terminals.cost[answer.connected].sum()
    return float(own + (0.0 if answer.pipe_cost is None else answer.pipe_cost.sum()))


def money(mln: float) -> str:
    """An amount for a sentence."""
    return bn_in_words(mln) if mln >= MLN_PER_BN else f"{grouped(mln)}\u202fmln KZT"


def _proof(answer: NetworkAnswer) -> str:
    found, better = answer.certificate, _better(answer)
    if found.gap == 0:
        return f"Proven optimal: no {better} exists along these ways."
    stopped = "Stopped at your word; n" if answer.interrupted else "Time was up; n"
    if found.status is Status.OPTIMAL:
        stopped = "Proven within the gap asked for: n"
    gap = percent(found.gap or 0.0, 2)
    return f"{stopped}o network along these ways can be better by more than {gap}."


def _better(answer: NetworkAnswer) -> str:
    if answer.question.request.budget is not None:
        return "network for this money that reaches more"
    return "shorter network" if answer.pipe_cost is None else "cheaper network"


def _numbers(answer: NetworkAnswer) -> tuple[HeadlineNumber, ...]:
    question, graph = answer.question, answer.question.graph
    laid = graph.km[answer.laid]
    reckoned = float(laid[graph.estimated[answer.laid]].sum())
    share = percent(reckoned / answer.km) if answer.km else percent(0.0)
    way = np.where(answer.connected, answer.way_km[: len(answer.connected)], -1.0)
    far = int(np.argmax(way))
    nobody = not answer.connected.any()
    origin = (
        "the source" if question.sources is not None else question.points.names[question.wanted[0]]
    )
    degree = np.bincount(graph.edges[answer.laid].reshape(-1), minlength=graph.node_count)
    branches = int((degree[graph.point_count :] > 2).sum())
    cost = []
    if answer.pipe_cost is not None:
        pipes, own = float(answer.pipe_cost.sum()), total_cost(answer)
        more = own - pipes
        detail = f"pipes {money(pipes)}, at the points {money(more)}" if more > 0 else "pipes"
        budget = question.request.budget
        held = "" if budget is None else money(budget)
        cost = [HeadlineNumber("Cost", money(own), held, detail=detail, against="of")]
    return (
        *cost,
        HeadlineNumber("Length of pipe", length(answer.km), detail=f"{share} of it reckoned"),
        HeadlineNumber(
            f"Longest way from {origin}",
            "none" if nobody else km(float(way[far])),
            detail="" if nobody else question.points.names[far],
        ),
        HeadlineNumber(
            "Pipes",
            grouped(len(answer.laid)),
            detail=f"{grouped(branches)} branching{_s(branches)} in the open",
        ),
    )


def _notes(answer: NetworkAnswer) -> tuple[str, ...]:
    question = answer.question
    if question.drawn:
        notes = [
            "No routes were given: pipes may run between neighbouring points (Delaunay "
            f"triangulation), {question.circuity:g} km for a km of straight line, and branch where "
            "three of them meet shortest. Land, rivers and roads are not known."
        ]
    else:
        notes = [
            "Pipes run along the routes given; from a point to the nearest route they run "
            f"straight, {question.circuity:g} km for a km. Lines meet where they share a vertex."
        ]
    schematic = int(question.points.schematic.sum())
    if schematic:
        notes.append(
            f"{schematic} points are schematic: they only stand in for places whose coordinates "
            "are unknown."
        )
    tables = [(question.request.points, question.terminals.ignored)]
    if question.sources is not None and question.request.sources is not None:
        tables.append((question.request.sources, question.sources.ignored))
    notes += [
        f"Columns of {path.name} not read: {listed([*ignored])}."
        for path, ignored in tables
        if ignored
    ]
    if answer.pipe_cost is None:
        notes.append("Lengths alone are compared: neither diameters nor pressures are looked at.")
    else:
        notes.append(
            f"Peak demand: {question.demand_from}. Every pipe is of the smallest class that "
            "carries what lies behind it; pressures are not simulated, so that this is no finished "
            "design."
        )
    return tuple(notes)
