"""What the map draws, as plain data that a browser can draw without asking again."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from inputs.boundaries import GeoJson

DOCUMENTED, OPTIMISED = "documented", "optimised"
Value = float | str | None
Bounds = tuple[float, float, float, float]  # south, west, north, east; degrees


@dataclass(frozen=True)
class Fact:
    """One line of what is said of a place, by step of the slider or once for all of them.

    Attributes
    ----------
    label : what it is, with its unit
    digits : after the decimal sign, of numbers
    documented, optimised : (T,) or (1,) under each plan; empty where a plan has no such thing
    common : (T,) or (1,) the same under both
    """

    label: str
    digits: int = 0
    documented: tuple[Value, ...] = ()
    optimised: tuple[Value, ...] = ()
    common: tuple[Value, ...] = ()


@dataclass(frozen=True)
class Place:
    """Whatever can be pointed at: a district, a settlement, a site.

    Attributes
    ----------
    id : as the plans of the study name it
    name : in the language of the reader; `within` : what it lies in
    lat, lon : degrees
    schematic : the position is drawn, not known
    facts : what is said of it
    wishes : whether something may be fixed or forbidden there
    reasons : whether one may ask why something is built there
    """

    id: str
    name: str
    within: str
    lat: float
    lon: float
    schematic: bool
    facts: tuple[Fact, ...] = ()
    wishes: bool = True
    reasons: bool = True


@dataclass(frozen=True)
class Look:
    """How a mark or a line is drawn; the legend shows the same.

    Attributes
    ----------
    shape : disc, ring, dot, square, diamond, cross, line
    colour : of its inside, or of its line where it has none
    dashed : the position is schematic, or the link only planned
    """

    shape: str
    colour: str
    dashed: bool = False


@dataclass(frozen=True)
class Mark:
    """A symbol at a place.

    Attributes
    ----------
    plan : whose it is; empty: it stands under both
    radius : (T,) px by step, 0 where it does not stand
    """

    place: str
    plan: str
    look: Look
    radius: tuple[float, ...]


@dataclass(frozen=True)
class Line:
    """A way between two points.

    Attributes
    ----------
    plan : as in `Mark`
    ends : (lat, lon) of both
    width : (T,) px by step, 0 where nothing goes
    said : what it is, for the pointer
    place : id of what may be asked about; empty where there is none
    """

    plan: str
    ends: tuple[tuple[float, float], tuple[float, float]]
    look: Look
    width: tuple[float, ...]
    said: str
    place: str = ""


@dataclass(frozen=True)
class Area:
    """Land in a place's colour: class of shade by step under each plan."""

    place: str
    geometry: GeoJson
    documented: tuple[int, ...]
    optimised: tuple[int, ...]


@dataclass(frozen=True)
class Shade:
    """Classes of shade, the same for both plans and all years.

    Attributes
    ----------
    title : what is shaded, with its unit
    bounds : one more than colours
    """

    title: str
    bounds: tuple[float, ...]
    colours: tuple[str, ...]


@dataclass(frozen=True)
class Sizes:
    """What a radius stands for: round amounts and their px."""

    title: str
    amounts: tuple[float, ...]
    radius: tuple[float, ...]


@dataclass(frozen=True)
class Ages:
    """What lightness stands for: when it comes into service, the same classes for both plans."""

    title: str
    labels: tuple[str, ...]
    documented: tuple[str, ...]
    optimised: tuple[str, ...]


@dataclass(frozen=True)
class Key:
    """A line of the legend that no scale explains."""

    look: Look
    said: str
    plan: str = ""


@dataclass(frozen=True)
class Label:
    """A name that stands on the map while there is room, the first ones first."""

    name: str
    lat: float
    lon: float


@dataclass(frozen=True)
class View:
    """A part of the map worth looking at alone."""

    name: str
    bounds: Bounds


@dataclass(frozen=True)
class MapLayers:
    """Everything of an answer that has a place, for all years and both plans.

    Attributes
    ----------
    title : what is shown, for those who do not see it
    steps : (T,) years at which the slider stops
    start : the year it opens with
    views : the whole first
    land : outlines under everything
    plans : what the two plans are called
    one_plan : under both plans, a sentence that says whose figures the shades and widths show
    notes : sentences that must stand under the map
    """

    title: str
    steps: tuple[int, ...]
    start: int
    views: tuple[View, ...]
    land: GeoJson
    plans: dict[str, str]
    places: tuple[Place, ...] = ()
    areas: tuple[Area, ...] = ()
    lines: tuple[Line, ...] = ()
    marks: tuple[Mark, ...] = ()
    labels: tuple[Label, ...] = ()
    shade: Shade | None = None
    ages: Ages | None = None
    sizes: Sizes | None = None
    keys: tuple[Key, ...] = ()
    one_plan: str = ""
    notes: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        return asdict(self)

    def to_json(self) -> str:
        return json.dumps(
            self.to_dict(), ensure_ascii=False, allow_nan=False, separators=(",", ":")
        )

    def step(self, year: int) -> int:
        """Position of the step that a year falls to: the last that is not after it."""
        return max((n for n, at in enumerate(self.steps) if at <= year), default=0)
