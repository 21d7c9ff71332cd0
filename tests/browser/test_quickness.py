"""With JavaScript results follow each other in place: focus, scroll, history, the last one wins."""

import re
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, Request, Route, expect

from tests.browser.conftest import NARROW, Open
from tests.conftest import THOROUGH

SEARCH = "/?q=the"


def stay(page: Page) -> Callable[[], bool]:
    """Mark the document; return what tells whether it is still the same."""
    page.evaluate("window.isSame = true")
    return lambda: bool(page.evaluate("window.isSame === true"))


def told(page: Page) -> None:
    """Note all that is put into the live region from now on."""
    page.evaluate(
        """() => {
            window.told = [];
            const status = document.querySelector('[role=status].unseen');
            new MutationObserver(() => window.told.push(status.textContent.trim()))
                .observe(status, {childList: true, characterData: true, subtree: true});
        }"""
    )


def heading(page: Page) -> str:
    return page.locator("h1").inner_text()


def wait_for(page: Page, before: str) -> None:
    expect(page.locator("h1")).not_to_have_text(before)
    expect(page.locator("main")).not_to_have_attribute("aria-busy", "true")


def tick(page: Page, number: int = 0) -> str:
    box = page.locator(".facet input[type=checkbox]").nth(number)
    box.check()
    return box.get_attribute("value") or ""


def test_a_box_a_chip_an_order_and_a_page_keep_the_document(open_page: Open) -> None:
    page = open_page(SEARCH)
    same = stay(page)
    before = heading(page)
    told(page)

    outlet = tick(page)
    wait_for(page, before)
    assert parse_qs(urlsplit(page.url).query)["source"] == [outlet]
    expect(page.locator(".facet input:checked")).to_be_focused()
    assert page.evaluate("window.told") == [heading(page)]

    page.get_by_role("list", name="Active limits").get_by_role("link", name=outlet).click()
    expect(page.locator("h1")).to_have_text(before)
    expect(page.get_by_role("list", name="Active limits").locator("a").first).to_be_focused()

    page.get_by_role("navigation", name="Order").get_by_role("link", name="Oldest").click()
    page.wait_for_url("**sort=oldest**")
    expect(page.locator(".sorts [aria-current]")).to_be_focused()
    assert "sort=oldest" in (page.locator("link[rel=canonical]").get_attribute("href") or "")
    assert page.locator("link[rel=canonical]").count() == 1
    assert page.locator("form.ask input[name=sort]").input_value() == "oldest"

    page.get_by_role("link", name="Page 2").click()
    page.wait_for_url("**page=2**")
    expect(page.locator("#hits")).to_be_focused()
    expect(page.locator("#hits")).to_be_in_viewport()
    assert abs(page.evaluate("document.getElementById('hits').getBoundingClientRect().top")) < 40
    expect(page).to_have_title(re.compile("21–40"))
    assert same()


def parts(page: Page) -> dict[str, object]:
    """Return what a reader, a feed reader and the next search see of a page of results."""
    expect(page.locator("a.shelf").first).to_be_attached()
    return dict(
        page.evaluate(
            """() => ({
                title: document.title,
                front: document.querySelector('header').className,
                text: document.querySelector('main').innerText,
                head: [...document.head.querySelectorAll('[rel=canonical], [rel=alternate], meta')]
                    .map(node => node.outerHTML).sort(),
                fields: [...new FormData(document.querySelector('form.ask'))].map(String),
                foot: document.querySelector('footer').innerText,
            })"""
        )
    )


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("path", "link"),
    [
        ("/?q=strom", ".meant a"),
        ("/?q=the", ".hit .kicker a"),
        ("/?q=the&since=2025-12-01&source=BBC", ".chips a.clear"),
        ("/", ".found .all a"),
    ]
    + THOROUGH
    * [
        ("/?q=the", ".explain a"),
        ("/?q=storm&as_of=2025-12-01", ".stood a"),
        ("/?q=zebrafishes", ".offers a"),
        ("/?q=the&page=9999", "[rel=prev]"),
        ("/", ".of-day"),
    ],
)
def test_what_is_put_in_place_is_the_page_of_that_address(
    open_page: Open, path: str, link: str
) -> None:
    page = open_page(path)
    same, target = stay(page), page.locator(link).first
    address = target.get_attribute("href") or ""
    target.click()
    page.wait_for_function("href => location.pathname + location.search === href", arg=address)
    expect(page.locator("main")).not_to_have_attribute("aria-busy", "true")
    assert same()
    other = page.context.new_page()
    other.goto(address)
    assert parts(page) == parts(other)


@pytest.mark.parametrize("verb", ["only", "leave out"])
def test_only_and_leave_out_work_in_place_by_keyboard(open_page: Open, verb: str) -> None:
    page = open_page(SEARCH)
    same, before = stay(page), heading(page)
    row = page.locator(".facet").first.locator("li").nth(1)
    row.get_by_role("button", name=verb).focus()
    page.keyboard.press("Enter")
    wait_for(page, before)
    assert same()
    assert page.evaluate("document.activeElement.closest('.facet') !== null")


def test_with_ctrl_a_button_opens_a_page_beside_this_one(open_page: Open) -> None:
    page = open_page(SEARCH)
    address = page.url
    with page.context.expect_page() as opened:
        page.locator(".facet li button").first.click(modifiers=["Control"])
    opened.value.wait_for_url("**source=**")
    assert page.url == address


def test_the_timeline_narrows_down_switches_and_zooms_out_in_place(open_page: Open) -> None:
    page = open_page("/?q=the&by=month")
    same, before = stay(page), heading(page)
    page.get_by_role("button", name="Week", exact=True).click()
    page.wait_for_url("**by=week**")
    expect(page.locator("[aria-label='Bars by'] [aria-current]")).to_be_focused()
    slider = page.get_by_role("slider")
    slider.focus()
    for key in ("Home", "Enter", "End", "Enter"):
        slider.press(key)
    page.wait_for_url("**since=**")
    expect(slider).to_be_focused()
    page.get_by_role("link", name="All days").click()
    page.wait_for_url("**/?q=the")
    expect(page.locator("h1")).to_have_text(before)
    page.locator(".spans button").last.click()
    page.wait_for_url("**since=**")
    assert same()
    page.keyboard.press("Escape")
    assert page.get_by_role("slider").count() == 1


def test_back_and_forward_show_each_page_with_its_scroll_and_focus(open_page: Open) -> None:
    page = open_page(SEARCH)
    same = stay(page)
    titles = [page.title()]
    page.get_by_role("link", name="Next", exact=True).scroll_into_view_if_needed()
    expect(page.get_by_role("link", name="Next", exact=True)).to_be_in_viewport()
    page.wait_for_function("scrollY > 300")
    page.get_by_role("link", name="Next", exact=True).focus()
    top = page.evaluate("scrollY")
    page.keyboard.press("Enter")
    page.wait_for_url("**page=2")
    titles.append(page.title())

    page.go_back()
    expect(page).to_have_title(titles[0])
    page.wait_for_function(f"scrollY === {top}")
    expect(page.get_by_role("link", name="Next", exact=True)).to_be_focused()
    page.go_forward()
    expect(page).to_have_title(titles[1])
    assert same()

    # Also when the document has been left between.
    page.locator(".hit .headline a").first.click()
    page.wait_for_url("**/item/**")
    page.go_back()
    expect(page).to_have_title(titles[1])
    page.go_back()
    expect(page).to_have_title(titles[0])
    page.wait_for_function(f"scrollY === {top}")
    page.reload()
    expect(page).to_have_title(titles[0])


@pytest.mark.thorough
def test_a_box_stays_where_it_is_when_what_is_above_changes(open_page: Open) -> None:
    page = open_page("/?q=the", width=NARROW)
    page.get_by_role("link", name="Narrow down").click()
    box = page.locator(".facet input[type=checkbox]").nth(3)
    box.scroll_into_view_if_needed()
    box.focus()
    before = box.evaluate("node => node.getBoundingClientRect().top")
    text, value = heading(page), box.get_attribute("value")
    page.keyboard.press("Space")
    wait_for(page, text)
    now = page.locator(f'.facet input[name=source][value="{value}"]')
    expect(now).to_be_focused()
    expect(page.locator(".limits")).to_have_attribute("open", "")
    assert abs(now.evaluate("node => node.getBoundingClientRect().top") - before) < 2


def held_back(page: Page, is_held: Callable[[Request], bool]) -> list[Route]:
    """Hold the answers to these requests back; return where they wait."""
    held: list[Route] = []

    def answer(route: Route) -> None:
        if is_held(route.request):
            held.append(route)
        else:
            route.continue_()

    page.route("**/*", answer)
    return held


@pytest.mark.thorough
def test_of_two_boxes_the_last_answer_wins(open_page: Open) -> None:
    page = open_page(SEARCH)
    same, before = stay(page), heading(page)
    told(page)
    held = held_back(page, lambda request: request.url.count("source=") == 1)
    with page.expect_request(lambda request: "source=" in request.url):
        first = tick(page, 0)
    expect(page.locator("main")).to_have_attribute("aria-busy", "true")
    second = tick(page, 1)
    wait_for(page, before)
    assert parse_qs(urlsplit(page.url).query)["source"] == [first, second]
    text = heading(page)
    for route in held:
        route.abort()
    assert heading(page) == text
    assert page.evaluate("window.told") == [text]
    assert same()


@pytest.mark.thorough
def test_a_page_that_is_still_awaited_does_not_stop_the_reader_from_leaving(
    open_page: Open,
) -> None:
    page = open_page(SEARCH)
    held_back(page, lambda request: "source=" in request.url)
    with page.expect_request(lambda request: "source=" in request.url):
        tick(page)
    link = page.locator(".hit .headline a").first
    title = link.inner_text()
    link.click()
    expect(page).to_have_title(f"{title} · Backfile")
    page.go_back()
    expect(page).to_have_url(re.compile(r"q=the$"))
    expect(page.locator(".facet input:checked")).to_have_count(0)


@pytest.mark.thorough
def test_back_is_right_while_a_page_is_awaited(open_page: Open) -> None:
    page = open_page(SEARCH)
    before = heading(page)
    page.get_by_role("link", name="Page 2").click()
    page.wait_for_url("**page=2")
    held_back(page, lambda request: "source=" in request.url)
    with page.expect_request(lambda request: "source=" in request.url):
        tick(page)
    page.go_back()
    expect(page.locator("h1")).to_have_text(before)
    expect(page.locator(".facet input:checked")).to_have_count(0)


@pytest.mark.thorough
@pytest.mark.parametrize("status", [500, 0], ids=["an error", "no answer"])
def test_where_it_fails_the_browser_goes_there_by_itself(open_page: Open, status: int) -> None:
    page = open_page(SEARCH)
    same, failed = stay(page), []

    def answer(route: Route) -> None:
        if route.request.resource_type == "fetch" and not failed:
            failed.append(route.request.url)
            if status:
                route.fulfill(status=200, body="<title>not ours</title>", content_type="text/html")
            else:
                route.fulfill(status=200, body="", content_type="text/plain")
        else:
            route.continue_()

    page.route("**/*", answer)
    page.get_by_role("link", name="Page 2").click()
    page.wait_for_url("**page=2")
    page.wait_for_function("window.isSame === undefined")
    expect(page).to_have_title(re.compile("21–40"))
    assert failed
    assert not same()


@pytest.mark.thorough
def test_a_slow_answer_is_left_to_the_browser(open_page: Open) -> None:
    page = open_page("/")
    page.clock.install()
    page.goto(SEARCH)
    stay(page)
    held_back(page, lambda request: request.resource_type == "fetch")
    with page.expect_request(lambda request: "page=2" in request.url):
        page.get_by_role("link", name="Page 2").click()
    expect(page.locator("main")).to_have_attribute("aria-busy", "true")
    page.clock.fast_forward(10_000)
    page.wait_for_url("**page=2")
    expect(page).to_have_title(re.compile("21–40"))
    assert page.evaluate("window.isSame") is None


@pytest.mark.thorough
@pytest.mark.parametrize("modifier", ["Control", "Shift"])
def test_clicks_with_a_key_open_another_page(open_page: Open, modifier: str) -> None:
    page = open_page(SEARCH)
    same, before = stay(page), page.url
    with page.context.expect_page() as other:
        page.get_by_role("link", name="Page 2").click(modifiers=[modifier])
    other.value.wait_for_url("**page=2")
    assert page.url == before
    with page.context.expect_page() as third:
        page.get_by_role("link", name="Page 2").click(button="middle")
    third.value.wait_for_url("**page=2")
    assert page.url == before
    assert same()


def test_what_is_typed_into_the_search_box_stays(open_page: Open) -> None:
    page = open_page(SEARCH)
    before = heading(page)
    box = page.get_by_role("combobox")
    box.fill("the storm")
    tick(page)
    wait_for(page, before)
    expect(box).to_have_value("the storm")
    page.get_by_role("button", name="Search").click()
    page.wait_for_url("**storm**")
    assert "source=" in page.url


def test_the_front_page_and_a_narrowed_one_follow_each_other(open_page: Open) -> None:
    page = open_page("/")
    same, before = stay(page), heading(page)
    expect(page.locator(".masthead .edition")).to_have_count(1)
    tick(page)
    wait_for(page, before)
    expect(page.locator(".masthead.front, .edition")).to_have_count(0)
    page.go_back()
    expect(page.locator(".masthead.front .edition")).to_have_count(1)
    expect(page.locator("h1")).to_have_text(before)
    assert same()


def test_without_the_query_the_box_is_empty(open_page: Open) -> None:
    page = open_page("/?q=the&since=2025-12-01")
    page.get_by_role("list", name="Active limits").get_by_role("link", name="query").click()
    expect(page.get_by_role("combobox")).to_have_value("")
    assert "since=" in page.url


def test_the_days_are_applied_in_place(open_page: Open) -> None:
    page = open_page(SEARCH)
    same, before = stay(page), heading(page)
    page.get_by_label("From").fill("2026-01-01")
    page.get_by_label("From").press("Enter")
    wait_for(page, before)
    expect(page.get_by_label("From")).to_be_focused()
    assert "since=2026-01-01" in page.url
    assert same()


def test_suggestions_are_kept_and_the_last_ones_win(open_page: Open) -> None:
    page = open_page("/")
    asked: list[str] = []
    page.on("request", lambda request: "suggest" in request.url and asked.append(request.url))
    box, options = page.get_by_role("combobox"), page.get_by_role("option")
    held = held_back(page, lambda request: "q=com&" in request.url)
    box.fill("stor")
    expect(options.first).to_contain_text("storm")
    with page.expect_request(lambda request: "q=com&" in request.url):
        box.fill("com")
    box.fill("stor")
    expect(options.first).to_contain_text("storm")
    for route in held:
        route.abort()
    expect(options.first).to_contain_text("storm")
    assert [parse_qs(urlsplit(url).query)["q"] for url in asked] == [["stor"], ["com"]]


def test_nothing_is_asked_before_the_pause_after_the_last_letter(open_page: Open) -> None:
    page = open_page("/")
    asked: list[str] = []
    page.on("request", lambda request: "suggest" in request.url and asked.append(request.url))
    page.clock.install()
    page.clock.pause_at(page.evaluate("Date.now()") / 1000 + 10)
    box = page.get_by_role("combobox")
    box.press_sequentially("stor")
    page.clock.run_for(100)
    # A letter that several keys make is on its way; it comes once it is whole.
    box.evaluate("box => box.dispatchEvent(new InputEvent('beforeinput'))")
    page.clock.run_for(100)
    box.press_sequentially("m")
    page.clock.run_for(119)
    assert not asked
    with page.expect_request(lambda request: "q=storm&" in request.url):
        page.clock.run_for(1)
