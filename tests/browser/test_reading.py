"""A reader goes through an item from match to match and on to the next hit, by keyboard too."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import NARROW, WIDE, Open
from tests.browser.whole_site import axe_finds, unfold
from tests.conftest import THOROUGH

SEARCH = "/?q=storm"


def first_hit(open_page: Open, **settings: object) -> Page:
    page = open_page(SEARCH, **settings)
    page.locator(".hit .headline a").first.click()
    expect(page.locator(".matches")).to_be_visible()
    return page


@pytest.mark.parametrize("javascript", [True] + THOROUGH * [False])
def test_by_keyboard_from_match_to_match(open_page: Open, javascript: bool) -> None:
    page = first_hit(open_page, java_script_enabled=javascript)
    total = int(re.findall(r"\d+", page.locator(".matches").inner_text())[0])
    assert total > 1
    expect(page.locator(".stop a").first).not_to_be_visible()
    page.locator(".matches a").press("Enter")
    for _ in range(total):
        here = page.locator(".stop:target")
        expect(here).to_be_visible()
        expect(here).to_be_in_viewport()
        expect(page.locator(".stop").locator("visible=true")).to_have_count(1)
        after = here.get_by_role("link", name="Next match")
        if not after.count():
            break
        page.keyboard.press("Tab")
        if here.get_by_role("link", name="Previous match").count():
            page.keyboard.press("Tab")
        expect(after).to_be_focused()
        page.keyboard.press("Enter")
    assert f"{total} of {total}" in page.locator(".stop:target").inner_text()


@pytest.mark.parametrize("javascript", [False] + THOROUGH * [True])
def test_from_hit_to_hit_and_back_to_the_results(open_page: Open, javascript: bool) -> None:
    page = open_page(SEARCH, java_script_enabled=javascript)
    titles = page.locator(".hit .headline").all_inner_texts()
    page.locator(".hit .headline a").first.click()
    for number, title in enumerate(titles, 1):
        expect(page.locator("h1")).to_contain_text(title)
        for way in page.locator(".beside").all():  # above the text and below it
            expect(way).to_contain_text(f"Hit {number} of ")
        if number < len(titles):
            page.get_by_role("link", name="Next hit").nth(number % 2).click()
    page.get_by_role("link", name="Back to the results").click()
    expect(page.locator(".hit .headline").first).to_have_text(titles[0])


@pytest.mark.thorough
@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_axe_finds_nothing_in_an_item_that_is_read(open_page: Open, width: int) -> None:
    page = first_hit(open_page, width=width)
    page.locator(".matches a").click()
    unfold(page)
    assert not axe_finds(page, "light", "dark")


@pytest.mark.thorough
def test_nothing_is_wider_than_a_narrow_screen(open_page: Open) -> None:
    page = first_hit(open_page, width=320)
    unfold(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.mark.thorough
def test_the_data_for_programs_pass_the_policy(open_page: Open) -> None:
    page = first_hit(open_page)
    text = page.locator('script[type="application/ld+json"]').text_content()
    assert text
    assert page.evaluate("text => JSON.parse(text)['@type']", text) == "NewsArticle"


def test_what_is_cited_can_be_downloaded(open_page: Open) -> None:
    page = first_hit(open_page)
    page.get_by_text("Cite this item").click()
    expect(page.get_by_label("Citation as BibTeX")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="RIS", exact=True).click()
    assert download.value.suggested_filename == "citation.ris"
