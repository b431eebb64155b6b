"""Why a variant has no answer, in words that can be told in every language."""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce

from inputs.errors import InputError
from optimizer.errors import InfeasibleError, NoPlanInTimeError
from scenarios.errors import InconsistentScenario
from scenarios.explaining.speech import reasons_said
from scenarios.language import Said, said


def told(error: Exception) -> str:
    """An expected failure as the command line says it; a `Said` where its words are known."""
    if isinstance(error, InconsistentScenario):
        return _joined(_wrong(p.path, p.message, p.allowed) for p in error.problems)
    if isinstance(error, InfeasibleError) and error.reasons:
        reasons = reasons_said(error.reasons, {})
        return said("no plan meets every requirement: {reasons}", reasons=reasons)
    if isinstance(error, NoPlanInTimeError):
        return said("no plan was found in time: {why}", why=Said(str(error), {}))
    if isinstance(error, InputError) and isinstance(error.message, Said):
        return _wrong(error.column or "", error.message, error.expected or "")
    return str(error)


def _wrong(path: str, message: str, allowed: str) -> Said:
    problem = _as_said(message)
    if path:
        problem = said("{path}: {problem}", path=path, problem=problem)
    if not allowed:
        return problem
    return said("{problem}; expected {allowed}", problem=problem, allowed=_as_said(allowed))


def _as_said(text: str) -> Said:
    return text if isinstance(text, Said) else Said(text, {})


def _joined(sentences: Iterable[Said]) -> Said:
    return reduce(lambda one, other: said("{one}; {other}", one=one, other=other), sentences)
