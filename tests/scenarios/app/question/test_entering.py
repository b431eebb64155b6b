"""Numbers as people in three languages type them, and sliders that reach them."""

import pytest

from inputs.territory import load_territory
from scenarios.app.question.entering import number_from, numbers_from, text_of
from scenarios.app.question.fields import Span
from scenarios.app.question.goals import moved, with_mode
from scenarios.app.question.sliding import Reach, on_grid, reach_of
from scenarios.language import speaking


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("600", 600),
        ("1 200,5", 1200.5),
        ("1\u202f200", 1200),
        ("0.25", 0.25),
        ("0,", 0),
        (",5", 0.5),
        ("-3", -3),
        ("\u22123", -3),
        ("", None),
        ("  ", None),
        ("much", "much"),
        ("1e9", "1e9"),
        ("nan", "nan"),
        ("1.2.3", "1.2.3"),
    ],
)
def test_a_number_is_read_as_it_is_meant(text, value):
    assert number_from(text) == value
    assert type(number_from(text)) is type(value)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2025; 2035; 2050", [2025, 2035, 2050]),
        ("2025, 2035, 2050", [2025, 2035, 2050]),
        ("0,5; 0,75; 1", [0.5, 0.75, 1]),
        ("0.5 0.75", [0.5, 0.75]),
        ("", []),
        ("2025; soon", [2025, "soon"]),
    ],
)
def test_lists_of_numbers_are_read(text, value):
    assert numbers_from(text) == value


@pytest.mark.parametrize("language", ["en", "kk", "ru"])
@pytest.mark.parametrize("value", [600, 0.25, -1.5, None, [0.5, 1], 1e6])
def test_what_is_shown_is_read_back(language, value):
    with speaking(language):
        read = numbers_from if isinstance(value, list) else number_from
        assert read(text_of(value)) == value


def test_the_decimal_sign_is_that_of_the_language():
    with speaking("ru"):
        assert text_of(0.25) == "0,25"


def test_a_slider_reaches_over_the_range_of_the_assumption():
    row = load_territory().assumptions["schools_budget_bn"]
    reach = reach_of(Span(low=0), row, 600, None)
    assert (reach.low, reach.high) == (row.low, row.high)


def test_a_slider_reaches_from_half_to_twice_the_amount_of_the_question_itself():
    row = load_territory().assumptions["schools_budget_bn"]
    assert reach_of(Span(low=0), row, 110, 110) == Reach(55, 220, 1)
    assert reach_of(Span(low=0, high=150), row, 110, None) == Reach(55, 150, 0.5)


@pytest.mark.parametrize("value", [2, 90, 5000])
def test_a_slider_never_leaves_out_what_is_asked(value):
    row = load_territory().assumptions["schools_budget_bn"]
    for own in (110, 600):
        reach = reach_of(Span(low=0), row, own, value)
        assert reach.low <= min(own, value) < max(own, value) <= reach.high


def test_a_slider_of_years_goes_by_years():
    reach = reach_of(Span(low=2025, high=2050, whole=True), None, None, None)
    assert (reach.low, reach.high, reach.step) == (2025, 2050, 1)


def test_a_slider_stays_above_what_is_no_value():
    reach = reach_of(Span(above=0, high=3), None, None, None)
    assert reach.low > 0


def test_there_is_no_slider_without_a_range():
    assert reach_of(Span(low=0), None, None, 5) is None
    assert reach_of(None, None, None, None) is None


def test_a_slider_gives_clean_numbers():
    reach = reach_of(Span(low=0, high=1), None, None, None)
    assert on_grid(0.30000000000000004, reach) == 0.3


GOALS = [{"measure": "shortage"}, {"measure": "cost"}, {"measure": "worst_share"}]


@pytest.mark.parametrize(
    ("at", "by", "order"),
    [(1, -1, [1, 0, 2]), (1, 1, [0, 2, 1]), (0, -1, [0, 1, 2]), (2, 1, [0, 1, 2])],
)
def test_goals_move_and_stop_at_the_ends(at, by, order):
    assert moved(GOALS, at, by) == [GOALS[i] for i in order]


def test_a_mode_leaves_nothing_of_the_other_behind():
    held = with_mode({"measure": "shortage", "tolerance": 0.1}, "documented")
    assert held == {"measure": "shortage", "at_most": "documented"}
    assert with_mode(held, "best") == {"measure": "shortage"}
    assert with_mode(held, "level")["at_most"] == 0
