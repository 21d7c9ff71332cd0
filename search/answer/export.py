"""Which items does a search find, all of them, in the order of its pages?

Where its hits are put together by stories, those of each story stand behind its best one.
"""

from collections.abc import Iterator
from dataclasses import replace
from itertools import chain, islice

from search.answer.item import as_of
from search.answer.questions import compiled, generation_of, tried
from search.answer.rescoring import ranked
from search.engine import Generation
from search.model import Item
from search.query import parser
from search.request import SearchRequest

#: Items whose stories are asked for together.
ITEMS_AT_ONCE = 500


def export(newest: Generation, request: SearchRequest) -> Iterator[Item]:
    """Return an iterator of all items found; what finds them is done when this returns.

    Where no item has all words these are the items that have most of them, as on a page.
    """
    generation = generation_of(newest, request)
    asked, request, _, _ = compiled(generation, parser.parse(request.query), request)
    for own in tried(asked, request):
        question, _ = ranked(generation, asked, own)
        found = generation.every(replace(question, group=own.group))
        first = list(islice(found, 1))
        if first:
            break
    items = chain(first, found)
    return (as_of(item, request.as_of) for item in items) if request.as_of else items


def export_by_story(newest: Generation, request: SearchRequest) -> Iterator[tuple[Item, str]]:
    """Return the same by stories, each item with the id of its story, "" where none is known."""
    items = export(newest, request.with_limits(group="story"))
    return with_stories(generation_of(newest, request), items)


def with_stories(generation: Generation, items: Iterator[Item]) -> Iterator[tuple[Item, str]]:
    """Yield items, each with the id of its story, "" where none is known."""
    while own := list(islice(items, ITEMS_AT_ONCE)):
        stories = generation.stories_of([item.id for item in own])
        yield from ((item, story or "") for item, story in zip(own, stories, strict=True))
