"""Items get the stories that they should, by what came before them alone."""

import subprocess
import sys
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random

import pytest

from search import Headline, Item
from search.stories import ahead, window
from search.stories.ahead import ReadingAhead
from search.stories.evidence import in_order, seconds
from search.stories.keys import key_of
from search.stories.threader import Threader, Told, stories
from search.text import Analyzer
from tests.search.stories.stories_at_random import items_at_random

ENGLISH = Analyzer("english")
#: Other news of each day, so that words of a subject are rare.
OTHERS = (
    "Central bank leaves its rates unchanged",
    "Scientists find a frog thought extinct",
    "Opera house reopens after long repairs",
    "Goalkeeper signs for a rival club",
    "Farmers fear another summer without rain",
    "New museum shows paintings never seen before",
    "Court rejects appeal in fraud case",
    "Tram line reaches the airport at last",
)


def article(id: str, title: str, day: int, link: str = "", outlet: str = "Globe") -> Item:
    when = date(2026, 1, 1) + timedelta(day)
    return Item(id=id, title=title, day=when, link=link, headlines=[Headline(title, outlet, link)])


def told(items: list[Item], days: int = 1) -> dict[str, Told]:
    """Return what is told of items among other news."""
    others = [
        article(f"~{day}/{number}", f"{title} {day * 100 + number}", day)
        for day in range(days)
        for number, title in enumerate(OTHERS)
    ]
    return {one.id: one for one in stories([*items, *others], ENGLISH)}


def story_of(items: list[Item], days: int = 1) -> list[str]:
    found = told(items, days)
    return [found[item.id].story for item in items]


# -- which story


def test_items_of_like_words_are_one_story_named_by_its_first_item() -> None:
    items = [
        article("b", "Crane falls on ferry in Bremerhaven harbour", 1),
        article("a", "Ferry hit by falling crane in Bremerhaven", 2),
        article("c", "Orchestra tours Patagonia by bicycle", 2),
    ]
    assert story_of(items, 3) == ["b", "b", "c"]


def test_of_one_time_the_least_id_comes_first() -> None:
    items = [
        article("b", "Crane falls on ferry in Bremerhaven harbour", 1),
        article("a", "Crane falls on ferry in Bremerhaven harbour", 1),
    ]
    assert story_of(items, 2) == ["a", "a"]


def test_the_time_at_which_an_item_was_first_seen_counts_before_its_day() -> None:
    late = replace(
        article("a", "Crane falls on ferry in Bremerhaven harbour", 0),
        seen=datetime(2026, 1, 3, tzinfo=UTC),
    )
    items = [late, article("b", "Crane falls on ferry in Bremerhaven harbour", 1)]
    assert story_of(items, 3) == ["b", "b"]


def test_items_of_a_shared_article_are_one_story() -> None:
    link = "https://news.example/2026/ferry?utm_source=rss"
    items = [
        article("a", "Crane falls on ferry in Bremerhaven harbour", 1, link),
        article("b", "Three hurt as vessel is struck", 2, "http://www.news.example/2026/ferry"),
    ]
    assert story_of(items, 3) == ["a", "a"]


def test_a_front_page_is_no_shared_article() -> None:
    items = [
        article("a", "Crane falls on ferry in Bremerhaven harbour", 1, "https://news.example/"),
        article("b", "Orchestra tours Patagonia by bicycle", 1, "https://news.example"),
    ]
    assert story_of(items, 2) == ["a", "b"]


def test_how_texts_begin_tells_that_headlines_of_other_words_are_of_one_story() -> None:
    items = [
        article("a", "Rescuers give up hope for crew", 1),
        article("b", "Families mourn crew", 1),
    ]
    texts = (
        "The trawler Marigold sank off Heligoland with nine on board. ",
        "Nine died when the trawler Marigold sank near Heligoland. ",
    )
    assert story_of(items) == ["a", "b"]
    told = [replace(item, text=text) for item, text in zip(items, texts, strict=True)]
    assert story_of(told) == ["a", "a"]
    begun = ("Sun shines over hills. " * 9, "Rain falls on towns. " * 9)
    late = [replace(item, text=more + item.text) for item, more in zip(told, begun, strict=True)]
    assert story_of(late) == ["a", "b"]


def test_an_item_of_another_feed_has_the_line_of_an_article() -> None:
    items = [
        article("a", "Crane falls on ferry in Bremerhaven harbour", 1, "https://a.example/1"),
        article(
            "b", "Crane falls on ferry in Bremerhaven harbour - Globe", 1, "https://b.example/2"
        ),
    ]
    assert story_of(items, 2) == ["a", "a"]


def test_scripts_without_blanks_are_compared_by_their_pairs() -> None:
    items = [
        article("a", "工信部修订电动汽车电池安全标准", 1),
        article("b", "电动汽车电池安全标准修订发布", 1),
        article("c", "新华社记者报道北京冬季旅游", 1),
    ]
    assert story_of(items, 2) == ["a", "a", "c"]


def test_an_article_under_another_address_follows_it_into_a_large_story() -> None:
    title = "Divers find bell of sunken liner"
    crane = [
        article(f"a{number:02}", f"Crane falls on ferry in Bremerhaven harbour {number}", 1)
        for number in range(30)
    ]
    lines = [Headline(title, "Post", "https://a.example/1"), *crane[0].headlines]
    cluster = Item(id="b", title=title, day=date(2026, 1, 2), headlines=lines)
    found = told([*crane, cluster, article("c", title, 2, "https://b.example/2")], 3)
    assert found["b"].story == found["c"].story


def test_a_word_of_all_headlines_leads_to_its_story_before_rare_words_of_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(ahead, "_TOUCHED_ITEMS", 40)
    crane = [
        article(f"a{number:02}", "Crane falls on ferry in Bremerhaven harbour", 1)
        for number in range(25)
    ]
    others = [
        article(f"o{n}", f"amber{n} basalt{n} cedar{n} rare{n if n >= 50 else n % 10}", 1)
        for n in range(1_000)
    ]
    lines = tuple(
        Headline(f"Crane on ferry in Bremerhaven: rare{number}", f"Globe {number}", "")
        for number in range(5)
    )
    cluster = Item(id="b", title=lines[0].text, day=date(2026, 1, 3), headlines=lines)
    assert told([*crane, *others, cluster])["b"].story == "a00"


# -- what is no story


def test_links_do_not_chain() -> None:
    def item(number: int) -> Item:
        def line(name: str, link: str) -> Headline:
            return Headline(" ".join(f"{name}{number}x{one}" for one in "abcde"), "Globe", link)

        lines = [
            line("own", f"https://news.example/own/{number}"),
            line("first", f"https://news.example/shared/{number}"),
            line("second", f"https://news.example/shared/{number + 1}"),
        ]
        return Item(id=f"{number:02}", title=lines[0].text, day=date(2026, 1, 2), headlines=lines)

    names = story_of([item(number) for number in range(40)], 2)
    assert max(map(names.count, names)) <= 3


@pytest.mark.parametrize(
    ("outlets", "daily", "days", "since"),
    [
        pytest.param(1, 8, 15, 0, id="footer of an outlet"),
        pytest.param(5, 8, 15, 0, id="page of all outlets"),
        pytest.param(1, 2, 60, 0, id="rolling live page"),
        pytest.param(1, 120, 1, 0, id="all of one day"),
        pytest.param(1, 8, 15, 5, id="constant after a while"),
    ],
)
def test_a_page_that_all_items_link_is_no_story(
    outlets: int, daily: int, days: int, since: int
) -> None:
    items = []
    for number in range(daily * days):
        day = number // daily
        title = " ".join(f"{part}{number}" for part in ("amber", "basalt", "cedar", "dahlia"))
        link = "https://globe.example/subscribe" if day >= since else ""
        items.append(article(f"{number:03}", title, day, link, f"Globe {number % outlets}"))
    names = story_of(items, days)
    assert max(map(names.count, names)) <= 30


@pytest.mark.parametrize(
    "title",
    [
        "Morning briefing: {}",
        "Morning briefing",
        "Crossword",
        "Wordle today: hints and answer for {}",
        "List of key events of the war, day {}",
        "Weather forecast for the weekend of {}",
        "Weather forecast for London: cloudy with sunny spells, then rain",
    ],
)
@pytest.mark.parametrize("link", ["", "https://globe.example/live"])
def test_a_standing_title_is_no_story(title: str, link: str) -> None:
    subjects = ("amber", "basalt", "cedar", "dahlia", "ember", "fjord", "garnet", "hazel", "indigo")
    items = [
        replace(article(f"{day:02}", line, day, link), tags=line.split()[:2])
        for day in range(40)
        for line in [title.format(f"{subjects[day % len(subjects)]}{day} {day}")]
    ]
    names = story_of(items, len(items))
    # Until it is known as a standing title, after some days, it may be taken for one.
    assert max(map(names.count, names)) <= 8
    assert max(map(names[10:].count, names)) <= 2


def test_items_without_a_time_are_stories_by_themselves() -> None:
    item = Item(id="a", title="Crane falls on ferry in Bremerhaven harbour", day=None)
    assert story_of([item, replace(item, id="b")]) == ["a", "b"]


# -- stories that go on


def test_a_story_that_goes_on_after_a_pause_is_tied_to_the_earlier_one() -> None:
    items = [
        article("a", "Crane falls on ferry in Bremerhaven harbour", 1),
        article("b", "Crane fell on ferry in Bremerhaven: harbour master charged", 10),
    ]
    found = told(items, 12)["b"]
    assert (found.story, found.tied) == ("b", "a")


def test_another_event_of_the_subject_does_not_go_on() -> None:
    items = [
        article("a", "Crane falls on ferry in Bremerhaven harbour", 1),
        article("b", "Bremerhaven harbour opens museum of emigrants", 6),
    ]
    assert told(items, 12)["b"].tied is None


def test_after_the_window_nothing_is_tied() -> None:
    items = [
        article("a", "Crane falls on ferry in Bremerhaven harbour", 1),
        article("b", "Crane falls on ferry in Bremerhaven harbour", 16),
    ]
    found = told(items, 17)["b"]
    assert (found.story, found.tied) == ("b", None)


# -- what it depends on


@pytest.mark.parametrize("seed", range(6))
def test_stories_do_not_depend_on_the_order_of_items(seed: int) -> None:
    items = items_at_random(Random(seed), 120, 20)
    expected = stories(items, ENGLISH)
    Random(seed).shuffle(items)
    assert stories(items, ENGLISH) == expected


@pytest.mark.parametrize("seed", range(6))
def test_stories_know_no_future(seed: int) -> None:
    items = in_order(items_at_random(Random(seed), 120, 40))
    whole = stories(items, ENGLISH)
    for count in (1, 30, 60, 90, 119):
        assert stories(items[:count], ENGLISH) == whole[:count]


@pytest.mark.parametrize("seed", range(6))
def test_a_threader_that_followed_the_last_windows_goes_on_as_if_it_knew_all(seed: int) -> None:
    items = in_order(items_at_random(Random(seed), 400, 100))
    whole = stories(items, ENGLISH)
    middle = 300  # some seventy days after the first item
    since = (seconds(items[middle]) or 0) - window.SECONDS_TO_FOLLOW
    threader = Threader(ENGLISH)
    told = []
    for said in threader.read(item for item in items if (seconds(item) or 0) >= since):
        place = items.index(said.item)
        if place < middle:
            threader.follow(said, whole[place].story)
        else:
            told.append(threader.add(said)[0])
    assert told == whole[middle:]


def test_items_must_come_in_order() -> None:
    items = [article("a", "Crane falls on ferry", 2), article("b", "Crane falls on ferry", 1)]
    with pytest.raises(ValueError, match="'b' comes after a later one"):
        list(Threader(ENGLISH).read(items))


def test_stories_do_not_depend_on_the_seed_of_hashes() -> None:
    program = (
        "from random import Random\n"
        "from search.stories.threader import stories\n"
        "from search.text import Analyzer\n"
        "from tests.search.stories.stories_at_random import items_at_random\n"
        "print(stories(items_at_random(Random(1), 150, 20), Analyzer('english')))\n"
    )
    outputs = {
        subprocess.run(
            [sys.executable, "-c", program],
            cwd=Path(__file__).parents[3],
            env={"PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(outputs) == 1


# -- what it keeps


@pytest.mark.parametrize(
    "item",
    [
        pytest.param(Item(id="x", title="", day=date.min), id="nothing, on the first day"),
        pytest.param(Item(id="x", title="…", day=date.max), id="no word, on the last day"),
        pytest.param(
            Item(
                id="x",
                title="北" * 1_000,
                day=date(2026, 1, 2),
                headlines=[Headline(f"汽{n} " * 500, "Post", f"//{n}") for n in range(1_000)],
                tags=[f"{n} {'京' * 200}" for n in range(1_000)],
            ),
            id="as much as an item may hold",
        ),
    ],
)
def test_any_item_has_a_story(item: Item) -> None:
    found = stories([item, replace(item, id="y")], ENGLISH)
    assert {one.story for one in found} <= {"x", "y"}


def test_a_window_forgets_all_of_what_is_too_old() -> None:
    late = article("late", "Orchestra tours Patagonia by bicycle", 90)
    items = [item for item in items_at_random(Random(3), 300, 30) if seconds(item) is not None]
    assert sizes([*in_order(items), late]) == sizes([late])


def test_a_window_has_no_more_items_than_it_may(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ahead, "MAX_WINDOW_ITEMS", 10)
    items = [article(f"{n:03}", f"Crane {n} falls on ferry {n}", 1) for n in range(600)]
    members, _, _, _, _, read, *_ = sizes(items)
    assert (members, read) == (10, 10)


def test_what_is_read_ahead_changes_no_story(monkeypatch: pytest.MonkeyPatch) -> None:
    items = items_at_random(Random(4), 400, 60)
    whole = stories(items, ENGLISH)
    for count in (1, 7):
        monkeypatch.setattr(ahead, "_READ_AHEAD", count)
        assert stories(items, ENGLISH) == whole


def test_places_of_a_window_are_used_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ahead, "MAX_WINDOW_ITEMS", 100)
    items = items_at_random(Random(9), 900, 30)
    whole = stories(items, ENGLISH)
    assert window.WINDOW_PLACES > window.MAX_WINDOW_ITEMS
    for module in (ahead, window):
        monkeypatch.setattr(module, "WINDOW_PLACES", 128)
    assert stories(items, ENGLISH) == whole


def test_a_word_of_all_items_that_weighs_nothing_is_not_compared() -> None:
    rare = [f"rare{number}" for number in range(9)]
    said = ReadingAhead(ENGLISH).read(
        [
            *(article(f"{number:04}", "the", 1) for number in range(2_000)),
            article("a", " ".join(["the", *rare]), 2),
        ]
    )
    *_, last = said
    assert sorted(last.known.vector) == sorted(map(key_of, rare))


def sizes(items: list[Item]) -> list[int]:
    """Return how much a threader keeps after the items."""
    threader = Threader(ENGLISH)
    for said in threader.read(items):
        threader.add(said)
    kept, read = threader._window, threader._ahead
    of_window = (kept._members, kept._numbers, kept.links, kept.lines, kept.titles)
    return [*map(len, (*of_window, read._times, read._templates, read._postings))]
