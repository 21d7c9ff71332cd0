"""Every engine answers every node of a tree, over every kind of field, and refuses all others."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from uuid import uuid4

import pytest
from whoosh.query import (
    And,
    AndMaybe,
    AndNot,
    ConstantScoreQuery,
    Every,
    FuzzyTerm,
    Not,
    NullQuery,
    NumericRange,
    Or,
    Phrase,
    Prefix,
    Query,
    Require,
    Term,
    TermRange,
    Wildcard,
)

from search import Headline, Item
from search.engine import Engine, Generation, Question, Reading, Rescoring
from search.engines import ENGINES, opener
from search.links import link_terms, part_term
from search.periods import Spread
from search.query.tree import (
    FORMS_FIELD,
    ID_FIELD,
    LINK_FIELD,
    NAME_FIELDS,
    NODES,
    TEXT_FIELDS,
    AnyField,
    AnySpelling,
    MostOf,
    OutletCount,
    all_of,
    alone,
    any_of,
    days,
    rarity,
)
from tests.search.plain_engine import ARCHIVES, PlainEngine

LINK = "https://reuters.example/port-strike"
ITEMS = (
    Item(
        id="1",
        title="Port strike enters second week",
        day=date(2026, 1, 3),
        headlines=(
            Headline("Port strike enters second week", "Reuters", LINK),
            Headline("Dockers stay out", "BBC", "https://bbc.example/dockers"),
        ),
        tags=("strike", "Port"),
        categories=("World",),
        feed="https://a.example/feed",
    ),
    Item(
        id="2",
        title="A comet over the port",
        day=date(2026, 1, 4),
        text="No strike disturbed the comet. The second one was seen by dockers, who stay out.",
        tags=("comet",),
        categories=("Science", "World"),
        link=LINK,
    ),
    Item(
        id="3",
        title="Notice",
        day=None,
        text="strike strike port",
        headlines=(Headline("Notice", "BBC"),),
        tags=("strike",),
        feed="https://b.example/feed",
    ),
    Item(id="4", title="", day=date(2025, 12, 31)),
)

#: Field of names -> the items that have a value in it.
HAVING = {"sources": "1 3", "tags": "1 2 3", "categories": "1 2", "feed": "1 3"}
#: Trees, and the ids of the items that each finds. Words are stems: `docker`, `notic`.
TABLE: list[tuple[Query, str]] = [
    (Every(), "1 2 3 4"),
    *((Every(field), found) for field, found in HAVING.items()),
    (And([Term("title", "port"), Every("feed")]), "1"),
    (And([Every("tags"), Every("sources")]), "1 3"),
    (And([days(date(2026, 1, 4), None), Every("categories")]), "2"),
    (Not(Every("tags")), "4"),
    (NullQuery, ""),
    (Term("title", "strike"), "1"),
    (Term("headlines", "docker"), "1"),
    (Term("text", "strike"), "2 3"),
    (Term("text", "strike", boost=0.0), "2 3"),
    (Term("text", "nosuch"), ""),
    (Term("text", "\ud800"), ""),
    (Term("sources", "bbc"), "1 3"),
    (Term("sources", "BBC"), ""),
    (Term("tags", "strike"), "1 3"),
    (Term("categories", "world"), "1 2"),
    (Term("feed", "https://b.example/feed"), "3"),
    (Term("path", "2"), "2"),
    (Term("path", "22"), ""),
    (Term("link", part_term("port-strike")), "1 2"),
    (Term("link", part_term("port")), ""),
    (Phrase("link", link_terms(LINK)), "1 2"),
    (Phrase("link", link_terms("bbc.example")), "1"),
    (Phrase("link", link_terms("example/dockers")), "1"),
    (Phrase("link", link_terms("reuters.example/dockers")), ""),
    (Phrase("link", link_terms("port-strike/bbc.example")), ""),
    (Phrase("title", ["port", "strike"]), "1"),
    (Phrase("title", ["strike", "port"]), ""),
    (Phrase("title", ["port", "enter"]), ""),
    (Phrase("title", ["port", "enter"], slop=2), "1"),
    (Phrase("title", ["port", "enter", "week"], slop=2), ""),
    (Phrase("title", ["port", "enter", "week"], slop=3), "1"),
    (Phrase("title", ["port", "nosuch"], slop=2), ""),
    (Phrase("headlines", ["second", "week"]), "1"),
    (Phrase("headlines", ["week", "docker"], slop=50), ""),
    (Phrase("text", ["strike", "strike"]), "3"),
    (Phrase("text", ["strike", "strike", "strike"], slop=9), ""),
    (Phrase("text", ["strike", "port"], slop=2), "3"),
    (Phrase("text", ["port"]), "3"),
    (days(date(2026, 1, 3), date(2026, 1, 3)), "1"),
    (days(date(2026, 1, 4), None), "2"),
    (days(None, date(2026, 1, 3)), "1 4"),
    (days(date(2026, 1, 4), date(2026, 1, 3)), ""),
    (days(None, None), "1 2 4"),
    (NumericRange("date", date.max.toordinal(), date.min.toordinal()), ""),
    (And([Term("title", "port"), Term("title", "strike")]), "1"),
    (And([Term("title", "port"), Not(Term("title", "strike"))]), "2"),
    (And([Every(), Not(Term("title", "port")), Not(Term("tags", "strike"))]), "4"),
    (And([Term("tags", "strike"), days(None, None)]), "1"),
    (And([Or([Term("title", "port"), Term("text", "port")]), Term("tags", "strike")]), "1 3"),
    (And([Phrase("title", ["port", "strike"]), Term("sources", "bbc")]), "1"),
    (And([Term("title", "port")]), "1 2"),
    (And([Term("title", "port"), NullQuery]), ""),
    (And([Term("title", "port"), Not(NullQuery)]), "1 2"),
    (And([And([Term("title", "port"), Every()]), Term("tags", "comet")]), "2"),
    (Or([Term("title", "port"), Term("text", "port")]), "1 2 3"),
    (Or([Term("title", "nosuch"), Term("tags", "comet")]), "2"),
    (Or([Phrase("title", ["port", "strike"]), days(None, date(2025, 12, 31))]), "1 4"),
    (Or([Term("tags", name) for name in ("strike", *"abcdefghi", "comet")]), "1 2 3"),
    (Or([Term("text", name) for name in ("port", *"abcdefghi", "comet")]), "2 3"),
    (Or([And([Term("title", "port"), Not(Term("tags", "port"))]), NullQuery]), "2"),
    (Or([Every(), Term("tags", "nosuch")]), "1 2 3 4"),
    (Or([Or([Term("tags", "comet"), Term("tags", "port")]), Term("title", "notic")]), "1 2 3"),
    (Or([]), ""),
    (AnySpelling([Term("title", "port"), Term("text", "port")]), "1 2 3"),
    (AnySpelling([Term("text", name) for name in ("port", *"abcdefghi", "comet")]), "2 3"),
    (AnySpelling([Term("title", "nosuch")]), ""),
    (AnySpelling([]), ""),
    (
        And([AnySpelling([Term("title", "strike"), Term("text", "strike")]), days(None, None)]),
        "1 2",
    ),
    (AnyField([Phrase("title", ["port", "strike"]), Phrase("text", ["port", "strike"])]), "1"),
    (AnyField([Phrase("title", ["second", "on"], slop=9), Phrase("text", ["stay", "out"])]), "2"),
    (AnyField([]), ""),
    (Or([AnyField([Phrase("text", ["strike", end])]) for end in ("x", "strike", "y", "z")]), "3"),
    (MostOf([Term("text", "comet"), Term("text", "docker"), Term("title", "nosuch")]), "2"),
    (MostOf([Term("title", "notic"), Term("tags", "comet")]), "2 3"),
    (MostOf([Term("title", "nosuch"), NullQuery]), ""),
    (MostOf([]), ""),
    (MostOf([Term("text", word) for word in ("comet", "docker", "disturb", "strike")]), "2"),
    (And([MostOf([Term("text", "comet"), Term("text", "strike")]), Term("path", "3")]), ""),
    (Not(MostOf([Term("text", "comet"), Term("text", "docker")])), "1 3 4"),
    (OutletCount(0), "1 2 3 4"),
    (OutletCount(1), "1 3"),
    (OutletCount(2), "1"),
    (OutletCount(0, 0), "2 4"),
    (OutletCount(1, 1), "3"),
    (OutletCount(0, 1), "2 3 4"),
    (OutletCount(1, 2, boost=2.0), "1 3"),
    (OutletCount(3), ""),
    (OutletCount(2, 1), ""),
    (OutletCount(0, -1), ""),
    (And([OutletCount(1), Term("title", "notic")]), "3"),
    (And([OutletCount(1), OutletCount(0, 1)]), "3"),
    (And([OutletCount(1), Not(OutletCount(2))]), "3"),
    (Or([OutletCount(2), Term("title", "notic")]), "1 3"),
    (Not(OutletCount(1)), "2 4"),
    (Term("forms", "dockers"), "1 2"),
    (Term("forms", "docker"), ""),
    (And([Term("forms", "strike"), Term("text", "comet")]), "2"),
    (ConstantScoreQuery(Term("title", "port"), 2.0), "1 2"),
    (ConstantScoreQuery(AnyField([Phrase("title", ["port", "strike"])]), 2.0), "1"),
    (ConstantScoreQuery(AnyField([]), 2.0), ""),
    (ConstantScoreQuery(Not(Term("title", "port")), 2.0), "3 4"),
    # Each in each of the joins.
    (And([ConstantScoreQuery(Term("title", "port"), 2.0), Term("tags", "comet")]), "2"),
    (Or([ConstantScoreQuery(NullQuery, 2.0), Term("tags", "comet")]), "2"),
    (Not(ConstantScoreQuery(Term("title", "port"), 2.0)), "3 4"),
    (And([MostOf([Term("text", "comet")]), Every()]), "2"),
    (Or([MostOf([Term("text", "comet")]), Every("tags")]), "1 2 3"),
    (And([AnyField([Phrase("title", ["port", "strike"])]), Term("sources", "bbc")]), "1"),
    (Or([AnySpelling([Term("title", "port")]), Every("sources")]), "1 2 3"),
    (Not(AnySpelling([Term("title", "port")])), "3 4"),
    (Not(AnyField([Phrase("title", ["port", "strike"])])), "2 3 4"),
    (Not(Term("title", "port")), "3 4"),
    (Not(Phrase("title", ["port", "strike"])), "2 3 4"),
    (Not(days(None, None)), "3"),
    (Not(Every()), ""),
    (Not(NullQuery), "1 2 3 4"),
    (Not(And([Term("title", "port"), Term("title", "strike")])), "2 3 4"),
    (Not(Or([Term("title", "port"), Term("title", "notic")])), "4"),
    # As the compiler joins them.
    (all_of([Term("title", "port"), Not(Term("title", "strike")), None]), "2"),
    (all_of([Not(Term("title", "port")), Not(Term("tags", "strike"))]), "4"),
    (any_of([Term("title", "port"), Or([Term("text", "port"), NullQuery])]), "1 2 3"),
    (alone(Not(Term("title", "port"))), "3 4"),
    (alone(None), "1 2 3 4"),
]


class OtherAnd(And):  # type: ignore[misc]
    """A node outside the set, though it is like one of it."""


class OtherNot(Not):  # type: ignore[misc]
    """Another one."""


#: Trees that hold something else than the nodes of the set, over their fields.
OTHERS: list[Query] = [
    Wildcard("title", "st*ke"),
    Prefix("title", "str"),
    FuzzyTerm("title", "strke"),
    TermRange("title", "a", "z"),
    AndNot(Term("title", "strike"), Term("title", "port")),
    AndMaybe(Term("title", "strike"), Term("title", "port")),
    Require(Term("title", "strike"), Term("title", "port")),
    OtherAnd([Term("title", "strike"), Term("title", "port")]),
    OtherNot(Term("title", "strike")),
    And([Term("title", "strike"), Wildcard("title", "p*")]),
    And([Term("title", "strike"), OtherNot(Term("title", "port"))]),
    Or([Term("title", "strike"), Wildcard("title", "p*")]),
    Not(Wildcard("title", "p*")),
    Every("title"),
    Term("nosuch", "strike"),
    Term("date", "2026-01-03"),
    Phrase("path", ["1", "2"]),
    Phrase("tags", ["night", "sky"]),
    NumericRange("title", 1, 2),
]


@pytest.fixture(scope="module", params=["folder", "plain"])
def engine(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Engine]:
    """Hold ITEMS; not to be changed."""
    place = str(tmp_path_factory.mktemp("nodes") / "index")
    if request.param == "plain":
        place = f"plain://{place}"
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(ENGINES, "plain", lambda: PlainEngine)
        engine = opener(place).create(place, "english", uuid4())
        with engine.changing() as writer:
            # In two segments, with deleted documents.
            for items in (ITEMS[::2], [*ITEMS[1::2], Item(id="5", title="Port", day=None)]):
                writer.add_read(Reading(items, _as_it_is, _ignored, _cannot))
                writer.commit()
            writer.remove(["5"])
        yield engine
        engine.close()
        ARCHIVES.pop(place, None)


def _as_it_is(item: Item) -> tuple[Item, None]:
    return item, None


def _ignored(telling: object) -> None:
    pass


def _cannot(source: object, cause: str) -> None:
    raise AssertionError(f"{source}: {cause}")


def ids(generation: Generation, **question: object) -> str:
    answer = generation.search(Question(count=10, **question))  # type: ignore[arg-type]
    assert answer.total == len(answer.hits)
    return " ".join(sorted(item.id for item, _ in answer.hits))


@pytest.mark.parametrize(("tree", "found"), TABLE, ids=[repr(tree) for tree, _ in TABLE])
def test_every_engine_answers_every_node(engine: Engine, tree: Query, found: str) -> None:
    generation = engine.newest()
    assert ids(generation, tree=tree) == found
    assert generation.totals([Question(tree=tree)]) == [len(found.split())]
    # Within limits, too: there engines may look at fewer documents.
    some = set(found.split()) & {"1", "2"}
    assert set(ids(generation, tree=tree, since=date(2026, 1, 1)).split()) == some
    assert set(ids(generation, tree=tree, included={"categories": ("World",)}).split()) == some
    left = set(found.split()) - {"1", "2"}
    assert set(ids(generation, tree=tree, excluded={"categories": ("World",)}).split()) == left


@pytest.mark.parametrize("tree", OTHERS, ids=repr)
def test_every_engine_refuses_other_nodes(engine: Engine, tree: Query) -> None:
    with pytest.raises(TypeError, match="not a node that an engine knows"):
        engine.newest().search(Question(tree=tree, count=10))


def _nodes(tree: Query) -> Iterator[Query]:
    yield tree
    for child in [tree.query] if isinstance(tree, Not) else tree.children():
        yield from _nodes(child)


EVERY_NODE = [node for tree, _ in TABLE for node in _nodes(tree)]


def test_the_table_holds_every_node_alone_and_in_others() -> None:
    assert {type(tree) for tree, _ in TABLE} == set(NODES)
    assert {type(node) for node in EVERY_NODE} == set(NODES)
    for joining in (And, Or, Not):
        inside = {
            type(child)
            for node in EVERY_NODE
            if type(node) is joining
            for child in ([node.query] if joining is Not else node.subqueries)
        }
        assert inside >= set(NODES) - {Not}


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        (Term, {*TEXT_FIELDS, *NAME_FIELDS, FORMS_FIELD, LINK_FIELD, ID_FIELD}),
        (Phrase, {*TEXT_FIELDS, LINK_FIELD}),
        (NumericRange, {"date"}),
    ],
)
def test_the_table_holds_every_kind_of_field(kind: type[Query], fields: set[str]) -> None:
    assert {node.fieldname for node in EVERY_NODE if type(node) is kind} == fields


@pytest.mark.parametrize(
    ("tree", "score"),
    [
        (Every(), 1.0),
        (Every(boost=2.5), 2.5),
        (Every("tags", boost=2.5), 2.5),
        (Term("tags", "strike", boost=3.0), 3.0),
        (Or([Term("tags", "strike", boost=3.0), Term("sources", "bbc")]), 4.0),
        (Or([Term("tags", "strike"), Term("tags", "nosuch")], boost=2.0), 2.0),
        (And([Term("tags", "strike"), Every(), Not(Term("tags", "comet"))]), 2.0),
        (Not(Term("title", "comet")), 1.0),
        (NumericRange("date", 1, None, boost=1.5), 1.5),
        (Phrase("link", link_terms(LINK), boost=2.0), 2.0),
        (OutletCount(1, boost=2.5), 2.5),
        (ConstantScoreQuery(Term("title", "port"), 0.5), 0.5),
    ],
    ids=repr,
)
def test_what_is_no_word_scores_its_boost(engine: Engine, tree: Query, score: float) -> None:
    hits = {item.id: own for item, own in engine.newest().search(Question(tree=tree, count=9)).hits}
    assert hits["1"] == pytest.approx(score)


def test_a_phrase_scores_as_all_of_its_words_do(engine: Engine) -> None:
    words = And([Term("title", "port", boost=2.0), Term("title", "strike", boost=2.0)])
    trees = (Phrase("title", ["port", "strike"], boost=2.0), words)
    one, other = (engine.newest().search(Question(tree=tree, count=1)) for tree in trees)
    assert one.hits[0][1] == pytest.approx(other.hits[0][1])


@pytest.mark.parametrize(("form", "having"), [("dockers", 2), ("second", 2), ("notice", 1)])
def test_a_form_scores_how_rare_it_is(engine: Engine, form: str, having: int) -> None:
    (best,) = engine.newest().search(Question(tree=Term("forms", form, boost=0.5), count=1)).hits
    assert best[1] == pytest.approx(0.5 * rarity(len(ITEMS), having))


# -- the best hits, scored anew


@pytest.mark.parametrize(
    ("most", "count", "order"),
    [
        (9, 9, "3 1 2"),
        (2, 9, "1 2 3"),  # the third best cannot come first, though it scores more
        (2, 1, "1"),
        (3, 1, "3"),
    ],
)
def test_only_the_best_hits_are_scored_anew(
    engine: Engine, most: int, count: int, order: str
) -> None:
    tree = Or([Term("path", "1", boost=3.0), Term("path", "2", boost=2.0), Term("path", "3")])
    looked: list[str] = []

    def tree_for(best: Sequence[tuple[Item, float]], _: Mapping[str, int]) -> Query:
        looked.extend(f"{item.id} {score:g}" for item, score in best)
        return Term("path", "3", boost=5.0)

    rescoring = Rescoring(tree_for=tree_for, looked_at=2, most=most)
    answer = engine.newest().search(Question(tree=tree, count=count, rescoring=rescoring))
    assert " ".join(item.id for item, _ in answer.hits) == order
    assert answer.total == 3, "no hit is lost, and none is found by it"
    assert looked == ["1 3", "2 2"]


def test_hits_that_equal_the_last_of_the_best_are_scored_anew_too(engine: Engine) -> None:
    more = Or([Term("path", "4", boost=5.0), Term("path", "1", boost=4.0)])
    rescoring = Rescoring(tree_for=lambda *_: more, most=1)
    answer = engine.newest().search(Question(tree=Every(), count=2, rescoring=rescoring))
    assert [(item.id, score) for item, score in answer.hits] == [("4", 6.0), ("1", 5.0)]


def test_all_hits_are_counted_over_time_however_few_are_scored_anew(engine: Engine) -> None:
    rescoring = Rescoring(tree_for=lambda *_: NullQuery, most=1)
    best = Term("path", "1", boost=3.0)
    question = Question(tree=Or([best, Every()]), count=1, rescoring=rescoring, timeline=Spread())
    timeline = engine.newest().search(question).timeline
    assert timeline is not None
    assert (sum(bar.count for bar in timeline.bars), timeline.undated) == (3, 1)


def test_by_day_nothing_is_scored_anew(engine: Engine) -> None:
    rescoring = Rescoring(tree_for=lambda *_: pytest.fail("was asked"))
    question = Question(tree=Every(), count=9, sort="newest", rescoring=rescoring)
    assert {score for _, score in engine.newest().search(question).hits} == {1.0}


def test_scores_are_told_of_items_by_their_ids(engine: Engine) -> None:
    trees = [Term("tags", "comet", boost=2.0), Every(), NullQuery, Term("title", "port")]
    names, every, none, words = engine.newest().scores(["2", "nosuch", "1", "2"], trees)
    assert names == [2.0, None, None, 2.0]
    assert every == [1.0, None, 1.0, 1.0]
    assert none == [None] * 4
    found = engine.newest().search(Question(tree=trees[-1], count=9)).hits
    assert {item.id: score for item, score in found} == {
        "2": pytest.approx(words[0]),
        "1": pytest.approx(words[2]),
    }
    assert engine.newest().scores([], trees) == [[], [], [], []]
