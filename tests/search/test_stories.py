"""Engines say the same of stories, and an archive as of a day what one says that ended then."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random

import pytest
from whoosh.query import Every, Term

from search import Archive, Headline, Item, RequestInvalid
from search.engine import Generation, Question
from search.query.tree import STORY_FIELD
from search.story_groups import GROUPINGS
from tests.search.stories.stories_at_random import FIRST_DAY, items_at_random
from tests.search.test_engines import plain_engine

DAYS = 40
WORDS = ("harbour", "comet", "island", "live")


@contextmanager
def made(folder: Path, items: list[Item], random: Random) -> Iterator[tuple[Archive, Archive]]:
    """Make the archive of some items in both engines, by several commits."""
    with plain_engine():
        archives = Archive.create(folder), Archive.create(f"plain://{folder}")
        rest = list(items)
        random.shuffle(rest)
        size = len(rest) // 3 + 1
        for part in (rest[:size], rest[size : 2 * size], rest[2 * size :]):
            for archive in archives:
                archive.add(part)
        yield archives
        for archive in archives:
            archive.close()


def newest(archive: Archive) -> Generation:
    return archive._engine.newest()


def asked(random: Random, generation: Generation) -> Question:
    """Return a question by stories."""
    tree = random.choice([Every(), *(Term("title", word, boost=2.0) for word in WORDS)])
    first_day = FIRST_DAY + timedelta(random.randrange(DAYS))
    return Question(
        tree=tree,
        since=first_day if random.random() < 0.3 else None,
        sort=random.choice(("relevance", "newest", "oldest", "outlets", "size")),
        group=random.choice(GROUPINGS),
        first=random.choice((0, 0, 3, 30)),
        count=random.choice((1, 5, 20)),
    )


@pytest.mark.parametrize("seed", range(6))
def test_engines_answer_alike(tmp_path: Path, seed: int) -> None:
    random = Random(seed)
    items = items_at_random(random, 90, DAYS)
    with made(tmp_path / "index", items, random) as (folder, plain):
        days = [None, *(FIRST_DAY + timedelta(random.randrange(DAYS)) for _ in range(3))]
        for day in days:
            one, other = newest(folder).at(day), newest(plain).at(day)
            for _ in range(12):
                question = asked(random, one)
                ours, theirs = one.search(question), other.search(question)
                assert ours.stories == theirs.stories
                assert ours.groups == theirs.groups
                assert ours.is_grouped == theirs.is_grouped
                assert [own.id for own, _ in ours.hits] == [own.id for own, _ in theirs.hits]
            for item in random.sample(items, 20):
                assert one.story(item.id, 5) == other.story(item.id, 5)


@pytest.mark.parametrize("seed", range(4))
def test_counts_lead_to_as_many_hits(tmp_path: Path, seed: int) -> None:
    random = Random(seed)
    items = items_at_random(random, 90, DAYS)
    with made(tmp_path / "index", items, random) as (folder, _):
        generation = newest(folder)
        whole = Question(tree=Every(), group="story", count=len(items))
        answer = generation.search(whole)
        assert answer.stories == len(answer.groups) == len(answer.hits)
        assert sum(group.matching for group in answer.groups) == answer.total == len(items)
        for (best, _), group in zip(answer.hits, answer.groups, strict=True):
            story = group.story
            found = generation.search(Question(tree=Term(STORY_FIELD, story.id), count=99))
            assert found.total == group.matching == story.items
            ids = [item.id for item, _ in found.hits]
            assert best.id in ids
            assert story.id in ids
            held = generation.story(best.id, 99)
            assert held
            assert sorted(item.id for item in held.items) == sorted(ids)


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("sort", ["newest", "oldest", "relevance", "outlets", "size"])
def test_pages_of_stories_are_parts_of_one_order(tmp_path: Path, seed: int, sort: str) -> None:
    # The first pages look at the first hits alone, the last ones at all.
    random = Random(seed)
    items = items_at_random(random, 90, DAYS)
    with made(tmp_path / "index", items, random) as (folder, _):
        generation = newest(folder)
        whole = Question(tree=Every(), group="story", sort=sort, count=len(items))
        answer = generation.search(whole)
        for first in range(0, len(answer.hits), 2):
            page = generation.search(replace(whole, first=first, count=2))
            assert page.hits == answer.hits[first : first + 2]
            assert page.groups == answer.groups[first : first + 2]


@pytest.mark.parametrize("seed", range(4))
def test_a_story_knows_no_later_day(tmp_path: Path, seed: int) -> None:
    random = Random(seed)
    items = [item for item in items_at_random(random, 120, DAYS) if item.seen]
    day = FIRST_DAY + timedelta(DAYS // 2)
    ended = [item for item in items if item.seen and item.seen.date() <= day]
    with (
        made(tmp_path / "whole", items, random) as (whole, _),
        made(tmp_path / "ended", ended, random) as (cut, _),
    ):
        then, end = newest(whole).at(day), newest(cut)
        for item in ended:
            assert then.story(item.id, 50) == end.story(item.id, 50)
        for sort in ("newest", "size"):
            question = Question(tree=Every(), group="story", sort=sort, count=200)
            assert then.search(question) == end.search(question)


@pytest.mark.parametrize("length", [10, 400])
def test_a_story_is_read_to_its_end_page_by_page(
    tmp_path: Path, length: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("search.answer.story.MAX_STORY_TITLES", 3_000)
    items = [
        Item(
            id=f"{number:02}.md",
            title="Port strike goes on " + "o" * length,
            day=FIRST_DAY + timedelta(number // 15),
            headlines=[Headline("Port strike", f"Outlet {number % 7}", "https://globe.example/1")],
        )
        for number in range(30)
    ]
    with Archive.create(tmp_path / "index") as archive:
        archive.add(items)
        first = archive.story("00.md", limit=12)
        pages = [archive.story("00.md", 12, page=page) for page in range(1, first.pages + 1)]
        shown = [item.id for told in pages for day in told.days for item in day.items]
        assert shown == [item.id for item in items]
        assert (first.pages > 3) == (length > 100)
        assert all(told.outlets == first.outlets for told in pages)
        assert sum(own.items for own in first.outlets) == first.read == first.story.items == 30
        assert not archive.story("00.md", page=first.pages + 1).days
        for wrong in ({"limit": 201}, {"limit": -1}, {"page": 0}):
            with pytest.raises(RequestInvalid):
                archive.story("00.md", **wrong)


def test_later_titles_do_not_name_a_story(tmp_path: Path) -> None:
    first = Item(id="a", title="Port strike begins", day=date(2026, 1, 1))
    seen = [replace(first, seen=datetime(2026, 1, day, tzinfo=UTC)) for day in (1, 3)]
    later = replace(seen[1], title="Port strike ends")
    with Archive.create(tmp_path / "index") as archive:
        archive.add([[seen[0], later]])
        for day, title in ((date(2026, 1, 2), first.title), (None, later.title)):
            held = newest(archive).at(day).story("a", 5)
            assert held
            assert held.story.title == title


def test_a_limit_to_a_story_takes_that_of_an_item_or_says_that_there_is_none(
    tmp_path: Path,
) -> None:
    random = Random(3)
    with made(tmp_path / "index", items_at_random(random, 60, DAYS), random) as archives:
        told = []
        for archive in archives:
            largest = archive.stories().groups[0]
            story = largest.story.id
            other = next(own.id for own in largest.others if own.id != story)
            asked = archive.search(f'story:"{other}"')
            said = f"“{other}” is in the story “{story}”, so story:{story} finds it."
            assert (asked.total, asked.notes[0]) == (0, said)
            taken = archive.search(story=other)
            assert taken.request.story == story
            assert taken.notes == (f"Took the story “{story}”, which has “{other}”.",)
            assert taken.total == archive.search(story=story).total == largest.matching
            assert len(list(archive.export(story=other))) == taken.total
            none = archive.search("harbour", story="nope")
            wrong = archive.search("story:nope")
            said = "There is no story “nope”: its id is that of its first item."
            assert none.notes == wrong.notes[:1] == (said,)
            assert not archive.search("story:*").notes
            (word, limit) = none.clauses
            assert (limit.limit, limit.total, limit.rest) == ("story", 0, word.total)
            assert word.total
            told.append((taken, none.clauses))
        assert told[0][0].facets == told[1][0].facets
        assert told[0][1] == told[1][1]


def test_an_archive_without_items_has_no_stories_but_knows_of_them(tmp_path: Path) -> None:
    with made(tmp_path / "index", [], Random(2)) as archives:
        question = Question(tree=Every(), group="story", count=5)
        assert [newest(archive).search(question).stories for archive in archives] == [0, 0]


def test_without_stories_nothing_is_grouped(tmp_path: Path) -> None:
    items = items_at_random(Random(1), 30, 10)
    with made(tmp_path / "index", items, Random(2)) as archives:
        for archive in archives:
            with archive.change() as change:
                change.keep_stories(False)
            generation = newest(archive)
            question = Question(tree=Every(), group="story", sort="size", count=5)
            answer = generation.search(question)
            assert (answer.stories, answer.is_grouped, answer.groups) == (None, False, ())
            assert answer.total == 30
            assert generation.search(replace(question, tree=Term(STORY_FIELD, "x"))).total == 0
            assert generation.story(items[0].id, 5) is None
            for page in (archive.search(f'story:"{items[0].id}"'), archive.search(story="x")):
                assert page.notes[0].startswith("This archive knows no stories")
        assert not list((tmp_path / "index").glob("stories.*"))
        with archives[0].change() as change:
            change.keep_stories(True)
        assert newest(archives[0]).story(items[0].id, 5)


@pytest.mark.parametrize("seed", range(3))
def test_a_day_is_told_by_its_stories(tmp_path: Path, seed: int) -> None:
    random = Random(seed)
    items = items_at_random(random, 90, 8)
    with made(tmp_path / "index", items, random) as (folder, plain):
        for day in (None, FIRST_DAY + timedelta(4)):
            one, other = folder.day(FIRST_DAY, as_of=day), plain.day(FIRST_DAY, as_of=day)
            assert one == other
            assert one.are_found
            assert sum(story.items for story in one.stories) == one.total
            outlets = [story.outlets for story in one.stories]
            assert outlets == sorted(outlets, reverse=True)
            assert folder.front(day) == plain.front(day)
        with folder.change() as change:
            change.keep_stories(False)
        assert not folder.day(FIRST_DAY).are_found
        assert newest(folder).stories_of([items[0].id, "x"]) == [None, None]
