"""`aumaq inputs network`: what stands in a year, what it cuts off, how long it is, on a map."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from scenarios.cli.data import inputs_app
from scenarios.cli.options import Data

if TYPE_CHECKING:
    import pandas as pd
    from rich.table import Table

    from inputs.network import MultimodalNetwork
    from inputs.territory import Territory


@inputs_app.command("network")
def network_command(
    year: Annotated[int, typer.Option("--year", help="Calendar year.")] = 2025,
    out: Annotated[
        Path | None, typer.Option("--out", help="Draw the map: .svg, .png or .html.")
    ] = None,
    delay: Annotated[
        list[str] | None,
        typer.Option("--delay", help="Planned link and its year: RL-118=2045. Repeatable."),
    ] = None,
    drop: Annotated[
        list[str] | None,
        typer.Option("--drop", help="Planned link that is never built. Repeatable."),
    ] = None,
    data: Data = None,
) -> None:
    """Show the roads and railways of a year: parts, lengths against the documents, a map."""
    from rich.console import Console

    from inputs.errors import InputError
    from inputs.network import multimodal_network
    from inputs.network.summary import against_documents, bases, planned_links
    from inputs.territory import load_territory

    if out is not None and out.suffix not in (".svg", ".png", ".html"):
        raise InputError(
            "a map cannot be written in this format",
            value=out.suffix,
            expected=".svg, .png or .html",
        )
    delays = dict(map(_delay, delay or []))
    dropped = list(drop or [])
    territory = load_territory(data)
    network = multimodal_network(territory, year, delays=delays, dropped=dropped)
    console = Console(highlight=False)
    typer.echo(_parts(network))
    for title, frame in (
        ("Where lengths come from", bases(network)),
        ("Lengths against the documents", against_documents(network, territory)),
        ("Planned links", _counted(planned_links(territory, delays, dropped))),
    ):
        if len(frame):
            console.print(_table(title, frame.drop(columns="note", errors="ignore")))
        for row in frame.to_dict("records"):
            if row.get("note"):
                typer.echo(f"{row['region']}, {row['mode']}: {row['note']}")
    typer.echo(_cut_gateways(network, territory))
    if out is not None:
        _draw(network, out)
        typer.echo(out)


def _delay(text: str) -> tuple[str, int]:
    from inputs.errors import InputError

    edge_id, sign, year = text.partition("=")
    if not sign or not year.isdigit():
        raise InputError("a delay cannot be read", value=text, expected="ID=YEAR, RL-118=2045")
    return edge_id, int(year)


def _parts(network: MultimodalNetwork) -> str:
    import numpy as np

    from inputs.network import gaps

    lines = []
    for mode in ("road", "rail"):
        part = network.components(mode)
        sizes = np.bincount(part[part >= 0])
        count = "part" if sizes.size == 1 else "parts"
        nodes = ", ".join(map(str, sizes))
        lines.append(f"{network.year}, {mode}: {sizes.size} {count} of {nodes} nodes")
        cut = gaps(network, mode, np.flatnonzero(part > 0))
        lines += [f"  cut off: {gap.told(network)}" for gap in cut]
    never = network.node_ids[network.components() < 0]
    if never.size:
        lines.append(f"without a link until later: {', '.join(never)}")
    return "\n".join(lines)


def _cut_gateways(network: MultimodalNetwork, territory: Territory) -> str:
    from inputs.network import gaps, gateways

    if not territory.has("gateways"):
        return "no table of gateways"
    found = gateways(territory)
    working = found.start_year <= network.year
    lines = []
    for kinds, mode in ((("road_border",), "road"), (("rail_border",), "rail")):
        of_mode = [
            str(node)
            for node, kind, works in zip(found.node_ids, found.kinds, working, strict=True)
            if works and kind in kinds
        ]
        cut = gaps(network, mode, network.index(of_mode))
        lines += [f"gateway without {mode}: {gap.told(network)}" for gap in cut]
    freight = found.in_year(network.year)
    handled = found.handled_in_year(network.year)
    lines.append(
        f"{int(working.sum())} gateways, {freight.sum():.0f} mln t in {network.year}, "
        f"{handled.sum():.0f} mln t of it for logistics centres; "
        f"{int((found.assumed & working).sum())} of the throughputs are assumptions"
    )
    return "\n".join(lines)


def _counted(planned: pd.DataFrame) -> pd.DataFrame:
    table = planned.assign(
        year=planned["horizon"].map(lambda h: f"{h:.0f}", na_action="ignore").fillna("no year")
    )
    links = table.groupby(["year", "mode"])["edge_id"].agg(lambda ids: ", ".join(sorted(ids)))
    return links.reset_index()


def _table(title: str, frame: pd.DataFrame) -> Table:
    from rich.table import Table

    table = Table(title=title, title_justify="left")
    for column in frame.columns:
        number = frame[column].dtype.kind in "if"
        table.add_column(str(column).replace("_", " "), justify="right" if number else "left")
    for row in frame.itertuples(index=False, name=None):
        table.add_row(*map(_cell, row))
    return table


def _cell(value: object) -> str:
    if isinstance(value, float):
        return f"{value:.2f}" if abs(value) < 10 and value != 0 else f"{value:,.0f}"
    return str(value)


def _draw(network: MultimodalNetwork, out: Path) -> None:
    from scenarios.views.charts.network_map import CAPTION, network_map
    from scenarios.views.export import save_figure, to_spec, to_svg

    chart = network_map(network)
    if out.suffix != ".html":
        save_figure(chart, out)
        return
    title = f"Roads and railways of {network.year}"
    page = (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>{title}</title>'
        "<style>body{font-family:sans-serif;max-width:1140px;margin:2em auto}"
        "svg{max-width:100%;height:auto}</style></head>\n"
        f"<body><h1>{title}</h1>\n{to_svg(to_spec(chart))}\n<p>{CAPTION}</p></body></html>\n"
    )
    out.write_text(page, encoding="utf-8")
