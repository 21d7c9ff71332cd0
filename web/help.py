"""How does a reader learn to search? Examples on this archive's own words, and a form of fields."""

from urllib.parse import urlencode

from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response

from search import Example, SearchRequest
from web.archives import archive
from web.page_links import address
from web.parameters import read_for_page
from web.translation import N_

blueprint = Blueprint("help", __name__)

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
    words = SearchRequest.of_words(given["all"], given["phrase"], given["any"], given["without"])
    # Limits go on as they are: the page of results tells what is wrong with them.
    limits = [(name, value) for name, value in request.args.items(multi=True) if value]
    pairs = [*words.to_params(), *(pair for pair in limits if pair[0] not in (*given, "q"))]
    return redirect(address("pages.search") + ("?" + urlencode(pairs) if pairs else ""), 303)


def _of(kinds: tuple[str, ...], found: dict[str, Example]) -> list[Example]:
    return [found[kind] for kind in kinds if kind in found]
