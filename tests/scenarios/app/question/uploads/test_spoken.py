"""What is wrong with a file is told in the language of the page."""

from __future__ import annotations

from pathlib import Path

import pytest
from untranslated import english_texts

from inputs.check import check_folder
from inputs.errors import InputError
from inputs.territory import embedded_folder
from scenarios.app.question.files import from_yaml
from scenarios.app.question.uploads.expectations import recognised
from scenarios.app.question.uploads.findings import Finding, of_error, of_violations
from scenarios.errors import InvalidScenario
from scenarios.language import Said, speaking, told

# Values of keys, and names of columns and tables: part of no language.
NAMES = frozenset({"schools", "low", "central", "high", "null", "true", "false", "inflation"})
BROKEN = (
    "money: {budget_bn_per_year: -1, budget: 2}\n"
    "years: {first: 2030, last: 2025}\n"
    "objectives: [{measure: shortage, at_most: documented}]\n"
    "construction: {sizes: [300, x]}\n"
    "demand: {growth: fast, unit_growth: {kegen: quick}}\n"
)


def spoken(findings: list[Finding], language: str) -> list[str]:
    with speaking(language):
        return [told(finding.expected) for finding in findings]


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_mistakes_of_a_question(language: str) -> None:
    with pytest.raises(InvalidScenario) as error:
        from_yaml(BROKEN.encode(), "mine.yaml")
    findings = [Finding.from_plain(of_error(e).to_plain()) for e in error.value.errors]
    assert len(findings) >= 6
    assert english_texts(spoken(findings, language), NAMES) == []
    assert spoken(findings, "en") == [str(finding.expected) for finding in findings]


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_violations_of_tables(language: str, tmp_path: Path) -> None:
    rows = (embedded_folder() / "macro.csv").read_text(encoding="utf-8").splitlines()
    head, first = rows[0].split(","), rows[1].split(",")
    broken = [",".join([*head, "note_of_mine"]), ",".join(first), ",".join([*first, "x", "y"])]
    (tmp_path / "macro.csv").write_text("\n".join(broken), encoding="utf-8")
    (tmp_path / "mackro.csv").write_text("a\n1\n", encoding="utf-8")
    violations = check_folder(tmp_path)
    said = [recognised(text) for text in violations["expectation"]]
    assert [text for text in said if not isinstance(text, Said)] == []
    findings = of_violations(violations)
    assert len({text.message for text in said if isinstance(text, Said)}) >= 4
    required = frozenset(word for f in findings for word in f.file.split("_"))
    assert (
        english_texts(
            spoken(findings, language), required | {"csv", "macro", "document", "documents"}
        )
        == []
    )


def test_a_sentence_of_no_check_stays_as_it_is() -> None:
    assert recognised("what nobody has said {of} it") == "what nobody has said {of} it"
    assert of_error(InputError("odd", expected="even")).expected == "odd; even"
