"""Descriptor and dictionary are generated from the declarations and committed as generated."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from inputs.descriptor import descriptor, descriptor_text
from inputs.dictionary import dictionary_text
from inputs.errors import InputError
from inputs.schemas import registry
from inputs.schemas.base import DOCUMENTS
from inputs.schemas.registry import TABLES
from inputs.territory import embedded_folder, load_territory

ROOT = Path(__file__).parents[2]


def test_the_committed_descriptor_is_the_generated_one() -> None:
    committed = (embedded_folder() / "datapackage.json").read_text(encoding="utf-8")
    assert committed == descriptor_text(embedded_folder())


def test_the_committed_dictionary_is_the_generated_one() -> None:
    committed = (ROOT / "docs" / "data-dictionary.md").read_text(encoding="utf-8")
    assert committed == dictionary_text()


def test_the_descriptor_names_existing_files_fields_and_keys() -> None:
    package = json.loads(descriptor_text(embedded_folder()))
    resources = {resource["name"]: resource for resource in package["resources"]}
    assert set(resources) == set(TABLES)
    for name, resource in resources.items():
        assert (embedded_folder() / resource["path"]).is_file()
        fields = [field["name"] for field in resource["schema"]["fields"]]
        assert fields == TABLES[name].columns
        assert set(resource["schema"]["primaryKey"]) <= set(fields)
        for key in resource["schema"].get("foreignKeys", []):
            target = key["reference"]["resource"] or name
            known = [field["name"] for field in resources[target]["schema"]["fields"]]
            assert set(key["fields"]) <= set(fields)
            assert set(key["reference"]["fields"]) <= set(known)


def test_a_descriptor_holds_the_tables_asked_for() -> None:
    resources = descriptor(["schools", "units"])["resources"]
    assert isinstance(resources, list)
    assert [resource["name"] for resource in resources] == ["units", "schools"]


def test_no_table_is_declared_twice() -> None:
    declared = [table.name for module in registry.MODULES for table in module.TABLES]
    assert len(declared) == len(set(declared)) == len(TABLES)
    with pytest.raises(RuntimeError, match="documents is declared twice"):
        registry._collect((*registry.MODULES, registry.territory))


def test_the_documents_of_the_package_are_those_of_the_declarations() -> None:
    table = load_territory().table("documents").set_index("document")
    assert set(table.index) == set(DOCUMENTS)
    for document, row in table.iterrows():
        assert DOCUMENTS[str(document)].startswith(row["title"])


def test_declarations_are_coherent() -> None:
    for table in TABLES.values():
        columns = set(table.columns)
        assert len(columns) == len(table.fields), table.name
        assert set(table.key) <= columns, table.name
        for column in table.key:
            assert not table.field(column).nullable, (table.name, column)
        for key in table.foreign_keys:
            assert set(key.columns) <= columns, table.name
            assert set(key.referenced) <= set(TABLES[key.table].columns), table.name


def test_an_input_error_is_one_line_with_its_place() -> None:
    error = InputError(
        "not a\nnumber", file="schools.csv", row=7, column="pupils", value="x", expected="a number"
    )
    assert str(error) == (
        "schools.csv, row 7, column pupils: not a number (found 'x'); expected a number"
    )
    assert isinstance(error, ValueError)
