"""On a telephone the limits stay open for who uses them, with JavaScript and without."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import NARROW, Open


def is_open(page: Page) -> bool:
    return page.locator(".limits").get_attribute("open") is not None


def test_without_javascript_the_limits_stay_open_while_they_are_used(open_page: Open) -> None:
    page = open_page("/?q=the", width=NARROW, java_script_enabled=False)
    assert not is_open(page)
    page.get_by_role("link", name="Narrow down").click()
    facet = page.locator(".facet").first
    facet.get_by_role("link", name="leave out").first.click()
    page.wait_for_url("**not_source=**")
    expect(facet).to_be_visible()
    facet.locator("input").nth(1).check()
    facet.get_by_role("button", name="Apply").click()
    page.wait_for_url("**&source=**")
    expect(facet.locator("input:checked")).to_be_visible()
    facet.get_by_role("link", name="only").first.click()
    expect(facet).to_be_visible()


def test_without_javascript_they_stay_open_when_the_last_one_is_taken_away(
    open_page: Open,
) -> None:
    page = open_page("/?q=the&source=BBC", width=NARROW, java_script_enabled=False)
    facet = page.locator(".facet").first
    facet.locator("input[value=BBC]").uncheck()
    facet.get_by_role("button", name="Apply").click()
    expect(page.locator(".facet input:checked")).to_have_count(0)
    expect(facet).to_be_visible()
    page.get_by_role("link", name="Next", exact=True).click()
    assert not is_open(page)


@pytest.mark.parametrize("limit", ["", "&source=BBC"])
def test_with_javascript_they_stay_as_they_are(open_page: Open, limit: str) -> None:
    page = open_page(f"/?q=the{limit}", width=NARROW)
    assert is_open(page) == bool(limit)
    page.get_by_role("link", name="Narrow down").click()
    if limit:
        page.locator(".facet input[value=BBC]").click()
    else:
        page.locator(".facet input[type=checkbox]").first.check()
    expect(page.locator(".facet input:checked")).to_have_count(0 if limit else 1)
    assert is_open(page)
    page.locator(".limits > summary").click()
    page.get_by_role("link", name="Newest").click()
    page.wait_for_url("**sort=newest**")
    assert not is_open(page)
