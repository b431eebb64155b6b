"""One envelope a year over several studies, split by what each buys with its share."""

from __future__ import annotations

from scenarios.common_budget.answer import SplitAnswer, answer_split
from scenarios.common_budget.choice import Bracket, Front
from scenarios.common_budget.question import Share, Split, load_split

__all__ = [
    "Bracket",
    "Front",
    "Share",
    "Split",
    "SplitAnswer",
    "answer_split",
    "load_split",
]
