"""One desk's editing: the history, what the evaluator says, and who wants to know.

Knows the desk, no page: edits are applied in turn, evaluations overtake each other.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from weakref import WeakKeyDictionary

from inputs.errors import InputError
from scenarios.app.editing.crafts import Craft
from scenarios.app.editing.edits import Edit, EditRefused, History
from scenarios.app.editing.evaluating import BENCHES, Assessed, Benches, aside, assess
from scenarios.app.state import Desk
from scenarios.language import speaking, told
from scenarios.plan import Plan
from scenarios.study import Answer

# What was done on a desk outlives its page, which is built anew in another language.
_HISTORIES: WeakKeyDictionary[Desk, History] = WeakKeyDictionary()


class Workbench:
    """The plan of the shown answer under a planner's hands.

    Attributes
    ----------
    history : None while no answer is shown, or its study is being built
    craft : of the shown answer's study
    refused : why the last wish was not done; empty when it was
    decided : the wish that was done or refused last
    """

    def __init__(self, desk: Desk, changed: Callable[[], None], benches: Benches = BENCHES) -> None:
        self.desk = desk
        self.history: History | None = None
        self.craft: Craft | None = None
        self.refused = ""
        self.decided: Edit | None = None
        self._changed = changed
        self._benches = benches
        self._turn = asyncio.Lock()

    async def begin(self) -> None:
        """Take the shown answer's plan up; what was done to another is gone."""
        answer = self.desk.shown
        self.history, self.craft, self.refused = None, None, ""
        self._changed()
        if answer is None:
            return
        bench = await aside(self._benches.of, answer.territory, answer.scenario)
        if answer is not self.desk.shown:
            return
        self.craft, self.history = bench.craft, History(answer.plan)
        known = _HISTORIES.get(self.desk)
        if known is not None and known.plan is self.desk.edited:
            self.history = known
        elif self.desk.edited is not None:
            await self.take_up(self.desk.edited)
        self._changed()

    async def take_up(self, plan: Plan | None) -> None:
        """A plan that came from elsewhere (an uploaded one), or the plan as it was (None)."""
        answer = self.desk.shown
        if answer is None or self.history is None:
            return
        if plan is self.history.plan or (plan is None and not self.edited):
            return
        self.history = History(answer.plan if plan is None else plan)
        await self._assess(answer, plan)

    async def do(self, edit: Edit) -> None:
        """Apply an edit and evaluate; a refusal is kept in `refused`."""
        async with self._turn:
            if self.history is None or self.craft is None:
                return
            try:
                history = await aside(self.history.did, edit, self.craft)
            except EditRefused as error:
                self.refused, self.decided = error.message, edit
                self._changed()
                return
            self.decided = edit
            self._put(history)
        await self._assess_now()

    async def undo(self) -> None:
        if self.history is not None and self.history.done:
            self._put(self.history.undo())
            await self._assess_now()

    async def redo(self) -> None:
        if self.history is not None and self.history.undone:
            self._put(self.history.redo())
            await self._assess_now()

    async def start_over(self) -> None:
        """The plan as it was answered."""
        if self.desk.shown is not None and self.history is not None:
            self._put(History(self.desk.shown.plan))
            await self._assess_now()

    @property
    def edited(self) -> bool:
        """Whether the plan differs from the answer's."""
        return (
            self.history is not None
            and self.desk.shown is not None
            and self.history.plan is not self.desk.shown.plan
        )

    def _put(self, history: History) -> None:
        self.history, self.refused = history, ""
        _HISTORIES[self.desk] = history
        self.desk.edit(history.plan if self.edited else None)
        self._changed()

    async def _assess_now(self) -> None:
        answer = self.desk.shown
        if answer is not None and self.history is not None:
            await self._assess(answer, self.history.plan if self.edited else None)

    async def _assess(self, answer: Answer, plan: Plan | None) -> None:
        """Evaluate and tell; a plan that was overtaken meanwhile is not told of."""
        said: Assessed | None = None
        if plan is not None:
            try:
                with speaking(self.desk.language):
                    said = await aside(self._unless_overtaken, answer, plan)
            except InputError as error:
                self.refused = told(error.message)
            if not self._stands(answer, plan):
                return
        self.desk.assess(said)
        self._changed()

    def _unless_overtaken(self, answer: Answer, plan: Plan) -> Assessed | None:
        return assess(answer, plan, self._benches) if self._stands(answer, plan) else None

    def _stands(self, answer: Answer, plan: Plan) -> bool:
        return answer is self.desk.shown and self.history is not None and plan is self.history.plan
