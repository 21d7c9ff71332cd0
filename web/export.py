"""How is all that a search finds taken along? In files, of which a page tells the sizes before."""

import re

from flask import Blueprint, Response, abort, render_template, request

from search import SearchRequest, formatted, formatted_by_story
from search.answer.export_sizes import MEASURED_ITEMS
from search.export.formats import FORMATS
from search.messages import message
from search.periods import NONE
from web.archives import archive
from web.empty import empty_page
from web.news import refuse_unsaid
from web.parameters import (
    WITHOUT_PAGES,
    read_for_page,
    read_search,
    refuse_repaired_days,
    refuse_unknown,
)
from web.streams import streamed
from web.translation import N_, gettext, said
from web.view import for_all_hits, search_words

blueprint = Blueprint("taking", __name__)

MAX_TAKE_NOTES = 8
#: Format -> its name, and what it has of an item.
FORMAT_WORDS = {
    "csv": ("CSV", N_("A table with a row for each item, for spreadsheets, R and pandas")),
    "jsonl": ("JSON Lines", N_("A line for each item, with all that is held of it")),
    "markdown": (
        "Markdown",
        N_("A zip archive with a file for each item, to read and to index again"),
    ),
    "bibtex": ("BibTeX", N_("A reference to each item, for LaTeX and JabRef")),
    "ris": ("RIS", N_("A reference to each item, for Zotero, EndNote and Citavi")),
}
_BEST, _NEWEST = N_("the best first"), N_("the newest first")
#: Order of a search -> its words in a sentence.
_ORDERS = {
    "newest": _NEWEST,
    "oldest": N_("the oldest first"),
    "outlets": N_("those of most outlets first"),
    "size": N_("those of the largest stories first"),
}
#: Characters of a file's name that say what was searched for.
NAME_CHARACTERS = 60
_UNNAMED = re.compile(r"[\W_]+")


@blueprint.get("/take")
def take() -> str:
    """Tell how many items a search finds, and how large they are in each format."""
    search, notes = read_for_page(known=WITHOUT_PAGES)
    if not archive().info(search.as_of).items:
        return empty_page(search, "taking.take", notes)
    asked = for_all_hits(search).with_limits(facets=(), by=NONE, per_page=1, group=search.group)
    page = archive().search(asked)
    # Its values are spelled as in the archive.
    search = for_all_hits(page.request).with_limits(group="story" if page.is_grouped else "")
    sizes = archive().export_sizes(search)
    return render_template(
        "take.html",
        page=page,
        search=search,
        notes=(*notes, *map(said, page.notes))[:MAX_TAKE_NOTES],
        order=_order_words(search),
        measured=MEASURED_ITEMS,
        is_estimate=page.total > MEASURED_ITEMS,
        formats=[(name, *words, sizes[name]) for name, words in FORMAT_WORDS.items()],
    )


@blueprint.get("/export")
def export() -> Response:
    """Send all items that a search finds, in the order of its pages, as they are read.

    By stories the others of each stand behind its first, which the page folds below it. They are
    found before the answer begins, within the deadline; reading them has none, and ends once the
    client goes away. All are of one generation.
    """
    refuse_unknown((*WITHOUT_PAGES, "format"))
    name = request.args.get("format", "")
    if name not in FORMATS:
        *others, last = FORMATS
        formats = {"others": ", ".join(others), "last": last}
        if not name:
            abort(
                400,
                message(
                    "The address names no format; the formats are {others} and {last}.", **formats
                ),
            )
        abort(
            400,
            message(
                "“{name}” is not a format; the formats are {others} and {last}.",
                name=name[:40],
                **formats,
            ),
        )
    refuse_repaired_days()
    search = refuse_unsaid(read_search())
    if search.group == "story":
        pieces = formatted_by_story(archive().export_by_story(search), name)
    else:
        pieces = formatted(archive().export(search), name)
    form = FORMATS[name]
    return streamed(pieces, form.type, f"{file_stem(search)}.{form.ending}")


def file_stem(search: SearchRequest) -> str:
    """Return the name of a file that has what a search finds: "backfile-port-strike"."""
    words = _UNNAMED.sub("-", f"backfile {search_words(search)}").strip("-").lower()
    return words[: len("backfile-") + NAME_CHARACTERS].rstrip("-")


def _order_words(search: SearchRequest) -> str:
    is_best_first = search.sort == "relevance" and search.query.strip()
    order = gettext(_BEST if is_best_first else _ORDERS.get(search.sort, _NEWEST))
    if search.group == "story":
        return gettext("{order}, the others of each story behind its first", order=order)
    return order
