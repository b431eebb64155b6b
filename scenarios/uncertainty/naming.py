"""Futures and plans by name: English in files and runs, in the language of the reader in views."""

from __future__ import annotations

from scenarios.language import Said, marked, p_said, said, told
from scenarios.language.filling import Told
from scenarios.language.numbers import localised

MEAN, DOCUMENTED = said("the mean future's plan"), said("the documented plan")
CONSENSUS, SHARED = said("the consensus"), said("the plan for all futures")
WAIT_AND_SEE = marked("wait and see")

# What a future changes and to what, as the labels of a sweep have them.
_WORDS = {
    str(word): word
    for word in (
        p_said("of a future", "growth"),
        p_said("of a future", "unit_growth"),
        p_said("of a future", "prices"),
        p_said("of a future", "budget_bn_per_year"),
        p_said("of a future", "freight"),
        p_said("of a future", "low"),
        p_said("of a future", "central"),
        p_said("of a future", "usual"),
        p_said("of a future", "high"),
    )
}


class Label(Told):
    """A future's label; words of the question's own stay as they are."""

    def __init__(self, text: str) -> None:
        self.text = text

    def told(self) -> str:
        return ", ".join(_part(part) for part in self.text.split(", "))


def plan_for(label: str) -> Said:
    """The plan that is the optimum of a future."""
    return said("plan for {future}", future=Label(label))


def future_name(label: str) -> str:
    """A future in the spoken language."""
    return Label(label).told()


def label_of(names: tuple[str, ...]) -> str:
    """A plan by all who propose it, in the spoken language."""
    return " = ".join(map(told, names))


def _part(part: str) -> str:
    key, _gap, value = part.partition(" ")
    words = [told(_WORDS.get(word, word)) for word in (key, value) if word]
    return " ".join([*words[:1], *map(_number, words[1:])])


def _number(text: str) -> str:
    return localised(text) if text.replace(".", "", 1).isdigit() else text
