"""What does a page of results show? Said in its heading and in its title."""

from search import Page, SearchRequest
from search.frozen import frozen
from web.translation import N_, gettext, ngettext, number
from web.view import search_words
from web.words import counted

#: Words in front of the query, by how many of its words hits have.
_OF_WORDS = {
    "all": N_("for"),
    "most": N_("with most of the words of"),
    "any": N_("with any of the words of"),
}
_ORDERED = {
    "newest": N_("newest first"),
    "oldest": N_("oldest first"),
    "outlets": N_("those of most outlets first"),
    "size": N_("largest stories first"),
}
_ITEMS = {
    "newest": N_("Newest items"),
    "oldest": N_("Oldest items"),
    "outlets": N_("Items of most outlets"),
    "size": N_("Items of the largest stories"),
}


@frozen(kw_only=True)
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
    is_front = is_plain and search.page == 1 and search.sort == "relevance" and not search.query
    is_front = is_front and not search.group
    if not page.total or search.page > page.pages:
        text = _hits(page)
    elif is_front and page.pages > 1:
        text = ngettext("The latest of {count} item", "The latest of {count} items", page.total)
    elif is_plain:
        text = f"{gettext(_ITEMS[order])}, {_shown(page)}"
    else:
        text = _hits(page)
        if order in _ORDERED and not page.asked:
            text += f", {gettext(_ORDERED[order])}"
    title = "Backfile" if is_front else _title(page, read, text)
    if page.asked:
        text += f" {gettext(_OF_WORDS[search.match])}"
    return Heading(text=text, asked=page.asked, title=title, is_front=is_front)


def list_heading(values: str, total: int, page: int, size: int) -> str:
    """Return the heading of a list of `total` values, which are counted in words.

    "101–200 of 1,234 outlets"; past its end "Nothing on page 14: 1,234 outlets".
    """
    if (page - 1) * size >= total > 0:
        return gettext("Nothing on page {page}: {values}", page=page, values=values)
    if total <= size:
        return values
    return gettext("{shown} of {values}", shown=span(page, size, total), values=values)


def span(page: int, size: int, total: int) -> str:
    """Return which entries are on a page: "981–1,000"."""
    first, last = (page - 1) * size + 1, min(page * size, total)
    return number(first) if first == last else f"{number(first)}–{number(last)}"


def _shown(page: Page) -> str:
    """Return which of all items are on a page: "21–37 of 37", "1–20 of 30 stories, 37 items"."""
    if page.is_grouped:
        return f"{_by_stories(page)}, {counted(page.total, 'item')}"
    if page.pages == 1:
        return number(page.total)
    shown = span(page.request.page, page.request.per_page, page.total)
    return gettext("{shown} of {total}", shown=shown, total=page.total)


def _hits(page: Page) -> str:
    """Return how many hits there are, and which of them are on the page: "21–37 of 37 hits"."""
    search, total = page.request, page.total
    if not total:
        return gettext("No hits")
    if search.page > page.pages and page.is_grouped:
        stories = ngettext("{count} story", "{count} stories", page.stories or 0)
        return gettext(
            "Nothing on page {page}: {stories}, {hits}",
            page=search.page,
            stories=stories,
            hits=counted(total, "hit"),
        )
    if search.page > page.pages:
        return ngettext(
            "Nothing on page {page}: {count} hit",
            "Nothing on page {page}: {count} hits",
            total,
            page=search.page,
        )
    if page.is_grouped:
        return f"{_by_stories(page)}, {counted(total, 'hit')}"
    if page.pages == 1:
        return counted(total, "hit")
    shown = span(search.page, search.per_page, total)
    return ngettext("{shown} of {count} hit", "{shown} of {count} hits", total, shown=shown)


def _by_stories(page: Page) -> str:
    """Return how many stories have hits, and which are on the page: "21–37 of 37 stories"."""
    count = page.stories or 0
    stories = ngettext("{count} story", "{count} stories", count)
    if page.pages == 1:
        return stories
    shown = span(page.request.page, page.request.per_page, count)
    return gettext("{shown} of {values}", shown=shown, values=stories)


def _title(page: Page, read: SearchRequest, text: str) -> str:
    """Return the title: what was asked, which of the hits are shown, and their order."""
    if not (words := search_words(read)):
        return f"{text} · Backfile"
    order = [gettext(_ORDERED[read.sort])] if read.sort in _ORDERED else []
    return " · ".join([words, _hits(page), *order, "Backfile"])
