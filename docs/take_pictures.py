"""Take the pictures of the planner's tutorial: a browser goes through it on a desk of its own.

    python docs/take_pictures.py [NAME ...]

writes docs/pictures/*.png, or those named. It needs chromium and the extra `dev`.
"""

from __future__ import annotations

import io
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from PIL import Image
from playwright.sync_api import Locator, Page, expect, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
sys.path.append(str(ROOT / "tests" / "support"))

from desk_server import BROWSER_FLAGS, chromium, desk_server  # noqa: E402

PICTURES = ROOT / "docs" / "pictures"
COLOURS = 256  # of a picture
PATIENCE_MS = 240_000
WIDTH, HEIGHT = 1280, 800
WEST = "The West region alone"
PLACE = "zhanaozen_city"

Keep = Callable[[str, bytes], None]


def tour(page: Page, keep: Keep) -> None:
    """The tutorial from the question to the shelf, a picture at each station."""

    def view(name: str) -> None:
        page.mouse.move(0, 0)
        page.wait_for_timeout(1_000)
        keep(name, page.screenshot())

    def part(name: str) -> None:
        page.mouse.move(0, 0)
        page.wait_for_timeout(1_000)
        keep(name, page.get_by_test_id(name).screenshot())

    def seen(test_id: str) -> Locator:
        return page.get_by_test_id(test_id)

    def ask(budget: str) -> None:
        money = seen("money.budget_bn_per_year")
        money.fill(budget)
        money.press("Tab")
        slider = seen("slider-money.budget_bn_per_year")
        expect(slider).to_have_attribute("aria-valuenow", budget)

    def answered(budget: str) -> None:
        expect(seen("sentence")).to_contain_text(f"{budget} bn KZT")
        expect(page.locator(".plan-mark").first).to_be_attached()
        expect(seen("bars").locator("button.seq-bar").first).to_be_visible()

    seen("scenario").click()
    page.get_by_role("option", name=WEST, exact=True).click()
    expect(seen("money.budget_bn_per_year")).to_have_value("110")
    ask("150")
    view("question")

    seen("solve").click()
    expect(seen("progress")).to_contain_text("gap")
    keep("solving", page.screenshot())
    answered("150")
    view("answer")

    seen("map-find").select_option(PLACE)
    page.locator(".leaflet-popup").get_by_test_id("do-why").click()
    expect(seen("why-does")).to_be_visible()
    expect(seen("why-stop")).to_be_hidden()
    part("why")

    seen("keep").click()
    expect(seen("kept")).to_have_count(1)
    bar = seen("bars").locator("button.seq-bar").nth(3)
    bar.focus()
    for _year in range(3):
        page.keyboard.press("ArrowRight")
        expect(page.locator(".seq-manual").first).to_be_focused()
    expect(seen("change").first).to_be_visible()
    part("sequence")
    seen("start-over").click()

    ask("300")
    seen("solve").click()
    answered("300")
    seen("keep").click()
    expect(seen("kept")).to_have_count(2)
    seen("compare").click()
    expect(seen("table-shelf_numbers")).to_be_visible()
    part("shelf")

    page.get_by_role("button", name="Русский").click()
    expect(page.locator("html")).to_have_attribute("lang", "ru")
    expect(page.locator(".plan-mark").first).to_be_attached()
    page.evaluate("scrollTo(0, 0)")
    view("russian")


def write(name: str, picture: bytes) -> None:
    """A picture with few colours, which a page loads fast."""
    file = PICTURES / f"{name}.png"
    image = Image.open(io.BytesIO(picture)).convert("RGB")
    image.quantize(COLOURS, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE).save(
        file, optimize=True
    )
    print(f"{file.relative_to(ROOT)} {file.stat().st_size / 1024:.0f} kB")


def main() -> None:
    wanted = sys.argv[1:]

    def keep(name: str, picture: bytes) -> None:
        if not wanted or name in wanted:
            write(name, picture)

    PICTURES.mkdir(exist_ok=True)
    expect.set_options(timeout=PATIENCE_MS)
    with (
        tempfile.TemporaryDirectory() as folder,
        desk_server(Path(folder) / "runs") as server,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=chromium(), args=BROWSER_FLAGS)
        page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
        page.set_default_timeout(PATIENCE_MS)
        page.goto(server.url)
        tour(page, keep)
        browser.close()


if __name__ == "__main__":
    main()
