"""The archive finds and counts what a plain reading of every item finds and counts.

The oracle below knows nothing of indexes: it reads all items for each query. It shares the
analyzer with the archive, and nothing else.
"""

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from whoosh.index import open_dir

from search import Archive, Headline, Item, SearchRequest
from search.request import FACETS
from search.text import Analyzer

ANALYZER = Analyzer("english")
TEXT_FIELDS = ("title", "headlines", "text")

# Some are forms of one word, some begin alike, one has an accent, two are Chinese.
VOCABULARY = [
    "port",
    "ports",
    "strike",
    "strikes",
    "striking",
    "striker",
    "comet",
    "comets",
    "harbour",
    "harbours",
    "café",
    "cafés",
    "the",
    "of",
    "bay",
    "bays",
    "president",
    "presidents",
    "presidency",
    "talk",
    "talks",
    "北京",
    "北京市",
]
OUTLETS = ("BBC", "DW", "Reuters", "The New York Times", "新华社")
TAGS = ("port", "Strike", "night sky", "café")
CATEGORIES = ("World", "Science")
FEEDS = ("https://a.example/feed", "https://b.example/feed")
FIRST_DAY = date(2025, 11, 20)
#: States of items are seen from this day on, within this many days.
FIRST_SEEN, DAYS_SEEN = datetime(2026, 3, 1, tzinfo=UTC), 10


# -- queries: what they say, and what they find in one item


@dataclass(frozen=True)
class Words:
    """Words that stand in this order, at most `between` others between them in all."""

    words: tuple[str, ...]
    between: int = 0
    field: str = ""

    def __str__(self) -> str:
        (name,) = {"headlines": ["headline:"], "": [""]}.get(self.field, [f"{self.field}:"])
        if len(self.words) == 1:
            return name + self.words[0]
        near = f"~{self.between}" if self.between else ""
        return f'{name}"{" ".join(self.words)}"{near}'

    def finds(self, item: Item, everything: "Everything") -> bool:
        return any(
            _in_a_row([token.term for token in row], line, self.between)
            for row in ANALYZER.readings(" ".join(self.words))
            for field in ([self.field] if self.field else TEXT_FIELDS)
            for line in _lines(item, field)
        )


@dataclass(frozen=True)
class Beginning:
    """A word, in any of its forms, that begins so."""

    prefix: str
    field: str = ""

    def __str__(self) -> str:
        return f"{'headline' if self.field == 'headlines' else self.field}:{self.prefix}*".lstrip(
            ":"
        )

    def finds(self, item: Item, everything: "Everything") -> bool:
        ((token,),) = ANALYZER.readings(self.prefix)
        terms = {term for form, term in everything.words if form.startswith(token.form)}
        return any(
            not terms.isdisjoint(line)
            for field in ([self.field] if self.field else TEXT_FIELDS)
            for line in _lines(item, field)
        )


@dataclass(frozen=True)
class Named:
    """A value of a facet."""

    field: str
    value: str

    def __str__(self) -> str:
        name = {"sources": "source", "tags": "tag", "categories": "category", "feed": "feed"}
        return f'{name[self.field]}:"{self.value.upper()}"'

    def finds(self, item: Item, everything: "Everything") -> bool:
        return self.value in _values(item, self.field)


@dataclass(frozen=True)
class Days:
    """The days from the first to the last."""

    first: date | None
    last: date | None

    def __str__(self) -> str:
        return f"date:{self.first or ''}..{self.last or ''}"

    def finds(self, item: Item, everything: "Everything") -> bool:
        return item.day is not None and (self.first or date.min) <= item.day <= (
            self.last or date.max
        )


@dataclass(frozen=True)
class Without:
    """What the part does not find."""

    part: "Node"

    def __str__(self) -> str:
        return f"-{self.part}"

    def finds(self, item: Item, everything: "Everything") -> bool:
        return not self.part.finds(item, everything)


@dataclass(frozen=True)
class Several:
    """What all, or one, of the parts find."""

    parts: tuple["Node", ...]
    all: bool

    def __str__(self) -> str:
        return f"({(' ' if self.all else ' OR ').join(map(str, self.parts))})"

    def finds(self, item: Item, everything: "Everything") -> bool:
        return (all if self.all else any)(part.finds(item, everything) for part in self.parts)


Node = Words | Beginning | Named | Days | Without | Several


class Everything:
    """All items of an archive, read whole for each question."""

    def __init__(self, items: list[Item]) -> None:
        self.items = items
        self.words = {
            (token.form, token.term)
            for item in items
            for text in (item.title, item.text, *(line.text for line in item.headlines))
            for token in ANALYZER.tokens(text)
        }

    def found(self, node: Node | None, request: SearchRequest, but: str = "") -> list[Item]:
        """Return what a search finds; `but` names a facet whose chosen values do not count."""
        return [
            item
            for item in self.items
            if (node is None or node.finds(item, self)) and _allowed(item, request, but)
        ]

    def counts(self, node: Node | None, request: SearchRequest, facet: str) -> Counter[str]:
        """Count the values of a facet over what is found, its own chosen values aside."""
        found = self.found(node, request, facet)
        return Counter(value for item in found for value in _values(item, facet))


def _lines(item: Item, field: str) -> list[list[str]]:
    if field == "headlines":
        return [ANALYZER.terms(line.text) for line in item.headlines]
    return [ANALYZER.terms(getattr(item, field))]


def _in_a_row(terms: list[str], line: list[str], between: int) -> bool:
    # Where the words so far can end, and how many others may still be between.
    ends = {(place, between) for place in range(-1, len(line))}
    for number, wanted in enumerate(terms, start=1):
        # A Chinese character that stands last is found at any place of a run.
        anywhere = wanted == "京" and number == len(terms)
        ends = {
            (place, left - (place - end - 1))
            for end, left in ends
            for place in range(end + 1, min(end + 1 + left * (number > 1), len(line) - 1) + 1)
            if line[place] == wanted or (anywhere and line[place].startswith(wanted))
        }
    return bool(ends)


def _values(item: Item, facet: str) -> set[str]:
    if facet in ("year", "month"):
        return {item.day.isoformat()[: 4 if facet == "year" else 7]} if item.day else set()
    if facet == "feed":
        return {item.feed} - {""}
    return set(getattr(item, facet))


def _allowed(item: Item, request: SearchRequest, but: str) -> bool:
    first, last = request.since, request.until
    if first and last and first > last:  # given the other way round
        first, last = last, first
    if (first or last) and not Days(first, last).finds(item, Everything([])):
        return False
    for facet in FACETS:
        values = _values(item, facet)
        if values.intersection(request.excluded(facet)):
            return False
        included = request.included(facet)
        if included and facet != but and not values.intersection(included):
            return False
    return True


# -- an archive in several segments, with items that were rewritten, updated and removed


def made_items(seed: int, names: Iterator[str]) -> Iterator[Item]:
    chance = random.Random(seed)

    def text(most: int) -> str:
        return " ".join(chance.choices(VOCABULARY, k=chance.randrange(most)))

    for name in names:
        outlets = chance.sample(OUTLETS, chance.randrange(4))
        yield Item(
            id=name,
            title=text(6),
            day=FIRST_DAY + timedelta(chance.randrange(100)) if chance.random() < 0.9 else None,
            text=text(25),
            headlines=tuple(Headline(text=text(6), outlet=outlet) for outlet in outlets),
            tags=tuple(chance.sample(TAGS, chance.randrange(4))),
            categories=tuple(chance.sample(CATEGORIES, chance.randrange(3))),
            feed=chance.choice(FEEDS) if chance.random() < 0.9 else "",
        )


def made_states(seed: int, names: Iterator[str]) -> Iterator[list[Item]]:
    """Yield each item in one to three states, seen at different hours or never."""
    chance = random.Random(seed)
    for name in names:
        number = chance.choice([1, 1, 2, 3])
        states = list(made_items(chance.randrange(10**6), iter([name] * number)))
        hours = sorted(chance.sample(range(DAYS_SEEN * 24), number))
        seen = [FIRST_SEEN + timedelta(hours=hour) for hour in hours]
        since_ever = chance.random() < 0.3
        yield [
            replace(state, seen=None if since_ever and time == seen[0] else time)
            for state, time in zip(states, seen, strict=True)
        ]


def stood(states: list[Item], day: date) -> list[Item]:
    """Return the state of an item that stood at the end of a day, if one did."""
    return [state for state in states if state.seen is None or state.seen.date() <= day][-1:]


@dataclass
class Pair:
    """An archive, its folder, and the same items in all their states as plain lists."""

    archive: Archive
    path: Path
    states: list[list[Item]]

    @property
    def everything(self) -> Everything:
        return self.on(None)

    def on(self, day: date | None) -> Everything:
        return Everything(
            [item for states in self.states for item in stood(states, day or date.max)]
        )


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pair]:
    path = tmp_path_factory.mktemp("oracle") / "index"
    now: dict[str, list[Item]] = {}
    with Archive.create(path) as archive:
        for seed in range(5):
            # The third part of each batch is written again by the next one.
            names = (f"item-{number}" for number in range(seed * 40, seed * 40 + 60))
            batch = {states[0].id: states for states in made_states(seed, names)}
            assert archive.add(batch.values()) == len(batch)
            now |= batch
        removed = [f"item-{number}" for number in range(0, 220, 7)]
        assert archive.remove(removed) == len(removed)
        for name in removed:
            del now[name]
        reader = open_dir(path).reader()
        assert len(reader.leaf_readers()) > 1, "several segments"
        assert reader.has_deletions()
        reader.close()
        assert archive.info().items == len(now)
        yield Pair(archive, path, list(now.values()))


# -- random questions

FIELDS = st.sampled_from(["", "", "", *TEXT_FIELDS])
DAYS = st.none() | st.integers(-5, 110).map(lambda days: FIRST_DAY + timedelta(days))
AS_OF = st.none() | st.integers(-1, DAYS_SEEN + 1).map(
    lambda days: FIRST_SEEN.date() + timedelta(days)
)


def leaves() -> st.SearchStrategy[Node]:
    word = st.sampled_from([*VOCABULARY, "京", "absent", "CAFE", "Striker’s"])
    row = st.lists(st.sampled_from(VOCABULARY), min_size=2, max_size=3).map(tuple)
    prefix = st.sampled_from(
        ["po", "str", "striki", "com", "harb", "CAF", "pres", "presidenc", "ta", "zz", "北京"]
    )
    return st.one_of(
        st.builds(lambda word, field: Words((word,), field=field), word, FIELDS),
        st.builds(Words, row, st.integers(1, 4), FIELDS),
        st.builds(Beginning, prefix, FIELDS),
        st.builds(Named, st.just("sources"), st.sampled_from(OUTLETS)),
        st.builds(Named, st.just("tags"), st.sampled_from(TAGS)),
        st.builds(Named, st.just("categories"), st.sampled_from(CATEGORIES)),
        st.builds(Named, st.just("feed"), st.sampled_from(FEEDS)),
        st.builds(Days, DAYS, DAYS).filter(
            lambda days: (
                bool(days.first or days.last)
                and not (days.first and days.last and days.first > days.last)
            )
        ),
    )


def joined(parts: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    several = st.lists(parts, min_size=2, max_size=3).map(tuple)
    return st.builds(Several, several, st.booleans()) | st.builds(
        Without, parts.filter(lambda part: not isinstance(part, Without))
    )


NODES: st.SearchStrategy[Node] = st.recursive(leaves(), joined, max_leaves=6)
QUERIES = st.none() | NODES


def some(values: tuple[str, ...]) -> st.SearchStrategy[tuple[str, ...]]:
    few = st.lists(st.sampled_from(values), min_size=1, max_size=2, unique=True).map(tuple)
    return st.one_of(st.just(()), st.just(()), few)


VALUES = {
    "sources": OUTLETS,
    "tags": TAGS,
    "categories": CATEGORIES,
    "feed": FEEDS,
    "year": ("2025", "2026"),
    "month": ("2025-12", "2026-01"),
}
REQUESTS = st.builds(
    SearchRequest,
    since=DAYS,
    until=DAYS,
    as_of=AS_OF,
    sort=st.sampled_from(["relevance", "newest", "oldest", "outlets"]),
    **{facet: some(values) for facet, values in VALUES.items()},
    **{f"not_{facet}": some(values) for facet, values in VALUES.items()},
)


def examples(number: int) -> settings:
    """Try this many examples where every test must run, and in the quick profile a part of them."""
    return settings(
        max_examples=number * settings.default.max_examples // 100,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow],
    )


def all_ids(archive: Archive, request: SearchRequest) -> list[str]:
    """Return the ids of all items that have all words."""
    request = replace(request, per_page=100, facets=())
    pages = archive.search(request).pages if total_of_all(archive, request) else 0
    return [
        hit.id for page in range(pages) for hit in archive.search(request.at_page(page + 1)).hits
    ]


def total_of_all(archive: Archive, request: SearchRequest) -> int:
    """Return how many items have all words: where none has, the answer is that of most words."""
    page = archive.search(replace(request, facets=()))
    return page.total if page.request.match == "all" else 0


def test_the_oracle_knows_every_part_of_a_request() -> None:
    known = {"query", "since", "until", "as_of", "standing", "sort", "page", "per_page", "facets"}
    known |= {"match", "explain", "by", "bars", "share", "new_since", "story", "group"} | {
        name for facet in VALUES for name in (facet, f"not_{facet}")
    }
    assert {field.name for field in fields(SearchRequest)} == known


@examples(150)
@given(QUERIES)
def test_the_archive_finds_what_the_oracle_finds(pair: Pair, node: Node | None) -> None:
    request = SearchRequest(query=str(node) if node else "")
    page = pair.archive.search(request, facets=())
    expected = [item.id for item in pair.everything.found(node, request)]
    found = all_ids(pair.archive, request)
    assert sorted(found) == sorted(expected)
    assert total_of_all(pair.archive, request) == len(expected)
    assert expected or page.notes


@examples(120)
@given(QUERIES, REQUESTS)
def test_the_archive_counts_what_the_oracle_counts(
    pair: Pair, node: Node | None, request: SearchRequest
) -> None:
    request = request.with_query(str(node) if node else "")
    page = pair.archive.search(request)
    everything = pair.on(request.as_of)
    expected = everything.found(node, request)
    assert total_of_all(pair.archive, request) == len(expected)
    assert sorted(all_ids(pair.archive, request)) == sorted(item.id for item in expected)
    for facet in FACETS if page.request.match == "all" else ():
        counts = everything.counts(node, request, facet)
        every_value, size = pair.archive.facet(facet, request)
        assert {value.value: value.count for value in every_value if value.count} == counts
        assert size == len(every_value)
        listed = {value.value: value.count for value in page.facets[facet] if value.count}
        assert listed == counts
        assert page.facet_sizes[facet] == len(counts)
        chosen = {value.value for value in page.facets[facet] if value.selected}
        assert chosen == set(request.included(facet))


@examples(30)
@given(NODES, REQUESTS)
def test_following_a_value_gives_what_it_counts(
    pair: Pair, node: Node, request: SearchRequest
) -> None:
    request = request.with_query(str(node))
    page = pair.archive.search(request)
    for facet in FACETS:
        for value in page.facets[facet]:
            followed = page.request.only(facet, value.value)
            found = pair.archive.search(followed, facets=())
            has_as_asked = found.request.match == followed.match
            assert (found.total if has_as_asked else 0) == value.count


@examples(150)
@given(QUERIES, REQUESTS)
def test_hits_are_in_order(pair: Pair, node: Node | None, request: SearchRequest) -> None:
    request = replace(request.with_query(str(node) if node else ""), per_page=100, facets=())
    hits = pair.archive.search(request).hits

    def undated_last(day: date | None, sign: int) -> int:
        return sign * day.toordinal() if day else date.max.toordinal() * 2

    match request.sort:
        case "newest":
            keys = [(undated_last(hit.day, -1), -hit.score) for hit in hits]
        case "oldest":
            keys = [(undated_last(hit.day, 1), -hit.score) for hit in hits]
        case "outlets":
            keys = [(-hit.source_count, undated_last(hit.day, -1)) for hit in hits]
        case _:
            keys = [(-hit.score, undated_last(hit.day, -1)) for hit in hits]  # type: ignore[misc]
    assert keys == sorted(keys)
    assert len({hit.id for hit in hits}) == len(hits)


@examples(120)
@given(NODES)
def test_what_is_found_and_what_is_left_out_are_all(pair: Pair, node: Node) -> None:
    page = pair.archive.search(str(node), facets=())
    with_it = page.total if page.match == "all" else 0  # else it has what has most of the words
    without_it = pair.archive.search(f"-({node})", facets=()).total
    assert with_it + without_it == len(pair.everything.items)


@examples(60)
@given(NODES, AS_OF.filter(bool))
def test_each_part_of_a_search_finds_what_stood_then(pair: Pair, node: Node, day: date) -> None:
    absent = SearchRequest(query=f'({node}) "absent"', as_of=day)
    page = pair.archive.search(absent)
    assert page.total == 0
    first, last, as_of = page.clauses
    assert first.total == len(pair.on(day).found(node, SearchRequest()))
    assert first.without == absent.with_query('"absent"')
    assert last.total == 0
    assert as_of.total == len(pair.on(day).items)
    assert as_of.without == SearchRequest(query=absent.query)
