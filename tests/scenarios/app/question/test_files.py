"""What is downloaded can be uploaded, and run by the command to the same answer."""

import pytest

from inputs.errors import InputError
from inputs.territory import load_territory
from scenarios.app.question.asking import Question, change
from scenarios.app.question.checking import scenario_of
from scenarios.app.question.files import findings, from_yaml, to_yaml
from scenarios.errors import InvalidScenario
from scenarios.loading import library, load_scenario


@pytest.mark.parametrize("name", library())
def test_what_is_downloaded_asks_the_same_when_it_comes_back(name, tmp_path):
    scenario = load_scenario(name)
    text = to_yaml(scenario)
    uploaded = from_yaml(text.encode(), "mine.yaml")
    file = tmp_path / "mine.yaml"
    file.write_text(text, encoding="utf-8")
    assert scenario_of(uploaded.question).content_hash == scenario.content_hash
    assert load_scenario(file).content_hash == scenario.content_hash


def test_a_changed_question_comes_back_as_it_was():
    question = change(Question.of_library("default"), ("money", "budget_bn_by_year"), {"2030": 9.5})
    question = change(question, ("assumptions",), {"discount_rate": "high"})
    scenario = scenario_of(question)
    again = scenario_of(from_yaml(to_yaml(scenario).encode(), "q.yaml").question)
    assert again.content_hash == scenario.content_hash


def test_a_file_may_extend_the_library():
    uploaded = from_yaml(b"extends: tight-budget\nregion: [west]\n", "q.yaml")
    scenario = scenario_of(uploaded.question)
    assert scenario.money.budget_bn_per_year == 400
    assert scenario.region == ("west",)


@pytest.mark.parametrize("base", ["/etc/passwd", "../../secret.yaml", "[default, other.yaml]"])
def test_a_file_may_extend_no_file_of_this_machine(base):
    with pytest.raises(InvalidScenario, match=r"q\.yaml, line 1: extends: .* library only"):
        from_yaml(f"extends: {base}\n".encode(), "q.yaml")


def test_a_file_may_name_no_list_of_this_machine(tmp_path):
    listed = tmp_path / "schools.csv"
    listed.write_text("settlement_id,places\nA-001,100\n")
    text = f"extends: almaty-siting\nsiting:\n  existing_places: {listed}\n"
    with pytest.raises(InvalidScenario, match=r"line 3: siting\.existing_places"):
        from_yaml(text.encode(), "q.yaml")


def test_every_mistake_is_told_with_its_line():
    text = b"money:\n  budget_bn_per_year: -5\ntransfers:\n  max_share: 3\nbudgte: 1\n"
    with pytest.raises(InvalidScenario) as caught:
        from_yaml(text, "q.yaml")
    assert [(e.row, e.column) for e in caught.value.errors] == [
        (2, "money.budget_bn_per_year"),
        (4, "transfers.max_share"),
        (5, "budgte"),
    ]


def test_names_that_the_data_do_not_have_are_told_with_their_line():
    uploaded = from_yaml(b"study: schools\nregion:\n  - south\n  - nowhere\n", "q.yaml")
    (error,) = findings(uploaded, load_territory())
    assert (error.file, error.row, error.column) == ("q.yaml", 4, "region[1]")


@pytest.mark.parametrize(
    "content",
    [b"x" * 300_000, b"\xff\xfe\x00", b"a: &a [1]\nb: *a\n", b"!!python/object:os.system {}\n"],
)
def test_what_is_no_scenario_is_refused(content):
    with pytest.raises(InputError):
        from_yaml(content, "q.yaml")
