"""A value of the wrong type is refused by a Backfile error that says what to give."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import numpy as np
import pytest

from search import (
    Archive,
    BackfileError,
    EngineUnknown,
    Headline,
    Item,
    ItemInvalid,
    ItemWrongType,
    RequestInvalid,
    RequestWrongType,
    SearchRequest,
    WrongType,
)
from search.arguments import MAX_SHOWN

ITEM = Item(id="a", title="a port", day=None, tags=("t",))
JSON = {"id": "a", "title": "a port", "day": None}
Ask = Callable[[Archive], Any]


def limited(**limits: Any) -> Ask:
    return lambda archive: archive.search("port", **limits)


def item(**members: Any) -> Ask:
    return lambda archive: Item(**{"id": "a", "title": "a", "day": None} | members)


def change(use: Callable[[Any], Any]) -> Ask:
    def changed(archive: Archive) -> None:
        with archive.change() as change:
            use(change)

    return changed


@pytest.fixture
def archive(make: Callable[..., Archive]) -> Archive:
    return make([ITEM])


ASKED: dict[str, tuple[Ask, str]] = {
    "page='2'": (limited(page="2"), "is not a whole number; give an int from 1 to 1000000"),
    "page=2.0": (limited(page=2.0), "page: 2.0 is not a whole number"),
    "page=True": (limited(page=True), "page: True is not a whole number"),
    "page=None": (limited(page=None), "page: None is not a whole number"),
    "per_page='x'": (limited(per_page="x"), "give an int from 1 to 100"),
    "since=5": (limited(since=5), "since: 5 is not a date; give a datetime.date, or write one"),
    "since=[]": (limited(since=[]), "since: [] is not a date"),
    "until=b": (limited(until=b"2026"), "until: b'2026' is not a date"),
    "as_of=1.5": (limited(as_of=1.5), "as_of: 1.5 is not a date"),
    "tags=None": (limited(tags=None), "tags: None is not a text or list of texts"),
    "tags={}": (limited(tags={"a": 1}), "tags: {'a': 1} is not a text or list of texts"),
    "tags=b": (limited(tags=b"a"), "tags: b'a' is not a text or list of texts"),
    "tags=[None]": (limited(tags=[None]), "not a text or list of texts"),
    "tags=[5.0]": (limited(tags=[5.0]), "not a text or list of texts"),
    "year=True": (limited(year=True), "year: True is not a text or list of texts"),
    "sort=[]": (limited(sort=[]), "sort: [] is not text"),
    "standing=1": (limited(standing=1), "standing: 1 is neither True nor False"),
    "facets=5.0": (limited(facets=5.0), "facets: 5.0 is not a text or list of texts"),
    "query=5": (lambda archive: archive.search(5), "query: 5 is not text; give a str"),
    "query=b": (lambda archive: archive.search(b"port"), "query: b'port' is not text"),
    "request tags": (lambda archive: SearchRequest(tags="x"), "tags: 'x' is not a tuple of texts"),
    "request since": (lambda archive: SearchRequest(since="2026"), "'2026' is not a datetime.date"),
    "request time": (
        lambda archive: SearchRequest(since=datetime(2026, 1, 1)),
        "not a datetime.date",
    ),
    "at_page": (lambda archive: SearchRequest().at_page("2"), "page: '2' is not a whole number"),
    "add": (lambda archive: SearchRequest().add("tags", 5), "tags: (5,) is not a tuple of texts"),
    "remove": (lambda archive: SearchRequest().remove("tags", 5), "value: 5 is not text"),
    "included": (lambda archive: SearchRequest().included([]), "facet: [] is not text"),
    "params=5": (lambda archive: SearchRequest.from_params(5), "5 is not a list of pairs of texts"),
    "params={}": (lambda archive: SearchRequest.from_params({"q": "x"}), "not a list of pairs"),
    "params=2": (lambda archive: SearchRequest.from_params([("q", 2)]), "not a list of pairs"),
    "item=5": (lambda archive: archive.item(5), "id: 5 is not text"),
    "item=None": (lambda archive: archive.item(None), "id: None is not text"),
    "item as of": (lambda archive: archive.item("a", as_of=5), "as_of: 5 is not a date"),
    "states": (lambda archive: archive.states(b"a"), "id: b'a' is not text"),
    "related": (lambda archive: archive.related(ITEM), "is not text; give a str"),
    "related limit": (lambda archive: archive.related("a", "5"), "limit: '5' is not a whole"),
    "suggest": (lambda archive: archive.suggest(None), "query: None is not text"),
    "suggest limit": (lambda archive: archive.suggest("p", 1.5), "limit: 1.5 is not a whole"),
    "facet=5": (lambda archive: archive.facet(5), "facet: 5 is not text"),
    "facet=[]": (lambda archive: archive.facet(["tags"]), "facet: ['tags'] is not text"),
    "facet limit": (lambda archive: archive.facet("tags", limit="1"), "limit: '1' is not a whole"),
    "facet offset": (lambda archive: archive.facet("tags", offset=None), "offset: None is not a"),
    "facet prefix": (lambda archive: archive.facet("tags", prefix=5), "prefix: 5 is not text"),
    "facet request": (lambda archive: archive.facet("tags", 5), "query: 5 is not text"),
}
ADDED: dict[str, tuple[Ask, str]] = {
    "add(5)": (lambda archive: archive.add(5), "items: 5 is not a list; give a list of Items"),
    "add(None)": (lambda archive: archive.add(None), "items: None is not a list"),
    "add(text)": (lambda archive: archive.add("a"), "items: 'a' is not a list"),
    "add(mapping)": (lambda archive: archive.add({"id": "a"}), "is not a list"),
    "add(item)": (lambda archive: archive.add(ITEM), "item 'a' is one item; give it in a list"),
    "add([5])": (lambda archive: archive.add([5]), "5 is not an Item; give an Item, or the list"),
    "add([text])": (lambda archive: archive.add(["a"]), "'a' is not an Item"),
    "add([None])": (lambda archive: archive.add([None]), "None is not an Item"),
    "add([mapping])": (lambda archive: archive.add([{"id": "a"}]), "{'id': 'a'} is not an Item"),
    "add([[5]])": (lambda archive: archive.add([[ITEM, 5]]), "is not an Item"),
    "remove(5)": (lambda archive: archive.remove(5), "ids: 5 is not a list; give a list of the"),
    "remove(text)": (lambda archive: archive.remove("a"), "'a' is one id; give a list of ids"),
    "remove([5])": (lambda archive: archive.remove([5]), "ids: 5 is not text"),
    "remove([item])": (lambda archive: archive.remove([ITEM]), "is not text"),
    "Item(tags=text)": (item(tags="x"), "tags must be a list or tuple, not 'x'"),
    "Item(tags=b)": (item(tags=b"x"), "tags must be a list or tuple, not b'x'"),
    "Item(tags=[5])": (item(tags=[5]), "tags holds 5; each must be a str"),
    "Item(headlines)": (item(headlines=["x"]), "headlines holds 'x'; each must be a Headline"),
    "Item(headline)": (item(headlines=[Headline(5)]), "must hold text; give strs"),
    "Item(title)": (item(title=None), "title must be text, not None"),
    "Item(day)": (item(day=5), "5 is not a day; give a datetime.date or None"),
    "Item(seen)": (item(seen="now"), "seen is 'now', which is not a time"),
    "from_json": (lambda archive: Item.from_json(5), "5 is not a mapping; give what `as_json`"),
    "states_from_json": (lambda archive: Item.states_from_json([]), "[] is not a mapping"),
    "states": (
        lambda archive: Item.states_from_json(JSON | {"states": 5}),
        "states: 5 is not a list",
    ),
}
OTHERS: dict[str, tuple[Ask, str]] = {
    "open(5)": (lambda archive: Archive.open(5), "5 is not a path; give a str or a pathlib.Path"),
    "open(b)": (lambda archive: Archive.open(b"index"), "b'index' is not a path"),
    "create(None)": (lambda archive: Archive.create(None), "None is not a path"),
    "language": (lambda archive: Archive.create("x", language=5), "language: 5 is not text"),
    "jobs": (lambda archive: archive.add([ITEM], jobs="2"), "jobs: '2' is not a whole number"),
    "jobs=0": (lambda archive: archive.add([ITEM], jobs=0), "jobs: 0 is not from 1 to 256; give"),
    "jobs=257": (lambda archive: archive.add([ITEM], jobs=257), "jobs: 257 is not from 1 to 256"),
    "jobs=-5": (lambda archive: archive.add([ITEM], jobs=-5), "jobs: -5 is not from 1 to 256"),
    "wait": (lambda archive: archive.change(wait="1").__enter__(), "wait: '1' is not a number"),
    "wait=nan": (lambda archive: archive.change(wait=float("nan")).__enter__(), "wait: nan is"),
    "id(text)": (lambda archive: Archive.create("x", id="d79c"), "id: 'd79c' is not a UUID"),
    "id(3)": (lambda archive: Archive.create("x", id=3), "id: 3 is not a UUID; give a uuid.UUID"),
    "read": (change(lambda change: change.add_read([5], None, print, print)), "read: None cannot"),
    "told": (change(lambda change: change.add_read([5], print, 5, print)), "told: 5 cannot be"),
    "read's": (change(lambda change: change.add_read([5], str, print, print)), "'5' is not two"),
    "steps": (
        change(lambda change: change.add_read([], print, print, print, steps=3)),
        "steps: 3 is not two values; give a function to call before and one after",
    ),
    "sources": (
        change(lambda change: change.add_read(5, None, None, None)),
        "sources: 5 is not a list; give a list of what `read` takes",
    ),
    "note": (change(lambda change: change.leave_note(5)), "note: 5 is not text"),
}


@pytest.mark.parametrize(("ask", "said"), ASKED.values(), ids=ASKED)
def test_no_search_can_have_it(archive: Archive, ask: Ask, said: str) -> None:
    with pytest.raises(RequestWrongType) as caught:
        ask(archive)
    assert said in str(caught.value)
    for kind in (RequestInvalid, WrongType, TypeError, ValueError):
        assert isinstance(caught.value, kind)


@pytest.mark.parametrize(("ask", "said"), ADDED.values(), ids=ADDED)
def test_no_item_can_have_it(archive: Archive, ask: Ask, said: str) -> None:
    with pytest.raises(ItemWrongType) as caught:
        ask(archive)
    assert said in str(caught.value)
    for kind in (ItemInvalid, WrongType, TypeError, ValueError):
        assert isinstance(caught.value, kind)
    assert archive.info().items == 1


@pytest.mark.parametrize(("ask", "said"), OTHERS.values(), ids=OTHERS)
def test_no_archive_can_have_it(archive: Archive, ask: Ask, said: str) -> None:
    with pytest.raises(WrongType) as caught:
        ask(archive)
    assert said in str(caught.value)


@pytest.mark.parametrize(
    ("ask", "said"),
    [
        (lambda archive: archive.facet("tags", limit=-1), "limit: -1 is below 0; give 0 or more"),
        (lambda archive: archive.facet("tags", offset=-3), "offset: -3 is below 0"),
        (lambda archive: archive.related("a", limit=-1), "limit: -1 is below 0"),
        (lambda archive: archive.suggest("a", limit=-1), "limit: -1 is below 0"),
        (lambda archive: archive.suggest("a", cursor=-1), "cursor: -1 is below 0"),
        (limited(page=0), "page: 0 is not between 1 and 1000000"),
        (limited(per_page=101), "per_page: 101 is not between 1 and 100"),
        (limited(tag="x"), "'tag' is not a limit; did you mean tags?"),
        (limited(not_tag="x"), "did you mean not_tags?"),
        (limited(colour="x"), "the limits are SearchRequest's fields"),
    ],
)
def test_numbers_and_names_that_are_none(archive: Archive, ask: Ask, said: str) -> None:
    with pytest.raises(RequestInvalid) as caught:
        ask(archive)
    assert said in str(caught.value)
    assert not isinstance(caught.value, TypeError)


@pytest.mark.parametrize(
    "ask",
    [
        lambda archive: SearchRequest(tags=["x" * 5_000]),
        lambda archive: archive.search(["x"] * 5_000),
        item(tags="x" * 5_000),
        item(id=["x"] * 5_000),
        lambda archive: archive.add(["x" * 5_000]),
        lambda archive: archive.facet("x" * 5_000),
        limited(sort="x" * 5_000),
    ],
)
def test_long_values_are_cut(archive: Archive, ask: Ask) -> None:
    with pytest.raises(BackfileError) as caught:
        ask(archive)
    assert "…" in str(caught.value)
    assert len(str(caught.value)) < 150 + 2 * MAX_SHOWN


def test_no_folder_has_a_nul_in_its_name() -> None:
    for make in (Archive.open, Archive.create):
        with pytest.raises(EngineUnknown, match="NUL"):
            make("a\0b")


def test_an_address_that_no_engine_has_is_told_without_what_may_be_a_password() -> None:
    for make in (Archive.open, Archive.create):
        with pytest.raises(EngineUnknown, match=r"^ftp://…: .*name a folder") as caught:
            make("ftp://reader:s3cret@files.example/news")
        assert "s3cret" not in str(caught.value)


def test_what_means_the_same_is_taken(archive: Archive) -> None:
    assert archive.search("port", page=np.int64(1)).request == SearchRequest(query="port")
    assert archive.search(year=2026).request.year == ("2026",)
    assert archive.search(since=2026).request.since == date(2026, 1, 1)
    assert archive.search(tags={"t"}).total == archive.search(tags="t").total == 1
    assert archive.facet("tags", limit=0)[0] == archive.suggest("p", 0) == []
    assert archive.add(item for item in (ITEM, (ITEM,))) == 1
    with pytest.raises(ItemInvalid, match="give at least one"):
        archive.add([[]])
