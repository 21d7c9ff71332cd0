"""Backfile's evaluator answers any query tree as stock Whoosh does, hit for hit, score for score.

Random trees are asked of both, over an archive of several segments with updates and deletions,
and over the same items merged. Where stock Whoosh is known to be wrong, `for_stock` says so by
name and asks it in a way that it gets right; and what every tree finds, those too, is checked
against a plain reading of all items, which knows nothing of indexes.
"""

import random
import shutil
from bisect import bisect_right
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from math import isclose
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from whoosh.index import open_dir
from whoosh.matching import ListMatcher, NullMatcher
from whoosh.query import And, Every, Not, NullQuery, NumericRange, Or, Phrase, Query, Term
from whoosh.query.wrappers import WrappingQuery

from search import Archive, Headline, Item
from search.embedded.evaluate import evaluator, kept_postings, matches
from search.embedded.evaluate.corpus_statistics import Norms, Statistics
from search.embedded.evaluate.evaluator import Evaluator
from search.embedded.evaluate.together import Together
from search.embedded.generation import FolderGeneration
from search.embedded.segment import merge
from search.embedded.stock.codec import ColumnarCodec
from search.embedded.store.folder import Folder
from search.names import name_key
from search.query.tree import AnyField, AnySpelling
from search.text import Analyzer

ANALYZER = Analyzer("english")
TEXT_FIELDS = ("title", "headlines", "text")
WORDS = [
    *("port", "ports", "porter", "strike", "strikes", "striking", "striker", "stripe"),
    *("comet", "comets", "harbour", "café", "cafés", "the", "bay", "bays", "bat", "talk", "talks"),
    *("president", "presidency", "北京", "北京市"),
]
TERMS = [*dict.fromkeys(term for word in WORDS for term in ANALYZER.terms(word)), "absent"]
FORMS = [*dict.fromkeys(token.form for word in WORDS for token in ANALYZER.tokens(word)), "absent"]
NAMES = {
    "sources": ("BBC", "DW", "Reuters", "The New York Times", "新华社"),
    "outlet": ("BBC", "DW", "Reuters", "The New York Times", "新华社"),
    "tags": ("port", "ports", "Strike", "night sky", "café"),
    "categories": ("World", "Science"),
    "feed": ("https://a.example/feed", "https://b.example/feed"),
}
FIRST_DAY = date(2025, 11, 20)
LAST_DAYS = 30


# -- archives, and what a plain reading of their items says


def made_item(chance: random.Random, name: str) -> Item:
    def text(most: int) -> str:
        return " ".join(chance.choices(WORDS, k=chance.randrange(most)))

    outlets = chance.sample(NAMES["sources"], chance.randrange(4))
    return Item(
        id=name,
        title=text(6),
        day=FIRST_DAY + timedelta(chance.randrange(LAST_DAYS)) if chance.random() < 0.9 else None,
        text=text(25),
        headlines=tuple(Headline(text=text(6), outlet=outlet) for outlet in outlets),
        tags=tuple(chance.sample(NAMES["tags"], chance.randrange(4))),
        categories=tuple(chance.sample(NAMES["categories"], chance.randrange(3))),
        feed=chance.choice(NAMES["feed"]) if chance.random() < 0.9 else "",
    )


def made_archive(path: Path, batches: int, size: int) -> dict[str, Item]:
    """Add in batches, each of which writes a part of the one before again; remove some."""
    now: dict[str, Item] = {}
    with Archive.create(path) as archive:
        for number in range(batches):
            chance = random.Random(number)
            names = range(number * size, number * size + size + size // 3)
            batch = {f"item-{name}": made_item(chance, f"item-{name}") for name in names}
            archive.add(batch.values())
            now |= batch
        removed = [name for number, name in enumerate(now) if number % 7 == 3]
        assert archive.remove(removed) == len(removed)
    return {name: item for name, item in now.items() if name not in removed}


class Plain:
    """An item as it stands: its terms by field, in lines."""

    def __init__(self, item: Item) -> None:
        self.day = item.day.toordinal() if item.day else None
        texts = {
            "title": [item.title],
            "headlines": [line.text for line in item.headlines],
            "text": [item.text],
        }
        self.lines = {
            name: [ANALYZER.terms(line) for line in lines] for name, lines in texts.items()
        }
        tokens = [token for lines in texts.values() for line in lines for token in _tokens(line)]
        outlets = [line.outlet for line in item.headlines]
        self.terms: dict[str, set[str]] = {
            "path": {item.id},
            "forms": {token.form for token in tokens},
            "sources": set(map(name_key, outlets)),
            "outlet": set(map(name_key, outlets[:1])),
            "tags": set(map(name_key, item.tags)),
            "categories": set(map(name_key, item.categories)),
            "feed": {item.feed} - {""},
            **{
                name: {term for line in lines for term in line}
                for name, lines in self.lines.items()
            },
        }


def _tokens(text: str) -> list[Any]:
    return list(ANALYZER.tokens(text))


@dataclass
class Asked:
    """An archive as Backfile and as stock Whoosh open it, and its items.

    Stock Whoosh counts deleted documents in its statistics. So the evaluators are given statistics
    over all documents here; `tests.search.test_engines` judges those over the standing ones.
    """

    generation: FolderGeneration
    searcher: Any
    items: dict[str, Plain]

    def __post_init__(self) -> None:
        segments = self.generation._segments
        together = Together(segments)
        self.starts = together.starts
        statistics = Statistics(segments, [None] * len(segments), together.documents)
        self.evaluator = Evaluator(together, statistics, Norms(together, statistics), None)
        self.live = together.marked([segment.live for segment in segments])

    def ours(self, tree: Query) -> dict[int, float]:
        found = self.evaluator.matches(tree)
        if self.live is not None:
            found = found.where(self.live[found.documents])
        return dict(zip(found.documents.tolist(), found.scores.tolist(), strict=True))

    def stock(self, tree: Query) -> dict[int, float]:
        # With a limit, stock Whoosh gives up on documents that it should find.
        return {hit.docnum: hit.score for hit in self.searcher.search(for_stock(tree), limit=None)}

    def ids(self, documents: dict[int, float]) -> set[str]:
        numbers = [bisect_right(self.starts, document) - 1 for document in documents]
        return {
            self.generation._item(number, document - self.starts[number]).id
            for number, document in zip(numbers, documents, strict=True)
        }


@pytest.fixture(scope="module")
def archives(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Asked]]:
    """The same engine's states: several segments, merged by Backfile, merged by stock Whoosh."""
    folder = tmp_path_factory.mktemp("differential")
    items = {}
    with pytest.MonkeyPatch.context() as patched:
        for name, factor in (("parts", 100), ("merged", 4)):
            patched.setattr(merge, "MERGE_FACTOR", factor)
            items[name] = made_archive(folder / name, 5, 20)
    shutil.copytree(folder / "parts", folder / "optimized")
    open_dir(folder / "optimized").writer(codec=ColumnarCodec()).commit(optimize=True)
    items["optimized"] = items["parts"]
    with ExitStack() as stack:
        asked = {}
        for name, held in items.items():
            searcher = stack.enter_context(open_dir(folder / name).searcher())
            generation = FolderGeneration(Folder.open(folder / name))
            plain = {item_id: Plain(item) for item_id, item in held.items()}
            asked[name] = Asked(generation, searcher, plain)
        sizes = {name: len(one.searcher.leaf_searchers()) for name, one in asked.items()}
        assert sizes == {"parts": 5, "merged": 2, "optimized": 1}
        deletions = {name: one.searcher.reader().has_deletions() for name, one in asked.items()}
        assert deletions == {"parts": True, "merged": True, "optimized": False}
        yield asked


# -- what stock Whoosh gets wrong, by name


def scores_of(query: Query, searcher: Any, context: Any) -> dict[int, float]:
    scores: dict[int, float] = {}
    matcher = query.matcher(searcher, context)
    while matcher.is_active():
        scores[matcher.id()] = matcher.score()
        matcher.next()
    return scores


def listed(scores: dict[int, float]) -> Any:
    ids = sorted(scores)
    return ListMatcher(ids, weights=[scores[number] for number in ids]) if ids else NullMatcher()


class Fixed(WrappingQuery):  # type: ignore[misc]
    """What the child finds, with a score of its own. Whoosh takes a constant of 0 for 1."""

    def __init__(self, child: Query, score: float) -> None:
        super().__init__(child)
        self.score = score

    def matcher(self, searcher: Any, context: Any = None) -> Any:
        found = scores_of(self.child, searcher, searcher.boolean_context())
        is_deleted = searcher.reader().is_deleted  # a stock `Not` finds deleted documents, too
        return listed({number: self.score for number in found if not is_deleted(number)})


def for_stock(tree: Query) -> Query:
    """Return a tree that stock Whoosh answers as this one should be answered."""
    match tree:
        # A negation beside something finds nothing: in Backfile it adds no score, in Whoosh 1.0.
        case And():
            parts = [
                Fixed(Not(for_stock(part.query)), 0.0) if isinstance(part, Not) else for_stock(part)
                for part in tree
            ]
            return And(parts, boost=tree.boost)
        # Whoosh's `InverseMatcher` stops on deleted documents, and forgets the boost.
        case Not():
            return Fixed(Not(for_stock(tree.query)), tree.boost)
        # A range without a start has, in Whoosh, the undated items (their day is 0).
        case NumericRange() if tree.start is None or tree.start < 1:
            return NumericRange(tree.fieldname, 1, tree.end, endexcl=tree.endexcl, boost=tree.boost)
        case Or():
            parts = list(map(for_stock, tree))
            return Or(parts, boost=tree.boost)
    return tree


# -- random trees

BOOSTS = st.sampled_from([1.0, 1.0, 1.0, 0.5, 2.0, 3.25])
TEXT = st.sampled_from(TEXT_FIELDS)
OF_NAMES = st.sampled_from(
    [(field, name) for field, names in NAMES.items() for name in map(name_key, names)]
)
DAYS = st.none() | st.integers(-3, LAST_DAYS + 3).map(lambda days: FIRST_DAY.toordinal() + days)
BOTH = st.booleans()


def with_field(build: Any, texts: list[str], **more: st.SearchStrategy[Any]) -> Any:
    """Build a query of a text field, of `forms` or of a field of names."""
    words = st.tuples(TEXT, st.sampled_from(texts))
    forms = st.tuples(st.just("forms"), st.sampled_from(FORMS))
    return st.one_of(words, words, forms, OF_NAMES).flatmap(
        lambda where: st.builds(build, st.just(where[0]), st.just(where[1]), boost=BOOSTS, **more)
    )


def many_terms(field: str, terms: list[tuple[str, float]]) -> Query:
    return AnySpelling([Term(field, term, boost=boost) for term, boost in terms])


def in_fields(words: list[str], fields: list[str], slop: int) -> Query:
    return AnyField([Phrase(field, words, slop=slop) for field in fields])


SOME_TERM = st.sampled_from(TERMS)
LEAVES = st.one_of(
    *[with_field(Term, TERMS)] * 5,
    st.builds(
        Phrase,
        TEXT,
        st.lists(st.sampled_from(TERMS[:-1]), min_size=1, max_size=3)
        | st.sampled_from(TERMS[:6]).map(lambda term: [term] * 2),
        slop=st.integers(1, 4),
        boost=BOOSTS,
    ),
    st.builds(
        many_terms,
        TEXT,
        st.lists(st.tuples(st.sampled_from(TERMS), BOOSTS), min_size=1, max_size=12),
    ),
    st.builds(
        in_fields,
        st.lists(st.sampled_from(TERMS[:-1]), min_size=1, max_size=2),
        st.lists(TEXT, min_size=1, max_size=3, unique=True),
        st.integers(1, 4),
    ),
    st.builds(NumericRange, st.just("date"), DAYS, DAYS, BOTH, BOTH, boost=BOOSTS),
    st.builds(Every, st.sampled_from([None, "tags", "sources"]), boost=BOOSTS),
    st.just(NullQuery),
)


#: What a part of a tree may be; None for a leaf.
NODES = st.sampled_from([None] * 5 + [And, Or, Not] * 2)


@st.composite
def trees(draw: st.DrawFn, depth: int = 4) -> Query:
    """Draw a tree that is at most `depth` nodes deep."""

    def node(depth: int) -> Query:
        kind = draw(NODES) if depth else None
        if kind is None:
            return draw(LEAVES)
        if kind is Not:
            return Not(node(depth - 1), boost=draw(BOOSTS))
        parts = [node(depth - 1) for _ in range(draw(st.integers(1, 3)))]
        # Of negations alone no document has a score; that is tested below.
        if kind is And and all(isinstance(part, Not) for part in parts):
            parts.append(draw(LEAVES))
        return kind(parts, boost=draw(BOOSTS))

    return node(depth)


TREES = trees()
STATES = st.sampled_from(["parts", "parts", "merged", "optimized"])


def examples(number: int) -> settings:
    """Try this many examples where every test must run, and in the quick profile a part of them."""
    return settings(
        max_examples=number * settings.default.max_examples // 100,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow],
    )


def assert_alike(asked: Asked, tree: Query) -> None:
    assert asked.ours(tree).keys() == asked.stock(tree).keys(), tree


def _means_more_to_whoosh(tree: Query) -> bool:
    """Tell whether a tree has a phrase of which Whoosh bounds each gap, and Backfile all."""
    return any(
        isinstance(leaf, Phrase) and len(leaf.words) > 2 and leaf.slop > 1 for leaf in tree.leaves()
    )


@examples(2000)
@given(TREES.filter(lambda tree: not _means_more_to_whoosh(tree)), STATES)
def test_trees_find_what_stock_whoosh_finds(
    archives: dict[str, Asked], tree: Query, state: str
) -> None:
    assert_alike(archives[state], tree)


# -- what a plain reading of the items finds


def finds(tree: Query, item: Plain) -> bool:
    match tree:
        case And() | Or():
            some: Callable[..., bool] = all if isinstance(tree, And) else any
            return some(finds(part, item) for part in tree)
        case Not():
            return not finds(tree.query, item)
        case Phrase():
            lines = item.lines[tree.fieldname]
            return any(_in_a_row(tree.words, line, tree.slop) for line in lines)
        case NumericRange():
            first = tree.start + tree.startexcl if tree.start is not None else 0
            last = tree.end - tree.endexcl if tree.end is not None else date.max.toordinal()
            return item.day is not None and first <= item.day <= last
        case Every():
            return tree.fieldname is None or bool(item.terms[tree.fieldname])
        case Term():
            return tree.text in item.terms[tree.fieldname]
    assert tree == NullQuery
    return False


def _in_a_row(terms: list[str], line: list[str], slop: int) -> bool:
    # Where the words so far can end, and how many others are between them.
    ends = {(place, 0) for place, term in enumerate(line) if term == terms[0]}
    for wanted in terms[1:]:
        ends = {
            (place, between + place - end - 1)
            for end, between in ends
            for place in range(end + 1, min(end + slop - between, len(line) - 1) + 1)
            if line[place] == wanted
        }
    return bool(ends)


@examples(500)
@given(TREES, STATES)
def test_trees_find_what_a_plain_reading_finds(
    archives: dict[str, Asked], tree: Query, state: str
) -> None:
    asked = archives[state]
    found = asked.ids(asked.ours(tree))
    assert found == {name for name, item in asked.items.items() if finds(tree, item)}


@examples(50)
@given(st.lists(LEAVES, min_size=1, max_size=3), BOOSTS)
def test_negations_alone_find_the_rest_and_score_nothing(
    archives: dict[str, Asked], parts: list[Query], boost: float
) -> None:
    tree = And([Not(part) for part in parts], boost=boost)
    for asked in archives.values():
        found = asked.ours(tree)
        assert set(found.values()) <= {0.0}
        assert asked.ids(found) == {name for name, item in asked.items.items() if finds(tree, item)}


# Stock Whoosh's `ArrayUnionMatcher`, an Or of three or more, forgets what scores 0.
@examples(50)
@given(st.lists(LEAVES, min_size=1, max_size=4))
def test_a_boost_of_0_finds_all_the_same(archives: dict[str, Asked], parts: list[Query]) -> None:
    for asked in archives.values():
        plain, silent = asked.ours(Or(parts)), asked.ours(Or([And([p, p], boost=0) for p in parts]))
        assert plain.keys() == silent.keys()
        assert set(silent.values()) <= {0.0}


# -- how a tree is evaluated does not tell in what it finds

SHARES = st.sampled_from([0.0, 0.02, 0.3, 0.9, 1.0])


@examples(250)
@given(TREES, STATES, st.randoms(use_true_random=False), SHARES, st.booleans())
def test_among_some_documents_a_tree_finds_those_it_finds_of_them(
    archives: dict[str, Asked],
    tree: Query,
    state: str,
    chance: random.Random,
    share: float,
    in_a_row: bool,
) -> None:
    one, starts = archives[state].evaluator, archives[state].starts
    some = sorted(chance.sample(range(starts[-1]), round(share * starts[-1])))
    among: Any = np.array(some, np.intp)
    if in_a_row:  # in each segment, as the documents of some days are
        firsts = [chance.randint(start, end) for start, end in pairwise(starts)]
        among = tuple(
            range(first, min(end, first + len(some)))
            for first, end in zip(firsts, starts[1:], strict=True)
        )
        some = [document for span in among for document in span]
    whole, part = one.matches(tree), one.matches(tree, among)
    expected = whole.where(np.isin(whole.documents, some))
    assert part.documents.tolist() == expected.documents.tolist()
    assert np.allclose(part.scores, expected.scores, rtol=1e-5)


@examples(250)
@given(TREES, STATES)
def test_what_is_thought_to_be_many_changes_nothing(
    archives: dict[str, Asked], tree: Query, state: str
) -> None:
    expected = archives[state].ours(tree)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(matches, "MUCH_SHORTER", 2)
        patched.setattr(matches, "SPARSE", 1)
        patched.setattr(kept_postings, "MUCH_COMMONER", 1)
        patched.setattr(evaluator, "MANY_TERMS", 2)
        patched.setattr(evaluator, "AS_FREQUENT", 0)
        found = archives[state].ours(tree)
    assert found.keys() == expected.keys()
    assert all(isclose(found[document], expected[document], rel_tol=1e-5) for document in found)
