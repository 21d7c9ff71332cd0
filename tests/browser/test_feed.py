"""Who follows a link to a feed in a browser reads what it is for, and finds the way back."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Open

NARROWEST = 320


def test_a_feed_in_a_german_browser_says_it_in_german(open_page: Open) -> None:
    page = open_page("/feed.atom?q=the", locale="de-DE")
    told = page.evaluate("getComputedStyle(document.documentElement, '::before').content")
    assert "Kopieren Sie die Adresse dieser Seite" in told


@pytest.mark.parametrize("width", [NARROWEST, 1280])
def test_a_feed_in_a_browser_says_what_to_do_with_it(open_page: Open, width: int) -> None:
    page = open_page("/?q=the", width=width)
    before = page.url
    first = page.locator(".hit .headline").count()
    assert first
    if width == NARROWEST:
        page.get_by_text("Export, follow, compare").click()
    page.get_by_role("link", name="Follow this search").click()
    page.wait_for_url("**/feed.atom?q=the")
    told = page.evaluate("getComputedStyle(document.documentElement, '::before').content")
    assert "copy the address of this page" in told
    assert page.evaluate("document.documentElement.localName") == "feed"
    expect(page.locator("entry > title").first).to_be_visible()
    expect(page.locator("entry > id").first).not_to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.go_back()
    assert page.url == before
