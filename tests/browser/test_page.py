"""A reader finds things, with a mouse, with a keyboard, on a telephone, without JavaScript."""

import json
import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import NARROW, WIDE, Open
from tests.conftest import THOROUGH

PAGES = {
    "front": "/",
    "search": "/?q=storm",
    "limits": "/?q=the&not_tag=storm&since=2025-12-01",
    "nothing": "/?q=storm+zebra&since=2025-01-01",
    "repaired": "/?q=(storm+OR&since=garbage",
    "past": "/?q=storm&as_of=2025-12-01",
    "facet": "/facets/sources?q=the",
    "error": "/nothing",
}
# What takes seconds is done in every way in a thorough run, else in those that differ most.
#: (page, width) that axe looks at.
LOOKED_AT = (
    [(name, width) for name in (*PAGES, "item", "suggestions") for width in (WIDE, NARROW)]
    if THOROUGH
    else [("limits", NARROW)]
)
#: (width, whether there is JavaScript) of the readers who go through the archive.
READERS = [(WIDE, True), (NARROW, False)] + THOROUGH * [(WIDE, False), (NARROW, True)]
WIDTHS = [320, 768] + THOROUGH * [NARROW, WIDE]


def total(page: Page) -> int:
    found = re.match(r"([\d,]+) hits?", page.locator("h1").inner_text())
    assert found, page.locator("h1").inner_text()
    return int(found[1].replace(",", ""))


def search(page: Page, query: str) -> None:
    page.get_by_role("searchbox").or_(page.get_by_role("combobox")).fill(query)
    page.get_by_role("button", name="Search").click()


def narrow_by_facet(page: Page) -> None:
    """Follow the first outlet: as many hits as it says, a chip, and back by the chip."""
    before = total(page)
    row = page.locator(".facet").first.locator("li").first
    outlet = row.locator(".value").inner_text()
    count = int(row.locator(".count").inner_text().replace(",", ""))
    row.locator(".value a").click()
    assert total(page) == count
    chip = page.get_by_role("list", name="Active limits").get_by_role("link")
    expect(chip).to_contain_text(outlet)
    chip.click()
    assert total(page) == before


@pytest.mark.parametrize(("width", "javascript"), READERS)
def test_a_reader_searches_narrows_down_reads_and_goes_back(
    open_page: Open, width: int, javascript: bool
) -> None:
    page = open_page(width=width, java_script_enabled=javascript)
    search(page, "storm")
    assert "q=storm" in page.url
    assert total(page) > 0
    expect(page.locator(".hit mark").first).to_be_visible()
    if width == NARROW:
        expect(page.locator(".facet").first).not_to_be_visible()
        page.get_by_text("Narrow down").click()
    narrow_by_facet(page)

    bar = page.locator(".bars a").last
    found = re.search(r": ([\d,]+) item", bar.locator("title").text_content() or "")
    assert found
    bar.locator("path").first.click()
    assert total(page) == int(found[1].replace(",", ""))
    assert "since=" in page.url
    assert "until=" in page.url

    results = page.url
    title = page.locator(".hit .headline a").first.inner_text()
    page.locator(".hit .headline a").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    page.go_back()
    assert page.url == results
    page.go_forward()
    page.get_by_role("link", name="Back to the results").click()
    assert page.url == results


def test_the_days_can_be_limited(open_page: Open) -> None:
    page = open_page("/?q=the")
    before = total(page)
    page.get_by_label("From").fill("2026-01-01")
    page.get_by_role("button", name="Apply").click()
    assert 0 < total(page) < before
    expect(page.get_by_role("list", name="Active limits")).to_contain_text("from 1 January 2026")


@pytest.mark.parametrize("javascript", [True, False], ids=["JavaScript", "no JavaScript"])
def test_the_archive_of_a_past_day_is_shown_until_the_reader_leaves_it(
    open_page: Open, javascript: bool
) -> None:
    page = open_page("/?q=storm", java_script_enabled=javascript)
    now = page.url
    summary = page.get_by_text("The archive of a past day")
    expect(page.get_by_label("As it stood on")).not_to_be_visible()
    summary.focus()
    page.keyboard.press("Enter")
    page.get_by_label("As it stood on").fill("2025-12-01")
    page.get_by_role("button", name="Show").click()
    told = page.get_by_role("note")
    expect(told).to_contain_text("As the archive stood on 1 December 2025")
    page.locator(".hit .headline a").first.click()
    expect(told).to_contain_text("1 December 2025")
    page.get_by_role("link", name="Back to the results").click()
    told.get_by_role("link").click()
    expect(told).to_have_count(0)
    assert page.url == now


def test_a_cluster_leads_to_all_its_headlines(open_page: Open) -> None:
    page = open_page("/?q=storm")
    more = page.locator(".lines .more a").first
    assert more.count()
    more.click()
    expect(page.get_by_role("heading", name="Who covered it")).to_be_in_viewport()


def test_slash_goes_to_the_search_box(open_page: Open) -> None:
    page = open_page("/?q=storm")
    box = page.get_by_role("combobox")
    page.keyboard.press("/")
    expect(box).to_be_focused()
    expect(box).to_have_value("storm")
    page.keyboard.press("End")
    page.keyboard.type(" a/b")
    expect(box).to_have_value("storm a/b")


def test_suggestions_are_taken_with_the_keyboard(open_page: Open) -> None:
    page = open_page("/")
    box = page.get_by_role("combobox")
    box.fill("stor")
    options = page.get_by_role("option")
    expect(options.first).to_be_visible()
    expect(box).to_have_attribute("aria-expanded", "true")
    box.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    box.press("Escape")
    expect(options.first).not_to_be_visible()
    box.fill("storm")
    expect(options.first).to_be_visible()
    box.press("ArrowDown")
    box.press("Enter")
    page.wait_for_url("**/?q=storm*")
    assert total(page) > 0


def test_an_outlet_is_suggested_and_taken_with_the_mouse(open_page: Open) -> None:
    page = open_page("/facets/sources")
    outlet = page.locator(".all-values .value bdi").first.inner_text()
    box = page.get_by_role("combobox")
    box.fill("storm " + outlet[:5])
    page.get_by_role("option").filter(has_text="outlet").filter(has_text=outlet).click()
    page.wait_for_url("**/?q=**")
    assert page.get_by_role("combobox").input_value() == f'storm source:"{outlet}"'


@pytest.mark.parametrize(
    ("typed", "back", "expected"),
    [
        ("port -stor", 0, "port -storm"),
        ("title:stor", 0, "title:storm"),
        ('"winter stor', 0, '"winter storm"'),
        ("comet OR stor", 0, "comet OR storm"),
        ("🎉 stor OR comet", len(" OR comet"), "🎉 storm OR comet"),
    ],
    ids=["minus", "field", "open-quote", "or", "before-the-end"],
)
def test_a_suggestion_goes_on_at_the_cursor_and_keeps_the_rest(
    open_page: Open, typed: str, back: int, expected: str
) -> None:
    page = open_page("/")
    box = page.get_by_role("combobox")
    box.fill(typed)
    for _ in range(back):
        box.press("ArrowLeft")
    # A letter is typed where the cursor is then.
    box.press("Backspace")
    box.press("r")
    option = page.locator(f"[role=option][data-query={json.dumps(expected, ensure_ascii=False)}]")
    expect(option).to_be_visible()
    option.click()
    page.wait_for_url("**/?q=**")
    expect(page.get_by_role("combobox")).to_have_value(expected)


def test_what_was_meant_is_a_link_away(open_page: Open) -> None:
    page = open_page("/?q=strom")
    meant = page.get_by_text("Did you mean")
    expect(meant).to_be_visible()
    meant.get_by_role("link").click()
    page.wait_for_url("**/?q=storm")
    assert total(page) > 0


def test_the_keyboard_reaches_the_content_first(open_page: Open) -> None:
    page = open_page("/?q=storm")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


@pytest.mark.parametrize("width", WIDTHS)
def test_no_page_is_wider_than_the_screen(open_page: Open, width: int) -> None:
    page = open_page("/", width=width)
    item = page.locator(".hit .headline a").first.get_attribute("href") or ""
    for path in (*PAGES.values(), item):
        page.goto(path)
        page.evaluate("document.querySelectorAll('details').forEach(node => node.open = true)")
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path


def test_on_a_wide_screen_the_limits_are_always_open(open_page: Open) -> None:
    page = open_page("/")
    expect(page.locator(".facet").first).to_be_visible()
    expect(page.get_by_text("Narrow down")).not_to_be_visible()


@pytest.mark.parametrize(("name", "width"), LOOKED_AT)
def test_axe_finds_nothing(open_page: Open, name: str, width: int) -> None:
    page = open_page(PAGES.get(name, "/"), width=width)
    if name == "item":
        page.locator(".hit .headline a").first.click()
    elif name == "suggestions":
        page.get_by_role("combobox").fill("s")
        expect(page.get_by_role("option").first).to_be_visible()
    elif page.locator("details").count() and width == NARROW:
        page.get_by_text("Narrow down").click()
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        results = Axe().run(page)
        assert results.violations_count == 0, f"{scheme}: {results.generate_report()}"
