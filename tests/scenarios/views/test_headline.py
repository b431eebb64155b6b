"""The headline says what the figures say, also when they are not in the optimised plan's favour."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scenarios.scenario import MeasureName, StudyName
from scenarios.studies.education import documented
from scenarios.study import Answer
from scenarios.views import headline, words
from scenarios.views.numbers import THIN, in_words

AnswerFactory = Callable[..., Answer]
TWO = ("aktau_city", "beineu")


def test_plan_names_are_those_of_the_study() -> None:
    assert words.PRINTED == documented.AS_PRINTED
    assert words.UNDER_BUDGET == documented.OWN_PROPORTIONS
    assert words.LARGEST_BACKLOG == documented.LARGEST_BACKLOG_FIRST


def test_better_plan_is_called_better_with_its_numbers(make_answer: AnswerFactory) -> None:
    early = [("aktau_city", 2030, 600.0), ("beineu", 2030, 600.0)]
    late = [("aktau_city", 2035, 600.0), ("beineu", 2035, 600.0)]
    said = headline.headline(make_answer(early, late, units=TWO))
    # two units, 600 places missing, five years longer
    assert "6\u202f000 fewer place-years short by 2050" in said.sentence
    assert "the documented programme under the same money" in said.sentence
    assert "the third shift ends in 2030, 5 years earlier" in said.leads[0].lower()
    assert [n.verdict for n in said.numbers] == ["better", "better", "better"]
    assert said.numbers[1].value == "2030"
    assert said.numbers[1].counterpart == "2035"


def test_worse_plan_is_called_worse(make_answer: AnswerFactory) -> None:
    early = [("aktau_city", 2030, 600.0), ("beineu", 2030, 600.0)]
    late = [("aktau_city", 2030, 600.0), ("beineu", 2035, 300.0)]
    said = headline.headline(make_answer(late, early, units=TWO))
    assert "more place-years short by 2050" in said.sentence
    end = "but Beineu district is 60\u202f% short in 2030, where from 2030 on none is short."
    assert said.sentence.endswith(end)
    assert "later" in said.leads[0]
    assert [n.verdict for n in said.numbers] == ["worse", "worse", "worse"]


def test_same_plan_is_called_the_same(make_answer: AnswerFactory) -> None:
    plan = [("aktau_city", 2031, 300.0), ("beineu", 2033, 300.0)]
    said = headline.headline(make_answer(plan, plan, units=TWO))
    assert "as many place-years short" in said.sentence
    assert "as there" in said.sentence
    assert "under both plans, with as many pupil-years in it" in said.leads[0]
    assert [n.verdict for n in said.numbers] == ["same", "same", "same"]
    assert said.numbers[1].label == "Third shift, pupil-years in it"
    assert said.numbers[1].detail == "first year without it: 2033 under both plans"


def test_third_shift_that_never_ends(make_answer: AnswerFactory) -> None:
    some = [("aktau_city", 2030, 600.0)]
    none = [("aktau_city", 2030, 300.0)]
    said = headline.headline(make_answer(none, some, units=TWO, stock=100.0))
    assert said.leads[0].startswith("A third shift remains in 2050, as there, with 4\u202f200 more")
    assert said.numbers[1].detail == "under both plans it remains in 2050"
    both = [*some, ("beineu", 2030, 600.0)]
    ended = headline.headline(make_answer(both, some, units=TWO, stock=100.0)).numbers[1]
    assert (ended.value, ended.counterpart) == ("2030", "after 2050")


def test_no_shortage_under_either_plan(make_answer: AnswerFactory) -> None:
    said = headline.headline(make_answer([], [], units=TWO, stock=1000.0))
    assert "leaves no shortage of school places to 2050, and neither does" in said.sentence
    assert "district" not in said.sentence
    assert "third shift" not in said.text
    assert [n.label.split()[0] for n in said.numbers] == ["Shortage", "Worst"]


def test_no_shortage_under_the_optimised_plan_only(make_answer: AnswerFactory) -> None:
    plan = [(u, 2026, 600.0) for u in TWO]
    said = headline.headline(make_answer(plan, [(u, 2030, 600.0) for u in TWO], units=TWO))
    # 2 units x 600 places x 2026..2029
    assert "where the documented programme under the same money leaves 4\u202f800" in said.sentence


def test_small_and_vanished_shares_are_not_rounded_to_nothing(make_answer: AnswerFactory) -> None:
    late = [("aktau_city", 2034, 600.0), ("beineu", 2034, 600.0)]
    almost = [("aktau_city", 2028, 600.0), ("beineu", 2028, 598.0)]
    said = headline.headline(make_answer(almost, late, units=TWO))
    assert "no district is worse than 0.2\u202f% short (Beineu district" in said.sentence
    done = [("aktau_city", 2028, 600.0), ("beineu", 2028, 600.0)]
    said = headline.headline(make_answer(done, late, units=TWO))
    assert "from 2030 on no district is short, where the worst is 60\u202f%" in said.sentence


def test_one_unit_has_no_worst_district(make_answer: AnswerFactory) -> None:
    one = ("karasai",)
    said = headline.headline(
        make_answer([("karasai", 2034, 600.0)], [("karasai", 2036, 600.0)], units=one)
    )
    assert "from 2030 on it is never more than 60" in said.sentence
    assert "district" not in said.sentence


def test_preschool_speaks_of_preschool_places(make_answer: AnswerFactory) -> None:
    plan = [(unit, 2026, 600.0) for unit in TWO]
    answer = make_answer(plan, [], units=TWO, study=StudyName.PRESCHOOL)
    said = headline.headline(answer)
    assert "no shortage of preschool places" in said.sentence
    assert "third shift" not in said.text
    assert said.title.startswith("Preschool places, Aktau city and Beineu district")


def test_budget_that_differs_by_year_gives_range_and_mean(make_answer: AnswerFactory) -> None:
    budget = {year: 400.0 if year < 2038 else 600.0 for year in range(2026, 2051)}
    said = headline.headline(make_answer([], [], units=TWO, budget_bn=budget))
    # 12 years of 400 and 13 of 600
    assert said.sentence.startswith(
        f"With 400 to 600{THIN}bn KZT a year (504 on average), building"
    )


def test_printed_programme_is_named_with_average_and_peak(make_answer: AnswerFactory) -> None:
    printed = [("aktau_city", 2029, 1e6), ("beineu", 2030, 1e6), ("aktau_city", 2042, 2e5)]
    answer = make_answer([], [], printed=printed, units=TWO, need=2e6, budget_bn=600.0)
    periods = headline.printed_by_period(answer).set_index("last")
    # starts of 2027 and 2028 take 5 000 bn each, over the five years 2026..2030
    assert periods.loc[2030, "average"] == pytest.approx(2000.0)
    assert periods.loc[2030, "peak"] == pytest.approx(5000.0)
    assert periods.loc[2030, "peak_year"] == 2027
    assert periods.loc[2040, "average"] == pytest.approx(100.0)
    assert periods.loc[2050, "budget"] == pytest.approx(600.0)
    said = headline.headline(answer).leads[-1]
    assert f"2{THIN}trillion KZT a year in 2026–2030 (at most 5{THIN}trillion KZT in 2027)" in said
    assert said.endswith(f"the budget of this scenario is 600{THIN}bn KZT a year.")


def test_worst_district_says_from_which_year_it_counts(make_answer: AnswerFactory) -> None:
    plan = [("aktau_city", 2031, 300.0)]
    answer = make_answer(plan, [], units=TWO)
    assert "from 2030 on no district is worse than 60" in headline.headline(answer).sentence
    kpis = answer.evaluations[answer.plan.name].kpis
    assert headline.equity_from(answer) == kpis["worst_share_from_year"]


def test_title_of_the_scenario_wins(make_answer: AnswerFactory) -> None:
    assert headline.title(make_answer([], [], title="A third less money")) == "A third less money"


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    ours=st.lists(st.tuples(st.sampled_from(TWO), st.integers(2026, 2050), st.just(300.0))),
    theirs=st.lists(st.tuples(st.sampled_from(TWO), st.integers(2026, 2050), st.just(300.0))),
)
def test_words_follow_the_sign_of_the_difference(
    make_answer: AnswerFactory,
    ours: list[tuple[str, int, float]],
    theirs: list[tuple[str, int, float]],
) -> None:
    answer = make_answer(ours, theirs, units=TWO)
    evaluations = answer.evaluations
    difference = (
        evaluations["optimised"].kpis["shortage_place_years"]
        - evaluations["documented under budget"].kpis["shortage_place_years"]
    )
    said = headline.headline(answer)
    judged = headline.judge(answer, MeasureName.SHORTAGE)
    assert said.numbers[0].verdict == judged
    assert judged == ("same" if difference == 0 else "better" if difference < 0 else "worse")
    assert (" more place-years short" in said.sentence) == (difference > 0)
    if difference and evaluations["optimised"].kpis["shortage_place_years"]:
        assert in_words(abs(difference)) in said.sentence
