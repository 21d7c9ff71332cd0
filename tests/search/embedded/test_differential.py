"""Backfile's evaluator answers any query tree as stock Whoosh does, hit for hit, score for score.

Random trees are asked of both, over an archive of several segments with updates and deletions,
and over the same items merged. Where stock Whoosh is known to be wrong, `for_stock` says so by
name and asks it in a way that it gets right; and what every tree finds, those too, is checked
against a plain reading of all items, which knows nothing of indexes.
"""

import random
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date, timedelta
from fnmatch import fnmatchcase
from math import isclose
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from whoosh.index import open_dir
from whoosh.matching import ListMatcher, NullMatcher
from whoosh.query import (
    And,
    AndMaybe,
    AndNot,
    ConstantScoreQuery,
    DisjunctionMax,
    Every,
    FuzzyTerm,
    Not,
    NullQuery,
    NumericRange,
    Or,
    Phrase,
    Prefix,
    Query,
    Regex,
    Require,
    Sequence,
    Term,
    TermRange,
    Variations,
    Wildcard,
)
from whoosh.query.wrappers import WrappingQuery

from search import Archive, Headline, Item
from search.embedded.evaluate import evaluator, matches
from search.embedded.generation import Reader
from search.embedded.schema import NAME_FIELDS
from search.embedded.segment import merge
from search.embedded.stock.reading import ColumnarCodec
from search.embedded.store.folder import Folder
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
            "sources": set(outlets),
            "outlet": set(outlets[:1]),
            "tags": set(item.tags),
            "categories": set(item.categories),
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
    """An archive as Backfile and as stock Whoosh open it, and its items."""

    reader: Reader
    searcher: Any
    items: dict[str, Plain]

    def ours(self, tree: Query) -> dict[int, float]:
        return dict(self.reader.matches(tree))

    def stock(self, tree: Query) -> dict[int, float]:
        # With a limit, stock Whoosh gives up on documents that it should find.
        return {hit.docnum: hit.score for hit in self.searcher.search(for_stock(tree), limit=None)}

    def ids(self, documents: dict[int, float]) -> set[str]:
        return {self.reader.item(document).id for document in documents}


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
            reader = Reader(Folder.open(folder / name))
            plain = {item_id: Plain(item) for item_id, item in held.items()}
            asked[name] = Asked(reader, searcher, plain)
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


class Greatest(DisjunctionMax):  # type: ignore[misc]
    """The greatest score of those parts that find the document."""

    def matcher(self, searcher: Any, context: Any = None) -> Any:
        greatest: dict[int, float] = {}
        boost = self.boost if len(self.subqueries) > 1 else 1.0
        for part in self.subqueries:
            for number, score in scores_of(part, searcher, context).items():
                greatest[number] = max(greatest.get(number, 0), score * boost)
        return listed(greatest)


class Beside(AndMaybe):  # type: ignore[misc]
    """What the first part finds, with the score of the second where that finds it as well."""

    def matcher(self, searcher: Any, context: Any = None) -> Any:
        found, more = (scores_of(part, searcher, context) for part in (self.a, self.b))
        return listed({number: score + more.get(number, 0) for number, score in found.items()})


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
        # Whoosh's `AndNotMatcher` keeps the first document of a segment where what is to be left
        # out begins before it.
        case AndNot():
            return And([for_stock(tree.a), Fixed(Not(for_stock(tree.b)), 0.0)])
        # Whoosh's `Require` is an `AndNot` (2.7.4).
        case Require():
            return And([for_stock(tree.a), Fixed(for_stock(tree.b), 0.0)])
        # Whoosh's `DisjunctionMaxMatcher` takes scores of parts that are at another document, and
        # ends where one of its parts ends.
        case DisjunctionMax():
            return Greatest(list(map(for_stock, tree)), boost=tree.boost)
        # A range without a start has, in Whoosh, the undated items (their day is 0).
        case NumericRange() if tree.start is None or tree.start < 1:
            return NumericRange(tree.fieldname, 1, tree.end, endexcl=tree.endexcl, boost=tree.boost)
        case Or():
            parts = list(map(for_stock, tree))
            return Or(parts, boost=tree.boost, minmatch=tree.minmatch, scale=tree.scale)
        # Skipped ahead, Whoosh's `AndMaybeMatcher` loses the score of the second part.
        case AndMaybe():
            return Beside(for_stock(tree.a), for_stock(tree.b))
        case ConstantScoreQuery():
            return ConstantScoreQuery(for_stock(tree.child), tree.score)
    return tree


# -- random trees

BOOSTS = st.sampled_from([1.0, 1.0, 1.0, 0.5, 2.0, 3.25])
TEXT = st.sampled_from(TEXT_FIELDS)
OF_NAMES = st.sampled_from([(field, name) for field, names in NAMES.items() for name in names])
STARTS = st.sampled_from(["p", "po", "port", "str", "stri", "ba", "c", "caf", "presid", "zz", "北"])
PATTERNS = st.sampled_from(
    ["*", "b*", "b?y", "*r", "s*k*", "?al*", "por[ts]*", "port", "café?", "z*"]
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
    return Or([Term(field, term, boost=boost) for term, boost in terms])


SOME_TERM = st.sampled_from(TERMS)
FIELDS = st.sampled_from([*TEXT_FIELDS, "forms", *NAME_FIELDS])
ENDS = st.none() | st.sampled_from([*TERMS, *FORMS, *NAMES["tags"], *NAMES["sources"]])
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
        st.lists(st.tuples(st.sampled_from(TERMS), BOOSTS), min_size=7, max_size=12),
    ),
    st.builds(Prefix, FIELDS, STARTS, boost=BOOSTS),
    st.builds(Wildcard, FIELDS, PATTERNS, boost=BOOSTS),
    # A prefix longer than the word is an IndexError in Whoosh.
    with_field(
        FuzzyTerm, TERMS, maxdist=st.sampled_from([1, 1, 1, 2]), prefixlength=st.integers(0, 1)
    ),
    st.builds(NumericRange, st.just("date"), DAYS, DAYS, BOTH, BOTH, boost=BOOSTS),
    st.builds(TermRange, FIELDS, ENDS, ENDS, BOTH, BOTH, boost=BOOSTS),
    st.builds(Every, st.none() | st.sampled_from([*TEXT_FIELDS, *NAME_FIELDS]), boost=BOOSTS),
    st.just(NullQuery),
)


#: What a part of a tree may be; None for a leaf.
NODES = st.sampled_from(
    [
        *(
            None,
            None,
            None,
            None,
            None,
            And,
            And,
            Or,
            Or,
            Not,
            Not,
            DisjunctionMax,
            ConstantScoreQuery,
        ),
        *(AndMaybe, Require, AndNot),
    ]
)


@st.composite
def trees(draw: st.DrawFn, depth: int = 4) -> Query:
    """Draw a tree of up to so many nodes above one another."""

    def node(depth: int) -> Query:
        kind = draw(NODES) if depth else None
        if kind is None:
            return draw(LEAVES)
        if kind is Not:
            return Not(node(depth - 1), boost=draw(BOOSTS))
        if kind is ConstantScoreQuery:
            return ConstantScoreQuery(node(depth - 1), draw(BOOSTS))
        if kind in (AndMaybe, Require, AndNot):
            return kind(node(depth - 1), node(depth - 1))
        parts = [node(depth - 1) for _ in range(draw(st.integers(1, 3)))]
        # Of negations alone no document has a score; that is tested below.
        if kind is And and all(isinstance(part, Not) for part in parts):
            parts.append(draw(LEAVES))
        return kind(parts, boost=draw(BOOSTS))

    return node(depth)


TREES = trees()
STATES = st.sampled_from(["parts", "parts", "merged", "optimized"])


def examples(number: int) -> settings:
    """Try so many examples where every test must run, and in the quick profile a part of them."""
    return settings(
        max_examples=number * settings.default.max_examples // 100,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow],
    )


def assert_alike(asked: Asked, tree: Query) -> None:
    ours, stock = asked.ours(tree), asked.stock(tree)
    assert ours.keys() == stock.keys(), tree
    for document, score in ours.items():
        assert isclose(score, stock[document], rel_tol=1e-5), (tree, document)


@examples(2000)
@given(TREES, STATES)
def test_trees_score_as_in_stock_whoosh(
    archives: dict[str, Asked], tree: Query, state: str
) -> None:
    assert_alike(archives[state], tree)


# -- what a plain reading of the items finds


def finds(tree: Query, item: Plain) -> bool:
    match tree:
        case And() | Or() | DisjunctionMax():
            some: Callable[..., bool] = all if isinstance(tree, And) else any
            return some(finds(part, item) for part in tree)
        case Not():
            return not finds(tree.query, item)
        case ConstantScoreQuery():
            return finds(tree.child, item)
        case AndMaybe():
            return finds(tree.a, item)
        case Require():
            return finds(tree.a, item) and finds(tree.b, item)
        case AndNot():
            return finds(tree.a, item) and not finds(tree.b, item)
        case Phrase():
            lines = item.lines[tree.fieldname]
            return any(_in_a_row(tree.words, line, tree.slop) for line in lines)
        case NumericRange():
            first = tree.start + tree.startexcl if tree.start is not None else 0
            last = tree.end - tree.endexcl if tree.end is not None else date.max.toordinal()
            return item.day is not None and first <= item.day <= last
        case Every():
            return tree.fieldname is None or bool(item.terms[tree.fieldname])
    if tree == NullQuery:
        return False
    return any(_is_meant(tree, term) for term in item.terms[tree.fieldname])


def _is_meant(tree: Query, term: str) -> bool:
    match tree:
        case Term():
            return bool(term == tree.text)
        case Prefix():
            return term.startswith(tree.text)
        case Wildcard():
            return fnmatchcase(term, tree.text)
        case FuzzyTerm():
            alike = term[: tree.prefixlength] == tree.text[: tree.prefixlength]
            return alike and _distance(term, tree.text) <= tree.maxdist
        case TermRange():
            after_start = tree.start is None or (
                term > tree.start or (term == tree.start and not tree.startexcl)
            )
            before_end = tree.end is None or (
                term < tree.end or (term == tree.end and not tree.endexcl)
            )
            return after_start and before_end
    raise NotImplementedError(repr(tree))


def _in_a_row(terms: list[str], line: list[str], slop: int) -> bool:
    ends = {place for place, term in enumerate(line) if term == terms[0]}
    for wanted in terms[1:]:
        ends = {
            place
            for end in ends
            for place in range(end + 1, min(end + slop, len(line) - 1) + 1)
            if line[place] == wanted
        }
    return bool(ends)


def _distance(one: str, other: str) -> int:
    """Return Levenshtein's distance."""
    row = list(range(len(other) + 1))
    for number, letter in enumerate(one, start=1):
        above, row[0] = row[0], number
        for place, against in enumerate(other, start=1):
            above, row[place] = (
                row[place],
                min(row[place] + 1, row[place - 1] + 1, above + (letter != against)),
            )
    return row[-1]


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


# -- nodes that the evaluator does not know are asked of Whoosh's matchers, over several segments

UNKNOWN: list[Query] = [
    Regex("title", "str.*"),
    Variations("text", "port"),
    Sequence([Term("text", "port"), Prefix("text", "str")], slop=3),
    # With a scale, what stock Whoosh scores depends on which terms have ended before.
    Or([Term("text", "port"), Term("text", "strike"), Term("title", "bay")], minmatch=2),
    Term("date", FIRST_DAY.toordinal() + 3),
    Term("date", FIRST_DAY.toordinal() + 3, boost=2.0),
    Or([Term("date", FIRST_DAY.toordinal() + day) for day in range(9)]),
    Term("no such field", "port"),
    NumericRange("date", FIRST_DAY.toordinal(), None, constantscore=True),
    And([]),
    Phrase("no such field", ["port", "strike"]),
    Every("date"),
]


@pytest.mark.parametrize("tree", UNKNOWN, ids=repr)
def test_unknown_nodes_are_asked_of_whoosh(archives: dict[str, Asked], tree: Query) -> None:
    beside = [
        Or([tree, Term("text", "bay"), Term("title", "comet")]),
        And([Term("text", "bay"), Not(tree)]),
    ]
    for asked in archives.values():
        for whole in [tree, *(beside if tree != And([]) else [])]:
            assert_alike(asked, whole)


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
    for one in archives[state].reader._evaluators:
        size = one._segment.documents
        some = sorted(chance.sample(range(size), round(share * size)))
        among: Any = np.array(some, np.intp)
        if in_a_row:
            start = chance.randrange(size + 1)
            among = range(start, min(size, start + len(some)))
        whole, part = one.matches(tree), one.matches(tree, among)
        expected = whole.where(np.isin(whole.documents, np.array(among)))
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
        patched.setattr(evaluator, "MUCH_RARER", 1)
        patched.setattr(evaluator, "MANY_TERMS", 2)
        found = archives[state].ours(tree)
    assert found.keys() == expected.keys()
    assert all(isclose(found[document], expected[document], rel_tol=1e-5) for document in found)
