"""Folders of answers that are no single run: written whole, named by their question, read again."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from inputs.errors import InputError
from inputs.territory import Territory
from optimizer.limits import Stop
from scenarios.fingerprint import Fingerprint, version
from scenarios.folders import draft, replace_file
from scenarios.language import LANGUAGES, Language, Said, speaking, spoken
from scenarios.language.said import from_plain, to_plain
from scenarios.runs import HASH_LENGTH, INTERRUPTED
from scenarios.scenario import Scenario
from scenarios.unfinished import FOLDER as UNFINISHED
from scenarios.unfinished import Unfinished

REPORT = "report.html"


@dataclass(frozen=True)
class Kept:
    """Path of the report, the answer in words, whether it is complete and was there before."""

    report: Path
    sentence: str
    complete: bool
    cached: bool


@dataclass(frozen=True)
class Question:
    """A kind of answer (its folder's first word), the scenario, and what else was asked."""

    kind: str
    scenario: Scenario
    territory: Territory
    asked: dict[str, Any]

    @property
    def hash(self) -> str:
        """Over scenario, data, code and what else was asked."""
        fingerprint = Fingerprint.of(self.scenario, self.territory).question
        text = json.dumps([self.kind, fingerprint, self.asked], sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()

    def folder(self, out: Path, *, complete: bool = True) -> Path:
        name = f"{self.kind}-{self.scenario.name}-{self.hash[:HASH_LENGTH]}"
        return out / (name if complete else name + INTERRUPTED)

    def unfinished(self, out: Path) -> Unfinished:
        """Where parts of the answer stand until it is whole."""
        folder = self.folder(out)
        return Unfinished(folder.with_name(folder.name + UNFINISHED))


def known(question: Question, out: Path) -> dict[str, Any] | None:
    """What `publish` noted of the complete answer below `out`; None where there is none.

    Raises
    ------
    InputError
        the question's folder holds something else
    """
    folder = question.folder(out)
    if not folder.exists():
        return None
    try:
        note: dict[str, Any] = json.loads((folder / f"{question.kind}.json").read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise InputError(
            "holds something else", file=str(folder), expected="--force to replace it"
        ) from error
    return note if note.get("question") == question.hash else None


@dataclass(frozen=True)
class Fresh:
    """An answer that was just found.

    Attributes
    ----------
    sentence : the answer in words
    page : writes the report in the spoken language
    write : fills a folder with what stands beside the report
    """

    sentence: str
    page: Callable[[], str]
    write: Callable[[Path], None]
    complete: bool


def read(question: Question, out: Path, language: Language) -> Kept | None:
    """The answer that `work_out` kept below `out`, its page in a language."""
    note = known(question, out)
    if note is None:
        return None
    page = kept_page(question, out, note, language)
    return Kept(page, str(note["sentence"]), True, cached=True)


def work_out(
    question: Question,
    out: Path,
    work: Callable[[Unfinished], Fresh],
    *,
    stop: Stop,
    force: bool,
    language: Language,
) -> Kept:
    """Find an answer and keep it as a folder below `out`.

    Parameters
    ----------
    work : given what was found of the answer before it was stopped or killed

    Raises
    ------
    InputError
        the folder cannot be written; before anything is worked on
    """
    require_writable(out)
    parts = question.unfinished(out)
    if force:
        parts.clear()
    began = time.perf_counter()
    fresh = work(parts)

    def write(folder: Path) -> None:
        fresh.write(folder)
        write_pages(folder, fresh.page)

    note = {"sentence": fresh.sentence, "seconds": round(time.perf_counter() - began, 1)}
    report = publish(
        question, out, note, write, complete=fresh.complete, force=force, language=language
    )
    if not stop:
        parts.clear()
    return Kept(report, fresh.sentence, fresh.complete, cached=False)


def require_writable(out: Path) -> None:
    """A folder that cannot be written is better known before the solve than after it."""
    with draft(out):
        pass


def publish(
    question: Question,
    out: Path,
    note: dict[str, Any],
    write: Callable[[Path], None],
    *,
    complete: bool,
    force: bool = False,
    language: Language = "en",
) -> Path:
    """Write an answer aside and give it its name; returns the path of its report.

    Parameters
    ----------
    note : what is printed of it when it is asked for again
    write : fills a folder, with the page in the spoken language
    complete : an interrupted answer stands beside the complete one, never in its place
    language : of the page; no part of the question
    """
    target = question.folder(out, complete=complete)
    with draft(out) as hidden:
        with speaking(language):
            write(hidden.path)
        note = {
            **note,
            "sentences": sentences_in(note),
            "language": language,
            "question": question.hash,
            "asked": question.asked,
            "complete": complete,
            "aumaq": version(),
        }
        (hidden.path / f"{question.kind}.json").write_bytes(_text(note))
        hidden.publish(target, replace=force or not complete)
    return target / REPORT


def tell_again(
    question: Question,
    out: Path,
    note: Mapping[str, Any],
    language: Language,
    page: Callable[[], str],
) -> Path:
    """Path of the report of a known answer, written again where it is in another language.

    Parameters
    ----------
    note : as `known` gives it
    page : writes the report in the spoken language; called only where it is needed
    """
    folder = question.folder(out)
    if note["language"] != language:
        with speaking(language):
            replace_file(folder / REPORT, page().encode())
        replace_file(folder / f"{question.kind}.json", _text({**note, "language": language}))
    return folder / REPORT


def write_pages(folder: Path, page: Callable[[], str]) -> None:
    """The report in the spoken language, and in each beside it, so that another needs no solve.

    Parameters
    ----------
    page : writes the report in the spoken language
    """
    for language in LANGUAGES:
        with speaking(language):
            (folder / page_in(language)).write_text(page(), encoding="utf-8")
    (folder / REPORT).write_bytes((folder / page_in(spoken())).read_bytes())


def page_in(language: Language) -> str:
    """Name of the report in a language, as `write_pages` writes it."""
    return f"report-{language}.html"


def kept_page(question: Question, out: Path, note: Mapping[str, Any], language: Language) -> Path:
    """Path of the report of a known answer, in a language that `write_pages` has written."""
    page = question.folder(out) / page_in(language)
    return tell_again(question, out, note, language, lambda: page.read_text(encoding="utf-8"))


def sentences_in(value: Any) -> dict[str, Any]:
    """By its English text, which is all that a note holds, each sentence that can be told."""
    if isinstance(value, Said):
        return {str(value): to_plain(value)}
    if isinstance(value, Mapping):
        parts: list[Any] = [*value.keys(), *value.values()]
    else:
        parts = list(value) if isinstance(value, list | tuple) else []
    return {text: plain for part in parts for text, plain in sentences_in(part).items()}


def said_again(value: Any, sentences: Mapping[str, Any]) -> Any:
    """What stands in a note, its sentences as they were said.

    Parameters
    ----------
    sentences : as `sentences_in` gives them
    """
    if isinstance(value, str):
        return from_plain(sentences[value]) if value in sentences else value
    if isinstance(value, Mapping):
        return {
            said_again(key, sentences): said_again(part, sentences) for key, part in value.items()
        }
    if isinstance(value, list):
        return [said_again(part, sentences) for part in value]
    return value


def _text(note: Mapping[str, Any]) -> bytes:
    text = json.dumps(note, ensure_ascii=False, indent=2, allow_nan=False)
    return (text + "\n").encode()
