"""The questions of the library, by what they are about."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from scenarios.app.question.asking import Question, changed_paths, value_at
from scenarios.app.question.wishes import by_settlement, study_of
from scenarios.language import marked
from scenarios.loading import library, load_scenario
from scenarios.positions import Path

SITING = "siting"
STUDIES = {
    "schools": marked("School places by district"),
    SITING: marked("School sites around Almaty"),
    "preschool": marked("Kindergarten places by district"),
    "water": marked("Water for settlements"),
    "logistics": marked("Logistics centres"),
    "roadmap": marked("Green Almaty roadmap"),
}  # by name, English messages


@dataclass(frozen=True)
class Listed:
    """A scenario of the library: its name, what it is about, its title (an English message)."""

    name: str
    subject: str
    title: str


@cache
def listed() -> tuple[Listed, ...]:
    """The library; of each subject the plainest question first."""
    found = []
    for name in library():
        scenario = load_scenario(name)
        subject = SITING if scenario.level == "settlement" else str(scenario.study)
        found.append(Listed(name, subject, scenario.title))
    plain = {"schools": "default", SITING: "almaty-siting"}
    return tuple(sorted(found, key=lambda s: s.name != plain.get(s.subject, s.subject)))


def subject_of(question: Question) -> str:
    """What a question is about."""
    return SITING if by_settlement(question) else str(study_of(question))


def scenarios_of(subject: str) -> dict[str, str]:
    """Titles (English messages) of the library's questions about a subject, by name."""
    return {item.name: item.title for item in listed() if item.subject == subject}


def differing(question: Question) -> list[Path]:
    """Fields that the question's start asks otherwise than the plainest one about the subject."""
    plain = Question.of_library(next(iter(scenarios_of(subject_of(question)))))
    return list(changed_paths(Question(question.base, plain.data, question.start)))


def title_of(question: Question) -> str:
    """Its own title, or the name of the file it came from."""
    title = value_at(question, ("title",))
    return title if isinstance(title, str) and title else question.base
