"""A reader whose browser asks for German: pages fit, all can read them, scripts speak it too."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import WIDE, Open
from tests.browser.whole_site import axe_finds, unfold
from tests.conftest import THOROUGH

SMALLEST = 320
GERMAN = (
    *("/", "/?q=storm", "/?q=the+-storm&sort=oldest&match=any&since=2025-01-01&explain=1"),
    *("/?q=xyzzy+zebra", "/facets/sources?q=the", "/archive", "/outlets", "/coverage?q=the"),
    *(
        "/?q=storm&group=story",
        "/stories",
        "/help",
        "/saved",
        "/take?q=the",
        "/compare?q=storm&q=election",
        "/nothing",
    ),
)
#: What axe looks at in a quick run.
AXE_GERMAN = GERMAN if THOROUGH else GERMAN[1:2]


@pytest.mark.thorough
@pytest.mark.parametrize("width", [SMALLEST, WIDE] if THOROUGH else [SMALLEST])
def test_axe_finds_nothing_in_german_and_all_fits(open_page: Open, width: int) -> None:
    page = open_page("/", width=width, locale="de-DE")
    for path in AXE_GERMAN if width == SMALLEST else AXE_GERMAN[:3]:
        page.goto(path)
        if width == SMALLEST:
            unfold(page)
        assert not axe_finds(page), path
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path


@pytest.mark.thorough
def test_an_item_is_read_in_german(open_page: Open) -> None:
    page = open_page("/?q=storm", width=SMALLEST, locale="de-DE")
    page.locator(".hit .headline a").first.click()
    expect(page.locator("html")).to_have_attribute("lang", "de")
    expect(page.locator("h1")).to_have_attribute("lang", "en")
    assert not axe_finds(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= SMALLEST


def test_scripts_speak_german(open_page: Open) -> None:
    page = open_page("/?q=storm", locale="de-DE")
    page.get_by_role("button", name="Speichern").first.click()
    expect(page.get_by_role("link", name="Gespeichert (1)").first).to_be_visible()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_contain_text("zum nächsten Treffer")
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Tage wählen")).to_be_visible()
    page.goto("/saved")
    expect(page.locator("#shelf")).to_contain_text("gespeichert am")


def test_a_reader_chooses_a_language_and_stays_on_the_page(open_page: Open) -> None:
    page = open_page("/?q=storm&sort=oldest")
    page.get_by_role("link", name="Deutsch").click()
    expect(page.locator("html")).to_have_attribute("lang", "de")
    assert page.url.endswith("/?q=storm&sort=oldest")
    page.goto("/help")
    expect(page.locator("h1")).to_have_text("Hilfe zur Suche")
    page.get_by_role("link", name="English").click()
    expect(page.locator("h1")).to_have_text("Help with searching")
