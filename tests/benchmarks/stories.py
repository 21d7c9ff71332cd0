"""Do items that share an article land in one story when the article is hidden from them?

The judges are the articles that real items share. Half of these are hidden, at random: their links,
and in a harder run their headlines, too. What is counted are the pairs of items whose shared
articles are all hidden. A story of everything would have them all, so the largest story is told
with them. The peer chains items by the links that are left.
"""

import random
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import combinations, islice
from math import comb
from pathlib import Path
from statistics import fmean

from search import Item
from search.processes.setup import no_garbage_collection
from search.stories.evidence import in_order
from search.stories.threader import Told, stories
from search.text import Analyzer
from tests.benchmarks import silence
from tests.benchmarks.hidden_articles import articles, without_headlines, without_links
from tests.benchmarks.items import items as synthetic
from tests.benchmarks.loading import loaded
from tests.benchmarks.measure import timed
from tests.benchmarks.tables import SUBJECT, ratio, show

#: Draws of the articles that are hidden; one draw alone depends on a few large stories.
SEEDS = range(1, 4)
#: Synthetic items whose stories are timed, and of how many they are the first: a window holds as
#: many as in an archive of this size. Their words are drawn, so nearly each is alone.
TIMED_ITEMS = 20_000
OF_ITEMS = 200_000
TIMED_RUNS = 3
PEER = "links chained"
#: Id of an item -> its story.
Stories = Mapping[str, str]
Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Measured:
    """Shares of pairs that are in one story, or in stories that are tied; of the largest story."""

    together: float
    tied: float
    largest: float
    pairs_of_items: int
    stories: int


def compare(shared_folder: Path, folder: Path) -> None:
    """Find the stories of real items with hidden articles, and print."""
    news = shared_folder / "corpora/newsstore"
    if not news.is_dir():
        print(f"\n{news} is not there; stories are left out")
        return
    items = list({item.id: item for item in loaded([news])}.values())
    lines: list[list[object]] = []
    for hidden, hide in (("links", without_links), ("links and headlines", without_headlines)):
        for name, some in parts(items).items():
            found: dict[str, list[Measured]] = {SUBJECT: [], PEER: []}
            for seed in SEEDS:
                left, pairs = hide_articles(some, seed, hide)
                told = stories(left, Analyzer("english"))
                found[SUBJECT].append(
                    measured({one.id: one.story for one in told}, pairs, ties(told))
                )
                found[PEER].append(measured(chained(left), pairs, {}))
            lines += [[hidden, name, engine, *_means(each)] for engine, each in found.items()]
    columns = ("together", "or tied", "largest %", "pairs", "stories")
    title = f"pairs of {len(items):,} real items whose shared articles are hidden"
    show(title, ("hidden", "days", "stories by", *columns), lines)
    silence.compare(items, folder)
    _time({"real": items, "synthetic": list(islice(synthetic(OF_ITEMS), TIMED_ITEMS))})


def _means(found: Sequence[Measured]) -> list[object]:
    return [
        f"{fmean(one.together for one in found):.3f}",
        f"{fmean(one.tied for one in found):.3f}",
        100 * fmean(one.largest for one in found),
        round(fmean(one.pairs_of_items for one in found)),
        round(fmean(one.stories for one in found)),
    ]


def _time(kinds: Mapping[str, Sequence[Item]]) -> None:
    lines: list[list[object]] = []
    for name, items in kinds.items():
        with no_garbage_collection():  # as the command has it
            own = min(
                timed(partial(stories, items, Analyzer("english"))) for _ in range(TIMED_RUNS)
            )
        peer = min(timed(partial(chained, items)) for _ in range(TIMED_RUNS))
        lines.append([name, SUBJECT, round(len(items) / own), ""])
        lines.append(["", PEER, round(len(items) / peer), ratio(peer / own)])
    show("stories in one process", ("items", "stories by", "items/s", "ratio"), lines)


def parts(items: Iterable[Item]) -> dict[str, list[Item]]:
    """Return the items of the first half of the days, those of the second, and all."""
    dated = [item for item in items if item.day]
    days = sorted({item.day or date.min for item in dated})
    middle = days[len(days) // 2]
    return {
        "first half": [item for item in dated if item.day and item.day < middle],
        "second half": [item for item in dated if item.day and item.day >= middle],
        "all": dated,
    }


def hide_articles(
    items: Sequence[Item], seed: int, hide: Callable[[Item, set[str]], Item]
) -> tuple[list[Item], set[Pair]]:
    """Return items without half of the articles they share, and the pairs that share no other."""
    shared, _ = articles(items)
    hidden = set(random.Random(seed).sample(sorted(shared), len(shared) // 2))
    return [hide(item, hidden) for item in items], _pairs(items, hidden) - _pairs(
        items, shared - hidden
    )


def _pairs(items: Iterable[Item], links: set[str]) -> set[Pair]:
    having: dict[str, list[str]] = defaultdict(list)
    for item in items:
        for link in item.links:
            if link in links:
                having[link].append(item.id)
    return {pair for ids in having.values() for pair in combinations(sorted(ids), 2)}


def ties(told: Sequence[Told]) -> dict[str, str]:
    """Return the earlier story that each later one continues, the first that it was tied to."""
    begun = {one.story: number for number, one in reversed(list(enumerate(told)))}
    found: dict[str, str] = {}
    for one in told:
        if one.tied:
            earlier, later = sorted((one.story, one.tied), key=begun.__getitem__)
            found.setdefault(later, earlier)
    return found


def measured(found: Stories, pairs: set[Pair], continues: Mapping[str, str]) -> Measured:
    """Count the pairs that are in one story, and those in stories that ties connect."""

    def first(story: str) -> str:
        while story in continues:
            story = continues[story]
        return story

    rows = [(found[one], found[other]) for one, other in pairs]
    sizes = Counter(found.values())
    return Measured(
        together=sum(one == other for one, other in rows) / len(rows),
        tied=sum(first(one) == first(other) for one, other in rows) / len(rows),
        largest=max(sizes.values()) / len(found),
        pairs_of_items=sum(comb(size, 2) for size in sizes.values()),
        stories=len(sizes),
    )


def chained(items: Iterable[Item]) -> dict[str, str]:
    """Return stories of all items that are connected by links, over any number of others."""
    above: dict[str, str] = {}

    def top(name: str) -> str:
        while above.setdefault(name, name) != name:
            above[name] = above[above[name]]
            name = above[name]
        return name

    ordered = in_order(items)
    for item in ordered:
        for link in item.links:
            above[top(f"link {link}")] = top(f"item {item.id}")
    return {item.id: top(f"item {item.id}") for item in ordered}
