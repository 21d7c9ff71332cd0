"""What does a synthetic archive hold? Cluster items, streamed, always the same for one seed."""

from collections.abc import Iterator
from datetime import date, timedelta

import numpy as np

from search import Headline, Item
from tests.benchmarks import vocabulary

OUTLETS = 600
FEEDS = 20
FIRST_DAY = date(2021, 1, 1)
DAYS = 4 * 365 + 1
#: The year that the questions about a range of days ask for.
YEAR = 2023
#: Items that are drawn at once.
CHUNK = 5_000
CATEGORIES = ("business", "culture", "health", "news", "politics", "science", "sport", "world")
_PLACES, _PAPERS = (
    line.split()
    for line in (
        "Harbour Northern River Capital Valley Island Border Market Summit Coastal Old",
        "Post Ledger Herald Courier Tribune Gazette Observer",
    )
)


def items(count: int, seed: int = 1) -> Iterator[Item]:
    """Yield `count` items in order of their days, as a scan of the files would."""
    names = [
        f"{_PLACES[number % len(_PLACES)]} {_PAPERS[number % len(_PAPERS)]} {number}"
        for number in range(OUTLETS)
    ]
    for start in range(0, count, CHUNK):
        yield from _chunk(start, min(CHUNK, count - start), count, names, seed)


def _chunk(start: int, size: int, count: int, names: list[str], seed: int) -> Iterator[Item]:
    draw = np.random.default_rng((seed, start))
    words = vocabulary.words()
    lines = draw.integers(1, 7, size)
    lengths = draw.integers(6, 15, lines.sum())
    ranks = np.searchsorted(vocabulary.cumulative(), draw.random(lengths.sum()))
    outlets = np.searchsorted(vocabulary.cumulative(OUTLETS), draw.random(lengths.size))
    said = map(words.__getitem__, ranks.tolist())
    coming = zip(lengths.tolist(), outlets.tolist(), strict=True)
    categories = draw.integers(0, len(CATEGORIES), size).tolist()
    feeds = draw.integers(0, FEEDS, size).tolist()
    tags = draw.integers(2, 5, size).tolist()
    for place, line_count in enumerate(lines.tolist()):
        number = start + place
        day = FIRST_DAY + timedelta(days=number * DAYS // count)
        headlines = []
        for _ in range(line_count):
            length, outlet = next(coming)
            text = [next(said) for _ in range(length)]
            link = f"https://outlet{outlet}.example/{day:%Y/%m}/{'-'.join(text[:5])}"
            headlines.append(Headline(" ".join(text), names[outlet], link))
        title = headlines[0].text
        longest = sorted(dict.fromkeys(title.split()), key=len, reverse=True)
        yield Item(
            id=f"{day:%Y/%m/%d}/{headlines[0].link.rpartition('/')[2]}-{number:06}.md",
            title=title,
            day=day,
            headlines=tuple(headlines),
            tags=tuple(longest[: tags[place]]),
            categories=(CATEGORIES[categories[place]],),
            feed=f"https://feeds.example/{feeds[place]}.xml",
            link=headlines[0].link,
        )
