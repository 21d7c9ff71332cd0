"""How is every page looked at? With all of it unfolded, in each scheme, by axe."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from search import Archive


def addresses(archive: Archive) -> dict[str, str]:
    """Return the address of each kind of page, in words that the archive has."""
    word = next(iter(archive.examples())).query
    hit = archive.search(word).hits[0]
    asked, item = urlencode({"q": word}), quote(hit.id, safe="/")
    found = {
        "front": "/",
        "newest": "/?sort=newest",
        "results": f"/?{asked}",
        "share": f"/?{asked}&share=1&by=week",
        "explained": f"/?{asked}&explain=1",
        "nothing": f"/?{asked}+zyzzyva+qqqq&match=all&source=nobody",
        "facet": f"/facets/tags?{asked}",
        "coverage": f"/coverage?{asked}",
        "compare": f"/compare?{asked}&q=the",
        "periods": f"/compare/outlets?{asked}&q=the",
        "take": f"/take?{asked}",
        "item": f"/item/{item}",
        "item-found": f"/item/{item}?{asked}&hit=1",
        "item-headlines": f"/all/headlines/{item}",
        "archive": "/archive",
        "ledger": "/ledger",
        "outlets": "/outlets",
        "stories": "/stories",
        "grouped": f"/?{asked}&group=story",
        "saved": "/saved",
        "help": "/help",
        "error": "/nowhere",
    }
    largest = archive.search(sort="size", group="story", per_page=1).groups
    if largest:
        found["story"] = f"/story/{quote(largest[0].story.id, safe='/')}"
    if hit.day:
        found["day"] = f"/day/{hit.day}"
    if hit.sources:
        found["outlet"] = f"/outlet/{quote(hit.sources[0], safe='')}"
        found["limits"] = f"/?{asked}&{urlencode({'source': hit.sources[0]})}&not_tag=x"
    return found


def each_page(page: Page, index: Path) -> Iterator[str]:
    """Open each kind of page of an archive, unfolded; yield what it is called."""
    with Archive.open(index) as archive:
        pages = addresses(archive)
    for name, address in pages.items():
        page.goto(address)
        unfold(page)
        yield name


def unfold(page: Page) -> None:
    """Show all that is folded on a page."""
    page.evaluate("document.querySelectorAll('details').forEach(node => node.open = true)")


def axe_finds(page: Page, *schemes: Any) -> str:
    """Return what axe reports of a page in the first scheme in which it finds anything, else "".

    Without schemes it is looked at as it stands.
    """
    for scheme in schemes or (None,):
        if scheme:
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        results = Axe().run(page)
        if results.violations_count:
            return f"{scheme or ''} {results.generate_report()}"
    return ""
