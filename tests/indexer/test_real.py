"""Real archives load whole, and read as their readers saw them."""

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from indexer.export import write_folder
from indexer.find.folders import scan
from indexer.ledger import Entry
from indexer.read.body import FULL_COVERAGE
from indexer.read.item import load
from indexer.read.outlets import Outlets
from search import Item
from tests.conftest import THOROUGH, Once

Need = Callable[[object, str], None]


@dataclass(frozen=True)
class Loaded:
    """An archive as it was loaded: the texts of all files, the items, the ledger."""

    raw: dict[str, bytes]
    items: dict[str, Item]
    entries: list[Entry]

    @property
    def reasons(self) -> Counter[tuple[str, str]]:
        return Counter((entry.action, entry.reason) for entry in self.entries)


def load_all(root: Path, every: int = 1) -> Loaded:
    entries: list[Entry] = []
    outlets = Outlets()
    sources = list(scan([root], entries.append))[::every]
    items = [load(source, entries.append, outlets) for source in sources]
    return Loaded(
        {source.id: Path(source.path).read_bytes() for source in sources},
        {item.id: item for item in items if item},
        entries,
    )


def export_and_compare(loaded: Loaded, folder: Path, thorough: bool) -> None:
    items = {item.id: item for item in [*loaded.items.values()][:: 1 if thorough else 2]}
    refused: list[str] = []
    write_folder(items.values(), folder, lambda item_id, why: refused.append(item_id))
    again = load_all(folder)
    assert refused == []
    assert again.entries == []
    assert again.items.keys() == items.keys()
    differing = [id for id, item in items.items() if again.items[id] != item]
    assert differing == []


@pytest.fixture(scope="module")
def news(newsstore: Path, once: Once[Loaded]) -> Loaded:
    return once("news", lambda: load_all(newsstore))


#: The quick ones leave out the one that takes longest, and read a part of the other.
OTHERS = ["digitalgov", "opensuse-news"] if THOROUGH else ["digitalgov"]


@pytest.fixture(scope="module", params=OTHERS)
def other(request: pytest.FixtureRequest, need: Need, once: Once[Loaded]) -> Loaded:
    path = Path(__file__).parents[2].parent / "shared" / "corpora" / request.param
    need(path.is_dir(), f"the real corpus {path}")
    return once(request.param, lambda: load_all(path, 1 if THOROUGH else 8))


# -- 6,709 items of a news archive


def test_every_news_file_loads_and_just_the_damaged_ones_are_in_the_ledger(news: Loaded) -> None:
    literal = {id for id, raw in news.raw.items() if raw.startswith(b"---\\n")}
    invalid = {id for id, raw in news.raw.items() if raw != raw.decode("utf-8", "ignore").encode()}
    assert len(news.items) == len(news.raw) == 6709
    assert len(literal) == 67
    assert len(invalid) == 5
    told = {(Path(entry.file).name, entry.reason) for entry in news.entries}
    assert {id for id, reason in told if reason == "literal-newline"} == literal
    assert {id for id, reason in told if reason == "invalid-utf8"} == invalid
    assert news.reasons == {("repaired", "literal-newline"): 67, ("repaired", "invalid-utf8"): 5}


def test_a_day_is_the_one_in_the_file(news: Loaded) -> None:
    for id, raw in news.raw.items():
        written = re.search(rb"^date: '?\"?([0-9-]{10})", raw, re.MULTILINE)
        assert written is not None
        assert news.items[id].day == date.fromisoformat(written[1].decode())


def test_every_headline_of_a_cluster_is_there_and_full_coverage_is_none(news: Loaded) -> None:
    rows = sum(raw.count(b"<font") for raw in news.raw.values())
    shaped = [id for id, raw in news.raw.items() if b"<font" in raw]
    assert sum(len(news.items[id].headlines) for id in shaped) == rows > 11_000
    assert {news.items[id].text for id in shaped} == {""}
    for item in news.items.values():
        assert item.headlines
        for headline in item.headlines:
            assert headline.text
            assert headline.outlet
            assert FULL_COVERAGE not in headline.text.lower()
        assert FULL_COVERAGE not in item.text.lower()


def test_a_clusters_title_is_its_first_headline_without_the_outlet(news: Loaded) -> None:
    for id, raw in news.raw.items():
        item = news.items[id]
        assert item.title == item.headlines[0].text
        assert item.headlines[0].link == item.link
        if b"<font" in raw:
            assert not item.title.endswith((" - BBC", " - Reuters", " - CNN", " - Bloomberg.com"))


def test_news_outlets_have_one_name_each(news: Loaded) -> None:
    counts = Counter(line.outlet for item in news.items.values() for line in item.headlines)
    assert counts.most_common(3) == [("Fox News", 2345), ("Al Jazeera", 1621), ("BBC", 1392)]
    assert counts["DW"] > 200
    assert counts["Politico"] > 200
    assert 1300 < len(counts) < 1325
    for name in ("dw.com", "politico.eu", "Bloomberg.com", "bbc.com", "abcnews.go.com", ""):
        assert counts[name] == 0
    spellings = Counter(re.sub(r"\W|\.(com|org|net)$", "", name.lower()) for name in counts)
    assert [name for name, number in spellings.items() if number > 1] == []


def test_news_tags_are_the_titles_words(news: Loaded) -> None:
    tags = Counter(tag for item in news.items.values() for tag in item.tags)
    assert sum(tags.values()) > 20_000
    for item in news.items.values():
        assert len({tag.lower() for tag in item.tags}) == len(item.tags)
        for tag in item.tags:
            assert tag in item.title.lower()


def test_no_markup_is_left_in_news(news: Loaded) -> None:
    for item in news.items.values():
        for text in (item.title, item.text, *(line.text for line in item.headlines)):
            assert not re.search(r"</?(?:p|a|li|ol|font|strong|em|div|img)\b|&[a-z]+;|&#", text)
            assert not re.search("[\u200b\u2060\ufeff\xa0\xad]", text)
            assert all(line == " ".join(line.split()) for line in text.split("\n"))


def test_articles_have_their_text(news: Loaded) -> None:
    foxes = [item for item in news.items.values() if item.feed.startswith("https://feeds.foxnews")]
    assert len(foxes) == 2249
    assert sum(item.text.count("\n") for item in foxes) > 10_000
    assert all(item.text for item in news.items.values() if "news.google" not in item.feed)
    assert {item.sources for item in foxes} == {("Fox News",)}


@pytest.mark.thorough
def test_news_that_is_exported_comes_back(news: Loaded, tmp_path: Path, thorough: bool) -> None:
    export_and_compare(news, tmp_path, thorough)


# -- other dialects


def test_others_that_are_exported_come_back(other: Loaded, tmp_path: Path, thorough: bool) -> None:
    export_and_compare(other, tmp_path, thorough)


def test_every_file_with_a_title_or_a_body_loads(other: Loaded) -> None:
    for id, raw in other.raw.items():
        text = raw.decode("utf-8-sig").replace("\r\n", "\n").strip()
        parts = re.split(r"^---[ \t]*$", text, maxsplit=2, flags=re.MULTILINE)
        has_title = (
            re.search(r"^title:[ \t]*\S", parts[1], re.MULTILINE) if len(parts) > 2 else None
        )
        if has_title or (parts[-1].strip() and len(parts) > 2):
            assert id in other.items
    assert {entry.reason for entry in other.entries if entry.action == "refused"} == {"empty"}
    assert not THOROUGH or len(other.items) in (2990, 2288)


def test_days_are_those_of_the_authors_clock(other: Loaded) -> None:
    compared = 0
    for id, item in other.items.items():
        written = re.search(rb"^date: *['\"]?([0-9-]{10})", other.raw[id], re.MULTILINE)
        if written:
            assert item.day == date.fromisoformat(written[1].decode())
            compared += 1
    assert compared > len(other.items) * 0.6


def test_few_items_of_another_archive_need_repair(other: Loaded) -> None:
    repaired = Counter(
        {reason: n for (action, reason), n in other.reasons.items() if action == "repaired"}
    )
    assert set(repaired) <= {"no-date", "no-title", "repeated-key", "text-left-out"}
    assert repaired.total() < len(other.items) / 10


def test_texts_are_rendered(other: Loaded) -> None:
    shortcodes = sum(bool(re.search(r"\{\{[<%]|\{% ", item.text)) for item in other.items.values())
    links = sum("](http" in item.text for item in other.items.values())
    assert shortcodes <= 2  # examples, in code
    assert links < len(other.items) / 50
    assert sum(len(item.text) for item in other.items.values()) > len(other.items) * 1_500
