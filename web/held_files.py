"""Which files were refused, and which repaired? What the ledger says of each, paged and as tables.

A file is told by its path below the folder that was indexed. Of the archive as of a past day none
is: the ledger tells of the newest state alone.
"""

from collections.abc import Iterable, Iterator
from itertools import chain, islice

from flask import Blueprint, Flask, Response, abort, jsonify, render_template, request

from search import LedgerCount, LedgerEntry, SearchRequest
from search.arguments import shown
from search.frozen import frozen
from search.messages import SENTENCE, about, message
from web.api import OFFSET, VALUES
from web.api import blueprint as api
from web.archives import archive
from web.headings import list_heading
from web.page_links import held_url
from web.parameters import read_for_page, refuse_unknown
from web.streams import streamed_table
from web.translation import N_, gettext
from web.words import counted

blueprint = Blueprint("held_files", __name__)

#: Entries on a page.
ENTRIES_PER_PAGE = 100
#: What was done with the files that are told of; of those that were skipped no item is expected.
ACTIONS = ("refused", "repaired")
_HEADER = ("file", "line", "action", "reason", "detail")

#: Words of the ledger, as the page shows them: what was done, and why.
LEDGER_WORDS = (
    *(N_("refused"), N_("repaired")),
    N_("Shallow history"),
    N_("Wrong clock"),
    N_("Not a file"),
    N_("Lfs pointer"),
    N_("Unreadable"),
    N_("Vanished"),
    N_("Broken link"),
    N_("Link loop"),
    N_("Outside link"),
    N_("Same id"),
    N_("Id too long"),
    N_("Too large"),
    N_("Binary"),
    N_("Unknown encoding"),
    N_("Exploding front matter"),
    N_("Empty"),
    N_("Unreadable markup"),
    N_("Undigested"),
    N_("Not as exported"),
    N_("File name"),
    N_("Invalid utf8"),
    N_("Nul bytes"),
    N_("Other encoding"),
    N_("Literal newline"),
    N_("Mail"),
    N_("Feed"),
    N_("No front matter"),
    N_("Unclosed front matter"),
    N_("Broken front matter"),
    N_("Odd fences"),
    N_("Repeated key"),
    N_("No title"),
    N_("Long title"),
    N_("No date"),
    N_("Bad date"),
    N_("Date from name"),
    N_("Bad link"),
    N_("Text from key"),
    N_("Text left out"),
    N_("Unread tags"),
    N_("Tags parted"),
    N_("Tags cut"),
    N_("Headlines cut"),
    N_("Text cut"),
    N_("Changed while read"),
    N_("Other extension"),
)


@frozen(kw_only=True)
class LedgerAnswer:
    """Entries of the ledger: `total` is how many there are in all of that action and reason."""

    total: int
    entries: list[LedgerEntry]


def init_app(app: Flask) -> None:
    """Register the address of the files of a reason for templates."""
    app.jinja_env.globals.update(ledger_url=ledger_url)


def of_files(action: str = "", reason: str = "") -> list[LedgerCount]:
    """Return how many files were refused or repaired, by reason; "" stands for any."""
    return [
        own
        for own in archive().ledger()
        if own.action in ACTIONS and action in ("", own.action) and reason in ("", own.reason)
    ]


@blueprint.get("/ledger")
def ledger() -> str:
    """Show the files of one reason, ENTRIES_PER_PAGE on a page; else those of the first reason."""
    search, notes = read_for_page("action", "reason", known=("page",))
    groups = of_files()
    wanted = request.args.get("action", ""), request.args.get("reason", "")
    chosen = next(iter(of_files(*wanted)), None)
    if chosen is None and groups:
        notes += (gettext("The ledger has no such reason, so this is the most frequent one."),)
        chosen = groups[0]
    first = (search.page - 1) * ENTRIES_PER_PAGE
    total = chosen.count if chosen else 0
    values = counted(total, "entry", "entries")
    found = archive().ledger_entries(chosen.action, chosen.reason) if chosen else iter(())
    return render_template(
        "ledger.html",
        search=SearchRequest(),
        notes=notes,
        groups=groups,
        chosen=chosen,
        entries=list(islice(found, first, first + ENTRIES_PER_PAGE)),
        heading=list_heading(values, total, search.page, ENTRIES_PER_PAGE),
        page=search.page,
        pages=-(-total // ENTRIES_PER_PAGE),
        page_url=lambda page: ledger_url(chosen, page),
    )


@api.get("/ledger")
def ledger_entries() -> Response:
    """Return what the last run said of the files that it refused or repaired."""
    groups, first, most = _asked(OFFSET.name, VALUES.name), OFFSET.read(), VALUES.read()
    entries = list(islice(_entries(groups), first, first + most))
    return jsonify(LedgerAnswer(total=sum(own.count for own in groups), entries=entries))


@blueprint.get("/ledger.csv")
def ledger_csv() -> Response:
    """Return the same of all files as a table, in the order of the page."""
    rows = (
        (own.file, "" if own.line is None else own.line, own.action, own.reason, own.detail)
        for own in _entries(_asked())
    )
    return streamed_table(_HEADER, rows, "ledger.csv")


def ledger_url(
    counted: LedgerCount | None, page: int = 1, endpoint: str = "held_files.ledger"
) -> str:
    """Return the address of the files of a reason, or of all."""
    of = {"action": counted.action, "reason": counted.reason} if counted else {}
    return held_url(endpoint, SearchRequest(), page, **of)


def _entries(groups: Iterable[LedgerCount]) -> Iterator[LedgerEntry]:
    """Return the entries of some reasons, one reason after the other."""
    of_archive = archive()  # known now; a table asks for its rows once the request is over
    return chain.from_iterable(of_archive.ledger_entries(own.action, own.reason) for own in groups)


def _asked(*known: str) -> list[LedgerCount]:
    """Return the reasons that a program asks for, or answer 400."""
    refuse_unknown(("action", "reason", *known))
    action, reason = request.args.get("action", ""), request.args.get("reason", "")
    if action not in ("", *ACTIONS):
        problem = about(
            "action",
            "{given} is not known; give {known}",
            given=shown(action),
            known=" or ".join(ACTIONS),
        )
        abort(400, message(SENTENCE, problem=problem))
    return of_files(action, reason)
