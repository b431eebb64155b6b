"""Why there is no answer is told in the language of the page, however far it has come."""

from __future__ import annotations

import json

import pytest
from untranslated import english_texts

from inputs.errors import InputError
from optimizer.errors import InfeasibleError, NoPlanInTimeError, Reason
from scenarios.app.jobs.failures import NO_PLAN, failure_of
from scenarios.app.jobs.job import Failure
from scenarios.errors import InvalidScenario
from scenarios.language import speaking
from scenarios.positions import Located
from scenarios.validation import validated

NAMES = frozenset(
    {"kegen", "money", "years", "sites", "csv", "scenario", "null"}
)  # keys, units and files


def errors() -> list[Exception]:
    try:
        validated(Located({"money": {"budget_bn_per_year": -1}, "years": {"first": 1990}}, {}))
    except InvalidScenario as error:
        invalid = error
    return [
        InfeasibleError((Reason("the requirements contradict each other"),)),
        *map(NoPlanInTimeError, NO_PLAN),
        invalid,
        InputError("is missing", file="sites.csv", row=3, value=7, expected="a number"),
    ]


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_a_failure_is_told_in_each_language(language: str) -> None:
    for error in errors():
        failure = failure_of(error)
        arrived = Failure.from_plain(json.loads(json.dumps(failure.to_plain())))
        assert arrived == failure
        with speaking("en"):
            assert arrived.told() == failure.message
        with speaking(language):
            assert english_texts([arrived.told()], NAMES) == []
