"""Is an outlet that is hidden from a story among those that are expected in it first?

Of each story of four or more outlets one is hidden, at random, in each of several draws: its
headlines, and the items that it has alone. What ranks all usual outlets that the story is left
without is asked by the days before the story. Told are the mean share of them that the hidden one
comes before (AUC), and the mean of 1 by its rank. The peer ranks outlets by how many items they had
in these days.
"""

import random
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import fmean

from search import Archive, Item
from search.answer.silence import LEAST_OF_OUTLET, Expected, PastOutlets
from search.engine import Generation
from search.names import name_key
from tests.benchmarks.tables import SUBJECT, show

#: Draws of the outlets that are hidden: from one to another the AUC differs by .02.
SEEDS = range(1, 5)
#: Outlets of a story of which one is hidden, at least.
LEAST_OUTLETS = 4
#: Items that the archive knows before a story, at least: any that are enough, and many.
PASTS = (0, 1_000, 2_000)
PEER = "items before"


@dataclass(frozen=True, slots=True)
class Hidden:
    """A story without one of its outlets: that outlet, the items that are left, whom these have."""

    outlet: str
    items: tuple[Item, ...]
    carrying: frozenset[str]


def compare(items: Sequence[Item], folder: Path) -> None:
    """Hide outlets of the stories of real items, and print how far in front they are expected."""
    with (
        tempfile.TemporaryDirectory(dir=folder) as place,
        Archive.create(Path(place) / "archive") as archive,
    ):
        archive.add(items)
        generation = archive._newest()
        found = [
            row
            for seed in SEEDS
            for row in ranks(generation, list(hidden(generation, items, seed)))
        ]
    lines: list[list[object]] = []
    for past in PASTS:
        rows = [row for row in found if row[0] >= past]
        for name, number in ((SUBJECT, 1), (PEER, 2)):
            measured = [row[number] for row in rows]
            auc = fmean(share for share, _ in measured)
            reciprocal = fmean(1 / rank for _, rank in measured)
            lines.append([past, name, f"{auc:.3f}", f"{reciprocal:.3f}", len(rows)])
    title = f"hidden outlets of stories; usual are those with {LEAST_OF_OUTLET} items before"
    show(title, ("items before", "ranked by", "AUC", "1/rank", "stories"), lines)


def hidden(generation: Generation, items: Sequence[Item], seed: int) -> Iterator[Hidden]:
    """Yield the stories of enough outlets, each without one of them."""
    stories: dict[str | None, list[Item]] = {}
    for id, item in zip(generation.stories_of([item.id for item in items]), items, strict=True):
        if item.day:
            stories.setdefault(id, []).append(item)
    choices = random.Random(seed)
    for members in stories.values():
        outlets = sorted({name_key(name) for item in members for name in item.sources})
        if len(outlets) < LEAST_OUTLETS:
            continue
        outlet = choices.choice(outlets)
        left = tuple(filter(None, (without_outlet(item, outlet) for item in members)))
        if left:
            yield Hidden(outlet, left, frozenset(outlets) - {outlet})


def without_outlet(item: Item, outlet: str) -> Item | None:
    """Return an item without the headlines of an outlet; None if it has no other."""
    if {name_key(name) for name in item.sources} == {outlet}:
        return None
    mine = {line.text for line in item.headlines if name_key(line.outlet) == outlet}
    return replace(
        item,
        title="" if item.title in mine else item.title,
        headlines=tuple(line for line in item.headlines if name_key(line.outlet) != outlet),
    )


def ranks(
    generation: Generation, stories: Sequence[Hidden]
) -> Iterator[tuple[int, tuple[float, float], tuple[float, float]]]:
    """Yield items before the story, and by score and by peer how far in front the hidden one is."""
    for story in stories:
        past = PastOutlets(generation, min(item.day for item in story.items if item.day))
        ordered = sorted(story.items, key=lambda item: (item.day, item.id))
        expected = past.expected(ordered, story.carrying)
        if any(name_key(own.name) == story.outlet for own in expected) and len(expected) > 1:
            by_score = placed(expected, story.outlet, lambda own: own.score)
            yield past.items, by_score, placed(expected, story.outlet, lambda own: own.held)


def placed(
    expected: Sequence[Expected], outlet: str, key: Callable[[Expected], float]
) -> tuple[float, float]:
    """Return the share of other outlets that one comes before, and its rank; equals share both."""
    (mine,) = (key(own) for own in expected if name_key(own.name) == outlet)
    others = [key(own) for own in expected if name_key(own.name) != outlet]
    before = sum(own > mine for own in others) + sum(own == mine for own in others) / 2
    return 1 - before / len(others), 1 + before
