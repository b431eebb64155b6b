"""A planner looks at the map of every study, plays the years, wishes by a click and asks why."""

from __future__ import annotations

import base64
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect
from shown_desk import Shown, shown_desk

from scenarios.app.map import MapLayers, map_layers

Open = Callable[..., Page]
Shot = Callable[[Page, str], Path]
ONE_PIXEL = base64.b64decode("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7")
EVIL = "<img src=x onerror=alert(1)>"
FORBIDDEN = "zhanaozen_city"
TOLD = "year => sent.some(told => told.includes('year') && told.includes(year))"
PATIENCE_MS = 60_000  # the machine may be busy
STUDIES = ("schools", "siting", "logistics", "water")


def opened(open_page: Open, shown: Shown, study: str, language: str = "en") -> Page:
    page = open_page(shown.url(study, language))
    expect(page.locator(".plan-mark").first).to_be_attached(timeout=PATIENCE_MS)
    expect(page.get_by_test_id("map-making")).to_be_hidden()
    return page


def marks(page: Page, plan: str) -> int:
    """Marks of a plan that are seen."""
    found: int = page.locator(f".plan-mark-{plan}").evaluate_all(
        "paths => paths.filter(path => path.style.display !== 'none').length"
    )
    return found


def expected(layers: MapLayers, plan: str, year: int) -> int:
    step = layers.step(year)
    return sum(mark.radius[step] > 0 for mark in layers.marks if mark.plan == plan)


def year_shown(page: Page) -> int:
    return int(page.get_by_test_id("year-shown").inner_text())


def chosen(page: Page, place: str) -> Locator:
    """Choose a place in the list beside the map; gives the card that opens."""
    page.get_by_test_id("map-find").select_option(place)
    return page.locator(".leaflet-popup")


def added_in(card: Locator) -> Locator:
    """School places that the optimised plan has added by the shown year, as the card says."""
    return card.locator("tr", has_text="School places added").locator("td").last


@pytest.mark.parametrize("study", STUDIES)
def test_every_study_is_drawn_as_its_layers_say(
    study: str, shown: Shown, open_page: Open, shot: Shot
) -> None:
    layers = map_layers(shown.answer(study), "en")
    page = opened(open_page, shown, study)
    assert page.locator(".plan-area").count() == len(layers.areas)
    for which, plans in (
        ("both", ("documented", "optimised")),
        ("documented", ("documented",)),
        ("optimised", ("optimised",)),
    ):
        page.get_by_test_id(f"which-{which}").check()
        for plan in ("documented", "optimised"):
            count = expected(layers, plan, year_shown(page)) if plan in plans else 0
            assert marks(page, plan) == count
        shot(page, f"{study}-{which}")
    last = len(layers.steps) - 1
    page.get_by_test_id("year").fill(str(last))
    assert marks(page, "optimised") == expected(layers, "optimised", layers.steps[-1]) > 0


def test_a_roadmap_without_places_says_so(shown: Shown, open_page: Open, shot: Shot) -> None:
    page = open_page(shown.url("roadmap"))
    expect(page.get_by_test_id("map")).to_be_visible(timeout=PATIENCE_MS)
    expect(page.get_by_text("names no place for any of its")).to_be_visible()
    assert page.locator(".plan-mark").count() == 0
    shot(page, "roadmap")


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_the_map_speaks_the_language_of_the_reader(
    language: str, shown: Shown, open_page: Open, shot: Shot
) -> None:
    layers = map_layers(shown.answer("schools"), language)
    page = opened(open_page, shown, "schools", language)
    place = next(p for p in layers.places if p.id == "aktau_city")
    card = chosen(page, place.id)
    expect(card).to_contain_text(place.name)
    for fact in place.facts:
        expect(card).to_contain_text(fact.label)
    shot(page, language)


def test_the_years_play_in_the_browser_alone(shown: Shown, open_page: Open) -> None:
    layers = map_layers(shown.answer("schools"), "en")
    page = opened(open_page, shown, "schools")
    page.evaluate(
        """() => { window.sent = []; const emit = socket.emit.bind(socket);
        socket.emit = (...told) => { sent.push(JSON.stringify(told)); return emit(...told); }; }"""
    )
    slider, play = page.get_by_test_id("year"), page.get_by_test_id("play")
    slider.focus()
    before = year_shown(page)
    slider.press("ArrowRight")
    assert year_shown(page) == before + 1
    page.wait_for_function(TOLD, arg=before + 1)
    page.evaluate("sent.length = 0")
    play.click()
    expect(play).to_have_attribute("aria-pressed", "true")
    expect(page.get_by_test_id("year-shown")).to_have_text(str(before + 4), timeout=PATIENCE_MS)
    assert [told for told in page.evaluate("sent") if told.startswith('["event"')] == []
    play.click()
    stopped = year_shown(page)
    assert marks(page, "optimised") == expected(layers, "optimised", stopped)
    page.wait_for_function(TOLD, arg=stopped)
    assert year_shown(page) == stopped


def test_a_wish_on_the_map_changes_the_question_and_the_answer(
    shown: Shown, open_page: Open, shot: Shot
) -> None:
    page = opened(open_page, shown, "schools")
    page.get_by_test_id("year").press("End")
    card = chosen(page, FORBIDDEN)
    expect(added_in(card)).not_to_have_text("0")
    card.get_by_test_id("do-forbidden").click()
    expect(page.get_by_test_id("wished")).to_contain_text("nothing is built here")
    expect(page.get_by_test_id("map-legend")).to_contain_text("Forbidden by you")
    shot(page, "forbidden")
    page.get_by_test_id("solve").click()
    expect(page.get_by_test_id("wished")).to_be_empty(timeout=120_000)
    page.get_by_test_id("year").press("End")
    card = chosen(page, FORBIDDEN)
    expect(added_in(card)).to_have_text("0", timeout=PATIENCE_MS)
    expect(card.get_by_test_id("do-forbidden")).to_have_attribute("aria-pressed", "true")
    shot(page, "solved-again")
    card.get_by_test_id("do-free").click()
    expect(page.get_by_test_id("map-legend")).not_to_contain_text("Forbidden by you")


def test_a_click_on_the_map_tells_why(shown: Shown, open_page: Open, shot: Shot) -> None:
    page = opened(open_page, shown, "schools")
    page.get_by_test_id("year").press("End")
    mark = page.locator(".plan-mark-optimised:visible").last
    mark.click(force=True)
    card = page.locator(".leaflet-popup")
    name = card.locator("strong").inner_text()
    card.get_by_test_id("do-why").click()
    expect(page.get_by_test_id("why-does")).to_contain_text(name, timeout=120_000)
    expect(page.get_by_test_id("why-stop")).to_be_hidden(timeout=120_000)
    expect(page.get_by_test_id("why-wishes")).to_be_visible()
    page.get_by_test_id("why-prices").click()
    expect(page.get_by_test_id("why-prices").locator("tbody tr").first).to_be_visible()
    shot(page, "why")


def test_reasons_are_reached_by_keyboard_alone(shown: Shown, open_page: Open) -> None:
    page = opened(open_page, shown, "siting")
    find = page.get_by_test_id("map-find")
    find.focus()
    find.press("k")
    expect(page.get_by_test_id("do-why")).to_be_focused()
    page.keyboard.press("Enter")
    name = find.locator("option:checked").inner_text()
    expect(page.get_by_test_id("why-does")).to_contain_text(name, timeout=120_000)


def test_names_of_a_users_tables_are_text_and_never_markup(shown: Shown, open_page: Open) -> None:
    page = opened(open_page, shown, "schools")
    found = page.evaluate(
        """async evil => {
            const { L, Drawing } = await import("aumaq-map");
            const box = document.body.appendChild(document.createElement("div"));
            const map = L.map(box, { center: [48, 67], zoom: 4 });
            const at = { lat: 48, lon: 67 };
            const fact = { label: evil, digits: 0, documented: [evil], optimised: [1], common: [] };
            const place =
                { id: "p", name: evil, within: evil, schematic: true, facts: [fact], ...at };
            const line = { plan: "", ends: [[48, 67], [49, 68]], width: [3], said: evil, place: "",
                look: { shape: "line", colour: "#000", dashed: false } };
            const data = { steps: [2030], plans: { documented: evil, optimised: evil },
                land: { type: "FeatureCollection", features: [] }, areas: [], marks: [],
                places: [place], lines: [line], labels: [{ name: evil, ...at }] };
            const words = { schematic: evil, decimal: "." };
            const drawing = new Drawing(map, data,
                { words, tiles: null, hatch: colour => colour, choose() {} });
            drawing.show(0, "both");
            drawing.lines[0].layer.openTooltip();
            const card = drawing.card("p");
            document.body.append(card);
            return { images: document.querySelectorAll("img").length, said: card.textContent };
        }""",
        EVIL,
    )
    assert found["images"] == 0
    assert found["said"].count(EVIL) == 7


def test_tiles_are_asked_for_where_the_user_said_and_nowhere_else(
    shown: Shown, browser: Browser
) -> None:
    asked: set[str] = set()

    def answer(route: Route) -> None:
        asked.add(urlsplit(route.request.url).netloc)
        route.fulfill(body=ONE_PIXEL, content_type="image/gif")

    with shown_desk(shown.server.out, "https://{s}.tiles.test/{z}/{x}/{y}.png") as server:
        page = browser.new_page()
        page.route(lambda url: "127.0.0.1" not in url, answer)
        page.goto(f"{server.url}/show/{shown.runs['schools']}/en")
        expect(page.locator(".leaflet-tile-loaded").first).to_be_attached(timeout=PATIENCE_MS)
        expect(page.locator(".leaflet-control-attribution")).to_have_text("© somebody <b>else</b>")
        page.close()
    assert asked
    assert asked <= {f"{letter}.tiles.test" for letter in "abc"}
