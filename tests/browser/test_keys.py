"""Single letters lead through a page, never while one types, and can be switched off."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import NARROW, WIDE, Open
from tests.browser.whole_site import axe_finds

SEARCH = "/?q=the"


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.textContent"))


def titles(page: Page) -> list[str]:
    return page.locator(".hit .headline a").all_text_contents()


def test_j_and_k_go_from_hit_to_hit_and_enter_opens(open_page: Open) -> None:
    page = open_page(SEARCH)
    first = titles(page)
    for key, index in (("k", None), ("j", 0), ("j", 1), ("j", 2), ("k", 1), ("k", 0), ("k", 0)):
        page.keyboard.press(key)
        if index is not None:
            assert focused(page) == first[index]
            expect(page.locator(".hit .headline a").nth(index)).to_be_in_viewport()
            assert page.evaluate("document.activeElement.matches(':focus-visible')")
    # From within a hit: to its title, and to the next one.
    page.locator(".hit").nth(1).locator(".kicker a").first.focus()
    page.keyboard.press("k")
    assert focused(page) == first[1]
    page.locator(".hit").nth(1).locator(".kicker a").first.focus()
    page.keyboard.press("j")
    assert focused(page) == first[2]
    page.keyboard.press("Enter")
    expect(page).to_have_title(f"{first[2]} · Backfile")
    page.go_back()
    expect(page.locator("h1")).to_contain_text("hits")


@pytest.mark.thorough
def test_after_the_last_hit_comes_the_next_page(open_page: Open) -> None:
    page = open_page(SEARCH)
    first = titles(page)
    for _ in first:
        page.keyboard.press("j")
    assert focused(page) == first[-1]
    page.keyboard.press("j")
    expect(page.get_by_role("link", name="Next", exact=True)).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url("**page=2")
    page.keyboard.press("j")
    assert focused(page) == titles(page)[0] != first[0]


@pytest.mark.thorough
def test_from_an_item_the_keys_lead_to_its_neighbours(open_page: Open) -> None:
    page = open_page(SEARCH)
    first = titles(page)
    page.locator(".hit .headline a").nth(1).click()
    expect(page).to_have_title(f"{first[1]} · Backfile")
    for key, index in (("k", 0), ("j", 1), ("j", 2)):
        page.keyboard.press(key)
        expect(page).to_have_title(f"{first[index]} · Backfile")


@pytest.mark.thorough
@pytest.mark.parametrize("path", ["/help", "/facets/sources", "/?q=zebrafishes"])
def test_where_there_are_no_hits_letters_do_nothing(open_page: Open, path: str) -> None:
    page = open_page(path)
    page.keyboard.press("j")
    page.keyboard.press("k")
    assert page.evaluate("document.activeElement === document.body")


def test_letters_are_letters_in_fields_and_with_other_keys(open_page: Open) -> None:
    page = open_page(SEARCH)
    box = page.get_by_role("combobox")
    box.fill("")
    box.press_sequentially("jk?/")
    expect(box).to_have_value("jk?/")
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.locator(".find input").first.press_sequentially("j/k")
    expect(page.locator(".find input").first).to_have_value("j/k")
    page.locator("h1").click()
    for keys in ("Control+j", "Alt+j", "Shift+J", "Control+k", "Alt+Shift+?"):
        page.keyboard.press(keys)
        assert not page.evaluate("document.activeElement.matches('.headline a')"), keys
        expect(page.get_by_role("dialog")).to_have_count(0)


@pytest.mark.thorough
def test_letters_work_beside_a_box_that_is_ticked(open_page: Open) -> None:
    page = open_page(SEARCH)
    page.locator(".facet input[type=checkbox]").first.focus()
    page.keyboard.press("j")
    assert focused(page) == titles(page)[0]


def test_a_question_mark_shows_the_keys_and_the_focus_returns(open_page: Open) -> None:
    page = open_page(SEARCH)
    page.keyboard.press("j")
    page.keyboard.press("?")
    dialog = page.get_by_role("dialog", name="Keys")
    expect(dialog).to_be_visible()
    page.keyboard.press("j")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.closest('dialog') !== null")
    page.keyboard.press("Escape")
    expect(dialog).not_to_be_visible()
    assert focused(page) == titles(page)[0]
    button = page.get_by_role("button", name="Keys")
    button.focus()
    page.keyboard.press("Enter")
    expect(dialog).to_be_visible()
    dialog.get_by_role("button", name="Close").click()
    expect(button).to_be_focused()


def test_the_letters_can_be_switched_off_for_good(open_page: Open) -> None:
    page = open_page(SEARCH)
    page.keyboard.press("?")
    switch = page.get_by_role("switch")
    switch.focus()
    page.keyboard.press("Space")
    expect(switch).not_to_be_checked()
    page.keyboard.press("Escape")
    for path in (SEARCH, "/help"):
        page.goto(path)
        for key in ("j", "/", "?"):
            page.keyboard.press(key)
        assert page.evaluate("document.activeElement === document.body")
        expect(page.get_by_role("dialog")).to_have_count(0)
    page.get_by_role("button", name="Keys").click()
    switch.check()
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    expect(page.locator("#q")).to_be_focused()


@pytest.mark.thorough
def test_the_keys_are_there_after_results_were_replaced_and_without_storage(
    open_page: Open,
) -> None:
    page = open_page("/help")
    page.add_init_script(
        "Object.defineProperty(window, 'localStorage', {get() { throw new DOMException('no'); }})"
    )
    page.goto(SEARCH)
    before = page.locator("h1").inner_text()
    page.locator(".facet input[type=checkbox]").first.check()
    expect(page.locator("h1")).not_to_have_text(before)
    page.keyboard.press("j")
    assert focused(page) == titles(page)[0]
    expect(page.get_by_role("button", name="Keys")).to_have_count(1)
    page.get_by_role("button", name="Keys").click()
    page.get_by_role("switch").uncheck()
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_without_javascript_there_is_no_list_of_keys(open_page: Open) -> None:
    page = open_page(SEARCH, java_script_enabled=False)
    expect(page.get_by_role("button", name=re.compile("Keys"))).to_have_count(0)


@pytest.mark.thorough
@pytest.mark.parametrize("width", [320, WIDE])
def test_the_list_of_keys_fits_and_axe_finds_nothing(open_page: Open, width: int) -> None:
    page = open_page(SEARCH, width=width)
    page.get_by_role("button", name="Keys").click()
    box = page.get_by_role("dialog").bounding_box()
    assert box
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width
    assert not axe_finds(page, "light", *(("dark",) if width == WIDE else ()))


@pytest.mark.thorough
def test_a_phone_can_open_the_list(open_page: Open) -> None:
    page = open_page(SEARCH, width=NARROW, has_touch=True)
    page.get_by_role("button", name="Keys").tap()
    expect(page.get_by_role("dialog")).to_be_visible()
