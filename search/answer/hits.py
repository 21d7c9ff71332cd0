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
    Marks,
    ScorePart,
)
from search.versions import gone_by

#: Headlines of an item that are compared with the query if so many as a hit carries have words of
#: it: to look into each of a thousand takes long.
MAX_COMPARED_HEADLINES = 100


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
    """Yield the headlines that a hit carries, in the item's order: those that weigh the most."""
    marked: list[Marks] = []
    weights: list[float] = []
    matched = whole = 0
    for number, line in enumerate(item.headlines, 1):
        text = line.text[:MAX_HIT_LINE_CHARACTERS]
        marks, weight, has_all = marker.headline(text, line.link)
        marked.append(marks)
        weights.append(weight)
        matched += weight > 0
        whole += has_all
        if whole == most or (matched >= most and number >= MAX_COMPARED_HEADLINES):
            break
    best_first = sorted(range(len(marked)), key=lambda number: -weights[number])
    for number in sorted(best_first[:most]):
        line = item.headlines[number]
        yield HeadlineHit(
            text=line.text[:MAX_HIT_LINE_CHARACTERS],
            outlet=as_written(line.outlet),
            link=_short(line.link),
            matched=weights[number] > 0,
            weight=weights[number],
            marks=marked[number],
        )
