"""What the reader of a network must know of it."""

from __future__ import annotations

from collections.abc import Sequence

from inputs.territory import Territory
from scenarios.peak_demand import peak_words
from scenarios.studies.water.network.designs import Design
from scenarios.studies.water.network.hydraulics import Verdict
from scenarios.studies.water.network.terms import NetworkTerms

GROUP_MAIN = "group_water_main"
THIN = "\u202f"  # narrow no-break space, as the views write numbers


def notes_of(
    terms: NetworkTerms, designs: Sequence[Design], asked: Sequence[str], territory: Territory
) -> tuple[str, ...]:
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
        "Pipes may run between neighbouring settlements of the same districts (Delaunay "
        f"triangulation), {terms.value('circuity_road'):g} km for a km of straight line; the small "
        "networks of settlements on the way are passed, not used.",
        _demand(terms),
        *_hydraulics(terms, designs),
        *(f"Design {name} was not found in time." for name in missing),
    )


def _villages(terms: NetworkTerms, territory: Territory) -> list[str]:
    table = territory.table("unserved_villages")
    stated = table.drop_duplicates("document")
    lines = listed([f"{d} {at}" for d, at in zip(stated["document"], stated["lines"], strict=True)])
    nodes = terms.nodes.iloc[terms.villages]
    people = f"{nodes['people'].sum():,.0f}".replace(",", THIN)
    return [
        f"{len(nodes)} villages without central supply are named ({lines}), with "
        f"{people} people in 2050."
    ]


def _mains(terms: NetworkTerms, territory: Territory) -> str:
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
    text = "Water comes from mains at the centres of the villages' districts, with no limit to it: "
    text += f"group mains stated by the schemes at {listed(stated)}" if stated else "none is stated"
    if assumed:
        text += f"; at {listed(assumed)} that there is one is assumed"
    return f"{text}."


def _positions(terms: NetworkTerms) -> str:
    quality = terms.nodes.iloc[terms.villages]["coord_quality"]
    drawn = int((quality == "schematic").sum())
    if not drawn:
        return "Every village has a position of its own."
    return (
        f"{drawn} of {len(quality)} villages have no position of their own and are drawn around "
        "their district's centre: lengths and costs show the method until places are imported "
        "(aumaq places import)."
    )


def _demand(terms: NetworkTerms) -> str:
    return (
        f"Pipes are made for the people of 2050 at the peak hour, {peak_words(terms.assumptions)}. "
        "A village's own network costs "
        f"{terms.value('water_network_m_per_person'):g} m of pipe a person. Water to fight fires "
        "is kept in the village."
    )


def _hydraulics(terms: NetworkTerms, designs: Sequence[Design]) -> list[str]:
    wide = sum(int((d.network.pipe_class > d.found.pipe_class).sum()) for d in designs)
    said = [
        f"Every stage is simulated at the peak hour on level ground (no heights are known): "
        f"{terms.value('water_source_pressure'):g} m at the main, at least "
        f"{terms.value('water_least_pressure'):g} m at a village; {wide} pipes of all designs are "
        "wider for it than their flow alone asks for."
    ]
    for d in designs:
        if d.judgement.verdict is Verdict.FAILED:
            said.append(f"Design {d.name} failed the simulation: {'; '.join(d.judgement.why[:3])}.")
    missing = [d for d in designs if d.judgement.verdict is Verdict.NOT_SIMULATED]
    if missing:
        said.append(
            f"Not simulated with EPANET, and no finished design: {missing[0].judgement.why[0]}."
        )
    return said


def listed(parts: Sequence[str]) -> str:
    """a; a and b; a, b and c."""
    return " and ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)
