"""What a segment holds of items, against reading them one by one."""

import gc
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from whoosh.index import open_dir

from search import Archive, Headline, Item
from search.embedded.schema import HEADLINE_STRIDE
from search.embedded.segment.builder import build
from search.embedded.segment.segment import Segment
from search.embedded.stock.codec import ColumnarCodec
from search.embedded.store.folder import Folder
from search.links import part_term
from search.names import MAX_NAME_CHARACTERS
from search.packed import pack
from search.text import Analyzer

Content = dict[str, Any]
Build = Callable[[Sequence[Item]], Segment]
#: 157 words and the gap behind them need more than one stride; 156 just fit.
FITS = HEADLINE_STRIDE - 100


def test_a_segment_holds_what_reading_its_items_says(
    built: Build,
    content: Callable[..., Content],
    plain: Callable[..., Content],
    some_items: Callable[..., list[Item]],
    items: tuple[Item, ...],
    analyzer: Analyzer,
) -> None:
    for held in (list(items), some_items(1, range(60)), some_items(2, [0]), []):
        assert content(built(held)) == plain(held, analyzer)


TEXTS = st.text(st.sampled_from("ab c'.s-\x1e\n\0éßﬁ北京мИ́̈…"), max_size=12) | st.text(max_size=9)
ITEMS = st.builds(
    Item,
    id=st.text(min_size=1, max_size=5).filter(lambda text: "\0" not in text),
    title=TEXTS,
    day=st.none() | st.sampled_from([date.min, date(2026, 1, 1), date(2026, 1, 2), date.max]),
    text=TEXTS,
    headlines=st.lists(st.builds(Headline, TEXTS, TEXTS, TEXTS), max_size=3),
    tags=st.lists(TEXTS, max_size=3),
    categories=st.lists(TEXTS, max_size=2),
    feed=TEXTS,
    link=TEXTS,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(st.lists(ITEMS, max_size=6, unique_by=lambda item: item.id))
def test_a_segment_holds_any_items(
    tmp_path: Path,
    content: Callable[..., Content],
    plain: Callable[..., Content],
    analyzer: Analyzer,
    items: list[Item],
) -> None:
    path = tmp_path / "x.seg"
    build(path, [(pack(item),) for item in items], analyzer)
    segment = Segment(path)
    path.unlink()
    assert content(segment) == plain(items, analyzer)
    segment.sections.check()


def test_documents_come_newest_first_then_by_id_undated_last(built: Build) -> None:
    new, old = date(2026, 1, 2), date(2025, 1, 1)
    days = {"b": new, "a": None, "c": new, "é": None, "d": old, "z": new}
    segment = built([Item(id=name, title="", day=day) for name, day in days.items()])
    order = ["b", "c", "z", "d", "a", "é"]
    assert [segment.find(name.encode()) for name in order] == [[n] for n in range(len(order))]
    new_year = date(2026, 1, 1).toordinal()
    assert segment.span(new_year, date.max.toordinal()) == range(0, 3)
    assert segment.span(1, new_year) == range(3, 4)
    assert segment.span(0, 0) == range(0)
    assert segment.dated == 4


LINES: dict[str, list[int]] = {
    "no-words": [0, 1, 0, 2],
    "just-fits": [FITS, 1],
    "one-too-many": [FITS + 1, 1],
    "a-stride": [HEADLINE_STRIDE, 1, 3],
    "several-strides": [3 * HEADLINE_STRIDE, 1, 2 * FITS, 1],
}


@pytest.mark.parametrize("lengths", LINES.values(), ids=LINES)
def test_headlines_begin_at_strides_with_a_gap_before(built: Build, lengths: list[int]) -> None:
    lines = [
        " ".join(f"w{number}n{index}" for index in range(length))
        for number, length in enumerate(lengths)
    ]
    item = Item(id="a", title="", day=None, headlines=tuple(map(Headline, lines)))
    field = built([item]).field("headlines")
    last = -101
    for number, length in enumerate(lengths):
        positions = []
        for index in range(length):
            term = field.terms.find(b"w%dn%d" % (number, index))
            assert term is not None
            positions.append(int(field.positions(term)[0]))
        if positions:
            assert positions[0] % HEADLINE_STRIDE == 0
            assert positions == list(range(positions[0], positions[0] + length))
            assert positions[0] > last + 100
            last = positions[-1]


@pytest.mark.parametrize("length", [1, FITS - 1, FITS, FITS + 1, HEADLINE_STRIDE, 700], ids=str)
def test_no_phrase_reaches_from_one_headline_into_the_next(
    make: Callable[..., Archive], length: int
) -> None:
    line = " ".join([*["filler"] * (length - 1), "harbour"])
    headlines = (Headline(line), Headline("strike ends"))
    archive = make([Item(id="a", title="", day=None, headlines=headlines)])
    assert archive.search('"strike ends"').total == 1
    assert archive.search('"harbour strike"').total == 0
    assert archive.search('"filler harbour"').total == (length > 1)


def test_a_separator_in_a_text_parts_words_as_any_other_sign(
    make: Callable[..., Archive],
) -> None:
    items = [
        Item(id="a", title="port\x1estrike", day=None, text="\x1eferries\x1e\x1eidle\x1e"),
        Item(
            id="b", title="comet", day=None, headlines=(Headline("night\x1esky"), Headline("\x1e"))
        ),
        Item(id="c", title="\x1e", day=None, text="comet"),
    ]
    archive = make(items)
    for query, wanted in {
        '"port strike"': ["a"],
        '"ferries idle"': ["a"],
        '"night sky"': ["b"],
        '"sky comet"': [],
        "comet": ["c", "b"],
        '"strike" comet': [],
    }.items():
        assert [hit.id for hit in archive.search(query).hits] == wanted, query
    assert [archive.item(item.id) for item in items] == items


def test_links_are_found_by_their_parts(built: Build) -> None:
    links_ = ("https://a.example/1", "https://b.example/ü")
    segment = built(
        [
            Item(id="a", title="", day=None, link=links_[0]),
            Item(id="b", title="", day=None, headlines=tuple(Headline("", "", x) for x in links_)),
        ]
    )
    field = segment.field("link")
    parts = ["a", "b", "example", "1", "ü"]
    assert list(field.terms) == sorted(part_term(part).encode() for part in parts)
    number = field.terms.find(part_term("example").encode())
    assert field.counts[number] == 2
    assert field.positions(number).tolist() == [1, 1, 5]
    assert field.terms.find(part_term("https:").encode()) is None
    assert Item(id="b", title="", day=None, link=links_[0]).links == (links_[0],)


def test_names_of_any_length_are_indexed_by_their_beginning(make: Callable[..., Archive]) -> None:
    name = "n" * 1_500
    archive = make(
        [Item(id="a", title="a", day=None, tags=(name, name[:MAX_NAME_CHARACTERS] + "x"))]
    )
    assert [(value.value, value.count) for value in archive.facet("tags")[0]] == [
        (name[:MAX_NAME_CHARACTERS], 1)
    ]
    assert archive.item("a").tags == (name,), "no more of a name is compared than is shown"
    assert archive.search(tags=name[:MAX_NAME_CHARACTERS]).total == 1


def test_the_collector_goes_on_after_a_build_that_failed(
    tmp_path: Path, analyzer: Analyzer
) -> None:
    with pytest.raises(ValueError, match="Expecting value"):
        build(tmp_path / "x.seg", [(b"no item",)], analyzer)
    assert gc.isenabled()
    assert list(tmp_path.iterdir()) == []


def test_whooshs_own_writer_writes_the_same(
    tmp_path: Path,
    built: Build,
    content: Callable[..., Content],
    some_items: Callable[..., list[Item]],
) -> None:
    items = some_items(3, range(40))
    Archive.create(tmp_path / "index").close()
    writer = open_dir(tmp_path / "index").writer(codec=ColumnarCodec())
    for item in items:
        writer.add_document(
            path=item.id,
            title=item.title,
            headlines="\n".join(line.text for line in item.headlines),
            text=item.text,
            date=item.day.toordinal() if item.day else 0,
            link="\n".join(item.links),
            item=pack(item),
        )
    writer.commit()
    folder = Folder.open(tmp_path / "index")
    (entry,) = folder.contents().segments
    by_whoosh = content(entry.open(folder.storage))
    wanted = content(built(items))
    for part in ("items", "lengths", "columns", "keys"):
        assert by_whoosh[part] == wanted[part]
    for field in ("path", "title", "headlines", "text", "date", "link"):
        assert by_whoosh["postings"][field] == wanted["postings"][field]
