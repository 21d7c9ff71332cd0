"""How do several searches compare? A page of lines and tables, and the tables for spreadsheets."""

from collections.abc import Iterator, Sequence
from datetime import timedelta

from flask import Blueprint, Flask, Response, abort, render_template, request
from markupsafe import Markup

from search import Comparison, FoundItems, SearchRequest, Spelling
from search.export.table import Cell
from search.messages import message
from search.periods import UNITS, period_number
from web.archives import archive, archive_language
from web.comparing import ToCompare, asked_by_page, asked_by_program, compare_with
from web.drawing import percent
from web.escaping import safe
from web.languages import language_attribute
from web.line_chart import LETTERS, lines_of
from web.news import refuse_unsaid
from web.page_links import search_url
from web.parameters import refuse_repaired_days
from web.search_links import Links
from web.streams import streamed_table
from web.timeline import ChartLink
from web.translation import N_, gettext, said
from web.view import search_words
from web.words import UNIT_WORDS

blueprint = Blueprint("compare", __name__)

ONE_DAY = timedelta(days=1)
#: Notes above a comparison.
MAX_COMPARE_NOTES = 12
#: Bytes that the addresses of numbers take at most; the numbers after them have no links.
MAX_NUMBER_LINKS_BYTES = 350_000
#: Outlets of the page's table, and of that for spreadsheets.
MOST_PAGE_OUTLETS = 20
MOST_TABLE_OUTLETS = 100_000
#: Characters of a search's name in the head of a table.
HEAD_CHARACTERS = 40
#: Tables -> what each has, in words.
TABLES = {
    "searches": N_("The searches"),
    "time": N_("Over time"),
    "outlets": N_("By outlet"),
    "words": "Words",
    "shared": N_("In common"),
}


class NumberLinks:
    """The links of the numbers of a comparison, as many as a page has room for."""

    def __init__(self, found: Comparison, whole: SearchRequest) -> None:
        """Link the numbers of a comparison, and those of `whole`, which finds all that is held."""
        self._whole = Links(whole)
        self._links = [Links(own.search) for own in found.searches]
        self._searches = [own.search for own in found.searches]
        self._bars = found.timeline.bars if found.timeline else ()
        self._outlets = found.outlets
        self._bytes_left = MAX_NUMBER_LINKS_BYTES

    def found(self, items: FoundItems) -> str | None:
        """Return the address of the search that finds just some items."""
        return self._kept(search_url(items.search)) if items.search else None

    def total(self, number: int) -> str | None:
        """Return the address of a search."""
        return self._kept(search_url(self._searches[number]))

    def bar(self, number: int, index: int) -> str | None:
        """Return the address of a search for the days of a bar."""
        bar = self._bars[index]
        return self._kept(self._links[number].days(bar.first, bar.last))

    def held(self, index: int) -> str | None:
        """Return the address of all that the archive holds of a bar's days."""
        bar = self._bars[index]
        return self._kept(self._whole.days(bar.first, bar.last))

    def outlet(self, number: int, index: int) -> str | None:
        """Return the address of a search in an outlet."""
        return self._kept(self._links[number].step("only", "sources", self._outlets[index]))

    def outside(self, number: int, before: bool) -> str | None:
        """Return the address of a search before the first bar, or after the last one."""
        search = self._searches[number]
        day = self._bars[0].first if before else self._bars[-1].last
        if (before and search.since) or (not before and search.until):
            return None  # all hits are of chosen days: there are none before or after these
        step = -1 if before else 1
        edge = type(day).fromordinal(day.toordinal() + step)
        days = (None, edge) if before else (edge, None)
        return self._kept(search_url(search.with_days(*days)))

    def _kept(self, url: str | None) -> str | None:
        if url is None or self._bytes_left <= 0:
            return None
        self._bytes_left -= len(url)
        return url


def init_app(app: Flask) -> None:
    """Register what templates show of comparisons."""
    app.jinja_env.globals.update(compare_with=compare_with, LETTERS=LETTERS)
    app.jinja_env.filters.update(short_name=short_name, percent=percent, as_name=as_name)


@blueprint.get("/compare")
def compare() -> str:
    """Show a comparison, and a form for another; without two searches only the form."""
    asked = asked_by_page()
    found = _compared(asked) if asked.is_ready else None
    notes = [*asked.notes]
    lines = None
    if found:
        notes += map(said, found.notes)
        notes += [
            said(note) if asked.by_outlet else f"{LETTERS[number]}: {said(note)}"
            for number, own in enumerate(found.searches)
            for note in own.notes
        ]
        lines = lines_of(found, asked.limits.share, _units(asked, found), _measures(asked))
        if asked.by_outlet:
            names = tuple(own.name for own in found.searches)
            asked = ToCompare(
                queries=asked.queries,
                limits=asked.limits.with_limits(sources=names or asked.limits.sources),
                by_outlet=True,
            )
    return render_template(
        "compare.html",
        asked=asked,
        # What another query is already would be compared with itself.
        meant=list(_meant(asked, found)),
        search=_same_day(asked),
        found=found if found and len(found.searches) > 1 else None,
        nothing=found is not None and not any(own.total for own in found.searches),
        links=NumberLinks(found, _same_day(asked)) if found else None,
        has_unsaid=found
        and any(own.found.count and not own.found.search for own in found.overlaps),
        lines=lines,
        limit_words=search_words(_common(asked)),
        no_limits=asked.with_limits(_same_day(asked)),
        notes=list(dict.fromkeys(notes))[:MAX_COMPARE_NOTES],
        tables=TABLES,
    )


@blueprint.get("/compare.csv")
def table() -> Response:
    """Return one table of a comparison for spreadsheets."""
    name = request.args.get("table") or "time"
    if name not in TABLES:
        abort(
            400,
            message(
                "There is no table “{name}”; the tables are {tables}.",
                name=name[:40],
                tables=", ".join(TABLES),
            ),
        )
    refuse_repaired_days()
    asked = asked_by_program("table")
    refuse_unsaid(asked.limits)
    found = _compared(asked, MOST_TABLE_OUTLETS if name == "outlets" else 0)
    header, *rows = _ROWS[name](found)
    return streamed_table([str(own) for own in header], rows, f"compare-{name}.csv")


def as_name(name: str) -> Markup:
    """Return a name or a word as HTML, which says its language where the script tells it."""
    return Markup(f"<bdi{language_attribute(name, archive_language())}>{safe(name)}</bdi>")


def short_name(name: str) -> str:
    """Return the name of a search for the head of a table."""
    return name if len(name) <= HEAD_CHARACTERS else f"{name[: HEAD_CHARACTERS - 1]}…"


def _compared(asked: ToCompare, outlets: int = MOST_PAGE_OUTLETS) -> Comparison:
    return archive().compare(
        asked.queries, asked.limits, by_outlet=asked.by_outlet, outlets=outlets
    )


def _meant(asked: ToCompare, found: Comparison | None) -> Iterator[tuple[int, Spelling]]:
    """Yield the numbers of misspelt queries, and what was meant; the names of limits once.

    What another query is already would be compared with itself. One outlet is not compared, but
    its name may be misspelt.
    """
    spellings = found.spellings if found else ()
    if found is None and asked.by_outlet:
        spellings = (archive().search(asked.limits.with_query(asked.queries[0])).spelling,)
    told = set(asked.queries)
    for number, own in enumerate(spellings):
        if own and own.text not in told:
            told.add(own.text)
            yield number, own


def _same_day(asked: ToCompare) -> SearchRequest:
    return SearchRequest(as_of=asked.limits.as_of, standing=asked.limits.standing)


def _common(asked: ToCompare) -> SearchRequest:
    """Return the limits that a page says: compared outlets are no limit, the day stands above."""
    limits = asked.limits.with_limits(as_of=None)
    return limits.with_limits(sources=()) if asked.by_outlet else limits


def _units(asked: ToCompare, found: Comparison) -> tuple[ChartLink, ...]:
    """Return the units of time that make several bars, but not too many."""
    bars = found.timeline.bars if found.timeline else ()
    if not found.timeline or not bars:
        return ()
    links = []
    for unit in UNITS:
        size = period_number(unit, bars[-1].last) - period_number(unit, bars[0].first) + 1
        if unit == found.timeline.by:
            links.append(ChartLink(text=gettext(UNIT_WORDS[unit]), url=None))
        elif 1 < size <= asked.limits.bars:
            limits = asked.limits.with_timeline(unit, asked.limits.share)
            links.append(ChartLink(text=gettext(UNIT_WORDS[unit]), url=asked.with_limits(limits)))
    return tuple(links) if len(links) > 1 else ()


def _measures(asked: ToCompare) -> tuple[ChartLink, ...]:
    limits = asked.limits
    return tuple(
        ChartLink(
            text=text,
            url=None
            if share == limits.share
            else asked.with_limits(limits.with_timeline(limits.by, share)),
        )
        for text, share in ((gettext("Count"), False), (gettext("Share"), True))
    )


# -- the tables for spreadsheets


def _search_rows(found: Comparison) -> Iterator[Sequence[Cell]]:
    yield ("search", "hits", "read", "before", "after", "undated")
    for own in found.searches:
        yield (own.name, own.total, own.read, own.before, own.after, own.undated)


def _time_rows(found: Comparison) -> Iterator[Sequence[Cell]]:
    names = [own.name for own in found.searches]
    yield ("first", "last", *names, *(f"share of {name}" for name in names), "held")
    bars = found.timeline.bars if found.timeline else ()
    nothing = [""] * len(names)
    for index, bar in enumerate(bars):
        days = bar.first.isoformat(), bar.last.isoformat()
        counts = [own.counts[index] for own in found.searches]
        if bar.held:
            yield (*days, *counts, *(f"{own / bar.held:.6f}" for own in counts), bar.held)
        else:
            yield (*days, *nothing, *nothing, 0)
    for first, last, outside in (
        ("", str(bars[0].first - ONE_DAY) if bars else "", [own.before for own in found.searches]),
        (str(bars[-1].last + ONE_DAY) if bars else "", "", [own.after for own in found.searches]),
        ("undated", "undated", [own.undated for own in found.searches]),
    ):
        if any(outside):
            yield (first, last, *outside, *nothing, "")


def _outlet_rows(found: Comparison) -> Iterator[Sequence[Cell]]:
    yield ("outlet", *(own.name for own in found.searches))
    for index, outlet in enumerate(found.outlets):
        yield (outlet, *(own.outlets[index] for own in found.searches))


def _word_rows(found: Comparison) -> Iterator[Sequence[Cell]]:
    names = [own.name for own in found.searches]
    yield ("tells", "word", "score", *names, *(f"read of {name}" for name in names))
    rows = [(own.name, word) for own in found.searches for word in own.words]
    for name, word in [*rows, *(("all", word) for word in found.common_words)]:
        score = "" if word.score is None else f"{word.score:.2f}"
        yield (name, word.word, score, *(own.count for own in word.found), *word.read)


def _shared_rows(found: Comparison) -> Iterator[Sequence[Cell]]:
    names = [own.name for own in found.searches]
    yield ("items", *names)
    for own in found.overlaps:
        yield (own.found.count, *(int(number in own.of) for number in range(len(names))))


_ROWS = dict(
    zip(TABLES, (_search_rows, _time_rows, _outlet_rows, _word_rows, _shared_rows), strict=True)
)
