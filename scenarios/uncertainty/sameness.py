"""Whether questions are the same to the model of their study."""

from __future__ import annotations

from dataclasses import fields, is_dataclass

import numpy as np

from inputs.errors import InputError
from inputs.territory import Territory
from scenarios.uncertainty.question import Question


def require_difference(question: Question, territory: Territory) -> None:
    """Refuse futures that all ask the same, because the study reads nothing that they vary.

    Raises
    ------
    InputError
    """
    models = (question.study(territory, f.scenario).model() for f in question.futures)
    try:
        first = next(models)
        if not all(same(first, other) for other in models):
            return
    except ValueError:  # a future that cannot be; its run will tell why
        return
    raise InputError(
        "the futures are all the same to this study, which reads nothing of what they vary",
        file=question.name,
        column="futures",
        value=", ".join(f.label for f in question.futures),
        expected="keys and assumptions that the base's model rests on",
    )


def same(one: object, other: object) -> bool:
    """Whether two models, as dataclasses of arrays, are equal in every field that counts."""
    if isinstance(one, np.ndarray):
        return np.array_equal(one, np.asarray(other))
    if is_dataclass(one) and type(one) is type(other):
        return all(
            same(getattr(one, field.name), getattr(other, field.name))
            for field in fields(one)
            if field.compare
        )
    return one == other
