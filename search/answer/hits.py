"""How does a hit show an item? Its title, some of its text and headlines, with the words marked."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import islice

from search.answer.marks import Marker
from search.deadlines import check_deadline
from search.model import Item
from search.names import as_written
from search.results import (
    MAX_HIT_HEADLINES,
    MAX_HIT_LINE_CHARACTERS,
    MAX_HIT_LINK_CHARACTERS,
    MAX_HIT_NAMES,
    MAX_PAGE_HEADLINES,
    MIN_HIT_HEADLINES,
    HeadlineHit,
    Hit,
    ScorePart,
)
from search.versions import gone_by


def marked_hit(
    item: Item,
    score: float,
    markers: Sequence[Marker],
    day: date | None,
    hits: int,
    explain: tuple[ScorePart, ...],
) -> Hit:
    """Return a hit with the marks of the first marker that finds a word in it."""
    for marker in markers:
        made = hit(item, score, marker, day, hits, explain)
        if made.title_marks or made.snippet_marks or any(line.matched for line in made.headlines):
            break
    return made


def hit(
    item: Item,
    score: float,
    marker: Marker,
    day: date | None,
    hits: int,
    explain: tuple[ScorePart, ...] = (),
) -> Hit:
    """Return an item as one of `hits` hits of a page as of a day, its words marked."""
    check_deadline()
    share = min(MAX_HIT_HEADLINES, MAX_PAGE_HEADLINES // hits)
    sources = item.sources
    snippet, snippet_marks = marker.snippet(item.text)
    return Hit(
        id=item.id,
        score=score,
        title=item.title,
        day=item.day,
        sources=_first_names(sources),
        tags=_first_names(item.tags),
        categories=_first_names(item.categories),
        feed=as_written(item.feed),
        link=_short(item.link),
        snippet=snippet,
        headlines=tuple(_headlines(item, marker, max(MIN_HIT_HEADLINES, share))),
        headline_count=len(item.headlines),
        source_count=len(sources),
        tag_count=len(item.tags),
        category_count=len(item.categories),
        title_marks=marker.marks("title", item.title),
        snippet_marks=snippet_marks,
        gone=gone_by(item, day),
        changed=item.seen or (None if day else item.changed),
        explain=explain,
    )


def _first_names(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(map(as_written, islice(names, MAX_HIT_NAMES)))


def _short(link: str) -> str:
    """Return a link, "" for one that is too long: half a link leads nowhere."""
    return link if len(link) <= MAX_HIT_LINK_CHARACTERS else ""


def _headlines(item: Item, marker: Marker, most: int) -> Iterator[HeadlineHit]:
    """Yield the headlines that a hit carries, in the item's order."""
    marked = {}
    matched: list[int] = []
    for number, line in enumerate(item.headlines):
        marked[number] = marker.marks("headlines", line.text[:MAX_HIT_LINE_CHARACTERS])
        if marked[number] or marker.has_link(line.link):
            matched.append(number)
        if len(matched) == most:
            break  # to mark the rest of a thousand takes long
    others = (number for number in marked if number not in matched)
    carried = [*matched, *islice(others, most - len(matched))]
    for number in sorted(carried):
        line, marks = item.headlines[number], marked[number]
        yield HeadlineHit(
            text=line.text[:MAX_HIT_LINE_CHARACTERS],
            outlet=as_written(line.outlet),
            link=_short(line.link),
            matched=number in matched,
            marks=marks,
        )
