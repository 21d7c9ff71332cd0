"""What does a page of results show? Said in its heading and in its title."""

from dataclasses import dataclass

from search import Page, SearchRequest
from web.view import search_words
from web.words import counted, number

_OF_WORDS = {"all": "for", "most": "with most of the words of", "any": "with any of the words of"}
_ORDERED = {
    "newest": "newest first",
    "oldest": "oldest first",
    "outlets": "those of most outlets first",
}

_ITEMS = {
    "newest": "Newest items",
    "oldest": "Oldest items",
    "outlets": "Items of most outlets",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """The heading: `text`, then the query that was `asked`, if any was; and the page's `title`.

    `is_front` tells that nothing at all was asked: the page is the archive's first.
    """

    text: str
    asked: str
    title: str
    is_front: bool


def heading(page: Page) -> Heading:
    """Return the heading of a page of results.

    "21–40 of 6,709 hits for storm", "Newest items, 981–1,000 of 6,709", "No hits for zebra", "The
    latest of 6,709 items".
    """
    search = page.request
    # What could not be searched for is not what was found.
    read = search.with_query(page.asked).at_page(search.page)
    limits = search_words(read.with_query(""))
    is_plain = not page.asked and not limits
    order = "newest" if search.sort == "relevance" and not page.asked else search.sort
    shown = _shown(page)
    is_front = is_plain and search.page == 1 and search.sort == "relevance" and not search.query
    if not page.total or search.page > page.pages:
        text = shown
    elif is_front and page.pages > 1:
        text = f"The latest of {counted(page.total, 'item')}"
    elif is_plain:
        text = f"{_ITEMS[order]}, {shown}"
    else:
        hits = "hit" if page.total == 1 else "hits"
        text = f"{shown} {hits}"
        if order in _ORDERED and not page.asked:
            text += f", {_ORDERED[order]}"
    title = "Backfile" if is_front else _title(page, read, text)
    if page.asked:
        text += f" {_OF_WORDS[search.match]}"
    return Heading(text=text, asked=page.asked, title=title, is_front=is_front)


def facet_heading(total: int, one: str, many: str, page: int, size: int) -> str:
    """Return the heading of a list of so many values: "101–200 of 1,234 outlets"."""
    if total <= size or (page - 1) * size >= total:
        return counted(total, one, many)
    return f"{span(page, size, total)} of {counted(total, one, many)}"


def span(page: int, size: int, total: int) -> str:
    """Return which of so many are on a page: "981–1,000"."""
    first, last = (page - 1) * size + 1, min(page * size, total)
    return number(first) if first == last else f"{number(first)}–{number(last)}"


def _shown(page: Page) -> str:
    search = page.request
    if not page.total:
        return "No hits"
    if search.page > page.pages:
        hits = counted(page.total, "hit")
        return f"Nothing on page {number(search.page)}: {hits}"
    if page.pages == 1:
        return number(page.total)
    return f"{span(search.page, search.per_page, page.total)} of {number(page.total)}"


def _title(page: Page, read: SearchRequest, text: str) -> str:
    """Return the title: what was asked, which of the hits are shown, and their order."""
    if not (words := search_words(read)):
        return f"{text} · Backfile"
    shown = _shown(page)
    if "hit" not in shown:
        shown += " hit" if page.total == 1 else " hits"
    order = [_ORDERED[read.sort]] if read.sort in _ORDERED else []
    return " · ".join([words, shown, *order, "Backfile"])
