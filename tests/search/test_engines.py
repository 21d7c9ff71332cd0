"""All engines answer alike: the folder what a plain reading of every item answers.

Each archive is made twice, by the same commits, and asked the same through the same façade. Floats
of another width and order of addition make neighbours whose scores are equal but for `TOLERANCE`
change places; nothing else may differ.

    python -m tests.search.test_engines --pairs 10000 --seed 1
"""

import argparse
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, fields, replace
from datetime import UTC, date, datetime
from math import isclose
from pathlib import Path
from random import Random
from typing import Any

import pytest

from search import Archive, Hit, Item, Page, SearchRequest
from search.engine import Engine, Generation
from search.engines import ENGINES, opener
from search.errors import BackfileError, IndexMissing
from search.request import FACETS
from tests.conftest import THOROUGH
from tests.search import random_archives
from tests.search.plain_engine import ARCHIVES, PlainEngine

TOLERANCE = 1e-5
#: What a run of the tests compares.
SEEDS, REQUESTS_OF_A_SEED = (range(10), 15) if THOROUGH else (range(4), 8)
ENGINE_NAMES = ("folder", "plain")
#: What `Archive.info` tells of how an engine keeps an archive, not of what it holds.
_OF_ONE_ENGINE: dict[str, Any] = {"schema": 0, "bytes": 0, "segments": 0, "deleted": 0, "parts": {}}


@contextmanager
def plain_engine() -> Iterator[None]:
    """Have `plain://` addresses be known; forget at the end what was made meanwhile."""
    before = set(ARCHIVES)
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(ENGINES, "plain", lambda: PlainEngine)
        yield
    for place in set(ARCHIVES) - before:
        del ARCHIVES[place]


@pytest.fixture(autouse=True)
def known_addresses() -> Iterator[None]:
    with plain_engine():
        yield


def address(engine: str, path: Path) -> str:
    """Return where an engine keeps an archive."""
    return f"plain://{path}" if engine == "plain" else str(path)


# -- what is compared


@dataclass(frozen=True)
class Pair:
    """The same archive, kept by the engine in question and by the plain one."""

    folder: Archive
    plain: Archive

    @classmethod
    @contextmanager
    def made(cls, steps: Sequence[random_archives.Step]) -> Iterator["Pair"]:
        """Make both by the same commits, of which they must tell the same."""
        with tempfile.TemporaryDirectory() as folder, plain_engine():
            places = [address(name, Path(folder) / "index") for name in ENGINE_NAMES]
            with Archive.create(places[0]) as first, Archive.create(places[1]) as second:
                archives = list(zip((first, second), places, strict=True))
                told = [random_archives.make(own, place, steps) for own, place in archives]
                assert told[0] == told[1]
                yield cls(first, second)

    def same(self, ask: Callable[[Archive], Any]) -> Any:
        """Ask both; return the answer, which must be the same, or the error's kind and text."""
        answers = []
        for archive in (self.folder, self.plain):
            try:
                answers.append(ask(archive))
            except BackfileError as error:
                answers.append((type(error), str(error)))
        assert answers[0] == answers[1]
        return answers[0]

    def check_page(self, request: SearchRequest) -> Page:
        """Search both; return the page."""
        folder, plain = self.folder.search(request), self.plain.search(request)
        for field in fields(Page):
            if field.name not in ("hits", "added_words"):
                assert getattr(folder, field.name) == getattr(plain, field.name), field.name
        # Two words that weigh the same but for rounding come in either order.
        assert sorted(folder.added_words) == sorted(plain.added_words)
        if not _same_hits(folder.hits, plain.hits):
            rankings = [_all_hits(archive, request) for archive in (self.folder, self.plain)]
            for hits, ranking in zip((folder.hits, plain.hits), rankings, strict=True):
                start = (request.page - 1) * request.per_page
                assert list(hits) == ranking[start : start + request.per_page]
                order = [_order(request.sort, hit) for hit in ranking]
                assert order == sorted(order)
            _check_same_set(*rankings)
        return folder

    def check_related(self, id: str, limit: int, day: date | None) -> None:
        """Ask both for what is like an item."""
        folder, plain = (own.related(id, limit, day) for own in (self.folder, self.plain))
        if not _same_hits(folder, plain):
            _check_same_set(*(own.related(id, 10_000, day) for own in (self.folder, self.plain)))
            assert [hit.id for hit in folder] == [hit.id for hit in plain] or any(
                isclose(one.score, other.score, rel_tol=TOLERANCE)
                for one, other in zip(folder, plain, strict=True)
                if one.id != other.id
            )

    def check_items(self, chance: Random) -> None:
        """Ask both for all that needs no request."""
        self.same(lambda own: list(own.items()))
        self.same(lambda own: replace(own.info(), **_OF_ONE_ENGINE))
        ids = [item.id for item in self.plain.items()]
        for id in [*chance.sample(ids, min(len(ids), 5)), "no/such.md", "0.md"]:
            self._check_item(id, random_archives.as_of(chance), chance.choice((1, 5, 100)))

    def _check_item(self, id: str, day: date | None, limit: int) -> None:
        self.same(lambda own: own.states(id))
        if isinstance(self.same(lambda own: own.item(id, as_of=day)), Item):
            self.check_related(id, limit, day)

    def check_request(self, chance: Random) -> Page:
        """Search both, and ask for values and completions that go with the request."""
        request = random_archives.request(chance)
        page = self.check_page(request)
        facet, limit = chance.choice(list(FACETS)), chance.choice((None, 1, 3, 100))
        prefix, offset = chance.choice(("", "", "b", "C", "st", "caf", "20")), chance.randrange(4)
        cut = {"limit": limit, "offset": offset, "order": chance.choice((None, "count", "name"))}
        self.same(lambda own: own.facet(facet, request, prefix=prefix, **cut))
        typed = request.query[: chance.randrange(12)]
        self.same(lambda own: own.suggest(typed, limit or 10))
        cursor = chance.randrange(len(request.query) + 1)
        self.same(lambda own: own.suggest(request, limit or 10, cursor=cursor))
        return page


def _unscored(hit: Hit) -> Hit:
    parts = (
        replace(part, score=0.0, fields=dict.fromkeys(part.fields, 0.0)) for part in hit.explain
    )
    return replace(hit, score=0.0, explain=tuple(parts))


def _scores(hit: Hit) -> list[float]:
    of_parts = (score for part in hit.explain for score in (part.score, *part.fields.values()))
    return [hit.score, *of_parts]


def _same_hits(folder: Sequence[Hit], plain: Sequence[Hit]) -> bool:
    return list(map(_unscored, folder)) == list(map(_unscored, plain)) and all(
        isclose(one, other, rel_tol=TOLERANCE)
        for hits in zip(folder, plain, strict=True)
        for one, other in zip(*map(_scores, hits), strict=True)
    )


def _check_same_set(folder: Sequence[Hit], plain: Sequence[Hit]) -> None:
    """Check that both are the same hits of almost the same scores, whatever their order."""
    found = [sorted(hits, key=lambda hit: hit.id) for hits in (folder, plain)]
    assert [hit.id for hit in found[0]] == [hit.id for hit in found[1]]
    for one, other in zip(*found, strict=True):
        assert _unscored(one) == _unscored(other)
        assert _scores(one) == pytest.approx(_scores(other), rel=TOLERANCE)


def _all_hits(archive: Archive, request: SearchRequest) -> list[Hit]:
    request = request.with_limits(per_page=100, facets=())
    pages = archive.search(request.with_limits(page=1)).pages
    return [hit for page in range(pages) for hit in archive.search(request, page=page + 1).hits]


def _order(sort: str, hit: Hit) -> tuple[Any, ...]:
    day = hit.day.toordinal() if hit.day else 0
    return {
        "relevance": (-hit.score, -day),
        "newest": (-day, -hit.score),
        "oldest": (not day, day, -hit.score),
        "outlets": (-hit.source_count, -day),
    }[sort] + (hit.id.encode(),)


def compare(seed: int, requests: int, most: int = 60) -> Counter[str]:
    """Compare one archive, and the answers to random requests; return what there was of each."""
    chance = Random(seed)
    found: Counter[str] = Counter()
    steps = random_archives.changes(chance, most)
    with Pair.made(steps) as pair:
        pair.check_items(chance)
        found["archives"] += 1
        found["with several segments"] += pair.folder.info().segments > 1
        found["with deleted documents"] += pair.folder.info().deleted > 0
        for number in range(requests):
            own = Random(f"{seed}/{number}")
            try:
                page = pair.check_request(own)
            except Exception as error:
                shown = random_archives.request(Random(f"{seed}/{number}"))
                raise AssertionError(f"seed {seed}, request {number}: {shown}") from error
            found["requests"] += 1
            found["with hits"] += page.total > 0
            found["as of a day"] += page.request.as_of is not None
    return found


# -- the tests


@pytest.mark.parametrize("seed", SEEDS)
def test_the_folder_answers_what_a_plain_reading_of_all_items_answers(seed: int) -> None:
    found = compare(seed, REQUESTS_OF_A_SEED)
    assert found["requests"] == REQUESTS_OF_A_SEED


def test_the_random_archives_and_requests_are_worth_comparing() -> None:
    """Not all is empty, alone in its segment, undeleted, or found by nothing."""
    steps = [step for seed in SEEDS for step in random_archives.changes(Random(seed))]
    assert sum(len(step.added) for step in steps) > 100
    assert any(step.removed for step in steps)
    pages = 0
    with Pair.made(random_archives.changes(Random(SEEDS[0]))) as pair:
        for number in range(60):
            pages += pair.plain.search(random_archives.request(Random(number))).total > 0
    assert 15 < pages < 60


def _item(id: str, hour: int | None = None) -> Item:
    seen = None if hour is None else datetime(2026, 3, 1, hour, tzinfo=UTC)
    return Item(id=id, title=id, day=None, seen=seen)


@pytest.fixture(params=ENGINE_NAMES)
def place(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Return where each engine in turn would keep an archive; there is none yet."""
    return address(request.param, tmp_path / "index")


def test_the_ids_are_known_where_items_with_states_are_left_and_others_removed(place: str) -> None:
    with Archive.create(place) as archive:
        archive.add([[_item("a", 1), _item("a", 2)], _item("b"), _item("c")])
        archive.remove(["b"])
        with archive.change() as change:
            assert change.ids() == {"a", "c"}


def test_each_adding_tells_its_own_number_whatever_was_added_before(place: str) -> None:
    with Archive.create(place) as archive, archive.change() as change:
        assert change.add([_item("a"), _item("a")]) == 1
        assert change.add([_item("a")]) == 1
        change.commit()
        assert change.add([_item("a"), _item("b")]) == 2


def test_items_that_were_removed_leave_no_history(place: str) -> None:
    with Archive.create(place) as archive:
        archive.add([_item("a", 1), _item("b"), _item("c")])
        assert archive.info().has_history
        archive.remove(["a"])
        assert not archive.info().has_history


@pytest.mark.parametrize("language", [None, "german"])
def test_nothing_is_rebuilt_where_there_is_no_archive(place: str, language: str | None) -> None:
    with pytest.raises(IndexMissing), Archive.rebuild(place, language=language):
        pass


# -- how many round trips there are


#: What an engine may have to wait for.
ROUND_TRIPS = (
    "every",
    "search",
    "totals",
    "look_up",
    "frequencies",
    "item_and_frequencies",
    "item",
    "states",
    "items",
    "info",
)


class CountedGeneration:
    """A generation that counts what it is asked; the day is part of each question."""

    def __init__(self, generation: Generation, calls: list[str]) -> None:
        self._generation, self._calls = generation, calls

    def at(self, day: date | None) -> "CountedGeneration":
        return CountedGeneration(self._generation.at(day), self._calls)

    def standing(self) -> "CountedGeneration":
        return CountedGeneration(self._generation.standing(), self._calls)

    def __getattr__(self, name: str) -> Any:
        own = getattr(self._generation, name)
        if name not in ROUND_TRIPS:
            return own

        def counted(*arguments: Any) -> Any:
            self._calls.append(name)
            return own(*arguments)

        return counted


class CountedEngine:
    """An engine whose generations count what they are asked."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self.calls: list[str] = []

    def newest(self) -> CountedGeneration:
        return CountedGeneration(self._engine.newest(), self.calls)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._engine, name)


@pytest.fixture(params=ENGINE_NAMES)
def counted(
    request: pytest.FixtureRequest,
    tmp_path: Path,
    items: tuple[Item, ...],
    known_addresses: None,
) -> Iterator[tuple[Archive, list[str]]]:
    """Return an archive of `items` and the list that its calls of the engine are added to."""
    place = address(request.param, tmp_path / "index")
    with Archive.create(place) as archive:
        archive.add(items)
    engine = CountedEngine(opener(place).open(place))
    with Archive(engine) as archive:
        yield archive, engine.calls


@pytest.mark.parametrize(
    ("ask", "calls"),
    [
        (lambda archive: archive.search("strike talks"), ["search", "totals"]),
        (
            lambda archive: archive.search("strike talks", match="most"),
            ["search", "frequencies", "look_up", "totals"],
        ),
        (
            lambda archive: archive.search("strike talks", match="any", sort="newest"),
            ["search", "look_up", "totals"],
        ),
        (lambda archive: archive.search("strike", as_of="2026-01-03", page=2), ["search"]),
        (lambda archive: archive.search("strike", as_of="2026-01-03", standing=True), ["search"]),
        (lambda archive: archive.search("stri*", standing=True), ["look_up", "search"]),
        (lambda archive: archive.search('"port strike"~5 -date:2025'), ["search"]),
        (lambda archive: archive.search("(stri* tal*) OR comte~ OR 北"), ["look_up", "search"]),
        (
            lambda archive: archive.search("s* source:bbc tag:b*", sources="bbc", not_tags="x"),
            ["look_up", "search", *["totals"] * 3, "look_up", *["totals"] * 2],
        ),
        (lambda archive: archive.search("strike", sources=["BBC", "DW"]), ["look_up", "search"]),
        (
            lambda archive: archive.search("nosuchword strike"),
            ["search", "look_up", "search", "frequencies", "totals"],
        ),
        (
            lambda archive: archive.search("strkie"),
            ["search", "look_up", *["totals"] * 4],
        ),
        (
            # What each part finds, then what the page of each offer shows: by all, or most, words.
            lambda archive: archive.search('"strike port" NOT talks'),
            ["search", *["totals"] * 3],
        ),
        (lambda archive: list(archive.export("strike")), ["every"]),
        (lambda archive: archive.suggest("s"), ["look_up", "frequencies", "totals"]),
        (lambda archive: archive.suggest("tag:b* source:reu"), ["look_up", "totals"]),
        (
            lambda archive: archive.suggest("xyzzy -s", sources="bbc"),
            ["look_up", "frequencies", "totals"],
        ),
        (
            lambda archive: archive.suggest("port str"),
            ["look_up", "search", "totals"],
        ),
        (lambda archive: archive.suggest("since:20"), ["info", "totals"]),
        (lambda archive: archive.related("port/strike-1.md"), ["item_and_frequencies", "search"]),
        (lambda archive: archive.facet("tags"), ["search"]),
        (lambda archive: archive.item("sky/comet-1.md"), ["item"]),
        (lambda archive: archive.states("sky/comet-1.md"), ["states"]),
        (lambda archive: list(archive.items()), ["items"]),
        (lambda archive: archive.info(), ["info"]),
    ],
    ids=lambda value: "-".join(value) if isinstance(value, list) else "ask",
)
def test_each_question_is_few_round_trips(
    counted: tuple[Archive, list[str]], ask: Callable[[Archive], object], calls: list[str]
) -> None:
    archive, made = counted
    ask(archive)
    assert made == calls


# -- for many


def main() -> None:
    """Compare many; say which seed the first that differs has."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pairs", type=int, default=1_000, help="how many requests to compare")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--requests", type=int, default=50, help="how many to ask an archive")
    parser.add_argument("--items", type=int, default=60, help="items of an archive, at most")
    parser.add_argument("--go-on", action="store_true", help="go on with the next at a difference")
    options = parser.parse_args()
    found: Counter[str] = Counter()
    seed, begun = options.seed, time.monotonic()
    while found["requests"] < options.pairs:
        try:
            found += compare(seed, options.requests, options.items)
        except Exception as error:
            if not options.go_on:
                raise
            found["differ"] += 1
            found["requests"] += options.requests
            print(f"seed {seed}: {str(error)[:1_000]} {str(error.__cause__)[:1_000]}", flush=True)
        seed += 1
    print(dict(found), f"in {time.monotonic() - begun:.0f} s, seeds {options.seed} to {seed - 1}")


if __name__ == "__main__":
    main()
