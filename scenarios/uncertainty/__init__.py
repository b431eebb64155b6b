"""Plans for the first years that have to be right before the future is known."""

from __future__ import annotations

from scenarios.uncertainty.answer import UncertaintyAnswer
from scenarios.uncertainty.question import Question, load_question
from scenarios.uncertainty.running import Interrupted, Runner
from scenarios.uncertainty.solving import solve

__all__ = ["Interrupted", "Question", "Runner", "UncertaintyAnswer", "load_question", "solve"]
