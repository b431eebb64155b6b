"""What helps to write a scenario: the JSON Schema for editors, a commented file to start from."""

from __future__ import annotations

import copy
import textwrap
from typing import Any

import yaml

from scenarios.positions import Path, in_words
from scenarios.scenario import Scenario
from scenarios.validation import allowed_in_words, model_schema, schema_at

_WIDTH = 96


def json_schema() -> dict[str, Any]:
    """The JSON Schema of a scenario file: the model and `extends`."""
    schema = copy.deepcopy(model_schema())
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    schema["properties"] = {
        "extends": {
            "anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}],
            "description": "Scenario that this one builds on: a library name, a relative file, "
            "or a list of them, later ones winning",
        },
        **schema["properties"],
    }
    return schema


def commented_yaml(base: Scenario, name: str) -> str:
    """A complete scenario file: every key of `base`, each with its meaning and allowed values.

    Read back it asks the same question as `base`.
    """
    title = base.title or "What if ..."
    plain = {**base.canonical(), "name": name, "title": title}
    head = _comment(
        f"{title}. Every key is spelled out with what it may hold; delete what you leave as it is.",
        0,
    )
    return "\n".join([*head, *_mapping(plain, ())]) + "\n"


def _mapping(data: dict[str, Any], path: Path) -> list[str]:
    lines: list[str] = []
    for key, value in data.items():
        here = (*path, key)
        schema = schema_at(here) or {}
        part = isinstance(value, dict) and "properties" in schema
        if not path:
            lines.append("")
        lines += _comment(_meaning(here, part), len(path))
        if part:
            lines.append(f"{_indent(path)}{key}:")
            lines += _mapping(value, here)
        else:
            lines += _entry(key, value, path)
    return lines


def _entry(key: str, value: Any, path: Path) -> list[str]:
    rows = isinstance(value, list) and any(isinstance(item, dict) for item in value)
    if not rows:
        return [f"{_indent(path)}{key}: {_flow(value)}"]
    return [f"{_indent(path)}{key}:"] + [f"{_indent(path)}  - {_flow(item)}" for item in value]


def _meaning(path: Path, part: bool) -> str:
    """Description and allowed values; a field's own words go before its type's."""
    parent = schema_at(path[:-1]) or {}
    declared = parent.get("properties", {}).get(path[-1], {})
    schema = schema_at(path) or {}
    words = declared.get("description") or schema.get("description", "")
    words = " ".join(words.split()).rstrip(".")
    if part:
        return words
    item = schema_at((*path, 0)) if schema.get("type") == "array" else None
    if item is not None and "properties" in item:
        item_words = " ".join(item.get("description", "").split()).rstrip(".")
        fields = ", ".join(item["properties"])
        return f"{words or item_words or in_words(path)}. List of {{{fields}}}"
    return f"{words}. Allowed: {allowed_in_words(schema)}".lstrip(". ")


def _comment(text: str, depth: int) -> list[str]:
    prefix = "  " * depth + "# "
    return textwrap.wrap(text, _WIDTH, initial_indent=prefix, subsequent_indent=prefix)


def _indent(path: Path) -> str:
    return "  " * len(path)


def _flow(value: Any) -> str:
    text: str = yaml.safe_dump(
        value, default_flow_style=True, sort_keys=False, allow_unicode=True, width=10_000
    )
    return text.removesuffix("\n").removesuffix("\n...")
