"""An item is read with the marks of the search that led to it, and at its place among the hits."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from random import Random

import pytest

from search import Archive, Headline, Item, ItemNotFound, RequestInvalid, SearchRequest
from search.answer import read_item as reading_module
from tests.search import random_archives
from tests.search.test_engines import Pair


def marked(text: str, marks: tuple[tuple[int, int], ...]) -> list[str]:
    return [text[start:end] for start, end in marks]


def test_title_headlines_and_text_are_marked(archive: Archive) -> None:
    read = archive.reading("sky/comet-1.md", "comets harbour")
    item = read.item
    assert marked(item.title, read.title_marks) == ["Comet"]
    assert marked(item.text, read.text_marks) == ["comet", "harbour"]
    assert [marked(item.title, own) for own in read.headline_marks] == [["Comet"]]


def test_the_words_of_a_phrase_are_one_match_and_others_are_none(archive: Archive) -> None:
    read = archive.reading("port/strike-1.md", '"port strike"')
    assert marked(read.item.title, read.title_marks) == ["Port strike"]
    read = archive.reading("port/strike-1.md", "title:strike")
    assert marked(read.item.title, read.title_marks) == ["strike"]
    assert read.headline_marks == ((), (), ())


@pytest.mark.parametrize(
    "query",
    ["th*", "title:th*", "the", "the OR andorra", '"the port" OR andorra', "th* -strike"],
)
def test_each_hit_has_a_mark(query: str, make: Callable[..., Archive]) -> None:
    """A word that is everywhere is marked where nothing rarer is."""
    titles = ["The port is open", "The talks at the port", "Andorra and the strike", "Thaw at last"]
    archive = make([*titles, *(f"The port, day {day}" for day in range(5))])
    page = archive.search(query)
    assert page.total
    for hit in page.hits:
        assert hit.title_marks
        assert archive.reading(hit.id, query).title_marks


def test_without_a_search_nothing_is_marked(archive: Archive) -> None:
    read = archive.reading("port/strike-1.md")
    assert not read.title_marks
    assert not any(read.headline_marks)
    assert read.place is None


def test_the_words_of_each_headline_are_its_own(archive: Archive) -> None:
    read = archive.reading("port/strike-2.md")
    lines = [line.text for line in read.item.headlines]
    own = [marked(line, spans) for line, spans in zip(lines, read.own_words, strict=True)]
    assert own == [["Talks", "resume"], ["enters", "second", "week"]]


def test_a_text_is_marked_to_its_end(make: Callable[..., Archive]) -> None:
    text = "a word\n" * 20_000 + "the strike\n" + "a word\n" * 200
    archive = make([Item(id="long.md", title="Long", day=None, text=text)])
    read = archive.reading("long.md", "strike")
    assert marked(text, read.text_marks) == ["strike"]
    assert read.text_read == len(text)


@pytest.mark.parametrize("address", ["folder"], indirect=True)
@pytest.mark.parametrize("text", ["x " * 400_000, "新" * 300_000], ids=["latin", "chinese"])
def test_what_is_marked_is_bounded_and_told(text: str, make: Callable[..., Archive]) -> None:
    archive = make([Item(id="long.md", title="Long", day=None, text=text + " strike")])
    read = archive.reading("long.md", "strike")
    assert read.text_marks == ()
    assert read.text_read < len(text)
    weight = reading_module.BLANKLESS_WEIGHT if text[0] == "新" else 1
    assert read.text_read * weight <= reading_module.MAX_READ_CHARACTERS


@pytest.mark.parametrize("seed", range(4))
def test_each_hit_stands_at_its_rank_between_its_neighbours(seed: int) -> None:
    found = 0
    with Pair.made(random_archives.changes(Random(seed))) as pair:
        for number in range(10):
            request = random_archives.request(Random(f"{seed}/{number}")).with_limits(group="")
            hits = [item.id for item in pair.folder.export(request)]
            total = len(hits)
            for rank in {1, 2, total // 2, total - 1, total}:
                if not 1 <= rank <= total:
                    continue
                read = pair.folder.reading(hits[rank - 1], request, rank)
                other = pair.plain.reading(hits[rank - 1], request, rank)
                assert read == other
                place = read.place
                assert place is not None
                assert (place.rank, place.total) == (rank, total)
                beside = [near and near.id for near in (place.before, place.after)]
                around = [None, *hits, None]
                assert beside == [around[rank - 1], around[rank + 1]]
                found += 1
    assert found > 0


def test_hits_that_are_put_together_by_stories_are_counted_by_them(
    make: Callable[..., Archive],
) -> None:
    day = date(2026, 1, 1)
    same = [Headline("The port strike enters a second week", "BBC", "https://a.example/1")]
    items = [Item(id=f"{n}.md", title="Port strike", day=day, headlines=same) for n in range(3)]
    archive = make([*items, Item(id="x.md", title="A strike in the mine", day=day)])
    page = archive.search("strike", group="story")
    assert len(page.hits) == 2
    read = archive.reading(page.hits[1].id, SearchRequest(query="strike", group="story"), 2)
    assert read.place is not None
    assert (read.place.total, read.place.by_stories) == (2, True)
    assert read.place.before is not None
    assert read.place.before.id == page.hits[0].id


@pytest.mark.parametrize("seed", range(4))
def test_folded_hits_stand_between_the_best_ones_as_on_the_page(seed: int) -> None:
    folded = 0
    with Pair.made(random_archives.changes(Random(seed))) as pair:
        for number in range(10):
            request = random_archives.request(Random(f"{seed}/{number}"))
            request = request.with_limits(group="story", per_page=100, page=1)
            page = pair.folder.search(request)
            shown = [
                ((rank, own), hit.id, group.matching)
                for rank, (best, group) in enumerate(zip(page.hits, page.groups, strict=True), 1)
                for own, hit in enumerate((best, *group.others), 1)
            ]
            for at in {0, 1, 2, len(shown) // 2, len(shown) - 1} & {*range(len(shown))}:
                (rank, own), id, matching = shown[at]
                read = pair.folder.reading(id, request, rank, in_story=own)
                assert read == pair.plain.reading(id, request, rank, in_story=own)
                place = read.place
                assert place is not None
                assert (place.total, place.in_story, place.matching) == (
                    page.stories,
                    own,
                    matching,
                )
                beside = [near and near.id for near in (place.before, place.after)]
                around = [None, *(id for _, id, _ in shown), None]
                assert beside == [around[at], around[at + 2]]
                folded += own > 1
                assert pair.folder.reading(id, request, rank, in_story=own + 9).place is None
    assert folded > 0


def test_where_nothing_has_all_words_the_hits_are_those_with_most(archive: Archive) -> None:
    page = archive.search("nosuchword strike")
    read = archive.reading(page.hits[1].id, "nosuchword strike", 2)
    assert read.place is not None
    assert read.place.total == page.total
    assert read.place.before is not None
    assert read.place.before.id == page.hits[0].id
    assert read.search == page.request
    assert "strike" in marked(read.item.title.lower(), read.title_marks)


@pytest.mark.parametrize("rank", [0, 2, 5, 999, 10**12])
def test_an_item_that_is_not_there_has_no_place(archive: Archive, rank: int) -> None:
    first = archive.search("strike").hits[0].id
    assert archive.reading(first, "strike", rank).place is None


def test_a_place_is_said_of_a_day(make: Callable[..., Archive]) -> None:
    archive = make(
        Item(id=f"{day}.md", title="Storm", day=None, seen=datetime(2026, 1, day, tzinfo=UTC))
        for day in (1, 2, 3)
    )
    read = archive.reading("1.md", SearchRequest.parse("storm", as_of="2026-01-02"), 1)
    assert read.place is not None
    assert read.place.total == 2
    assert read.generation is None
    with pytest.raises(ItemNotFound):
        archive.reading("3.md", SearchRequest.parse("storm", as_of="2026-01-02"))


def test_a_rank_is_a_count(archive: Archive) -> None:
    with pytest.raises(RequestInvalid):
        archive.reading("port/strike-1.md", "strike", -1)


def test_a_thousand_headlines_are_marked(make: Callable[..., Archive]) -> None:
    lines = [Headline(f"Storm number n{number}", f"Outlet {number}") for number in range(1_000)]
    archive = make([Item(id="many.md", title="Storm", day=None, headlines=lines)])
    read = archive.reading("many.md", "storm")
    assert len(read.headline_marks) == len(read.own_words) == 1_000
    assert all(read.headline_marks)
    assert all(len(own) == 1 for own in read.own_words)
