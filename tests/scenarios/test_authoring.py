"""What `aumaq scenarios new` and `schema` hand out must be usable as it is."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml

from scenarios.authoring import commented_yaml, json_schema
from scenarios.loading import library, load_scenario

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("name", library())
def test_a_written_file_asks_the_same_question(tmp_path: Path, name: str) -> None:
    base = load_scenario(name)
    file = tmp_path / "mine.yaml"
    file.write_text(commented_yaml(base, "mine"), encoding="utf-8")
    back = load_scenario(file)
    assert back.content_hash == base.content_hash
    assert back.name == "mine"


def test_every_key_of_the_file_is_explained() -> None:
    lines = commented_yaml(load_scenario("default"), "mine").splitlines()
    keys = [i for i, line in enumerate(lines) if line and not line.lstrip().startswith(("#", "-"))]
    assert len(keys) > 40
    for i in keys:
        assert lines[i - 1].lstrip().startswith("#"), lines[i]


def test_the_published_schema_is_current() -> None:
    """`make schema` writes it anew."""
    published = json.loads((ROOT / "docs" / "scenario.schema.json").read_text(encoding="utf-8"))
    assert published == json_schema()


@pytest.mark.parametrize("name", library())
def test_library_files_keep_to_the_schema(name: str) -> None:
    jsonschema = pytest.importorskip("jsonschema")
    text = (ROOT / "scenarios" / "library" / f"{name}.yaml").read_text(encoding="utf-8")
    assert text.startswith("# yaml-language-server: $schema=../../docs/scenario.schema.json\n")
    jsonschema.validate(yaml.safe_load(text), json_schema())


def test_the_schema_refuses_what_the_program_refuses() -> None:
    jsonschema = pytest.importorskip("jsonschema")
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"mony": {}}, json_schema())
