"""A reader finds things, with a mouse, with a keyboard, on a telephone, without JavaScript."""

import json
import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import NARROW, WIDE, Open
from tests.browser.whole_site import axe_finds, unfold
from tests.conftest import THOROUGH

PAGES = {
    "front": "/",
    "search": "/?q=storm",
    "limits": "/?q=the&not_tag=storm&since=2025-12-01",
    "nothing": "/?q=storm+zebra&since=2025-01-01",
    "repaired": "/?q=(storm+OR&since=garbage",
    "past": "/?q=storm&as_of=2025-12-01",
    "facet": "/facets/sources?q=the",
    "grouped": "/?q=the&group=story",
    "stories": "/stories?q=the",
    "take": "/take?q=the",
    "help": "/help",
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
WIDTHS = [320] + THOROUGH * [NARROW, 768, WIDE]


def total(page: Page) -> int:
    found = re.search(r"([\d,]+) hits?", page.locator("h1").inner_text())
    assert found, page.locator("h1").inner_text()
    return int(found[1].replace(",", ""))


def search(page: Page, query: str) -> None:
    page.get_by_role("searchbox").or_(page.get_by_role("combobox")).fill(query)
    page.get_by_role("button", name="Search").click()


def number_in(row: Locator) -> int:
    found = re.match(r"[\d,]+", row.locator(".count").inner_text())
    assert found
    return int(found[0].replace(",", ""))


def narrow_by_facet(page: Page, *, javascript: bool) -> None:
    """Tick two outlets: as many hits as it says, a chip for each, and back by the chips."""
    before = total(page)
    counts = page.locator("h1").inner_text()
    for number in range(2):
        row = page.locator(".facet").first.locator("li").nth(number)
        count = number_in(row)
        row.locator("input").check()
        if javascript:
            expect(page.locator("h1")).not_to_have_text(counts)
        else:
            page.locator(".facet").first.get_by_role("button", name="Apply").click()
            page.locator(".limits").evaluate("node => node.open = true")
        assert total(page) == count
        counts = page.locator("h1").inner_text()
        if javascript:
            expect(row.locator("input")).to_be_focused()
            expect(row.locator("input")).to_be_checked()
    chips = page.get_by_role("list", name="Active limits").get_by_role("link", name="outlet")
    expect(chips).to_have_count(2)
    for left in (1, 0):
        chips.first.click()
        expect(chips).to_have_count(left)
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
        page.get_by_role("link", name="Narrow down").click()
        expect(page.locator(".facet").first).to_be_visible()
    narrow_by_facet(page, javascript=javascript)

    row = page.locator(".counts tbody tr:has(button)").last
    count = row.locator("td").first.text_content() or ""
    page.locator(".spans button").last.click()
    page.wait_for_url("**since=**")
    assert total(page) == int(count.replace(",", ""))
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
    page.wait_for_url("**since=2026-01-01")
    assert 0 < total(page) < before
    expect(page.get_by_role("list", name="Active limits")).to_contain_text("from 1 January 2026")


@pytest.mark.thorough
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


@pytest.mark.thorough
def test_a_cluster_leads_to_all_its_headlines(open_page: Open) -> None:
    page = open_page("/?q=storm")
    cluster = page.locator(".hit", has=page.locator(".lines .more")).first
    cluster.locator(".headline a").click()
    lines = page.locator("#headlines .leaving")
    expect(lines.first).to_be_visible()
    assert lines.count() > 3


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


@pytest.mark.thorough
def test_an_outlet_is_suggested_and_taken_with_the_mouse(open_page: Open) -> None:
    page = open_page("/facets/sources")
    outlet = page.locator(".all-values bdi").first.inner_text()
    box = page.get_by_role("combobox")
    box.fill("storm " + outlet[:5])
    page.get_by_role("option").filter(has_text="outlet").filter(has_text=outlet).click()
    page.wait_for_url("**/?q=**")
    assert page.get_by_role("combobox").input_value() == f'storm source:"{outlet}"'


@pytest.mark.parametrize(
    ("typed", "back", "expected"),
    [
        ('"winter stor', 0, '"winter storm"'),
        ("🎉 stor OR comet", len(" OR comet"), "🎉 storm OR comet"),
    ]
    + THOROUGH
    * [
        ("port -stor", 0, "port -storm"),
        ("title:stor", 0, "title:storm"),
        ("comet OR stor", 0, "comet OR storm"),
    ],
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
    expect(page.get_by_role("link", name="Skip to the hits")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#hits")).to_be_focused()
    page.keyboard.press("Tab")
    assert page.evaluate(
        "document.activeElement.closest('.hit') === document.querySelector('.hit')"
    )


@pytest.mark.parametrize("path", ["/?q=storm", "/", "/?q=the&not_tag=storm&since=2025-12-01"])
def test_the_first_hit_is_a_few_stops_away(open_page: Open, path: str) -> None:
    page = open_page(path)
    for _ in range(22):
        page.keyboard.press("Tab")
        if page.evaluate("Boolean(document.activeElement.closest('.hit'))"):
            return
    raise AssertionError("no hit is reached")


def test_going_back_shows_what_was_there_before_a_value_was_ticked(open_page: Open) -> None:
    page = open_page("/?q=storm")
    before = page.locator("h1").inner_text()
    page.locator(".facet input[type=checkbox]").first.check()
    expect(page.locator("h1")).not_to_have_text(before)
    expect(page.get_by_role("status")).to_have_text(page.locator("h1").inner_text())
    assert "source=" in page.url
    # What is typed next is asked within the limits that are shown.
    assert page.locator("form.ask input[name=source]").count() == 1
    page.go_back()
    expect(page.locator("h1")).to_have_text(before)
    assert "source=" not in page.url
    expect(page.locator(".facet input:checked")).to_have_count(0)


def test_values_are_found_while_one_types(open_page: Open) -> None:
    page = open_page("/")
    name = page.locator(".all a").first
    assert name.count()
    box = page.locator(".find input").first
    group = box.locator("xpath=ancestor::*[@role='group']")
    wanted = group.locator("li bdi").nth(3).inner_text()
    box.fill(wanted[:4])
    expect(group.locator("li bdi").first).to_contain_text(re.compile(re.escape(wanted[:4]), re.I))
    box.press("Enter")
    page.wait_for_url("**/facets/**")
    expect(page.locator("h1")).to_contain_text("with a word that begins with")


def test_a_word_that_is_typed_is_asked_for_once(open_page: Open) -> None:
    page = open_page("/")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.clock.install(time=0)
    page.clock.pause_at(1)  # however long the keys take, no timer ends between them
    page.get_by_role("combobox").press_sequentially("storm")
    page.clock.run_for(1_000)
    expect(page.get_by_role("option").first).to_be_visible()
    assert len([url for url in asked if "suggest" in url]) == 1


@pytest.mark.thorough
def test_the_chosen_suggestion_is_seen_in_forced_colours(open_page: Open) -> None:
    page = open_page("/", forced_colors="active")
    page.get_by_role("combobox").fill("stor")
    option = page.get_by_role("option").first
    expect(option).to_be_visible()
    plain = option.evaluate("node => getComputedStyle(node).backgroundColor")
    page.get_by_role("combobox").press("ArrowDown")
    assert option.evaluate("node => getComputedStyle(node).backgroundColor") != plain


def test_paper_shows_limits_address_and_date(open_page: Open) -> None:
    page = open_page("/?q=storm&source=BBC&since=2025-01-01")
    page.emulate_media(media="print")
    expect(page.locator(".chips")).to_be_visible()
    expect(page.locator(".chips")).to_contain_text("1 January 2025")
    expect(page.locator(".chips")).to_contain_text("BBC")
    printed = page.locator(".printed")
    expect(printed).to_be_visible()
    expect(printed).to_contain_text("/?q=storm&source=BBC&since=2025-01-01 on ")
    expect(page.locator(".limits")).not_to_be_visible()


@pytest.mark.thorough
def test_the_form_of_fields_makes_a_query(open_page: Open) -> None:
    page = open_page("/help", java_script_enabled=False)
    page.get_by_label("All of these words").fill("the OR storm")
    page.get_by_label("Without these words").fill("zebra")
    page.get_by_label("From").fill("2025-12-01")
    page.get_by_role("button", name="Search by these").click()
    assert page.locator("#q").input_value() == 'the "OR" storm -zebra'
    expect(page.get_by_role("list", name="Active limits")).to_contain_text("1 December 2025")


@pytest.mark.parametrize("width", WIDTHS)
def test_no_page_is_wider_than_the_screen(open_page: Open, width: int) -> None:
    page = open_page("/", width=width)
    item = page.locator(".hit .headline a").first.get_attribute("href") or ""
    for path in (*PAGES.values(), item):
        page.goto(path)
        unfold(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path


def test_on_a_wide_screen_the_limits_are_always_open(open_page: Open) -> None:
    page = open_page("/")
    expect(page.locator(".facet").first).to_be_visible()
    expect(page.locator(".limits > summary")).not_to_be_visible()


@pytest.mark.parametrize(("name", "width"), LOOKED_AT)
def test_axe_finds_nothing(open_page: Open, name: str, width: int) -> None:
    page = open_page(PAGES.get(name, "/"), width=width)
    if name == "item":
        page.locator(".hit .headline a").first.click()
    elif name == "suggestions":
        page.get_by_role("combobox").fill("s")
        expect(page.get_by_role("option").first).to_be_visible()
    elif page.locator("details").count() and width == NARROW:
        unfold(page)
    assert not axe_finds(page, "light", "dark")
