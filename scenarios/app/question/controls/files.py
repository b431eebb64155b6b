"""Files in and out: the question, tables and plans of one's own."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import Any

from nicegui import ui
from nicegui.elements.upload_files import FileUpload

from inputs.errors import InputError
from scenarios.app.jobs.job import JobFailed
from scenarios.app.question.asking import Question, change, value_at
from scenarios.app.question.checking import SCHOOL_LIST, scenario_of
from scenarios.app.question.controls.board import Board
from scenarios.app.question.files import findings as names_unknown
from scenarios.app.question.files import from_yaml, to_yaml
from scenarios.app.question.uploads.findings import Finding, Refused, of_error
from scenarios.app.question.uploads.plans import plan_of
from scenarios.app.question.uploads.schools import places_of
from scenarios.app.question.uploads.tables import stage, usual_tables
from scenarios.app.question.uploads.unpacking import MAX_FILE, MB, Sent
from scenarios.app.question.wishes import by_settlement
from scenarios.app.state import Desk
from scenarios.errors import InvalidScenario
from scenarios.language import _, n_, p_, said, speaking, told
from scenarios.positions import MAX_BYTES
from scenarios.scenario import Scenario
from scenarios.studies import create
from scenarios.study import Answer, OrderedStudy, PlanRules

_QUESTION, _TABLES, _PLAN = (".yaml", ".yml"), (".csv", ".zip", ".xlsx"), (".csv",)

Taken = Callable[[list[Sent]], Awaitable[str]]  # what is said when the files are taken


def files(board: Board) -> None:
    """Build the part."""
    desk = board.desk
    with ui.expansion(_("Files")).classes("more").props("dense data-testid=files") as part:
        part.props["header-class"] = "more-head"
        save = ui.button(_("Download this question"), on_click=board.pressed(lambda: _save(desk)))
        save.props("outline no-caps dense data-testid=download-question")
        _upload(
            desk,
            "question",
            _("Open a question ({kinds})", kinds=".yaml"),
            (".yaml", ".yml"),
            _open_question(desk),
        )
        rest = ui.switch(_("The program's tables for what is not sent"), value=True)
        rest.props("dense data-testid=rest").classes("files-switch")
        take = _take_tables(desk, rest)
        _upload(
            desk,
            "tables",
            _("Own tables ({kinds})", kinds=".csv, .zip, .xlsx"),
            (".csv", ".zip", ".xlsx"),
            take,
            many=True,
        )
        back = ui.button(_("Back to the program's tables"), on_click=lambda: desk.use_data(None))
        back.props("flat no-caps dense data-testid=usual-tables")
        schools = _upload(
            desk,
            "schools",
            _("Own list of schools ({kinds})", kinds=".csv"),
            (".csv",),
            _take_schools(desk),
        )
        forget = ui.button(
            _("Back to the districts' places"),
            on_click=board.pressed(lambda: board.ask(SCHOOL_LIST, {})),
        )
        forget.props("flat no-caps dense data-testid=usual-schools")
        plan = _upload(
            desk, "plan", _("Own plan ({kinds})", kinds=".csv"), (".csv",), _take_plan(desk)
        )

    def refresh() -> None:
        save.set_enabled(isinstance(scenario_of(board.question), Scenario))
        back.set_visibility(desk.data != desk.office.data)
        plan.set_enabled(desk.shown is not None)
        schools.set_visibility(by_settlement(board.question))
        listed = bool(value_at(board.question, SCHOOL_LIST))
        forget.set_visibility(by_settlement(board.question) and listed)

    board.show(refresh, save)


def _save(desk: Desk) -> None:
    scenario = desk.scenario()
    if isinstance(scenario, Scenario):
        ui.download.content(to_yaml(scenario), "my-question.yaml", "application/yaml")


def _upload(
    desk: Desk, name: str, label: str, ends: Sequence[str], take: Taken, *, many: bool = False
) -> ui.button:
    """A button for files, which are taken whole or refused with everything that is wrong."""

    async def arrived(event: Any) -> None:
        sent = event.files if many else [event.file]
        button.props("loading")
        with speaking(desk.language):
            try:
                taken = await take([await _read(file) for file in sent])
            except Refused as refused:
                _tell(refused)
            else:
                ui.notify(taken, type="positive")
            finally:
                button.props(remove="loading")
                box.reset()

    def rejected() -> None:
        with speaking(desk.language):
            ui.notify(_("Files of these kinds only: {kinds}", kinds=", ".join(ends)))

    box = ui.upload(
        auto_upload=True,
        multiple=many,
        max_file_size=MAX_FILE if name != "question" else MAX_BYTES,
        on_rejected=rejected,
    )
    if many:
        box.on_multi_upload(arrived)
    else:
        box.on_upload(arrived)
    box.classes("hidden")
    box.props["accept"] = ",".join(ends)
    box.props["data-testid"] = f"upload-{name}"
    button = ui.button(label, icon="upload_file").props("outline no-caps dense align=left")
    # in the browser: it opens its window only for a click that it has seen itself
    button.on("click", js_handler=f"() => getElement({box.id}).pickFiles()")
    return button


async def _read(file: FileUpload) -> Sent:
    if file.size() > MAX_FILE:
        raise Refused([Finding(file.name, None, "", "", said("at most {n} MB", n=MAX_FILE // MB))])
    return Sent(file.name, await file.read())


def _open_question(desk: Desk) -> Taken:
    async def take(sent: list[Sent]) -> str:
        (file,) = sent
        try:
            uploaded = from_yaml(file.content, file.name)
        except InvalidScenario as error:
            raise Refused(map(of_error, error.errors)) from error
        except InputError as error:
            raise Refused([of_error(error)]) from error
        wrong = names_unknown(uploaded, desk.territory)
        if wrong:
            raise Refused(map(of_error, wrong))
        desk.ask(Question.of_data(uploaded.question.base, uploaded.question.data))
        return _("This is the question of {file}.", file=file.name)

    return take


def _take_tables(desk: Desk, rest: ui.switch) -> Taken:
    async def take(sent: list[Sent]) -> str:
        usual = usual_tables(desk.office.data) if rest.value else None
        staged = await asyncio.to_thread(stage, sent, desk.own_folder)
        asked = {"staged": str(staged), "rest": None if usual is None else str(usual)}
        try:
            answer = await desk.submit("tables", asked).done()
        except JobFailed as error:
            raise Refused([Finding("", None, "", "", error.failure.told())]) from error
        if "findings" in answer:
            raise Refused(
                (Finding.from_plain(found) for found in answer["findings"]), answer["count"]
            )
        await desk.use_data(Path(answer["folder"]))
        return _("The question is asked of your own tables now.")

    return take


def _take_schools(desk: Desk) -> Taken:
    async def take(sent: list[Sent]) -> str:
        (file,) = sent
        known = desk.territory.table("settlements")["settlement_id"]
        places = await asyncio.to_thread(places_of, file, set(map(str, known)))
        desk.ask(change(desk.question, SCHOOL_LIST, places))
        return n_(
            "Your list of schools counts, in {n} settlement.",
            "Your list of schools counts, in {n} settlements.",
            len(places),
        )

    return take


def _take_plan(desk: Desk) -> Taken:
    async def take(sent: list[Sent]) -> str:
        (file,) = sent
        rules = None if desk.shown is None else await asyncio.to_thread(_rules, desk.shown)
        if rules is None:
            expected = _("an answer on the page")
            raise Refused([Finding(file.name, None, "", "", expected)])
        plan = await asyncio.to_thread(plan_of, file, rules)
        desk.edit(plan)
        return _("Your plan {name} is on the page.", name=plan.name)

    return take


def _rules(answer: Answer) -> PlanRules | None:
    study = create(answer.territory, answer.scenario)
    return study.plan_rules() if isinstance(study, OrderedStudy) else None


def _tell(refused: Refused) -> None:
    """A table of everything that is wrong; what was there before is still there."""
    heads = {
        "file": _("File"),
        "row": _("Row"),
        "column": _("Column"),
        "value": _("Found"),
        "expected": p_("over findings", "Expected"),
    }
    columns = [
        {"name": key, "label": label, "field": key, "align": "left", "sortable": True}
        for key, label in heads.items()
    ]
    rows = [
        {"id": at, **vars(finding), "expected": told(finding.expected)}
        for at, finding in enumerate(refused.findings)
    ]
    with ui.dialog() as dialog, ui.card().classes("findings"):
        dialog.props["data-testid"] = "findings"
        refusal = n_(
            "Nothing was taken: {n} thing is not as expected.",
            "Nothing was taken: {n} things are not as expected.",
            refused.count,
        )
        ui.label(refusal).classes("findings-head").props("role=alert")
        if refused.count > len(refused.findings):
            ui.label(_("The first {n} are shown.", n=len(refused.findings)))
        table = ui.table(columns=columns, rows=rows, row_key="id", pagination=0)
        table.props("dense flat wrap-cells virtual-scroll hide-bottom").classes("findings-rows")
        ui.button(_("Close"), on_click=dialog.close).props("outline no-caps")
    dialog.on("hide", dialog.delete)
    dialog.open()
