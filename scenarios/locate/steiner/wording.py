"""The answer in a sentence and a few numbers, written from its figures."""

from __future__ import annotations

import numpy as np

from optimizer.certificate import Status
from scenarios.language import _, n_, p_, told
from scenarios.language.numbers import manner
from scenarios.locate.steiner.answer import NetworkAnswer
from scenarios.locate.wording import Wording, in_km, km, not_read, schematic_points
from scenarios.views.numbers import MLN_PER_BN, bn_in_words, grouped, percent
from scenarios.views.page import Headline, HeadlineNumber


def wording(answer: NetworkAnswer) -> Wording:
    """The words of an answer; every judgement follows from its figures."""
    headline = Headline(_title(answer), _sentence(answer), (_proof(answer),), _numbers(answer))
    return Wording(headline, _notes(answer))


def length(value: float) -> str:
    """Km of pipe, one digit below 1 000."""
    return in_km(grouped(value, 1 if value < 1000 else 0))


def _points(answer: NetworkAnswer) -> str:
    return n_("{n:number} point", "{n:number} points", len(answer.question.wanted))


def _title(answer: NetworkAnswer) -> str:
    n, budget = len(answer.question.source_nodes), answer.question.request.budget
    points = _points(answer)
    if not n:
        if budget is not None:
            return _(
                "Which of {points} to connect for {money}?", points=points, money=money(budget)
            )
        if answer.pipe_cost is not None:
            return _("How to connect {points} at least cost?", points=points)
        return _("How to connect {points} with the shortest pipes?", points=points)
    if budget is not None:
        return n_(
            "Which of {points} to connect to {n:number} source for {money}?",
            "Which of {points} to connect to {n:number} sources for {money}?",
            n,
            points=points,
            money=money(budget),
        )
    if answer.pipe_cost is not None:
        return n_(
            "How to connect {points} to {n:number} source at least cost?",
            "How to connect {points} to {n:number} sources at least cost?",
            n,
            points=points,
        )
    return n_(
        "How to connect {points} to {n:number} source with the shortest pipes?",
        "How to connect {points} to {n:number} sources with the shortest pipes?",
        n,
        points=points,
    )


def _sentence(answer: NetworkAnswer) -> str:
    wanted = answer.question.wanted
    reached = wanted[answer.connected[wanted]]
    budget = answer.question.request.budget
    if budget is not None and not reached.size:
        return _("No point can be connected for {money}.", money=money(budget))
    values = {"length": length(answer.km), "who": _reached(answer, len(reached))}
    sources = len(answer.question.source_nodes)
    values["used"] = grouped(len(np.unique(answer.origin[reached])))
    values["sources"] = grouped(sources)
    if answer.pipe_cost is None:
        if not sources:
            return _("{length} of pipe connect {who}.", length=values["length"], who=values["who"])
        return _("{length} of pipe connect {who} from {used} of {sources} sources.", **values)
    cost = money(total_cost(answer))
    if not sources:
        return _(
            "{length} of pipe connect {who} for {money}.",
            length=values["length"],
            who=values["who"],
            money=cost,
        )
    return _(
        "{length} of pipe connect {who} from {used} of {sources} sources for {money}.",
        money=cost,
        **values,
    )


def _reached(answer: NetworkAnswer, reached: int) -> str:
    """All points, or how many of them and what share of their weight."""
    question, wanted = answer.question, answer.question.wanted
    if reached == len(wanted):
        return _points(answer)
    weight = question.terminals.weight
    served = wanted[answer.connected[wanted]]
    values = {
        "reached": grouped(reached),
        "points": _points(answer),
        "share": percent(float(weight[served].sum() / weight[wanted].sum()), 1),
    }
    if question.terminals.has_weight:
        return _("{reached} of {points}, {share} of the weight,", **values)
    return _("{reached} of {points}, {share} of the points,", **values)


def total_cost(answer: NetworkAnswer) -> float:
    """Pipes, and what connecting the points costs besides, mln KZT."""
    own = answer.question.terminals.cost[answer.connected].sum()
    return float(own + (0.0 if answer.pipe_cost is None else answer.pipe_cost.sum()))


def money(mln: float) -> str:
    """An amount for a sentence."""
    return bn_in_words(mln) if mln >= MLN_PER_BN else f"{grouped(mln)}{manner().mln_tenge}"


def _proof(answer: NetworkAnswer) -> str:
    found = answer.certificate
    if found.gap == 0:
        return _better(answer)
    gap = percent(found.gap or 0.0, 2)
    if found.status is Status.OPTIMAL:
        return _(
            "Proven within the gap asked for: no network along these ways can be better by more "
            "than {gap}.",
            gap=gap,
        )
    if answer.interrupted:
        return _(
            "Stopped at your word; no network along these ways can be better by more than {gap}.",
            gap=gap,
        )
    return _("Time was up; no network along these ways can be better by more than {gap}.", gap=gap)


def _better(answer: NetworkAnswer) -> str:
    if answer.question.request.budget is not None:
        return _(
            "Proven optimal: no network for this money that reaches more exists along these ways."
        )
    if answer.pipe_cost is None:
        return _("Proven optimal: no shorter network exists along these ways.")
    return _("Proven optimal: no cheaper network exists along these ways.")


def _numbers(answer: NetworkAnswer) -> tuple[HeadlineNumber, ...]:
    question, graph = answer.question, answer.question.graph
    laid = graph.km[answer.laid]
    reckoned = float(laid[graph.estimated[answer.laid]].sum())
    share = percent(reckoned / answer.km) if answer.km else percent(0.0)
    way = np.where(answer.connected, answer.way_km[: len(answer.connected)], -1.0)
    far = int(np.argmax(way))
    nobody = not answer.connected.any()
    longest = _("Longest way from the source")
    if question.sources is None:
        longest = _("Longest way from {point}", point=question.points.names[question.wanted[0]])
    degree = np.bincount(graph.edges[answer.laid].reshape(-1), minlength=graph.node_count)
    branches = int((degree[graph.point_count :] > 2).sum())
    cost = []
    if answer.pipe_cost is not None:
        pipes, own = float(answer.pipe_cost.sum()), total_cost(answer)
        more = own - pipes
        detail = _("pipes")
        if more > 0:
            detail = _("pipes {pipes}, at the points {more}", pipes=money(pipes), more=money(more))
        budget = question.request.budget
        held = "" if budget is None else money(budget)
        cost = [
            HeadlineNumber(_("Cost"), money(own), held, detail=detail, against=p_("a budget", "of"))
        ]
    return (
        *cost,
        HeadlineNumber(
            _("Length of pipe"),
            length(answer.km),
            detail=_("{share} of it reckoned", share=share),
        ),
        HeadlineNumber(
            longest,
            p_("no way", "none") if nobody else km(float(way[far])),
            detail="" if nobody else question.points.names[far],
        ),
        HeadlineNumber(
            _("Pipes"),
            grouped(len(answer.laid)),
            detail=n_(
                "{n:number} branching in the open", "{n:number} branchings in the open", branches
            ),
        ),
    )


def _notes(answer: NetworkAnswer) -> tuple[str, ...]:
    question = answer.question
    if question.drawn:
        notes = [
            _(
                "No routes were given: pipes may run between neighbouring points (Delaunay "
                "triangulation), {circuity:g} km for a km of straight line, and branch where three "
                "of them meet shortest. Land, rivers and roads are not known.",
                circuity=question.circuity,
            )
        ]
    else:
        notes = [
            _(
                "Pipes run along the routes given; from a point to the nearest route they run "
                "straight, {circuity:g} km for a km. Lines meet where they share a vertex.",
                circuity=question.circuity,
            )
        ]
    schematic = int(question.points.schematic.sum())
    if schematic:
        notes.append(schematic_points(schematic))
    tables = [(question.request.points.name, question.terminals.ignored)]
    if question.sources is not None and question.request.sources is not None:
        tables.append((question.request.sources.name, question.sources.ignored))
    notes += not_read(tables)
    if answer.pipe_cost is None:
        notes.append(
            _("Lengths alone are compared: neither diameters nor pressures are looked at.")
        )
    else:
        notes.append(
            _(
                "Peak demand: {source}. Every pipe is of the smallest class that carries what lies "
                "behind it; pressures are not simulated, so that this is no finished design.",
                source=told(question.demand_from),
            )
        )
    return tuple(notes)
