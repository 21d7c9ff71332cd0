"""What does every page look like? Screenshots of real items: `python -m tests.browser --help`.

Each page is taken at each width in a light and a dark scheme; at the widest in forced colours and
for paper, too. A page that scrolls sideways, that complains, or in which axe finds something is
named, and the command ends with 1.
"""

import argparse
import sys
from pathlib import Path
from typing import Any, Literal

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, sync_playwright

from search import Archive
from tests.browser.conftest import ARGUMENTS, WIDE, served
from tests.browser.whole_site import addresses

WIDTHS = (320, 390, 768, WIDE)
#: How a page is shown -> what the browser is told.
Look = dict[str, Any]
LOOKS: dict[str, Look] = {
    "light": {"color_scheme": "light"},
    "dark": {"color_scheme": "dark"},
    "forced": {"forced_colors": "active"},
}
#: Pixels of a screenshot from the top: no page says anything new below.
MAX_HEIGHT = 4_000


def look(browser: Browser, address: str, width: int, told: Look, file: Path) -> list[str]:
    """Take a page; return what is wrong with it."""
    wrong: list[str] = []
    context = browser.new_context(viewport={"width": width, "height": 900}, **told)
    page = context.new_page()
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.goto(address)
    wide = page.evaluate("document.documentElement.scrollWidth")
    if wide > width:
        wrong.append(f"it is {wide} pixels wide")
    for found in Axe().run(page).response["violations"]:
        wrong.append(f"axe: {found['id']}: {found['nodes'][0]['html'][:120]}")
    height = min(MAX_HEIGHT, page.evaluate("document.documentElement.scrollHeight"))
    clip: Any = {"x": 0, "y": 0, "width": width, "height": height}
    page.screenshot(path=file, full_page=True, clip=clip)
    context.close()
    return wrong


def paper(browser: Browser, address: str, file: Path) -> None:
    """Print a page."""
    media: Literal["print"] = "print"
    page = browser.new_page(viewport={"width": 794, "height": 1123})
    page.goto(address)
    page.emulate_media(media=media)
    page.screenshot(path=file, full_page=True)
    page.close()


def main() -> int:
    """Take all pages. Returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.browser", description=__doc__)
    parser.add_argument("index", type=Path, help="the archive")
    parser.add_argument("out", type=Path, help="the folder for the pictures")
    parser.add_argument("--chromium", default="/usr/bin/chromium", help="its path")
    parser.add_argument("--only", help="a page, such as results")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    with Archive.open(options.index) as archive:
        pages = addresses(archive)
    bad = 0
    with served(options.index) as root, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=options.chromium, args=[*ARGUMENTS])
        for name, path in pages.items():
            if options.only not in (None, name):
                continue
            address = root.rstrip("/") + path
            for width in WIDTHS:
                for kind, told in LOOKS.items():
                    if kind == "forced" and width != WIDE:
                        continue
                    file = options.out / f"{name}-{width}-{kind}.png"
                    for wrong in look(browser, address, width, told, file):
                        print(f"{name}, {width} pixels, {kind}: {wrong}", flush=True)
                        bad += 1
            paper(browser, address, options.out / f"{name}-paper.png")
        browser.close()
    print(f"{len(pages)} pages, {bad} findings; the pictures are in {options.out}")
    return min(bad, 1)


if __name__ == "__main__":
    sys.exit(main())
