"""What the reader of a network must know of it."""

from __future__ import annotations

from collections.abc import Sequence

from inputs.territory import Territory
from scenarios.language import Said, said
from scenarios.peak_demand import peak_factor
from scenarios.studies.water.network.designs import Design
from scenarios.studies.water.network.hydraulics import Verdict
from scenarios.studies.water.network.terms import NetworkTerms

GROUP_MAIN = "group_water_main"


def notes_of(
    terms: NetworkTerms, designs: Sequence[Design], asked: Sequence[str], territory: Territory
) -> tuple[Said, ...]:
    """Sentences on the villages, mains, positions, money and hydraulics of the designs.

    Parameters
    ----------
    asked : names of the designs looked for; of those not among `designs` none was found in time
    """
    missing = [name for name in asked if name not in {d.name for d in designs}]
    return (
        *_villages(terms, territory),
        _mains(terms, territory),
        _positions(terms),
        said(
            "Pipes may run between neighbouring settlements of the same districts (Delaunay "
            "triangulation), {circuity:g} km for a km of straight line; the small networks of "
            "settlements on the way are passed, not used.",
            circuity=terms.value("circuity_road"),
        ),
        _demand(terms),
        *_hydraulics(terms, designs),
        *(said("Design {name} was not found in time.", name=name) for name in missing),
    )


def _villages(terms: NetworkTerms, territory: Territory) -> list[Said]:
    table = territory.table("unserved_villages")
    stated = table.drop_duplicates("document")
    lines = [f"{d} {at}" for d, at in zip(stated["document"], stated["lines"], strict=True)]
    nodes = terms.nodes.iloc[terms.villages]
    return [
        said(
            "{n} villages without central supply are named ({lines}), with {people:number} people "
            "in 2050.",
            n=len(nodes),
            lines=lines,
            people=float(nodes["people"].sum()),
        )
    ]


def _mains(terms: NetworkTerms, territory: Territory) -> Said:
    projects = territory.table("water_projects")
    documented = projects[projects["technology"] == GROUP_MAIN].dropna(subset=["place_names"])
    named = {name.strip() for names in documented["place_names"] for name in names.split(";")}
    sources = terms.nodes.iloc[terms.sources]
    units = territory.table("units").set_index("unit_id")["name_en"]
    stated: list[str] = []
    assumed: list[str] = []
    for name, unit in zip(sources["name"], sources["unit_id"], strict=True):
        words = {name.split()[0], str(units.get(unit, name)).split()[0]}
        hit = any(main.split()[0] in words for main in named)
        (stated if hit else assumed).append(str(name))
    if stated and assumed:
        return said(
            "Water comes from mains at the centres of the villages' districts, with no limit to "
            "it: group mains stated by the schemes at {stated}; at {assumed} that there is one is "
            "assumed.",
            stated=stated,
            assumed=assumed,
        )
    if stated:
        return said(
            "Water comes from mains at the centres of the villages' districts, with no limit to "
            "it: group mains stated by the schemes at {stated}.",
            stated=stated,
        )
    return said(
        "Water comes from mains at the centres of the villages' districts, with no limit to it: "
        "none is stated; at {assumed} that there is one is assumed.",
        assumed=assumed,
    )


def _positions(terms: NetworkTerms) -> Said:
    quality = terms.nodes.iloc[terms.villages]["coord_quality"]
    drawn = int((quality == "schematic").sum())
    if not drawn:
        return said("Every village has a position of its own.")
    return said(
        "{drawn} of {all} villages have no position of their own and are drawn around their "
        "district's centre: lengths and costs show the method until places are imported (aumaq "
        "places import).",
        drawn=drawn,
        all=len(quality),
    )


def _demand(terms: NetworkTerms) -> Said:
    return said(
        "Pipes are made for the people of 2050 at the peak hour, {factor:g} times the mean of "
        "{litres:g} l a person and day. A village's own network costs {metres:g} m of pipe a "
        "person. Water to fight fires is kept in the village.",
        factor=peak_factor(terms.assumptions),
        litres=terms.value("water_consumption_l_person_day"),
        metres=terms.value("water_network_m_per_person"),
    )


def _hydraulics(terms: NetworkTerms, designs: Sequence[Design]) -> list[Said]:
    wide = sum(int((d.network.pipe_class > d.found.pipe_class).sum()) for d in designs)
    notes = [
        said(
            "Every stage is simulated at the peak hour on level ground (no heights are known): "
            "{main:g} m at the main, at least {least:g} m at a village; {wide} pipes of all "
            "designs are wider for it than their flow alone asks for.",
            main=terms.value("water_source_pressure"),
            least=terms.value("water_least_pressure"),
            wide=wide,
        )
    ]
    for d in designs:
        if d.judgement.verdict is Verdict.FAILED:
            notes.append(
                said(
                    "Design {name} failed the simulation: {why}.",
                    name=d.name,
                    why="; ".join(d.judgement.why[:3]),
                )
            )
    missing = [d for d in designs if d.judgement.verdict is Verdict.NOT_SIMULATED]
    if missing:
        notes.append(
            said(
                "Not simulated with EPANET, and no finished design: {why}.",
                why=str(missing[0].judgement.why[0]),
            )
        )
    return notes
