"""What every field and value of a question is called, by the path of its key."""

from __future__ import annotations

from scenarios.app.question.labels import education, logistics, roadmap, shared, water
from scenarios.app.question.labels.label import Label, Labels, Options

__all__ = ["LABELS", "OPTIONS", "Label"]

_PARTS = (shared, education, logistics, water, roadmap)
LABELS: Labels = {path: label for part in _PARTS for path, label in part.LABELS.items()}
OPTIONS: Options = {path: words for part in _PARTS for path, words in part.OPTIONS.items()}
