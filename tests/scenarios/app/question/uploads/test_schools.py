"""A list of schools that was sent counts as a whole, or all that is wrong with it is told."""

import pytest
from siting_questions import SMALL

from inputs.territory import load_territory
from scenarios.app.question.asking import Question, change
from scenarios.app.question.checking import SCHOOL_LIST, every_problem, scenario_of
from scenarios.app.question.files import to_yaml
from scenarios.app.question.uploads.findings import Refused
from scenarios.app.question.uploads.schools import places_of
from scenarios.app.question.uploads.unpacking import Sent
from scenarios.language import speaking, told

KNOWN = {"A-052", "A-055"}


def refused(content, known=KNOWN):
    with pytest.raises(Refused) as caught:
        places_of(Sent("../schools.csv", content), known)
    return [(f.file, f.row, f.column, f.value) for f in caught.value.findings]


def test_schools_of_a_settlement_add_up():
    text = b"settlement_id,places,name\nA-055,1200,one\nA-055,900,two\n A-052 ,500,\n"
    assert places_of(Sent("schools.csv", text), KNOWN) == {"A-055": 2100.0, "A-052": 500.0}


def test_everything_that_is_wrong_is_told_at_once():
    text = b"settlement_id,places\nA-055,many\nB-1,100\n,7\nA-052,-5\nA-052,inf\n"
    assert refused(text) == [
        ("schools.csv", 2, "places", "many"),
        ("schools.csv", 3, "settlement_id", "B-1"),
        ("schools.csv", 4, "settlement_id", ""),
        ("schools.csv", 5, "places", "-5"),
        ("schools.csv", 6, "places", "inf"),
    ]


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00\x01", b"settlement_id,places\n"])
def test_what_is_no_list_is_refused(content):
    assert refused(content)


def test_every_missing_column_is_told():
    assert len(refused(b"id,seats\nx,y\n")) == 2


def test_faults_are_told_in_the_language_of_the_page():
    with pytest.raises(Refused) as caught:
        places_of(Sent("schools.csv", b"settlement_id,places\nB-1,7\n"), KNOWN)
    with speaking("ru"):
        assert "A-001" in told(caught.value.findings[0].expected)
        assert "settlement" not in told(caught.value.findings[0].expected)


def test_the_question_keeps_the_list_and_its_file_too():
    territory = load_territory()
    listed = {"A-055": 2100.0}
    question = change(Question.of_data("small", {**SMALL}), SCHOOL_LIST, listed)
    assert every_problem(question, territory) == []
    scenario = scenario_of(question)
    assert scenario.siting.existing_places == listed
    assert "A-055: 2100" in to_yaml(scenario)
