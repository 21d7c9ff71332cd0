"""How is a long part of an item read to its end? In pages of headlines, of names or of its text."""

from collections.abc import Sequence

from flask import Blueprint, Flask, abort, render_template

from search import ReadItem, SearchRequest
from search.results import Marks
from web.archives import archive, archive_language
from web.headings import list_heading
from web.languages import own_attribute
from web.marking import MarkedMatches
from web.page_links import id_url
from web.parameters import read_for_page, read_numbers
from web.quoting import joined
from web.search_links import Links, item_url, version_url
from web.translation import NN_, gettext
from web.words import FACET_WORDS, counted

blueprint = Blueprint("item_parts", __name__)

#: Headlines or names on a page, and characters of a text.
ENTRIES_PER_PAGE = 100
CHARACTERS_PER_PAGE = 30_000
#: Characters before the end of a page among which a blank is looked for to end it at.
_NEAR_THE_END = 200
#: Part -> one and several of what it consists of.
ITEM_PART_WORDS = {
    "headlines": ("headline", "headlines"),
    "sources": FACET_WORDS["sources"],
    "tags": FACET_WORDS["tags"],
    "categories": FACET_WORDS["categories"],
    "text": ("character", "characters"),
}
#: The same words when counted, as far as they are of no facet.
_COUNTED_WORDS = (
    NN_("{count} headline", "{count} headlines"),
    NN_("{count} character", "{count} characters"),
)


def init_app(app: Flask) -> None:
    """Register the address of a part for templates."""
    app.jinja_env.globals.update(part_url=part_url)


@blueprint.get("/all/<part>/<id:id>")
def item_part(part: str, id: str) -> str:
    """Show a page of one part of an item, with marks as on the item's own page."""
    if part not in ITEM_PART_WORDS:
        abort(404)
    search, problems = read_for_page("version")
    (number, *_), said = read_numbers("version", gettext("The number of the version"))
    page, search = search.page, search.at_page(1)
    read = archive().reading(id, search, version=number)
    item, size = read.item, CHARACTERS_PER_PAGE if part == "text" else ENTRIES_PER_PAGE
    whole: Sequence[object] = getattr(item, part)
    first, end = (page - 1) * size, page * size
    if part == "text":
        first, end = (_boundary(item.text, position) for position in (first, end))
    lines = item.headlines[first:end] if part == "headlines" else ()
    line_marks = read.headline_marks[first:end] if lines else ()
    text_marks = _moved(read.text_marks, first, end) if part == "text" else ()
    matches = MarkedMatches((), text_marks, line_marks, own_attribute(archive_language()))
    here = version_url(id, number, search) if number else item_url(id, search)
    return render_template(
        "item_part.html",
        item=item,
        part=part,
        search=search,
        notes=(*problems, *said),
        same_day=Links(SearchRequest(as_of=search.as_of).with_standing(search.standing)),
        item_address=here,
        heading=list_heading(counted(len(whole), *ITEM_PART_WORDS[part]), len(whole), page, size),
        first=first + 1,
        names=whole[first:end] if part in ("sources", "tags", "categories") else (),
        text=matches.paragraphs(item.text[first:end], text_marks) if part == "text" else "",
        lines=[
            (line, matches.line(line.text, marks))
            for line, marks in zip(lines, line_marks, strict=True)
        ],
        page=page,
        pages=-(-len(whole) // size),
        page_url=lambda page: part_url(part, id, search, number, page),
    )


def part_url(
    part: str, id: str, search: SearchRequest, version: int | None = None, page: int = 1
) -> str:
    """Return the address of a page of a part of an item, of its newest version if none is named."""
    pairs = search.at_page(page).to_params()
    pairs += [("version", str(version))] if version else []
    url = id_url("item_parts.item_part", id, part=part)
    return f"{url}?{joined(pairs)}" if pairs else url


def next_match_url(read: ReadItem, characters: int, headlines: int) -> str:
    """Return where the first match is of those behind the text and headlines that are shown.

    "" if there is none.
    """
    version = None if read.version == read.versions else read.version
    for start, _ in read.text_marks:
        if start >= characters:
            page = start // CHARACTERS_PER_PAGE + 1
            return part_url("text", read.item.id, read.search, version, page)
    for index, marks in enumerate(read.headline_marks):
        if marks and index >= headlines:
            page = index // ENTRIES_PER_PAGE + 1
            return part_url("headlines", read.item.id, read.search, version, page)
    return ""


def _boundary(text: str, position: int) -> int:
    """Return where the page of a text that has `position` characters before its end does end."""
    if not 0 < position < len(text):
        return position
    blank = max(text.rfind(sign, position - _NEAR_THE_END, position) for sign in " \n")
    return blank + 1 if blank >= 0 else position


def _moved(marks: Marks, first: int, end: int) -> Marks:
    """Return the marks between two positions, as counted from the first one."""
    return tuple((start - first, last - first) for start, last in marks if first <= start < end)
