"""What a reader saves stays in the browser: found again, exported, imported, and never trusted."""

import json
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import NARROW, WIDE, Open
from tests.browser.whole_site import axe_finds

SEARCH = "/?q=the&since=2025-12-01"
#: The button above the hits, whose name says what the search is.
SAVE_SEARCH = ".steps .save"
NO_STORAGE = (
    "Object.defineProperty(window, 'localStorage', {get() { throw new DOMException('denied'); }})"
)
FULL = "Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); }"


def archive_of(page: Page) -> str:
    return page.request.get("/saved/archive").text()


def prefix(page: Page) -> str:
    return f"backfile:{archive_of(page)}:saved:"


def put(page: Page, address: str, value: object) -> None:
    """Put something into the storage, as a broken or hostile page of the same server could."""
    text = value if isinstance(value, str) else json.dumps(value)
    page.evaluate(
        "([key, text]) => localStorage.setItem(key, text)", [prefix(page) + address, text]
    )


def entry(title: str, **more: Any) -> dict[str, Any]:
    return {"title": title, "note": "", "saved": "2026-01-03T10:00:00.000Z", **more}


def rows(page: Page, name: str) -> list[str]:
    expect(page.locator("#shelf")).to_be_visible()
    return page.locator(f"#shelf-{name} li a").all_text_contents()


def test_searches_and_items_are_saved_listed_and_removed(open_page: Open) -> None:
    page = open_page(SEARCH)
    page.get_by_role("button", name="Save the, from 1 December 2025").click()
    first = page.locator(".hit").first
    title = first.locator(".headline a").inner_text()
    button = first.get_by_role("button", name=f"Save {title}")
    button.click()
    expect(button).to_have_attribute("aria-pressed", "true")
    expect(page.get_by_role("status")).to_have_text("Saved in this browser")
    expect(page.locator(".found a.shelf")).to_have_text("Saved (2)")
    first.locator(".headline a").click()
    own = page.locator("h1 + p .save")
    expect(own).to_have_attribute("aria-pressed", "true")
    own.click()
    own.click()  # saved anew, without what stands in the title for its matches

    page.locator("main a.shelf").click()
    page.wait_for_url("**/saved")
    assert rows(page, "items") == [title]
    (search,) = rows(page, "searches")
    assert search.startswith("the, from 1 December 2025")
    page.locator("#shelf-searches a").click()
    assert page.url.endswith(SEARCH)
    page.go_back()
    page.get_by_role("button", name=f"Remove {title}").click()
    assert rows(page, "items") == []
    expect(page.get_by_role("button", name="Remove the, from")).to_be_focused()
    page.get_by_role("button", name="Undo the removal").click()
    assert rows(page, "items") == [title]
    page.get_by_role("button", name=f"Remove {title}").click()
    page.goto(SEARCH)
    expect(page.locator(".save[aria-pressed=true]")).to_have_count(1)
    page.locator(SAVE_SEARCH).click()
    expect(page.locator(".save[aria-pressed=true]")).to_have_count(0)


def test_a_search_is_one_on_all_its_pages_and_after_it_was_replaced(open_page: Open) -> None:
    page = open_page("/?q=the")
    page.locator(SAVE_SEARCH).click()
    page.get_by_role("link", name="Page 2").click()
    page.wait_for_url("**page=2")
    save = page.locator(SAVE_SEARCH)
    expect(save).to_have_attribute("aria-pressed", "true")
    expect(page.locator(".hit .save")).to_have_count(page.locator(".hit").count())
    before = page.locator("h1").inner_text()
    page.locator(".facet input[type=checkbox]").first.check()
    expect(page.locator("h1")).not_to_have_text(before)
    expect(save).to_have_attribute("aria-pressed", "false")


@pytest.mark.thorough
def test_by_keyboard_alone(open_page: Open) -> None:
    page = open_page(SEARCH)
    # The buttons come when the archive has said what its name is.
    page.locator(".hit .save").first.wait_for()
    page.keyboard.press("j")
    title = page.evaluate("document.activeElement.textContent")
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('.save')"):
            break
    page.keyboard.press("Space")
    page.goto("/saved")
    remove = page.get_by_role("button", name=f"Remove {title}")
    remove.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Items (0)")).to_be_focused()


@pytest.mark.thorough
def test_two_windows_know_of_each_other(open_page: Open) -> None:
    page = open_page(SEARCH)
    other = page.context.new_page()
    other.goto("/saved")
    third = page.context.new_page()
    third.goto(SEARCH)
    page.locator(".hit .save").nth(0).click()
    third.locator(".hit .save").nth(1).click()
    expect(other.get_by_role("heading", name="Items (2)")).to_be_visible()
    expect(page.locator(".found a.shelf")).to_have_text("Saved (2)")
    other.locator("#shelf-items button").first.click()
    expect(page.locator(".save[aria-pressed=true]")).to_have_count(1)


def test_what_was_exported_comes_back(open_page: Open, tmp_path: Path) -> None:
    page = open_page(SEARCH)
    page.locator(SAVE_SEARCH).click()
    for number in range(3):
        page.locator(".hit .save").nth(number).click()
    page.goto("/saved")
    before = rows(page, "items"), rows(page, "searches")
    with page.expect_download() as download:
        page.get_by_role("button", name="Export").click()
    file = tmp_path / "saved.json"
    download.value.save_as(file)
    content = json.loads(file.read_text())
    assert content["format"] == "backfile-saved"
    assert len(content["saved"]) == 4

    page.evaluate("localStorage.clear()")
    page.reload()
    assert rows(page, "items") == []
    for told in ("4 taken in.", "0 taken in, 4 were saved already."):
        page.get_by_label("Import").set_input_files(file)
        expect(page.locator("#shelf-note")).to_have_text(told)
    assert (rows(page, "items"), rows(page, "searches")) == before


HOSTILE = [
    "javascript:alert(1)",
    "https://elsewhere.example/item/x.md",
    "//elsewhere.example/item/x.md",
    "../../elsewhere/item/x",
    "item/../../archive",
    "item/",
    "/help?q=x",
    "data:text/html,x",
    "?",
    "",
    "?page=2",
    7,
    None,
    {"a": 1},
    "item/" + "x" * 5000,
]


def test_a_file_of_odd_entries_leaves_out_what_leads_elsewhere(open_page: Open) -> None:
    page = open_page("/saved")
    odd = [
        *(entry("odd", address=address) for address in HOSTILE),
        *({"address": "item/x.md", "title": title} for title in (None, 5, "", "  ")),
        *(None, 7, "x", [], {}),
    ]
    good = [
        entry("<img src=x onerror=alert(1)>", address="item/a.md", note="<b>note</b>"),
        entry("no time", address="?q=%22%3E%3Cscript%3E", saved="yesterday"),
        entry("more", address="item/b.md?q=x&as_of=2026-01-03&page=4", saved=10**30, note=["x"]),
        entry("x" * 1000, address="item/c.md", __proto__={"title": "y"}),
        entry("أخبار العالم", address="item/../item/%D8%A3.md"),
    ]
    content = {"format": "backfile-saved", "archive": archive_of(page), "saved": [*odd, *good]}
    file = {"name": "x.json", "mimeType": "application/json", "buffer": b""}
    file["buffer"] = json.dumps(content).encode()
    page.get_by_label("Import").set_input_files(file)  # type: ignore[arg-type]
    expect(page.locator("#shelf-note")).to_contain_text(f"5 taken in, {len(odd)} left out")
    links = page.locator(".kept a").evaluate_all("all => all.map(own => own.href)")
    base = page.evaluate("location.origin")
    assert sorted(link.removeprefix(base) for link in links) == [
        "/?q=%22%3E%3Cscript%3E",
        "/item/%D8%A3.md",
        "/item/a.md",
        "/item/b.md?as_of=2026-01-03",
        "/item/c.md",
    ]
    assert "<img src=x onerror=alert(1)>" in rows(page, "items")
    assert page.locator(".kept :is(img, script, b)").count() == 0
    expect(page.locator("#shelf-items")).to_contain_text("as of 3 January 2026")
    assert page.evaluate("document.documentElement.scrollWidth") <= WIDE


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("not json", "is not JSON"),
        ("[]", "does not hold"),
        ("null", "does not hold"),
        ('{"format": "backfile-saved", "saved": {}}', "does not hold"),
        ('{"format": "backfile-saved", "archive": "another", "saved": []}', "another archive"),
    ],
)
def test_another_file_is_not_taken_in(open_page: Open, content: str, told: str) -> None:
    page = open_page("/saved")
    page.get_by_label("Import").set_input_files(
        {"name": "x.json", "mimeType": "application/json", "buffer": content.encode()}
    )
    expect(page.locator("#shelf-note")).to_contain_text(told)


@pytest.mark.thorough
def test_odd_data_in_the_storage_costs_nothing_else(open_page: Open) -> None:
    page = open_page("/saved")
    for number, odd in enumerate(["", "{", "null", "7", '"text"', "[]", '{"title": 7}']):
        put(page, f"item/odd{number}.md", odd)
    put(page, "https://elsewhere.example/", entry("elsewhere"))
    put(page, "javascript:alert(1)", entry("script"))
    put(page, "item/fine.md", entry("Fine"))
    put(page, "item/gone.md", entry("An item that the archive no longer has"))
    page.evaluate("localStorage.setItem('backfile:another:saved:item/x.md', '{\"title\":\"x\"}')")
    page.reload()
    assert sorted(rows(page, "items")) == ["An item that the archive no longer has", "Fine"]
    expect(page.locator("#shelf-note")).to_contain_text("9 of what is saved cannot be read")
    page.get_by_role("link", name="no longer has").click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.goto(SEARCH)
    expect(page.locator(".hit .save").first).to_be_visible()


@pytest.mark.thorough
def test_no_more_than_a_thousand_are_kept(open_page: Open) -> None:
    page = open_page(SEARCH)
    page.evaluate(
        """prefix => { for (let number = 0; number < 1000; number += 1)
            localStorage.setItem(`${prefix}item/${number}.md`, '{"title": "x"}') }""",
        prefix(page),
    )
    button = page.locator(".hit .save").first
    button.click()
    expect(page.locator(".said")).to_contain_text("1,000 are saved")
    expect(button).to_have_attribute("aria-pressed", "false")
    page.goto("/saved")
    expect(page.get_by_role("heading", name="Items (1,000)")).to_be_visible()


@pytest.mark.thorough
def test_archives_of_one_server_do_not_mix(open_page: Open) -> None:
    page = open_page(SEARCH)
    page.locator(".hit .save").first.click()
    expect(page.locator(".found a.shelf")).to_have_text("Saved (1)")
    # Another archive is served at this address from now on.
    page.route("**/saved/archive", lambda route: route.fulfill(body="another"))
    page.reload()
    expect(page.locator(".found a.shelf")).to_have_text("Saved (0)")
    expect(page.locator(".save[aria-pressed=true]")).to_have_count(0)
    page.goto("/saved")
    assert rows(page, "items") == []
    page.unroute("**/saved/archive")
    page.reload()
    expect(page.get_by_role("heading", name="Items (1)")).to_be_visible()


@pytest.mark.thorough
def test_while_the_archive_cannot_be_opened_what_is_saved_is_listed(open_page: Open) -> None:
    page = open_page(SEARCH)
    page.locator(".hit .save").first.click()
    page.route("**/saved/archive", lambda route: route.fulfill(status=404))
    page.goto("/saved")
    expect(page.get_by_role("heading", name="Items (1)")).to_be_visible()
    page.evaluate("localStorage.clear()")
    page.reload()
    expect(page.locator("#shelf-note")).to_contain_text("cannot be opened at the moment")
    expect(page.locator("#shelf")).not_to_be_visible()


@pytest.mark.thorough
def test_a_full_storage_is_told(open_page: Open) -> None:
    page = open_page("/")
    page.add_init_script(FULL)
    page.goto(SEARCH)
    button = page.locator(SAVE_SEARCH)
    button.click()
    expect(page.locator(".said")).to_contain_text("no room")
    expect(button).to_have_attribute("aria-pressed", "false")
    button.click()
    expect(page.locator(".said")).to_have_count(1)


def test_without_storage_nothing_is_offered_and_the_page_says_why(open_page: Open) -> None:
    page = open_page("/")
    page.add_init_script(NO_STORAGE)
    page.goto(SEARCH)
    page.keyboard.press("j")
    expect(page.locator(".hit .headline a").first).to_be_focused()
    expect(page.locator(".save, a.shelf")).to_have_count(0)
    page.goto("/saved")
    expect(page.locator("#shelf-note")).to_contain_text("storage is switched off")
    expect(page.locator("#shelf")).not_to_be_visible()


def test_without_javascript_the_page_says_so(open_page: Open) -> None:
    page = open_page("/saved", java_script_enabled=False)
    expect(page.get_by_text("This page needs JavaScript")).to_be_visible()
    expect(page.locator("#shelf")).not_to_be_visible()
    page.goto(SEARCH)
    expect(page.locator(".save")).to_have_count(0)


@pytest.mark.thorough
@pytest.mark.parametrize("width", [320, NARROW, WIDE])
def test_axe_finds_nothing_and_nothing_scrolls_sideways(open_page: Open, width: int) -> None:
    page = open_page("/saved", width=width)
    for schemes in (("light",), ("light", "dark")):
        assert not axe_finds(page, *schemes)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        put(page, "item/a.md", entry("x" * 300, note="3 January 2026 · The Morning Call"))
        put(page, "?q=storm", entry("storm, outlet The Morning Call"))
        page.reload()
    small = page.locator("main :is(a, button, input)").evaluate_all(
        "all => all.filter(own => own.getClientRects()[0]?.height < 23.5).map(own => own.outerHTML)"
    )
    assert not small


def test_a_saved_search_says_what_is_new_since_then(open_page: Open) -> None:
    page = open_page("/?q=the")
    total = page.request.get("/api/v1/search?q=the").json()["total"]
    page.locator(SAVE_SEARCH).click()
    put(page, "?q=of", entry("of, saved early", generation=0))
    put(page, "?q=in", entry("in, of another archive", generation=77))
    put(page, "?q=a", entry("a, saved before there were numbers"))
    put(page, "?q=to&as_of=2026-01-03", entry("to, as of a day", generation=0))
    page.goto("/saved")
    news = page.locator("#shelf-searches .news")
    expect(page.locator("[data-new='?q=the']")).to_have_text("Nothing new since you saved it")
    expect(page.locator("[data-new='?q=in']")).to_contain_text("is not known")
    expect(news.filter(has_text="new")).to_have_count(3)

    total = page.request.get("/api/v1/search?q=of").json()["total"]
    link = page.get_by_role("link", name=f"{total:,} new since you saved it of, saved early")
    link.click()
    expect(page.locator("h1")).to_contain_text(f"of {total:,} hits for of")
    expect(page.locator(".chips")).to_contain_text("update 0 of the archive")
    page.go_back()
    page.get_by_role("button", name="Count from now on of, saved early").click()
    expect(page.locator("[data-new='?q=of']")).to_have_text("Nothing new since you saved it")
