"""What the parts of a scenario have in common: their base, years, shares, money."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

FIRST_POSSIBLE_YEAR = 2025
LAST_POSSIBLE_YEAR = 2050

Year = Annotated[int, Field(ge=FIRST_POSSIBLE_YEAR, le=LAST_POSSIBLE_YEAR)]
Share = Annotated[float, Field(ge=0, le=1)]
Money = Annotated[float, Field(ge=0)]
Level = Literal["low", "central", "high"]


class Part(BaseModel):
    """A part of a question: unknown keys are errors, values never change."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)
