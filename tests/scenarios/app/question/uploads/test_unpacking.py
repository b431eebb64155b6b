"""What others send is trusted in nothing: names, paths, links, sizes, rows."""

import io
import stat
import struct
import zipfile

import openpyxl
import pytest

from scenarios.app.question.uploads import unpacking
from scenarios.app.question.uploads.findings import Refused
from scenarios.app.question.uploads.unpacking import MAX_FILE, MB, Sent, unpack

UNITS = b"unit_id,parent_id\nx,\n"


def zipped(*members, compress=zipfile.ZIP_DEFLATED):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compress) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return buffer.getvalue()


def workbook(**sheets):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def refused(sent, folder):
    with pytest.raises(Refused) as caught:
        unpack(sent, folder)
    assert list(folder.iterdir()) == []
    return caught.value.findings


def test_csv_files_and_zips_of_them_become_files_of_the_folder(tmp_path):
    sent = [
        Sent("units.csv", UNITS),
        Sent("more.zip", zipped(("mine/documents.csv", b"document\n"), ("mine/README.md", "x"))),
    ]
    assert unpack(sent, tmp_path) == ["units.csv", "documents.csv"]
    assert (tmp_path / "units.csv").read_bytes() == UNITS


def test_a_workbook_keeps_its_content_and_gets_a_name_of_ours(tmp_path):
    content = workbook(units=[["unit_id"], ["x"]])
    assert unpack([Sent("../Мои таблицы.XLSX", content)], tmp_path) == ["tables.xlsx"]
    assert (tmp_path / "tables.xlsx").read_bytes() == content


@pytest.mark.parametrize(
    "name",
    [
        "../units.csv",
        "a/../../units.csv",
        "/etc/units.csv",
        "C:/units.csv",
        "..\\units.csv",
        "a\\units.csv",
    ],
)
def test_a_zip_leads_nowhere_out_of_itself(name, tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    (finding, *_) = refused([Sent("t.zip", zipped((name, UNITS)))], folder)
    assert "not a path out of it" in finding.expected
    assert sorted(p.name for p in tmp_path.rglob("*")) == ["in"]


def test_a_file_sent_by_itself_is_only_ever_a_table(tmp_path):
    for name in ("../../etc/cron.csv", "units.csv.exe", "units", "run.py", ".csv", "units.csv\x00"):
        (finding,) = refused([Sent(name, UNITS)], tmp_path)
        assert finding.file == name


def test_a_path_sent_with_a_table_is_not_followed(tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    assert unpack([Sent("../../units.csv", UNITS)], folder) == ["units.csv"]
    assert sorted(p.name for p in tmp_path.rglob("*")) == ["in", "units.csv"]


def test_links_in_a_zip_are_refused(tmp_path):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        link = zipfile.ZipInfo("units.csv")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
    (finding, *_) = refused([Sent("t.zip", buffer.getvalue())], tmp_path)
    assert "not a link" in finding.expected


def test_a_zip_bomb_is_stopped_while_it_unpacks(tmp_path):
    bomb = zipped(("units.csv", b"0" * (MAX_FILE + 1)))
    assert len(bomb) < MB
    (finding, *_) = refused([Sent("t.zip", bomb)], tmp_path)
    assert "when unpacked" in finding.expected


def test_many_small_bombs_count_together(tmp_path, monkeypatch):
    monkeypatch.setattr(unpacking, "MAX_UNPACKED", 3 * MB)
    members = [(f"{name}.csv", b"0" * 2 * MB) for name in ("units", "documents", "places")]
    findings = refused([Sent("t.zip", zipped(*members))], tmp_path)
    assert "in all" in findings[0].expected


def test_a_size_that_the_header_belies_is_counted_anyway(tmp_path):
    """The zip says ten bytes and holds more: reading it is an error, never a flood."""
    content = bytearray(zipped(("units.csv", b"0" * 5000)))
    at = content.rindex(b"PK\x01\x02")
    content[at + 24 : at + 28] = struct.pack("<L", 10)
    assert refused([Sent("t.zip", bytes(content))], tmp_path)


def test_a_workbook_that_unpacks_to_too_much_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(unpacking, "MAX_UNPACKED", 1000)
    (finding, *_) = refused([Sent("t.xlsx", workbook(units=[["a"] * 50] * 50))], tmp_path)
    assert "in all" in finding.expected


def test_one_far_cell_is_no_way_to_fill_the_memory(tmp_path):
    book = openpyxl.Workbook()
    book.active.title = "units"
    book.active.cell(1_048_576, 16_384, "x")
    buffer = io.BytesIO()
    book.save(buffer)
    assert len(buffer.getvalue()) < 10_000
    (finding,) = refused([Sent("t.xlsx", buffer.getvalue())], tmp_path)
    assert finding.file == "t.xlsx[units]"


def test_rows_cells_and_files_have_limits(tmp_path, monkeypatch):
    monkeypatch.setattr(unpacking, "MAX_ROWS", 10)
    monkeypatch.setattr(unpacking, "MAX_CELLS", 100)
    monkeypatch.setattr(unpacking, "MAX_FILES", 3)
    (rows,) = refused([Sent("units.csv", b"a\n" * 11)], tmp_path)
    assert rows.expected == "at most 10 rows"
    (cells,) = refused([Sent("units.csv", b"," * 101)], tmp_path)
    assert cells.expected == "at most 100 cells"
    (sheet,) = refused([Sent("t.xlsx", workbook(units=[["a"]] * 11))], tmp_path)
    assert sheet.expected == "at most 10 rows"
    many = [(f"{name}.csv", UNITS) for name in ("units", "documents", "places", "schools")]
    assert refused([Sent("t.zip", zipped(*many))], tmp_path)[-1].expected == "at most 3 files"


@pytest.mark.parametrize("name", ["t.zip", "t.xlsx"])
@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"not a zip", UNITS])
def test_what_cannot_be_read_is_a_finding_and_no_crash(name, content, tmp_path):
    assert refused([Sent(name, content)], tmp_path)


def test_a_table_twice_is_refused(tmp_path):
    sent = [Sent("units.csv", UNITS), Sent("t.zip", zipped(("units.csv", UNITS)))]
    (finding,) = refused(sent, tmp_path)
    assert finding.expected == "each table once"


def test_everything_wrong_is_told_at_once(tmp_path):
    sent = [Sent("a.txt", b""), Sent("t.zip", zipped(("../units.csv", UNITS), ("b.exe", b"x")))]
    assert {f.file for f in refused(sent, tmp_path)} == {
        "a.txt",
        "t.zip/../units.csv",
        "t.zip/b.exe",
    }


def test_a_locked_zip_is_a_finding(tmp_path):
    content = bytearray(zipped(("units.csv", UNITS), compress=zipfile.ZIP_STORED))
    for mark in (b"PK\x03\x04", b"PK\x01\x02"):
        at = content.index(mark) + (6 if mark == b"PK\x03\x04" else 8)
        content[at] |= 1
    assert refused([Sent("t.zip", bytes(content))], tmp_path)
