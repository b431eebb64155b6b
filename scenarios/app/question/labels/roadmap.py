"""Fields of the Green Almaty roadmap."""

from __future__ import annotations

from scenarios.app.question.labels.label import Label, Labels, Options
from scenarios.language import marked

LABELS: Labels = {
    "roadmap.objective": Label(
        marked("What is sought"), marked("The order of the projects' phases is chosen for this.")
    ),
    "roadmap.first_free_year": Label(
        marked("Decided anew from"),
        marked("Phases that the document starts earlier keep their years."),
        marked("year"),
    ),
    "roadmap.last_year": Label(
        marked("Done by"),
        marked("Everything is done or left out by this year."),
        marked("year"),
    ),
    "roadmap.envelope": Label(
        marked("Limit on a year's money"),
        marked("Public and private money each have a limit of their own."),
    ),
    "roadmap.public_share": Label(
        marked("Public money"),
        marked("Against what the document spends in a year; 0.7 takes three tenths away."),
        marked("factor"),
    ),
    "roadmap.private_share": Label(
        marked("Private money"),
        marked("Against what the document spends in a year; 0.7 takes three tenths away."),
        marked("factor"),
    ),
    "roadmap.must_finish": Label(
        marked("Must be done whole"),
        marked("Projects of which no phase may be left out."),
    ),
    "roadmap.weights": Label(
        marked("Weight of a project"),
        marked("How much reaching its target counts; 1 where not named."),
        marked("weight"),
    ),
    "roadmap.start": Label(
        marked("Projects that begin in a given year"),
        marked("The project begins in this year and in no other."),
        marked("year"),
    ),
    "roadmap.prices": Label(
        marked("What each move is worth"),
        marked("Every project that moves, held at its documented years."),
    ),
}

OPTIONS: Options = {
    "roadmap.objective": {
        "effect": marked("the most effective first, everything done"),
        "smooth": marked("even years, everything done"),
        "fit": marked("what fits the money, at the least loss of targets"),
    },
    "roadmap.envelope": {
        "documented": marked("what the document spends in the year"),
        "none": marked("none"),
    },
    "roadmap.must_finish": {
        "all": marked("all"),
        "null": marked("as the goal needs"),
    },
}
