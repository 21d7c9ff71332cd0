"""An archive remembers what its items were, and answers as it stood on any day.

The model below is a list of states for each id, read whole for each question.
"""

import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from whoosh.index import open_dir
from whoosh.query import Term

from search import Archive, Headline, Item, ItemInvalid, ItemNotFound, Version
from search.embedded.generation import FolderGeneration
from search.embedded.store.folder import Folder
from search.packed import pack, unpack, unpack_state

START = datetime(2026, 1, 1, tzinfo=UTC)
WORDS = ("port", "strike", "comet", "bay")
OUTLETS = ("BBC", "DW", "Reuters")


def at(day: int, hour: int = 12) -> datetime:
    return datetime(2026, 1, day, hour, tzinfo=UTC)


def state(id: str, title: str, seen: datetime | None, *outlets: str, day: int = 1) -> Item:
    lines = tuple(Headline(text=f"{title} {outlet}", outlet=outlet) for outlet in outlets)
    return Item(id=id, title=title, day=date(2026, 1, day), headlines=lines, seen=seen)


STRIKE = [
    state("strike", "Dockers vote", None, "BBC"),
    state("strike", "Port strike begins", at(3), "BBC", "DW", day=3),
    state("strike", "Port strike begins again", at(3, 20), "DW", day=3),
    state("strike", "Port strike ends", at(6), "DW", "Reuters", day=6),
]
COMET = state("comet", "Comet over the port", at(5), "Reuters")
OLD = state("old", "The harbour of old", None, "BBC")


@pytest.fixture
def archive(tmp_path: Path, address: Callable[[Path], str]) -> Iterator[Archive]:
    with Archive.create(address(tmp_path / "index")) as archive:
        assert archive.add([STRIKE, COMET, OLD]) == 3
        yield archive


def ids(archive: Archive, query: str = "", day: int | None = None) -> set[str]:
    as_of = date(2026, 1, day) if day else None
    return {hit.title for hit in archive.search(query, as_of=as_of).hits}


def test_a_search_sees_the_newest_state_of_each_item(archive: Archive) -> None:
    assert archive.info().items == 3
    assert archive.search().total == 3
    assert ids(archive, "port") == {"Port strike ends", "Comet over the port"}
    assert ids(archive, "dockers") == set()
    assert archive.suggest("dock") == []
    assert [(own.kind, own.count) for own in archive.suggest("strik")] == [
        ("word", 1),
        ("title", 1),
    ]
    sources, _ = archive.facet("sources")
    assert {entry.value: entry.count for entry in sources} == {"Reuters": 2, "BBC": 1, "DW": 1}


@pytest.mark.parametrize(
    ("day", "titles"),
    [
        (1, {"Dockers vote", "The harbour of old"}),
        (2, {"Dockers vote", "The harbour of old"}),
        (3, {"Port strike begins again", "The harbour of old"}),
        (5, {"Port strike begins again", "The harbour of old", "Comet over the port"}),
        (6, {"Port strike ends", "The harbour of old", "Comet over the port"}),
        (31, {"Port strike ends", "The harbour of old", "Comet over the port"}),
    ],
)
def test_a_search_as_of_a_day_sees_what_stood_then(
    archive: Archive, day: int, titles: set[str]
) -> None:
    assert ids(archive, day=day) == titles


def test_words_that_only_an_older_state_has_are_completed_and_corrected_on_its_day(
    archive: Archive,
) -> None:
    assert ids(archive, "dock*", 1) == ids(archive, "dockesr~", 1) == {"Dockers vote"}
    assert ids(archive, "dock*") == set()


def test_a_name_is_taken_as_the_day_writes_it(archive: Archive) -> None:
    archive.add([[state("name", "Ferry", None, "Bbc"), state("name", "Ferry", at(8), "bbc")]])
    assert sorted(entry.text for entry in archive.suggest("bbc")) == ["BBC", "bbc"]
    then = archive.search("ferry", sources="Bbc", as_of=date(2026, 1, 2))
    assert then.total == 1
    assert [note for note in then.notes if "Bbc" in note] == []
    assert archive.search(sources="bBC").request.sources == ("BBC",)
    assert archive.search(sources="dw", as_of=date(2026, 1, 2)).request.sources == ("dw",)
    assert archive.search(sources="dw", as_of=date(2026, 1, 3)).request.sources == ("DW",)


def test_an_item_is_that_of_the_day_and_knows_what_it_was_before(archive: Archive) -> None:
    versions = tuple(Version(item.seen, item.title, item.headlines) for item in STRIKE)
    assert archive.item("strike") == replace(STRIKE[3], versions=versions[:3])
    assert archive.item("strike", as_of="2026-01-04") == replace(STRIKE[2], versions=versions[:2])
    assert archive.item("strike", as_of=date(2026, 1, 2)) == STRIKE[0]
    assert archive.item("strike", as_of=date.max) == archive.item("strike")
    assert archive.item("old", as_of=date.min) == OLD
    with pytest.raises(ItemNotFound, match="had no item 'comet' on 2026-01-04"):
        archive.item("comet", as_of=date(2026, 1, 4))
    assert archive.item("comet", as_of=date(2026, 1, 5)) == COMET


def test_what_went_later_was_still_there(archive: Archive) -> None:
    gone = date(2026, 1, 9)
    archive.add([[*STRIKE[:3], replace(STRIKE[3], gone=gone)], replace(COMET, gone=gone)])
    for id in ("strike", "comet"):
        assert archive.item(id).gone == gone
        assert archive.item(id, as_of=gone).gone == gone
        assert archive.item(id, as_of=date(2026, 1, 8)).gone is None


#: Seen on the 2nd, gone on the 4th, back on the 7th, gone again on the 9th. And what never went.
COMING_AND_GOING = [
    replace(state("gap", "Ferry sails", at(2), "BBC"), gone=date(2026, 1, 4)),
    replace(state("gap", "Ferry sails", at(7), "BBC", "DW"), gone=date(2026, 1, 9)),
]


@pytest.mark.parametrize(
    ("day", "gone", "standing"),
    [
        pytest.param(1, None, set(), id="not-yet-known"),
        pytest.param(2, None, {"gap"}, id="there"),
        pytest.param(3, None, {"gap"}, id="last-day"),
        pytest.param(4, 4, set(), id="first-day-of-the-gap"),
        pytest.param(6, 4, set(), id="in-the-gap"),
        pytest.param(7, None, {"gap"}, id="back"),
        pytest.param(8, None, {"gap"}, id="still-back"),
        pytest.param(9, 9, set(), id="gone-for-good"),
        pytest.param(None, 9, set(), id="now"),
    ],
)
def test_what_had_gone_by_a_day_is_found_marked_and_left_out_where_asked(
    archive: Archive, day: int | None, gone: int | None, standing: set[str]
) -> None:
    archive.add([COMING_AND_GOING])
    as_of = date(2026, 1, day) if day else None
    found = archive.search("ferry", as_of=as_of).hits
    went = date(2026, 1, gone) if gone else None
    assert [hit.gone for hit in found] == [went] * (day != 1)
    page = archive.search("ferry", as_of=as_of, standing=True)
    assert {hit.id for hit in page.hits} == standing
    assert sum(value.count for value in page.facets["tags"]) == 0
    expected = {"BBC"} | ({"DW"} if day and day >= 7 else set()) if standing else set()
    assert {value.value for value in page.facets["sources"] if value.count} == expected
    assert archive.facet("sources", page.request)[1] == len(expected)
    if found:
        item = archive.item("gap", as_of=as_of)
        assert item.gone == went
        assert [version.gone for version in item.versions] == [date(2026, 1, 4)] * (
            day not in {2, 3, 4, 6}
        )


def test_what_had_gone_and_come_back_on_one_day_is_there(archive: Archive) -> None:
    archive.add([[replace(COMING_AND_GOING[0], gone=date(2026, 1, 7)), COMING_AND_GOING[1]]])
    (hit,) = archive.search("ferry", as_of="2026-01-07", standing=True).hits
    assert (hit.gone, hit.sources) == (None, ("BBC", "DW"))
    (line,) = archive.item("gap", as_of="2026-01-07").versions
    assert line.gone == date(2026, 1, 7)


def test_a_search_that_finds_nothing_since_all_had_gone_says_so(
    make: Callable[..., Archive],
) -> None:
    archive = make([COMET])
    archive.add([replace(COMET, gone=date(2026, 1, 8))])
    assert archive.info().has_history
    page = archive.search("comet", standing=True)
    assert page.notes == ("The archive holds no items whose files are still there.",)
    assert page.clauses[-1].without == replace(page.request, standing=False)
    assert page.clauses[-1].rest == 1
    assert archive.search("comet", standing=True, as_of="2026-01-07").total == 1


def test_all_states_are_as_they_were_given(archive: Archive) -> None:
    assert archive.states("strike") == tuple(STRIKE)
    assert archive.states("old") == (OLD,)
    with pytest.raises(ItemNotFound):
        archive.states("none")


def test_related_items_are_those_of_the_day(archive: Archive) -> None:
    archive.add([state("else", "Port strike begins", at(9), "DW")])
    assert [hit.id for hit in archive.related("strike")] != []
    on_the_fifth = archive.related("strike", as_of=date(2026, 1, 5))
    assert {hit.id for hit in on_the_fifth} <= {"comet"}
    with pytest.raises(ItemNotFound):
        archive.related("else", as_of=date(2026, 1, 8))


def test_adding_and_removing_take_all_states(archive: Archive) -> None:
    assert archive.add([COMET, replace(OLD, id="strike")]) == 2
    assert archive.info().items == 3
    assert archive.states("strike") == (replace(OLD, id="strike"),)
    assert archive.search("dockers", as_of=date(2026, 1, 1)).total == 0
    assert archive.add([STRIKE]) == 1
    assert archive.remove(["strike", "strike", "none"]) == 1
    assert archive.info().items == 2
    assert archive.search("strike", as_of=date(2026, 1, 4)).total == 0


def test_a_day_on_which_the_archive_held_nothing_is_said(tmp_path: Path) -> None:
    with Archive.create(tmp_path / "index") as archive:
        archive.add([COMET])
        page = archive.search("comet", as_of=date(2026, 1, 4))
    assert page.clauses[-1].rest is None, "what came later is not told"
    assert page.notes == ("The archive held no items on 2026-01-04 yet.",)
    assert page.clauses[-1].without == replace(page.request, as_of=None)


def test_a_state_at_the_end_of_time_is_the_newest(tmp_path: Path) -> None:
    last = datetime(9999, 12, 31, tzinfo=UTC)
    with Archive.create(tmp_path / "index") as archive:
        archive.add([[state("a", "first", None), state("a", "last", last)]])
        assert ids(archive) == {"last"}
        assert archive.item("a", as_of=date.max).title == "last"
        day_before = date.max - timedelta(1)
        assert archive.item("a", as_of=day_before).title == "first"
        assert archive.search("last", as_of=day_before).total == 0
        archive.add([state("b", "alone", last)])
        assert archive.search("alone", as_of=day_before).total == 0
        assert archive.search("alone", as_of=date.max).total == 1


def test_an_archive_without_older_states_is_not_looked_through(tmp_path: Path) -> None:
    with Archive.create(tmp_path / "index") as archive:
        archive.add([COMET, OLD])
        generation = FolderGeneration(Folder.open(tmp_path / "index"))
    assert generation._visible == [None]
    assert generation.at(date(2026, 1, 5))._visible == [None]
    (visible,) = generation.at(date(2026, 1, 4))._visible
    assert visible is not None
    assert visible.tolist().count(True) == 1


def test_days_that_were_looked_at_are_forgotten_in_time(tmp_path: Path) -> None:
    with Archive.create(tmp_path / "index") as archive:
        archive.add([COMET, OLD])
        generation = FolderGeneration(Folder.open(tmp_path / "index"))
    days = [date(2026, 1, 1) + timedelta(number) for number in range(30)]
    assert [generation.at(day).size for day in days * 2] == [1] * 4 + [2] * 26 + [1] * 4 + [2] * 26
    assert len(generation._others) < 10


@pytest.mark.parametrize(
    ("states", "told"),
    [
        pytest.param([], "without a state", id="none"),
        pytest.param([COMET, OLD], "'old' is among its states", id="two-ids"),
        pytest.param([COMET, COMET], "comes after one seen at", id="same-time"),
        pytest.param([COMET, replace(COMET, seen=at(4))], "oldest first", id="order"),
        pytest.param([COMET, replace(COMET, seen=None)], "oldest first", id="never-seen"),
    ],
)
def test_states_that_are_none_are_refused(archive: Archive, states: list[Item], told: str) -> None:
    with pytest.raises(ItemInvalid, match=told):
        archive.add([OLD, states])
    assert archive.generation == 1


def read_states(name: str) -> tuple[list[Item] | Item | None, str]:
    return {"strike": STRIKE, "comet": COMET, "none": None}[name], name


def lost(name: str, cause: str) -> str:
    return f"{name}: {cause}"


@pytest.mark.parametrize("jobs", [1, 2])
def test_states_that_are_read_come_in_as_those_that_are_given(tmp_path: Path, jobs: int) -> None:
    told: list[str] = []
    with Archive.create(tmp_path / "index") as archive:
        names = ["strike", "comet", "none"]
        with archive.change() as change:
            assert change.add_read(names, read_states, told.append, lost, jobs=jobs) == 2
        assert archive.states("strike") == tuple(STRIKE)
        assert len(archive.item("strike").versions) == 3
    assert sorted(told) == sorted(names)
    with Archive.rebuild(tmp_path / "index") as change:
        assert change.add_read(names[:2], read_states, told.append, lost, jobs=jobs) == 2
    with Archive.open(tmp_path / "index") as archive:
        assert archive.states("strike") == tuple(STRIKE)


@pytest.mark.parametrize("address", ["folder"], indirect=True)
def test_whoosh_sees_every_state_as_a_document(archive: Archive, tmp_path: Path) -> None:
    index = open_dir(tmp_path / "index")
    assert index.doc_count() == 6
    with index.searcher() as searcher:
        hits = searcher.search(Term("path", "strike"))
        found = {unpack_state(hit.fields()["item"]).title for hit in hits}
    assert found == {item.title for item in STRIKE}


def test_a_packed_item_is_read_with_or_without_its_older_states() -> None:
    versions = (Version(None, "one\n[]", STRIKE[0].headlines), Version(at(2), "", ()))
    item = replace(STRIKE[3], versions=versions, gone=date(2026, 1, 7))
    assert b"\n" not in pack(item)
    assert unpack(pack(item)) == item
    assert unpack_state(pack(item)) == replace(item, versions=())


# -- any history

STATES = st.lists(
    st.tuples(
        st.integers(0, 8 * 24),  # the hour it was seen
        st.lists(st.sampled_from(WORDS), min_size=1, max_size=3),
        st.sets(st.sampled_from(OUTLETS)),
        st.integers(0, 3),  # the item's day
    ),
    min_size=1,
    max_size=4,
    unique_by=lambda made: made[0],
)
ADDED = st.dictionaries(st.sampled_from("abcdefgh"), st.tuples(STATES, st.booleans()), max_size=4)
REMOVED = st.sets(st.sampled_from("abcdefgh"), min_size=1, max_size=3)
HISTORIES = st.lists(ADDED | REMOVED, min_size=1, max_size=9)


def made(id: str, states: list[tuple[int, list[str], set[str], int]], ever: bool) -> list[Item]:
    return [
        state(
            id,
            " ".join(words),
            None if ever and not index else START + timedelta(hours=hour),
            *sorted(outlets),
            day=1 + day,
        )
        for index, (hour, words, outlets, day) in enumerate(sorted(states))
    ]


def then(states: list[Item], day: date) -> list[Item]:
    return [item for item in states if item.seen is None or item.seen.date() <= day][-1:]


@settings(
    max_examples=2 * settings.default.max_examples // 5,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
@given(HISTORIES, st.sampled_from(WORDS), st.sampled_from(OUTLETS))
def test_any_history_reads_as_it_was(
    history: list[dict[str, tuple[list[tuple[int, list[str], set[str], int]], bool]] | set[str]],
    word: str,
    outlet: str,
) -> None:
    model: dict[str, list[Item]] = {}
    with tempfile.TemporaryDirectory() as folder, Archive.create(Path(folder) / "x") as archive:
        for step in history:
            if isinstance(step, set):
                assert archive.remove(step) == len(step & model.keys())
                for id in step:
                    model.pop(id, None)
            else:
                added = {id: made(id, *given) for id, given in step.items()}
                assert archive.add(added.values()) == len(added)
                model |= added
        for id, states in model.items():
            assert archive.states(id) == tuple(states)
        assert archive.info().items == len(model)
        for day in (None, *((START + timedelta(days)).date() for days in range(-1, 10))):
            items = [item for states in model.values() for item in then(states, day or date.max)]
            _reads_as(archive, day, items, word, outlet)
            for id, states in model.items():
                _is_as(archive, id, day, states)


def _reads_as(
    archive: Archive, day: date | None, items: list[Item], word: str, outlet: str
) -> None:
    def having(of: Callable[[Item], bool]) -> set[str]:
        return {item.id for item in items if of(item)}

    everything = archive.search(as_of=day)
    assert {hit.id for hit in everything.hits} == {item.id for item in items}
    assert everything.total == len(items)
    with_word = archive.search(word, as_of=day)
    assert {hit.id for hit in with_word.hits} == having(lambda item: word in item.title.split())
    counted = {value.value: value.count for value in everything.facets["sources"]}
    assert counted == Counter(name for item in items for name in item.sources)
    limited = archive.search(sources=outlet, as_of=day)
    assert {hit.id for hit in limited.hits} == having(lambda item: outlet in item.sources)
    disjunctive = {value.value: value.count for value in limited.facets["sources"] if value.count}
    assert disjunctive == counted


def _is_as(archive: Archive, id: str, day: date | None, states: list[Item]) -> None:
    found = then(states, day or date.max)
    if not found:
        with pytest.raises(ItemNotFound):
            archive.item(id, as_of=day)
        return
    (expected,) = found
    before = states[: states.index(expected)]
    item = archive.item(id, as_of=day)
    assert replace(item, versions=()) == expected
    assert [version.title for version in item.versions] == [state.title for state in before]
    assert [version.seen for version in item.versions] == [state.seen for state in before]


# -- nothing of later days


def test_of_an_item_that_came_later_a_day_tells_what_it_tells_of_none(archive: Archive) -> None:
    told = []
    for id in ("comet", "nosuch"):
        with pytest.raises(ItemNotFound) as raised:
            archive.item(id, as_of=date(2026, 1, 4))
        told.append(str(raised.value).replace(id, "ID"))
    assert told[0] == told[1]


def test_versions_are_not_gone_before_their_day(archive: Archive) -> None:
    states = [replace(STRIKE[0], gone=date(2026, 1, 5)), *STRIKE[1:]]
    archive.add([states])
    assert archive.item("strike", as_of=date(2026, 1, 4)).versions[0].gone is None
    assert archive.item("strike", as_of=date(2026, 1, 5)).versions[0].gone == date(2026, 1, 5)


def test_as_of_a_day_neither_generation_nor_time_of_writing_is_told(archive: Archive) -> None:
    archive.add([replace(OLD, changed=at(20))])
    assert archive.search("harbour").hits[0].changed == at(20)
    assert archive.search("harbour").generation == archive.generation
    page = archive.search("harbour", as_of=date(2026, 1, 5))
    assert (page.hits[0].changed, page.generation) == (None, None)
    assert archive.item("old", as_of=date(2026, 1, 5)).changed is None
