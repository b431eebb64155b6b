"""`aumaq locate`: choose sites for a planner's own demand points."""

from __future__ import annotations

from enum import StrEnum
from math import isfinite
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from scenarios.cli.app import EXIT_INTERRUPTED, app
from scenarios.cli.options import LanguageOption
from scenarios.locate.kinds import KINDS, ModelName

if TYPE_CHECKING:
    from optimizer.certificate import Certificate
    from scenarios.locate.answer import LocationAnswer
    from scenarios.views.page import Headline


class Existing(StrEnum):
    KEEP = "keep"
    FREE = "free"


locate_app = typer.Typer(
    no_args_is_help=True, help="Choose sites, or lay a network, for a planner's own points."
)
app.add_typer(locate_app, name="locate")


def locate_command(
    context: typer.Context,
    sites: Annotated[
        Path, typer.Option("--sites", help="Candidate and existing sites: id, lat, lon, ...")
    ],
    out: Annotated[
        Path, typer.Option("--out", help="Folder to write; an earlier answer in it is replaced.")
    ],
    demand: Annotated[
        Path | None, typer.Option("--demand", help="Demand points: id, lat, lon, weight, ...")
    ] = None,
    p: Annotated[
        int | None, typer.Option("-p", help="Open sites in all, existing ones included.")
    ] = None,
    standard: Annotated[
        float | None, typer.Option("--standard", help="Longest distance to a site, km.")
    ] = None,
    single_source: Annotated[
        bool, typer.Option("--single-source", help="cflp: one site for each demand point.")
    ] = False,
    distance: Annotated[
        str, typer.Option("--distance", help="road, rail, straight, or a CSV matrix in km.")
    ] = "road",
    network: Annotated[
        str | None,
        typer.Option("--network", help="Roads: .graphml, .osm.pbf, or the word corridors."),
    ] = None,
    cutoff: Annotated[
        float | None, typer.Option("--cutoff", help="Leave out pairs farther apart, km.")
    ] = None,
    existing: Annotated[
        Existing, typer.Option("--existing", help="keep: existing sites stay open.")
    ] = Existing.FREE,
    cost_per_km: Annotated[
        float, typer.Option("--cost-per-km", help="uflp, cflp: money per unit of demand and km.")
    ] = 1.0,
    budget: Annotated[
        float | None,
        typer.Option("--budget", help="For fixed, enlargement and closing costs together."),
    ] = None,
    unserved_penalty: Annotated[
        float | None,
        typer.Option("--unserved-penalty", help="Price of a unit of demand that nobody serves."),
    ] = None,
    min_open: Annotated[int, typer.Option("--min-open", help="Least open sites.")] = 0,
    max_open: Annotated[int | None, typer.Option("--max-open", help="Most open sites.")] = None,
    at_most: Annotated[
        list[str] | None,
        typer.Option("--at-most", help="Most open sites of a group: zhetisu=2. Repeatable."),
    ] = None,
    demand_layer: Annotated[
        str | None, typer.Option("--demand-layer", help="Sheet or layer of the demand file.")
    ] = None,
    sites_layer: Annotated[
        str | None, typer.Option("--sites-layer", help="Sheet or layer of the sites file.")
    ] = None,
    data: Annotated[
        Path | None, typer.Option("--data", help="Folder of tables instead of the embedded data.")
    ] = None,
    language: LanguageOption = "en",
    time_s: Annotated[float, typer.Option("--time", help="Seconds to solve.", min=0)] = 60.0,
    gap: Annotated[float, typer.Option("--gap", help="Relative gap to stop at.", min=0)] = 0.0,
) -> None:
    """Choose sites for your own points: CSV, Excel, GeoPackage or GeoJSON in, map and report out.

    Ctrl-C once keeps the best plan found so far, marks it as interrupted and ends with code 5.
    The last line printed is the path of the report.
    """
    from rich.console import Console

    from inputs.distances import DistanceCache
    from inputs.territory import load_territory
    from optimizer.limits import Limits, Stop
    from scenarios.cli.live import Interruptible, ProgressLine
    from scenarios.language import speaking
    from scenarios.locate.answer import answer
    from scenarios.locate.folder import require_place, write_folder
    from scenarios.locate.question import Request
    from scenarios.locate.reading import read_question
    from scenarios.locate.wording import wording

    request = Request(
        model=ModelName(context.info_name or ""),
        sites=sites,
        demand=demand,
        demand_layer=demand_layer,
        sites_layer=sites_layer,
        p=p,
        standard=standard,
        distance=distance,
        network=network,
        cutoff=cutoff,
        single_source=single_source,
        keep_existing=existing is Existing.KEEP,
        cost_per_km=cost_per_km,
        budget=budget,
        unserved_penalty=unserved_penalty,
        min_open=min_open,
        max_open=max_open,
        group_limits=dict(_group_limit(text) for text in at_most or ()),
    )
    require_place(out)
    stop = Stop()
    line = ProgressLine(Console(stderr=True))
    limits = Limits(time_s=time_s, gap=gap, stop=stop, on_progress=line.report)

    def work() -> tuple[LocationAnswer, Path]:
        question = read_question(request, load_territory(data), DistanceCache.of_user())
        found = answer(question, limits)
        with speaking(language):
            return found, write_folder(found, out)

    found, report = Interruptible(work, stop, line).run()
    show(wording(found).headline, found.certificate, report)
    if found.interrupted:
        raise typer.Exit(EXIT_INTERRUPTED)


for _model in ModelName:
    locate_app.command(_model.value, short_help=KINDS[_model].title.capitalize())(locate_command)


def _group_limit(text: str) -> tuple[str, int]:
    """`zhetisu=2` as label and number."""
    from inputs.errors import InputError

    label, equals, number = text.rpartition("=")
    if not (equals and label.strip() and number.strip().isdecimal()):
        raise InputError("--at-most: not understood", value=text, expected="GROUP=NUMBER")
    return label.strip(), int(number)


def show(headline: Headline, proof: Certificate, report: Path) -> None:
    """Print an answer: sentence, numbers, proof, and the path of its report."""
    from rich.console import Console

    from scenarios.views.numbers import grouped, percent

    console = Console(highlight=False)
    console.print(headline.text, soft_wrap=True, markup=False)
    for number in headline.numbers:
        parts = [number.value, number.held_against, number.detail]
        console.print(
            f"  {number.label}: {', '.join(filter(None, parts))}", soft_wrap=True, markup=False
        )

    def figure(value: float | None) -> str:
        if value is None or not isfinite(value):
            return "unknown"
        return grouped(value, 0 if abs(value) >= 1e6 or value == round(value) else 4)

    gap = "unknown" if proof.gap is None else percent(proof.gap, 4 if 0 < proof.gap < 1e-4 else 2)
    console.print(
        f"{proof.status}: objective {figure(proof.objective)} {proof.unit}, bound "
        f"{figure(proof.bound)}, gap {gap}, {proof.seconds:.1f} s; checked independently.",
        soft_wrap=True,
        markup=False,
    )
    typer.echo(report)
