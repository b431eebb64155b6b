"""A scenario's mistakes in the planner's words, with the values that would be right."""

from __future__ import annotations

import difflib
import json
from functools import cache, reduce
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from inputs.errors import InputError
from scenarios.errors import InvalidScenario, ScenarioError
from scenarios.language import said
from scenarios.positions import Located, Mark, Path, in_words
from scenarios.scenario import Scenario

_KEY = "[key]"


def validated(located: Located) -> Scenario:
    """Turn located data into a `Scenario`.

    Raises
    ------
    InvalidScenario
        one line per mistake: source and line, path, value found, values allowed
    """
    try:
        return Scenario.model_validate(located.data)
    except ValidationError as error:
        raise InvalidScenario(_readable(error.errors(), located)) from error


@cache
def model_schema() -> dict[str, Any]:
    """The JSON Schema of `Scenario` itself."""
    return Scenario.model_json_schema()


def schema_at(path: Path) -> dict[str, Any] | None:
    """The JSON Schema of the value at `path`, None where nothing is declared."""
    schema: dict[str, Any] | None = _resolved(model_schema())
    for part in path:
        if schema is None:
            return None
        schema = _step(schema, part)
    return schema


def allowed_in_words(schema: dict[str, Any]) -> str:
    """What a JSON Schema allows: `a number from 0 to 1, or null`."""
    schema = _resolved(schema)
    if "anyOf" in schema:
        options = map(allowed_in_words, schema["anyOf"])
        return reduce(lambda one, other: said("{one}, or {other}", one=one, other=other), options)
    if "enum" in schema:
        return " | ".join(str(value) for value in schema["enum"])
    if "const" in schema:
        return str(schema["const"])
    kind = schema.get("type")
    if kind in ("number", "integer"):
        return _number_in_words(
            schema, said("a whole number") if kind == "integer" else said("a number")
        )
    if kind == "string":
        if "pattern" not in schema:
            return said("text")
        return said("text of the form {pattern}", pattern=schema["pattern"])
    if kind == "array":
        return said("a list of: {items}", items=allowed_in_words(schema["items"]))
    if kind == "object":
        if "properties" in schema:
            return said("keys {keys}", keys=", ".join(schema["properties"]))
        values = allowed_in_words(schema["additionalProperties"])
        return said("key: value lines with {values}", values=values)
    return {"boolean": "true | false", "null": "null"}.get(str(kind), str(kind))


def _readable(details: list[ErrorDetails], located: Located) -> list[InputError]:
    known: dict[Path, ScenarioError] = {}
    for detail in details:
        path, is_key = _path_in_data(detail, located.data)
        if path in known or _follows_from_another(detail, path, located.data):
            continue
        known[path] = _one(detail, path, is_key, located)
    order = sorted(known.items(), key=lambda item: _order(located.mark(item[0])))
    return [error for _, error in order]


def _one(detail: ErrorDetails, path: Path, is_key: bool, located: Located) -> ScenarioError:
    mark = located.mark(path) or Mark("scenario")
    message, value, expected = _explained(detail, path, is_key)
    return ScenarioError(
        message,
        file=mark.source,
        row=mark.line,
        column=in_words(path),
        value=value,
        expected=expected,
    )


def _explained(detail: ErrorDetails, path: Path, is_key: bool) -> tuple[str, Any, str | None]:
    kind = detail["type"]
    if kind == "extra_forbidden":
        return _unknown_key(path)
    if kind == "missing":
        return said("is missing"), None, _allowed(path)
    if kind == "value_error":
        return detail["ctx"]["error"].args[0], None, None
    if is_key:
        return said("key does not fit"), path[-1], _limits_in_words(detail)
    value = detail["input"]
    shown = value if isinstance(value, str | int | float | bool | None) else None
    return (
        said("does not fit"),
        "null" if shown is None and value is None else shown,
        _allowed(path),
    )


def _unknown_key(path: Path) -> tuple[str, Any, str | None]:
    parent = schema_at(path[:-1]) or {}
    keys = [*parent.get("properties", {})] + ([] if path[:-1] else ["extends"])
    close = _close(str(path[-1]), keys)
    expected = said("one of {names}", names=", ".join(keys))
    if not close:
        return said("unknown key"), None, expected
    meant = reduce(lambda one, other: said("{one} or {other}", one=one, other=other), close)
    return said("unknown key; did you mean {keys}?", keys=meant), None, expected


def _limits_in_words(detail: ErrorDetails) -> str:
    """What a key may be."""
    limits = detail.get("ctx", {})
    if "ge" in limits:
        return said("at least {limit}", limit=limits["ge"])
    return said("at most {limit}", limit=limits["le"]) if "le" in limits else detail["msg"]


def _close(key: str, keys: list[str]) -> list[str]:
    """Keys that may have been meant: nearly the same, or with a word that is."""
    by_word = [k for k in keys if difflib.get_close_matches(key, k.split("_"), cutoff=0.75)]
    return difflib.get_close_matches(key, keys, n=2) or by_word[:3]


def _allowed(path: Path) -> str | None:
    schema = schema_at(path)
    return None if schema is None else allowed_in_words(schema)


def _path_in_data(detail: ErrorDetails, data: Any) -> tuple[Path, bool]:
    """The part of pydantic's location that exists in the file: union members are left out."""
    location = detail["loc"]
    is_key = bool(location) and location[-1] == _KEY
    path: list[str | int] = []
    for part in location:
        in_mapping = isinstance(data, dict) and part in data
        in_list = isinstance(data, list) and isinstance(part, int) and part < len(data)
        if in_mapping or in_list:
            data = data[part]
        elif detail["type"] == "missing" and part == location[-1]:
            path.append(part)
            break
        else:
            break
        path.append(part)
    return tuple(path), is_key


def _follows_from_another(detail: ErrorDetails, path: Path, data: Any) -> bool:
    """Pydantic counts only list items without mistakes, and then calls the list too short."""
    if detail["type"] != "too_short":
        return False
    for part in path:
        data = data[part]
    return len(data) >= int(detail["ctx"]["min_length"])


def _order(mark: Mark | None) -> tuple[str, int]:
    return (mark.source, mark.line or 0) if mark else ("", 0)


def _resolved(schema: dict[str, Any]) -> dict[str, Any]:
    while "$ref" in schema:
        schema = model_schema()["$defs"][schema["$ref"].rsplit("/", 1)[-1]]
    return schema


def _step(schema: dict[str, Any], part: str | int) -> dict[str, Any] | None:
    if isinstance(part, int):
        below = schema.get("items")
    else:
        below = schema.get("properties", {}).get(part) or schema.get("additionalProperties")
    return _resolved(below) if isinstance(below, dict) else None


def _number_in_words(schema: dict[str, Any], number: str) -> str:
    low, high = schema.get("minimum"), schema.get("maximum")
    above, below = schema.get("exclusiveMinimum"), schema.get("exclusiveMaximum")
    if low is not None and high is not None:
        return said(
            "{number} from {low} to {high}", number=number, low=_json(low), high=_json(high)
        )
    limits = [
        *([] if low is None else [said("at least {limit}", limit=_json(low))]),
        *([] if above is None else [said("above {limit}", limit=_json(above))]),
        *([] if high is None else [said("at most {limit}", limit=_json(high))]),
        *([] if below is None else [said("below {limit}", limit=_json(below))]),
    ]
    if not limits:
        return number
    return said("{number} {limits}", number=number, limits=limits)


def _json(value: float) -> str:
    return json.dumps(value)
