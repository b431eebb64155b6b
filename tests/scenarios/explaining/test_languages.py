"""Explanations are told in Kazakh and Russian, places by their names, and kept that way."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from explained_ground import FIRST, LIMITS, PERIODS, ground_of, tiny
from untranslated import untranslated

from optimizer.certificate import Violation
from optimizer.errors import InfeasibleError, NoPlanInTimeError, Reason
from optimizer.limits import Limits
from scenarios.app.why.asking import plain as told_plain
from scenarios.explaining.explanation import Explanation, price_frame
from scenarios.explaining.programme import explain_programme
from scenarios.explaining.report import render_report
from scenarios.explaining.site_ground import Asked, SiteGround, Solved
from scenarios.explaining.sites import explain_site
from scenarios.explaining.speech import AMOUNTS, Speech, as_text, reasons_said
from scenarios.explaining.stopping import stops
from scenarios.explaining.years import Reason as Why
from scenarios.explaining.years import YearAt
from scenarios.kept import said_again, sentences_in
from scenarios.language import Names, said, speaking, told

languages = pytest.mark.parametrize("language", ["kk", "ru"])
AKTAU = as_text(Names({"en": "Aktau city", "kk": "Ақтау қаласы", "ru": "город Актау"}))
BEINEU = as_text(Names({"en": "Beineu", "kk": "Бейнеу", "ru": "Бейнеу"}))
RUN: Any = SimpleNamespace(
    path=Path("run-1"),
    certificates=(),
    scenario=SimpleNamespace(study=SimpleNamespace(value="schools")),
)


def programmes() -> Iterator[Explanation]:
    """Of places that the budget, the need, or nothing stops, asked of all years and of one."""
    poor = tiny(1)
    rich = replace(poor, budget=np.full(PERIODS, 1e6))
    sated = replace(poor, demand=np.zeros((2, PERIODS)))
    barred = replace(poor, startable=np.zeros(poor.startable.shape, dtype=bool))
    want = np.cumsum(np.array([[0, 1, 0], [0, 0, 1]]), axis=1) * float(poor.size[0])
    water = Speech(
        "settlement",
        *AMOUNTS["water"],
        said("Settlements connected by the plan"),
        said("Settlements without water, of those to connect"),
    )
    for instance in (poor, rich, sated, barred):
        for wanted in (want, want * 50):
            ground = replace(
                ground_of(instance, wanted),
                unit_names=(AKTAU, BEINEU),
                documented={"documented as printed": wanted},
            )
            for spoken in (ground.speech, replace(ground.speech, facility="kindergarten"), water):
                for year in (None, FIRST):
                    on = replace(ground, speech=spoken)
                    yield explain_programme(
                        RUN, on, "a", AKTAU, year, "documented as printed", LIMITS
                    )


def sites() -> Iterator[Explanation]:
    """Of a site whose wishes cost much, little, nothing, or cannot be granted."""

    def no_plan(_limits: Limits) -> Solved:
        raise InfeasibleError((Reason("numbers, groups and budget contradict each other"),))

    def no_time(_limits: Limits) -> Solved:
        raise NoPlanInTimeError

    def costs(more: float, sure: float) -> Any:
        return lambda _limits: Solved(
            9e3 + more, 9e3 + more - sure, (0.0, 1.0), comes=(BEINEU,), goes=(AKTAU,)
        )

    wish = said("With a centre in {place} by {year}", place=AKTAU, year=2035)
    kinds = ("in", "out", "earlier", "later", "more", "budget", "one more")
    for solve in (no_plan, no_time, costs(2500.0, 900.0), costs(10.0, 0.0), costs(0.0, 0.0)):
        ground = SiteGround(
            run=RUN,
            place="a",
            name=AKTAU,
            year=None,
            does=said(
                "The plan has no centre in {place}; the documents do not name it.", place=AKTAU
            ),
            periods=(2030, 2035),
            courses=(("documented", said("Documented, as printed"), (0.0, 1.0)),),
            counted=said("New centres in service there"),
            base=costs(0.0, 0.0),
            asked=tuple(Asked(kind, 2035, wish, solve) for kind in kinds),
            without=(),
            stops=(),
        )
        yield explain_site(ground, price_frame([]), LIMITS, None)


@pytest.fixture(scope="module")
def explanations() -> list[Explanation]:
    return [*programmes(), *sites()]


@languages
def test_pages_are_wholly_translated(explanations: list[Explanation], language: str) -> None:
    with speaking(language):
        for found in explanations[::7]:
            page = render_report(found)
            assert f'<html lang="{language}">' in page
            left = untranslated(page, frozenset({"run"}))
            assert not left, "\n".join(left)


@languages
def test_the_desk_hears_every_sentence_in_its_language(
    explanations: list[Explanation], language: str
) -> None:
    for found in explanations:
        with speaking(language):
            plain = told_plain(found)
        said_there = [plain["question"], *plain["sentences"]]
        said_there += [
            str(row[column])
            for table in plain["tables"].values()
            for row in table
            for column in ("said", "why", "changes", "stopped_by", "rival", "counted", "unit")
            if column in row
        ]
        left = untranslated("".join(f"<p>{text}</p>" for text in said_there))
        assert not left, "\n".join(left)


def test_what_is_kept_can_be_told_again(explanations: list[Explanation]) -> None:
    for found in explanations[::9]:
        note = found.to_dict()
        kept = json.loads(json.dumps([note, sentences_in(note)], allow_nan=False))
        again = Explanation.from_dict(said_again(*kept))
        assert again.to_dict() == note
        with speaking("ru"):
            assert [*map(told, again.sentences)] == [*map(told, found.sentences)]
            assert render_report(again) == render_report(found)


def test_a_reason_names_the_place_and_writes_numbers_as_the_reader_does() -> None:
    reason = Reason(
        "{unit} needs {least:,.0f} places of new capacity in {period} ({why}), but at most "
        "{most:,.0f} can be in service by then, whatever the money",
        unit="aktau_city",
        least=70500.0,
        period="2035",
        why=Reason("minimum programme"),
        most=1200.0,
    )
    assert reason.startswith("aktau_city needs 70,500 places")
    spoken = reasons_said((reason,), {"aktau_city": AKTAU})
    assert spoken.startswith("Aktau city needs 70\u202f500 places of new capacity in 2035 (minimum")
    with speaking("ru"):
        assert told(spoken).startswith("город Актау: в 2035 году нужно новых мест 70\u202f500 (")


def test_settlements_are_connected(explanations: list[Explanation]) -> None:
    text = " ".join(s for found in explanations for s in found.sentences)
    assert "The plan connects 2 settlements in Aktau city, begun in 2026" in text
    assert "starts 2 settlements" not in text


def test_a_small_shortfall_is_told_in_millions() -> None:
    ground = ground_of(tiny(1), np.zeros((2, PERIODS)))
    lacking = YearAt(
        year=FIRST,
        started=0.0,
        facilities=0,
        documented=0.0,
        unit=0,
        size=100.0,
        takes=0.03,
        gain=50.0,
        money_worth=70.0,
        reason=Why.ELSEWHERE,
        broken=(Violation("budget", str(FIRST), 42.4),),
        rival=None,
        needed=(),
        loss_per_bn=float("nan"),
        delay=float("nan"),
        delay_money=float("nan"),
    )
    text = " ".join(stops(ground, [lacking], FIRST)).replace("\u202f", " ")
    assert "started there in 2026 takes 30 mln KZT and would save" in text
    assert "The budget stops it; it lacks 42 mln KZT in 2026." in text
