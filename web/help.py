"""How does a reader learn to search? Examples on this archive's own words, and a form of fields."""

import re
from collections.abc import Mapping
from urllib.parse import urlencode

from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response

from search import Example, SearchRequest
from web.archives import archive
from web.page_links import address
from web.parameters import read_for_page
from web.translation import N_, gettext

blueprint = Blueprint("help", __name__)

#: The parameter by which the form tells the page of results what it left out; its characters.
SIGNS_LEFT_OUT = "left_out"
MAX_SIGNS = 40
#: What the form takes for a word, or for a sign that words may not have (`search.query.plain`).
_PIECE = re.compile(r'["*()]+|[^\s"*()]+')
#: Outlets that the form offers, the most frequent.
OFFERED_OUTLETS = 200
#: Kind of an example -> what it shows.
EXAMPLES_EXPLAINED = {
    "words": N_("Items that have all of the words, in any form: strike finds strikes and striking"),
    "phrase": N_("Exactly this phrase: quotation marks keep words together and in order"),
    "either": N_("One word or the other, or both; OR is in capitals"),
    "without": N_("One word without another: a minus before it leaves it out"),
    "group": N_("Parentheses group what belongs together"),
    "near": N_("Two words with at most five others between them, in any order"),
    "beginning": N_("Words that begin so: a star stands for any ending"),
    "misspelt": N_("Words that are almost so: ~ allows a wrong letter, ~2 two"),
    "title": N_("The word in the title alone"),
    "headline": N_("The word in a headline of an outlet"),
    "sources": N_("Items of an outlet; a part of its name or its initials are enough"),
    "not_sources": N_("Items that this outlet has not carried"),
    "outlets": N_("Items of at least this many outlets; also outlets:1, outlets:2..5"),
    "tags": N_("Items with a tag"),
    "categories": N_("Items of a category"),
    "feed": N_("Items that were collected from a feed"),
    "link": N_("Items that link to a site or a page"),
    "day": N_("Items of one day"),
    "month": N_("Items of a month; a year alone will do, too"),
    "days": N_("Items from one day to another, both included"),
    "since": N_("Items since a day; until: is its counterpart, and yesterday is a day"),
}
#: Heading -> kinds of the examples below it.
EXAMPLE_GROUPS = {
    N_("Words"): ("words", "phrase", "either", "without", "group", "near", "beginning", "misspelt"),
    N_("Where the words are"): ("title", "headline"),
    N_("Outlets, tags, links"): (
        *("sources", "not_sources", "outlets"),
        *("tags", "categories", "feed", "link"),
    ),
    N_("Days"): ("day", "month", "days", "since"),
}


@blueprint.get("/help")
def help() -> str:
    """Show what a query can say, with examples that find something here."""
    search, notes = read_for_page(known=("as_of",))
    found = {example.kind: example for example in archive().examples(search.as_of)}
    outlets, _ = archive().facet("sources", search, limit=OFFERED_OUTLETS)
    return render_template(
        "help.html",
        search=search,
        notes=notes,
        groups={name: _of(kinds, found) for name, kinds in EXAMPLE_GROUPS.items()},
        explained=EXAMPLES_EXPLAINED,
        outlets=outlets,
        info=archive().info(search.as_of),
    )


@blueprint.get("/compose")
def compose() -> Response:
    """Lead to the search that the fields of the form ask for."""
    given = {name: request.args.get(name, "") for name in ("all", "phrase", "any", "without")}
    asked = [text if any(map(str.isalnum, text)) else "" for text in given.values()]
    words = SearchRequest.of_words(*asked)
    # Limits go on as they are: the page of results tells what is wrong with them.
    limits = [(name, value) for name, value in request.args.items(multi=True) if value]
    pairs = [*words.to_params(), *(pair for pair in limits if pair[0] not in (*given, "q"))]
    if signs := _without_words(given):
        pairs.append((SIGNS_LEFT_OUT, signs))
    return redirect(address("pages.search") + ("?" + urlencode(pairs) if pairs else ""), 303)


def said_of_signs() -> tuple[str, ...]:
    """Return a sentence where the form has left signs out of the search that it led to."""
    signs = request.args.get(SIGNS_LEFT_OUT, "")[:MAX_SIGNS]
    if not signs.strip() or any(map(str.isalnum, signs)):
        return ()
    return (gettext("Left out “{text}”, which holds no letter or digit.", text=signs),)


def _without_words(given: Mapping[str, str]) -> str:
    """Return what no word of the fields of the form has: tru*, ( -> "* (".

    Quotation marks around a phrase are no loss.
    """
    phrase = given["phrase"]
    if any(map(str.isalnum, phrase)):
        given = {**given, "phrase": phrase.replace('"', " ")}
    pieces = _PIECE.findall(" ".join(given.values()))
    signs = dict.fromkeys(piece for piece in pieces if not any(map(str.isalnum, piece)))
    return " ".join(signs)[:MAX_SIGNS]


def _of(kinds: tuple[str, ...], found: dict[str, Example]) -> list[Example]:
    return [found[kind] for kind in kinds if kind in found]
