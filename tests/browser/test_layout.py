"""Parts beside each other end on one line, and a heading outranks what it heads."""

from tests.browser.conftest import Open

#: Heights of the lower edges of the cards that begin at the same height, row by row.
ENDS_OF_ROWS = """cards => Object.values(Object.groupBy(
  cards.map(card => card.getBoundingClientRect()), box => Math.round(box.top)
)).map(row => row.map(box => Math.round(box.bottom)))"""
SIZES = "found => found.map(node => parseFloat(getComputedStyle(node).fontSize))"


def test_cards_beside_each_other_end_on_one_line(open_page: Open) -> None:
    page = open_page("/")
    for path in (
        page.locator(".front-day h2 a").first.get_attribute("href") or "",
        "/",
        "/stories",
    ):
        page.goto(path)
        rows = page.locator(":is(.cards, .story-list) > *").evaluate_all(ENDS_OF_ROWS)
        assert all(len(set(row)) == 1 for row in rows), (path, rows)


def test_a_day_is_larger_than_its_headlines(open_page: Open) -> None:
    page = open_page("/")
    page.locator(".front-day h2 a").first.click()
    headlines = page.locator(".headline").evaluate_all(SIZES)
    assert page.locator("h1").evaluate_all(SIZES)[0] > max(headlines)


def test_no_word_of_the_empty_search_box_is_cut(open_page: Open) -> None:
    for language in ("en", "de"):
        box = open_page("/", width=320, locale=language).locator("#q")
        # A value makes the content scroll; a placeholder does not.
        box.evaluate("box => { box.value = box.placeholder }")
        assert box.evaluate("box => box.scrollWidth <= box.clientWidth"), language
