"""What a field is called, in a planner's words."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Label:
    """English messages, translated where they are shown.

    Attributes
    ----------
    name : of the field
    help : what it means, in a sentence or two
    unit : empty where there is none
    """

    name: str
    help: str
    unit: str = ""


Labels = dict[str, Label]  # by dotted path
Options = dict[str, dict[str, str]]  # by dotted path: what a value is called
