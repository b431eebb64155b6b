"""Own tables count when all of them are as declared, and until then change nothing."""

import json

import openpyxl
import pytest

from inputs.template import write_template
from inputs.territory import embedded_folder, load_territory
from scenarios.app.question.uploads.findings import Refused
from scenarios.app.question.uploads.tables import check, settle, stage, usual_tables
from scenarios.app.question.uploads.unpacking import Sent


def folder_of(sent, parent, rest=None):
    return settle(stage(sent, parent), rest)


def embedded(*names):
    return [Sent(f"{n}.csv", (embedded_folder() / f"{n}.csv").read_bytes()) for n in names]


def test_tables_that_are_as_declared_can_be_asked_of(tmp_path):
    folder = folder_of(embedded("documents", "units", "places"), tmp_path)
    assert folder.parent == tmp_path
    assert load_territory(folder).has("places")
    assert not load_territory(folder).has("schools")


def test_the_same_tables_give_the_same_folder(tmp_path):
    sent = embedded("documents", "units", "places")
    assert folder_of(sent, tmp_path) == folder_of(list(reversed(sent)), tmp_path)
    assert len(list(tmp_path.iterdir())) == 1


def test_one_table_can_be_changed_and_the_rest_stay(tmp_path):
    text = (embedded_folder() / "assumptions.csv").read_text(encoding="utf-8")
    changed = text.replace("schools_budget_bn,600,", "schools_budget_bn,500,")
    assert changed != text
    sent = [Sent("assumptions.csv", changed.encode())]
    territory = load_territory(folder_of(sent, tmp_path, usual_tables(None)))
    assert territory.assumptions.value("schools_budget_bn") == 500
    assert territory.has("schools")


def test_everything_wrong_is_told_and_nothing_is_kept(tmp_path):
    text = (embedded_folder() / "units.csv").read_text(encoding="utf-8").splitlines()
    cells = text[2].split(",")
    cells[4] = "planet"
    broken = "\n".join([text[0], text[1], ",".join(cells), text[1], *text[3:]])
    with pytest.raises(Refused) as caught:
        folder_of([Sent("units.csv", broken.encode())], tmp_path, usual_tables(None))
    found = {(f.file, f.row, f.column, f.value) for f in caught.value.findings}
    assert ("units", 3, "level", "planet") in found
    assert ("units", 4, "unit_id", "south") in found
    assert list(tmp_path.iterdir()) == []


def test_the_template_as_a_workbook_is_taken_when_it_is_filled_in(tmp_path):
    write_template(tmp_path / "empty", ["documents", "units"])
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name in ("documents", "units"):
        sheet = book.create_sheet(name)
        for line in (embedded_folder() / f"{name}.csv").read_text("utf-8").splitlines()[:1]:
            sheet.append(line.split(","))
    book.save(tmp_path / "mine.xlsx")
    with pytest.raises(Refused) as caught:
        folder_of([Sent("mine.xlsx", (tmp_path / "mine.xlsx").read_bytes())], tmp_path / "own")
    assert {f.file for f in caught.value.findings} == {"documents", "units"}
    assert "at least one row" in caught.value.findings[0].expected


def test_a_worker_says_the_same_in_plain_data(tmp_path):
    sent = embedded("documents", "units", "places")
    said = check({"staged": str(stage(sent, tmp_path)), "rest": None}, None)
    assert said == {"folder": str(folder_of(sent, tmp_path))}
    staged = stage(embedded("units"), tmp_path)
    said = json.loads(json.dumps(check({"staged": str(staged), "rest": None}, None)))
    assert said["count"] == len(said["findings"]) > 0
    assert not staged.exists()
