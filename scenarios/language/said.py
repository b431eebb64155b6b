"""Sentences that an answer keeps: English text that knows how to be told in another language.

A study writes them while it solves, a view tells them years later in the language of its reader:

    note = said("Need runs from {year} on, {share:percent} of it in towns.", year=2025, share=0.4)
    note                    # an ordinary str in English: goes into tables, hashes and logs
    told(note)              # in the spoken language

Values are kept as they are (numbers, text, names of places, other sentences, lists of them) and
written by the placeholders' formats, so that a translation has its own numbers and names.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from scenarios.language.filling import Told, fill
from scenarios.language.messages import _, n_, np_, p_
from scenarios.language.speaking import LANGUAGES, speaking, spoken


class Names(Told):
    """A name in every language."""

    def __init__(self, names: Mapping[str, str]) -> None:
        self.names = dict(names)

    def told(self) -> str:
        return self.names[spoken()]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Names) and self.names == other.names

    def __hash__(self) -> int:
        return hash(tuple(sorted(self.names.items())))


class Said(str, Told):
    """A message with its values; as a str it is the English sentence.

    Attributes
    ----------
    message, plural, context : as in `scenarios.language.messages`; None where it has none
    values : of the placeholders; `n` chooses the form where there is a plural
    """

    message: str
    plural: str | None
    context: str | None
    values: dict[str, Any]

    def __new__(
        cls,
        message: str,
        values: Mapping[str, Any],
        plural: str | None = None,
        context: str | None = None,
    ) -> Said:
        with speaking("en"):
            form = message if plural is None or values["n"] == 1 else plural
            sentence = super().__new__(cls, fill(form, values))
        sentence.message = message
        sentence.plural = plural
        sentence.context = context
        sentence.values = dict(values)
        return sentence

    def __getnewargs__(self) -> tuple[Any, ...]:
        return self.message, self.values, self.plural, self.context

    def told(self) -> str:
        """The sentence in the spoken language."""
        values = {name: value for name, value in self.values.items() if name != "n"}
        if self.plural is None:
            if self.context is None:
                return _(self.message, **self.values)
            return p_(self.context, self.message, **self.values)
        n = self.values["n"]
        if self.context is None:
            return n_(self.message, self.plural, n, **values)
        return np_(self.context, self.message, self.plural, n, **values)


def said(message: str, /, **values: Any) -> Said:
    """A sentence to keep."""
    return Said(message, _plain_values(values))


def n_said(singular: str, plural: str, n: float, /, **values: Any) -> Said:
    """A sentence to keep, in the form that a number takes; the number is `{n}` in it."""
    return Said(singular, _plain_values({"n": n, **values}), plural)


def p_said(context: str, message: str, /, **values: Any) -> Said:
    """A sentence to keep, as it is translated in a context."""
    return Said(message, _plain_values(values), context=context)


def told(text: str) -> str:
    """Text of an answer in the spoken language.

    Plain text is looked up as it is: a word of a table (a status, a unit) is its own message.
    """
    return text.told() if isinstance(text, Told) else _(text)


def to_plain(value: Any) -> Any:
    """A sentence or one of its values as JSON has it."""
    if isinstance(value, Said):
        parts = {
            "said": value.message,
            "plural": value.plural,
            "context": value.context,
            "values": {name: to_plain(part) for name, part in value.values.items()} or None,
        }
        return {name: part for name, part in parts.items() if part is not None}
    if isinstance(value, Names):
        return {"names": value.names}
    if isinstance(value, list):
        return [to_plain(part) for part in value]
    return value


def from_plain(value: Any) -> Any:
    """Back from `to_plain`."""
    if isinstance(value, dict) and "said" in value:
        values = {name: from_plain(part) for name, part in value.get("values", {}).items()}
        return Said(value["said"], values, value.get("plural"), value.get("context"))
    if isinstance(value, dict):
        return Names(value["names"])
    if isinstance(value, list):
        return [from_plain(part) for part in value]
    return value


def _plain_values(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _plain_value(value) for name, value in values.items()}


def _plain_value(value: Any) -> Any:
    if isinstance(value, list | tuple):
        return [_plain_value(part) for part in value]
    return value.item() if hasattr(value, "item") else value


def names_of(name: Any) -> Names:
    """The names that `name(language)` gives."""
    return Names({language: str(name(language)) for language in LANGUAGES})
