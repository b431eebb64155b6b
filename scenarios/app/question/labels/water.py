"""Fields of water supply."""

from __future__ import annotations

from scenarios.app.question.labels.label import Label, Labels, Options
from scenarios.language import marked

LABELS: Labels = {
    "water.target_year": Label(
        marked("Everybody connected by"),
        marked("The year by which the schemes promise good water to every settlement."),
        marked("year"),
    ),
    "water.objective": Label(
        marked("What is sought"),
        marked("The fewest years without water for the money, or everybody by a year."),
    ),
    "water.technologies": Label(
        marked("What may connect a settlement"),
        marked("Where the schemes leave the technology open."),
    ),
    "water.climate": Label(
        marked("Water in the rivers"),
        marked("The year that the headline's balance stands for; all three are answered."),
    ),
    "water.surface_factor": Label(
        marked("River water of an oblast"),
        marked("A further factor on its surface water; 0.8 takes a fifth away."),
        marked("factor"),
    ),
    "water.drop_transfers": Label(
        marked("Transfers and plants that do not exist"),
        marked("Canals, conduits and plants of the water balance that are left out."),
    ),
    "water.networks": Label(
        marked("Design the pipes around Almaty"),
        marked("The pipes to the named villages of the Almaty agglomeration."),
    ),
    "water.network_budget_bn": Label(
        marked("Money for these pipes"), marked("For each stage."), marked("bn KZT")
    ),
    "water.network_stages": Label(
        marked("Stages of these pipes"),
        marked("Each stage works by itself."),
        marked("stages"),
    ),
    "water.date_prices": Label(
        marked("What each date costs"),
        marked("The least money a year for every date by which all could be connected."),
    ),
}

OPTIONS: Options = {
    "water.objective": {
        "people_years": marked("fewest person-years without water for the money"),
        "cost_to_target": marked("everybody by the year at least cost"),
    },
    "water.technologies": {
        "group_main": marked("group water main"),
        "local_source": marked("local source"),
        "block_module": marked("block-module plant"),
    },
    "water.climate": {
        "normal": marked("a normal year"),
        "dry": marked("a dry year"),
        "very_dry": marked("a very dry year"),
    },
}
