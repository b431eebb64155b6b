"""Messages stand in the sources where Babel finds them: as literals, outside f-strings."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest

from scenarios.language.extraction import ROOT

# Where the English text stands in a call.
_TEXTS = {
    "_": (0,),
    "marked": (0,),
    "said": (0,),
    "Reason": (0,),
    "n_": (0, 1),
    "n_said": (0, 1),
    "p_": (0, 1),
    "p_said": (0, 1),
    "np_": (0, 1, 2),
}
# These tell what `marked` has made a message of elsewhere.
_LATER = {"_", "said", "Reason"}


def hidden(source: str) -> list[str]:
    """Calls whose message Babel does not see, by line.

    Python before 3.12 gives an f-string as one token, so that a call in it is no call to Babel.
    """
    tree = ast.parse(source)
    inside = {
        id(call)
        for node in ast.walk(tree)
        if isinstance(node, ast.JoinedStr)
        for call in ast.walk(node)
        if isinstance(call, ast.Call)
    }
    return [
        f"{call.lineno}: {ast.unparse(call)}"
        for name, call in _calls(tree)
        for text in [[call.args[i] for i in _TEXTS[name] if i < len(call.args)]]
        if any(
            id(call) in inside if _literal(part) else name not in _LATER or not _looked_up(part)
            for part in text
        )
    ]


def _calls(tree: ast.AST) -> Iterator[tuple[str, ast.Call]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            yield from [(node.func.id, node)] if node.func.id in _TEXTS else []


def _literal(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def _looked_up(node: ast.expr) -> bool:
    """A name or what stands in a table: made a message where it is defined."""
    if isinstance(node, ast.IfExp):
        return _looked_up(node.body) and _looked_up(node.orelse)
    if isinstance(node, ast.Call):
        return isinstance(node.func, ast.Attribute) and node.func.attr == "get"
    return isinstance(node, ast.Name | ast.Attribute | ast.Subscript)


def test_every_message_stands_where_it_is_found() -> None:
    places = [
        f"{path.relative_to(ROOT)}:{place}"
        for folder in ("scenarios", "models", "optimizer")
        for path in sorted((ROOT / folder).rglob("*.py"))
        if not path.is_relative_to(ROOT / "scenarios" / "language")
        for place in hidden(path.read_text(encoding="utf-8"))
    ]
    assert places == []


@pytest.mark.parametrize(
    "line",
    [
        """f"{_('Year')} 2030" """,
        """_(f"{n} schools")""",
        """_("one" + "two")""",
        """_("one" if n == 1 else "two")""",
        """marked(WORD)""",
        """n_("{n} school", more, n)""",
        """_(name.replace("_", " "))""",
    ],
)
def test_a_message_that_is_not_found_is_named(line: str) -> None:
    assert hidden(line)


@pytest.mark.parametrize(
    "line", ["""f"{_(NAMES[key])} 2030" """, """_("one " "two")""", """_(NAMES.get(key, key))"""]
)
def test_a_message_that_is_found_elsewhere_is_not_named(line: str) -> None:
    assert hidden(line) == []
