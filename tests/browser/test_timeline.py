"""A reader narrows a search down in its timeline: by bars, a drag, clicks, keys, and its table."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import NARROW, WIDE, Open
from tests.conftest import THOROUGH

SEARCH = "/?q=the&by=month"


def count_of(page: Page) -> int:
    heading = page.locator("h1").inner_text()
    found = re.search(r"of ([\d,]+) hits?", heading) or re.match(r"([\d,]+) hits?", heading)
    assert found
    return int(found[1].replace(",", ""))


def counts(page: Page) -> list[int]:
    """Return what the table says of each bar."""
    cells = page.locator(".counts tbody td:nth-child(2)").all_text_contents()
    return [0 if text == "–" else int(text.replace(",", "")) for text in cells]


def column(page: Page, index: int) -> tuple[float, float]:
    """Return where a bar is: the middle of its column, in pixels of the window."""
    page.locator(".plot").scroll_into_view_if_needed()
    box = page.locator(".plot").bounding_box()
    assert box
    columns = len(counts(page))
    return box["x"] + box["width"] * (index + 0.5) / columns, box["y"] + box["height"] / 2


def days(page: Page) -> tuple[str, str]:
    query = parse_qs(urlsplit(page.url).query)
    return query["since"][0], query["until"][0]


def check_span(page: Page, before: list[int], first: int, last: int) -> None:
    page.wait_for_url("**since=**")
    assert count_of(page) == sum(before[first : last + 1])
    since, until = days(page)
    assert since < until
    assert "by=" not in page.url


@pytest.mark.parametrize(
    ("width", "back"), [(WIDE, False), (NARROW, True)] + THOROUGH * [(NARROW, False), (WIDE, True)]
)
def test_a_drag_chooses_a_span(open_page: Open, width: int, back: bool) -> None:
    page = open_page(SEARCH, width=width)
    before = counts(page)
    first, last = (2, 0) if back else (0, 2)
    page.mouse.move(*column(page, first))
    page.mouse.down()
    page.mouse.move(*column(page, 1))
    page.mouse.move(*column(page, last))
    expect(page.locator(".timeline figcaption")).to_contain_text(f": {sum(before[:3]):,} items")
    page.mouse.up()
    check_span(page, before, 0, 2)
    page.get_by_role("link", name="All days").click()
    page.wait_for_url("**/?q=the")
    assert count_of(page) >= sum(before)


def test_two_clicks_choose_a_span(open_page: Open) -> None:
    page = open_page(SEARCH)
    before = counts(page)
    page.get_by_role("button", name="Choose days").click()
    page.mouse.click(*column(page, 2))
    assert "since=" not in page.url
    page.mouse.click(*column(page, 1))
    check_span(page, before, 1, 2)


@pytest.mark.thorough
def test_a_choice_of_two_clicks_can_be_given_up(open_page: Open) -> None:
    page = open_page(SEARCH)
    button = page.get_by_role("button", name="Choose days")
    button.click()
    page.mouse.click(*column(page, 0))
    page.keyboard.press("Escape")
    expect(button).to_have_attribute("aria-pressed", "false")
    page.mouse.click(*column(page, 1))
    page.wait_for_url("**since=**")  # by the link of the bar


def test_two_keys_choose_a_span(open_page: Open) -> None:
    page = open_page(SEARCH)
    before = counts(page)
    slider = page.get_by_role("slider", name="Timeline")
    slider.focus()
    slider.press("Home")
    expect(slider).to_have_attribute("aria-valuetext", re.compile(f": {before[0]:,} items?$"))
    slider.press("ArrowRight")
    slider.press("Enter")
    slider.press("ArrowRight")
    total = f": {before[1] + before[2]:,} items, Enter chooses this span"
    expect(slider).to_have_attribute("aria-valuetext", re.compile(total))
    slider.press("Enter")
    check_span(page, before, 1, 2)


@pytest.mark.parametrize("limits", ["", "&since=2025-12-01"])
def test_keys_begin_at_the_first_bar_wherever_the_pointer_was(open_page: Open, limits: str) -> None:
    page = open_page(SEARCH + limits)
    names = page.locator(".counts tbody th").all_text_contents()
    page.mouse.move(*column(page, 1))
    page.get_by_role("button", name="Choose days").press("Enter")
    slider = page.get_by_role("slider", name="Timeline")
    expect(slider).to_be_focused()
    expect(slider).to_have_attribute("aria-valuenow", "1")
    expect(slider).to_have_attribute("aria-valuetext", re.compile(re.escape(names[0])))
    slider.press("End")
    expect(slider).to_have_attribute("aria-valuenow", str(len(names)))


@pytest.mark.thorough
def test_the_keys_give_a_span_up(open_page: Open) -> None:
    page = open_page(SEARCH)
    slider = page.get_by_role("slider", name="Timeline")
    slider.focus()
    slider.press("Enter")
    slider.press("Escape")
    slider.press("ArrowLeft")
    expect(slider).not_to_have_attribute("aria-valuetext", re.compile("Enter"))
    assert "since=" not in page.url


@pytest.mark.thorough
def test_without_javascript_the_table_leads_to_the_same(open_page: Open) -> None:
    page = open_page(SEARCH, java_script_enabled=False)
    before = counts(page)
    expect(page.get_by_role("slider")).to_have_count(0)
    page.get_by_text("Counts by month as a table").click()
    page.locator(".counts tbody button").nth(1).click()
    assert count_of(page) in before
    page.get_by_role("button", name="Week", exact=True).click()
    assert "by=week" in page.url
    page.get_by_role("button", name="Share", exact=True).click()
    expect(page.locator(".numbers")).to_contain_text("%")


def test_a_key_stops_once_at_the_timeline_and_not_at_each_bar(open_page: Open) -> None:
    page = open_page(SEARCH)
    assert page.locator(".timeline button[tabindex='-1']").count() > 2
    assert page.locator(".keys").get_attribute("tabindex") == "0"
    stops = page.evaluate(
        "[...document.querySelectorAll('.chart, .chart :not([type=hidden])')]"
        ".filter(own => own.tabIndex >= 0).length"
    )
    assert stops == 0


def test_paper_has_no_words_for_links_that_it_leaves_out(open_page: Open) -> None:
    page = open_page("/?q=the&since=2026-01-01")
    expect(page.get_by_text("Zoom out:")).to_be_visible()
    page.emulate_media(media="print")
    expect(page.get_by_text("Zoom out:")).not_to_be_visible()
    expect(page.locator(".timeline .chart")).to_be_visible()
