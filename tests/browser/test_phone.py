"""On a telephone the limits stay open for who uses them, with JavaScript and without."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import NARROW, Open

#: Pixels and stops of the Tab key before the title of the first hit, on the narrowest screens.
MAX_PIXELS, MAX_STOPS = 640, 14


def is_open(page: Page) -> bool:
    return page.locator(".limits").get_attribute("open") is not None


def test_without_javascript_the_limits_stay_open_while_they_are_used(open_page: Open) -> None:
    page = open_page("/?q=the", width=NARROW, java_script_enabled=False)
    assert not is_open(page)
    page.get_by_role("link", name="Narrow down").click()
    facet = page.locator(".facet").first
    facet.get_by_role("button", name="leave out").first.click()
    page.wait_for_url("**not_source=**")
    expect(facet).to_be_visible()
    facet.locator("input").nth(1).check()
    facet.get_by_role("button", name="Apply").click()
    page.wait_for_url("**&source=**")
    expect(facet.locator("input:checked")).to_be_visible()
    facet.get_by_role("button", name="only").first.click()
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


@pytest.mark.parametrize("javascript", [True, False], ids=["JavaScript", "no JavaScript"])
def test_the_first_hit_is_near_the_top(open_page: Open, javascript: bool) -> None:
    """Before its title are a few links, and less than a screen; all else is a fold away."""
    page = open_page("/?q=the", width=320, java_script_enabled=javascript)
    title = page.locator(".hit .headline a").first
    box = title.bounding_box()
    assert box
    assert box["y"] < MAX_PIXELS
    stops = page.evaluate(
        """title => [...document.querySelectorAll("a, button, input:not([type=hidden]), summary")]
            .filter((one) => one.checkVisibility() && one.tabIndex >= 0)
            .indexOf(title)""",
        title.element_handle(),
    )
    assert 0 < stops <= MAX_STOPS
    export = page.get_by_role("link", name="Export", exact=True)
    expect(export).not_to_be_visible()
    page.get_by_text("Export, follow, compare").click()
    for name in ("Export", "Compare with others", "Link to what will be new"):
        expect(page.get_by_role("link", name=name, exact=True)).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == 320


def test_what_else_can_be_done_is_unfolded_on_a_wide_screen(open_page: Open) -> None:
    page = open_page("/?q=the")
    expect(page.get_by_text("Export, follow, compare")).not_to_be_visible()
    expect(page.get_by_role("link", name="Export", exact=True)).to_be_visible()
    saved, export = page.locator(".along .shelf"), page.locator(".along a").first
    expect(saved).to_be_visible()
    one, other = saved.bounding_box(), export.bounding_box()
    assert one
    assert other
    assert abs(one["y"] - other["y"]) < other["height"] / 2  # on one line


def test_the_link_to_what_is_saved_is_beside_the_button(open_page: Open) -> None:
    page = open_page("/?q=the", width=320)
    page.get_by_text("Export, follow, compare").click()
    one = page.locator(".along .save").bounding_box()
    other = page.locator(".along .shelf").bounding_box()
    assert one
    assert other
    assert abs(one["y"] - other["y"]) < one["height"]
