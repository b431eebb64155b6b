"""Words that the tables of points, the distances and the plan hold, in the spoken language."""

from __future__ import annotations

from inputs.distances import DistanceMatrix, PointDistances
from scenarios.language import Said, marked, p_said, told
from scenarios.language.recognising import recognised

_STATUSES = {
    str(status): status
    for status in (
        p_said("of a site", "existing"),
        p_said("of a site", "committed"),
        p_said("of a site", "candidate"),
        p_said("of a site", "excluded"),
    )
}
_DECISIONS = {
    str(decision): decision
    for decision in (
        p_said("of a site", "opened"),
        p_said("of a site", "kept"),
        p_said("of a site", "committed"),
        p_said("of a site", "closed"),
        p_said("of a site", "not chosen"),
        p_said("of a site", "excluded"),
    )
}
_MODES = {
    "road": p_said("of distances", "road"),
    "rail": p_said("of distances", "rail"),
    "straight": p_said("of distances", "straight"),
}
_SUMMARIES = (
    marked(
        "{mode} distances in {unit}, {found} of {all} pairs within {limit} km, {n} estimated; "
        "{source}"
    ),
    marked("{mode} distances in {unit}, {found} of {all} pairs, {n} estimated; {source}"),
)
_SOURCES = (
    marked("network {file}"),
    marked("matrix {file}"),
    marked("OpenStreetMap extract {file} (ODbL)"),
    marked("{mode} corridors of {folder}, without planned links, circuity {circuity}"),
    marked("{mode} corridors of {folder}, with links planned until {year}, circuity {circuity}"),
    marked("great circle x circuity {circuity}"),
    marked("great circle"),
)
_NOTES = (
    marked("one-way roads are taken as two-way"),
    marked("{n} nodes cut off from the main network are left out"),
    marked("{n} links have no known length and are left out: {links}"),
    marked("{n} {mode} links, lengths: {sourced} sourced, {chain} chain, {geometry} geometry"),
)

# Engines as certificates name them; one that took several steps names each.
ENGINES = (
    marked("covering (reductions, interchange, Lagrangian bound, HiGHS)"),
    marked("p-centre (bisection, growing sample, set covering, HiGHS)"),
    marked("p-dispersion (bisection, interchange, branch and bound on bit sets, HiGHS)"),
    marked("cflp (Lagrangian by volume algorithm, transportation, branch and bound)"),
    marked("cflp (Lagrangian by volume algorithm, transportation, branch and bound, HiGHS)"),
    marked("counting and small programmes on the sites (HiGHS)"),
    marked("interchange"),
    marked("Lagrangian bound"),
    marked("Lagrangian bound on points, coarse to fine"),
    marked("programme on the sites (HiGHS)"),
    marked("breeding"),
    marked("branching"),
    marked("radius formulation (HiGHS)"),
    marked("reductions"),
    marked("dual ascent"),
    marked("directed cuts with HiGHS"),
    marked("directed cuts with whole arcs, HiGHS"),
    marked("send and split"),
    marked("search over periods with send and split"),
    marked("relaxed programme with cuts, HiGHS"),
    marked("programme with cuts and whole pipes, HiGHS"),
)


def engine_said(engine: str) -> str:
    """The steps of an engine."""
    return " + ".join(map(told, engine.split(" + ")))


def decided(decision: str) -> str:
    """What is decided for a site."""
    return told(_DECISIONS[decision])


def status_word(status: str) -> str:
    """What the planner's table says of a site."""
    return told(_STATUSES[str(status)])


def distances_said(distances: DistanceMatrix | PointDistances) -> str:
    """What the distances are, in a line."""
    found = recognised(distances.summary(), _SUMMARIES)
    if not isinstance(found, Said):
        return found
    source = recognised(found.values["source"], _SOURCES)
    values = {
        **found.values,
        "mode": _MODES.get(found.values["mode"], found.values["mode"]),
        "source": _with_mode(source),
        "unit": Said(found.values["unit"], {}),
    }
    return told(Said(found.message, values))


def note_said(note: str) -> str:
    """A note on distances."""
    return told(_with_mode(recognised(note, _NOTES)))


def _with_mode(text: str) -> str:
    """The sentence with the kind of ways in words that are told."""
    if not isinstance(text, Said) or "mode" not in text.values:
        return text
    mode = text.values["mode"]
    return Said(text.message, {**text.values, "mode": _MODES.get(mode, mode)})
