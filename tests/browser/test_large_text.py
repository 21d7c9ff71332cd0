"""Text of twice the size on the narrowest screen: no page scrolls sideways, its tables do."""

import pytest

from tests.browser.conftest import Open
from tests.browser.test_page import PAGES

#: Pages beside those of `test_page`, all that readers come to.
OTHERS = {
    "explained": "/?q=storm&explain=1",
    "undivided": "/facets/tags",
    "feeds": "/facets/feed",
    "archive": "/archive",
    "outlets": "/outlets",
    "no-outlet": "/outlets?prefix=zebra",
    "day": "/day/2026-01-03",
    "no-day": "/day/1999-01-03",
    "coverage": "/coverage?q=the",
    "compare": "/compare",
    "compared": "/compare?q=storm&q=the",
    "compared-by-outlet": "/compare?q=the&by=sources",
    "saved": "/saved",
}
NARROWEST = 320


@pytest.mark.thorough
@pytest.mark.parametrize("language", ["en-GB", "de-DE"])
def test_no_page_is_wider_than_the_screen_at_twice_the_size(open_page: Open, language: str) -> None:
    page = open_page("/?q=the", width=NARROWEST, locale=language)
    found = [page.locator(".hit .headline a").first.get_attribute("href") or ""]
    page.goto("/outlets")
    links = page.locator(".outlets th a")
    names = sorted((links.nth(place).inner_text(), place) for place in range(links.count()))
    longest = max(names, key=lambda own: len(own[0]))[1]
    found += [links.nth(place).get_attribute("href") or "" for place in (0, longest)]
    wide = {}
    for path in (*PAGES.values(), *OTHERS.values(), *found):
        page.goto(path)
        page.evaluate(
            """() => {
                document.documentElement.style.fontSize = "200%";
                document.querySelectorAll("details").forEach((node) => (node.open = true));
            }"""
        )
        width = page.evaluate("document.documentElement.scrollWidth")
        if width > NARROWEST:
            wide[path] = width
        field = page.locator(".ask input[type=search]")
        assert field.evaluate("own => own.offsetWidth") > NARROWEST / 2, path
    assert not wide
