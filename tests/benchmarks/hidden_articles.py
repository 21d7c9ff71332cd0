"""Which articles do real items share, and how are these hidden from what is measured?"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from search import Item

#: Id of an item -> the ids of the items that share an article with it.
Right = dict[str, set[str]]


def articles(items: Iterable[Item]) -> tuple[set[str], Right]:
    """Return the links that several items have, and for each of these items the others."""
    having: dict[str, set[str]] = defaultdict(set)
    for item in items:
        for link in item.links:
            having[link].add(item.id)
    shared = {link for link, ids in having.items() if len(ids) > 1}
    right: Right = defaultdict(set)
    for link in shared:
        for id in having[link]:
            right[id] |= having[link] - {id}
    return shared, right


def without_links(item: Item, shared: set[str]) -> Item:
    """Return an item without some links."""
    return replace(
        item,
        link="" if item.link in shared else item.link,
        headlines=tuple(
            replace(line, link="") if line.link in shared else line for line in item.headlines
        ),
    )


def without_headlines(item: Item, shared: set[str]) -> Item:
    """Return an item without the headlines of some links; its title stays."""
    lines = tuple(line for line in item.headlines if line.link not in shared)
    return replace(without_links(item, shared), headlines=lines)
