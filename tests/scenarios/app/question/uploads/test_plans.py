"""A plan that was sent is read whole, or every cell that does not fit is told."""

import pytest

from scenarios.app.question.uploads import plans
from scenarios.app.question.uploads.findings import Refused
from scenarios.app.question.uploads.plans import plan_of
from scenarios.app.question.uploads.unpacking import Sent
from scenarios.study import PlanRules

HEAD = "place_id,asset,action,size,unit,start_year,in_service_year,capex_mln_kzt,origin\n"
GOOD = "karasai,school,open,600,places,2027,2029,4080,manual\n"
RULES = PlanRules(("karasai", "talgar"), ("school",), ("open",), 2026, 2050)


def refused(text):
    with pytest.raises(Refused) as caught:
        plan_of(Sent("mine.csv", text.encode()), RULES)
    return [(f.row, f.column, f.value) for f in caught.value.findings]


def test_a_plan_that_fits_is_read():
    plan = plan_of(Sent("../mine.csv", (HEAD + GOOD).encode()), RULES)
    assert plan.name == "mine"
    assert plan.openings["size"].sum() == 600


def test_all_cells_that_are_no_plan_are_told_at_once():
    text = HEAD + GOOD.replace("600", "many") + GOOD.replace("2027", "x").replace("open", "shut")
    assert refused(text) == [(2, "size", "many"), (3, "start_year", "x"), (3, "action", "shut")]


def test_all_names_that_the_study_does_not_know_are_told_at_once():
    text = HEAD + GOOD.replace("karasai", "nowhere") + GOOD.replace("2027", "2024") + GOOD
    assert refused(text) == [(2, "place_id", "nowhere"), (3, "start_year", "2024")]


def test_every_missing_column_is_told():
    assert refused("place_id,asset\nx,y\n")[0] == (None, "action", "")
    assert len(refused("place_id,asset\nx,y\n")) == 7


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00\x01", HEAD.encode(), b'a,"b\n1,2'])
def test_what_is_no_table_is_refused(content):
    with pytest.raises(Refused):
        plan_of(Sent("mine.csv", content), RULES)


def test_a_plan_has_a_limit_of_rows(monkeypatch):
    monkeypatch.setattr(plans, "MAX_ROWS", 2)
    assert refused(HEAD + GOOD * 3) == [(None, "", "")]
