"""Whatever a file holds costs one line at most, and never another file."""

import errno
import os
import resource
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.find.folders import Source, scan
from indexer.ledger import Entry
from indexer.read import body as body_module
from indexer.read.item import load
from indexer.read.outlets import Outlets
from search import Item

KIB = 1024
MIB = 1024 * KIB
Load = Callable[[str | bytes], tuple[Item | None, list[Entry]]]


@pytest.fixture
def load_file(tmp_path: Path) -> Load:
    def load_content(content: str | bytes) -> tuple[Item | None, list[Entry]]:
        path = tmp_path / "item.md"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return load_path(path)

    return load_content


def load_path(path: Path) -> tuple[Item | None, list[Entry]]:
    entries: list[Entry] = []
    return load(Source.at(path, "item.md"), entries.append, Outlets()), entries


def item_of(body: str) -> str:
    return f"---\ntitle: Storm\ndate: 2026-01-03\n---\n{body}"


# -- what is refused


def test_a_huge_file_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "item.md"
    with path.open("wb") as file:
        file.truncate(100 * MIB)
    tracemalloc.start()
    item, (entry,) = load_path(path)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert item is None
    assert (entry.action, entry.reason) == ("refused", "too-large")
    assert "100.0 MiB" in entry.detail
    assert peak < MIB


def test_a_pipe_that_replaced_a_file_does_not_block_the_run(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "item.md")
    item, (entry,) = load_path(tmp_path / "item.md")
    assert item is None
    assert (entry.action, entry.reason) == ("refused", "not-a-file")


@pytest.mark.parametrize("make", [Path.mkdir, lambda path: path.symlink_to("/dev/zero")])
def test_what_replaced_a_file_is_not_opened(tmp_path: Path, make: Callable[[Path], None]) -> None:
    make(tmp_path / "item.md")
    item, (entry,) = load_path(tmp_path / "item.md")
    assert item is None
    assert entry.reason == "not-a-file"


def test_a_file_that_has_vanished_is_said(tmp_path: Path) -> None:
    item, (entry,) = load_path(tmp_path / "item.md")
    assert item is None
    assert (entry.action, entry.reason) == ("refused", "vanished")


@pytest.mark.parametrize("failing", ["open", "fstat"])
def test_an_unreadable_file_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failing: str
) -> None:
    def fail(*_: object) -> None:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))

    (tmp_path / "item.md").write_text(item_of("Text."))
    with monkeypatch.context() as patch:
        patch.setattr(os, failing, fail)
        item, entries = load_path(tmp_path / "item.md")
    assert item is None
    assert [(entry.action, entry.reason) for entry in entries] == [("refused", "unreadable")]
    assert "Permission denied" in entries[0].detail


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        pytest.param(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "binary", id="picture"),
        pytest.param(b"---\ntitle: x\n---\n" + b"a\x00" * 99, "binary", id="NUL in the text"),
        pytest.param(bytes(range(1, 256)) * 10, "unknown-encoding", id="noise"),
        pytest.param("---\na: " + "[" * 100_000, "exploding-front-matter", id="deep YAML"),
        pytest.param('{"a":' + "[" * 100_000, "exploding-front-matter", id="deep JSON"),
        pytest.param(
            "---\na: &a [x,x,x,x,x,x,x,x,x]\n"
            + "".join(
                f"{name}: &{name} [{','.join([f'*{before}'] * 9)}]\n"
                for before, name in zip("abcdefghijkl", "bcdefghijklm", strict=True)
            )
            + "title: *m\n---\n",
            "exploding-front-matter",
            id="billion laughs",
        ),
    ],
)
def test_a_refused_file_has_one_line_in_the_ledger(
    load_file: Load, content: str | bytes, reason: str
) -> None:
    item, entries = load_file(content)
    assert item is None
    assert [(entry.action, entry.reason) for entry in entries] == [("refused", reason)]


def test_a_library_that_fails_costs_one_file(
    load_file: Load, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise IndexError("list index out of range")

    monkeypatch.setattr(body_module, "rendered", fail)
    item, (entry,) = load_file(item_of("*Text.*"))
    assert item is None
    assert (entry.action, entry.reason) == ("refused", "unreadable-markup")
    assert "IndexError: list index out of range" in entry.detail


@pytest.mark.parametrize("error", [MemoryError, KeyboardInterrupt])
def test_an_error_that_the_file_did_not_cause_is_raised(
    load_file: Load, monkeypatch: pytest.MonkeyPatch, error: type[BaseException]
) -> None:
    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr(body_module, "rendered", fail)
    with pytest.raises(error):
        load_file(item_of("*Text.*"))


def test_one_bad_file_never_costs_another(tmp_path: Path) -> None:
    for name in ("a.md", "z.md"):
        (tmp_path / name).write_text(item_of("Text."))
    (tmp_path / "b.md").write_bytes(b"\x00")
    (tmp_path / "c.md").write_text("---\na: " + "{" * 100_000)
    (tmp_path / "d.md").write_text("")
    entries: list[Entry] = []
    sources = list(scan([tmp_path], entries.append))
    items = [load(source, entries.append, Outlets()) for source in sources]
    assert [item.id for item in items if item] == ["a.md", "z.md"]
    assert [(Path(entry.file).name, entry.action) for entry in entries] == [
        ("b.md", "refused"),
        ("c.md", "refused"),
        ("d.md", "refused"),
    ]


# -- what is loaded all the same


@pytest.mark.parametrize(
    ("body", "times", "seen"),
    [
        pytest.param(lambda n: "<div>" * n + "x", 100_000, "x", id="nested blocks"),
        pytest.param(lambda n: "<form><div>" * n + "x", 50_000, "x", id="nested forms"),
        pytest.param(
            lambda n: "<span>" * n + "</b>" * n + "x", 100_000, "x", id="tags that match none"
        ),
        pytest.param(
            lambda n: "".join(f"<b id={i}>" for i in range(n)) + "x",
            *(100_000, "x"),
            id="open formatting",
        ),
        pytest.param(
            lambda n: "<p>x <a " + " ".join(f"a{i}" for i in range(n)) + ">y",
            *(200_000, "x y"),
            id="attributes",
        ),
        pytest.param(lambda n: "x" + "<!--" * n, 100_000, "x", id="open comments"),
        pytest.param(lambda n: "x<script>" * n, 50_000, "x", id="open scripts"),
        pytest.param(lambda n: "<a>x</a><font>" * n, 1_000, "", id="nested fonts"),
        pytest.param(lambda n: "[" * n + "x", 50_000, "x", id="brackets"),
        pytest.param(lambda n: "![" * n + "x", 25_000, "x", id="pictures"),
        pytest.param(lambda n: ">" * n + "x", 100_000, "", id="quotes"),
        pytest.param(lambda n: "*" * n + "x", 100_000, "x", id="stars"),
        pytest.param(lambda n: "- " * n + "x", 50_000, "", id="nested lists"),
        pytest.param(lambda n: "a|b\n-|-\n" + "x\n" * n, 20_000, "x", id="table rows"),
        pytest.param(lambda n: "{{<" * n + " x", 100_000, "x", id="shortcodes"),
        pytest.param(lambda n: "{% a " * n + "x", 100_000, "x", id="template tags"),
        pytest.param(lambda n: "\n" * n + "x", 5 * MIB, "x", id="lines"),
        pytest.param(lambda n: "<a" * n, 900_000, "", id="tags without end"),
        pytest.param(lambda n: "&" * n + "x", MIB, "x", id="entities"),
    ],
)
def test_markup_made_to_take_time_is_read(
    load_file: Load, thorough: bool, body: Callable[[int], str], times: int, seen: str
) -> None:
    item, entries = load_file(item_of(body(times if thorough else times // 8)))
    assert item is not None
    assert entries == []
    assert seen in item.text


def test_formatting_copied_into_each_block_does_not_fill_the_memory(load_file: Load) -> None:
    fonts = "".join(f"<font size={number}>" for number in range(2000))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    item, _ = load_file(item_of(f"<p>{fonts}" + "<p>x" * 2000))
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert item is not None
    assert item.text.split() == ["x"] * 2000
    assert grown < 256 * KIB  # in KiB; parsed at once it takes 1.4 GiB


@pytest.mark.parametrize(
    "title",
    [
        pytest.param("word " * 300_000, id="words"),
        pytest.param("x" * MIB, id="one word"),
        pytest.param("<b>x</b> " * 500_000, id="tags"),
        pytest.param("a - " * 300_000, id="separators"),
        pytest.param("&" * MIB, id="entities"),
    ],
)
def test_a_huge_title_is_cut_and_kept(load_file: Load, title: str) -> None:
    item, entries = load_file(f'---\ntitle: "{title}"\ndate: 2026-01-03\nsource: BBC\n---\nText.')
    assert item is not None
    assert [entry.reason for entry in entries] == ["long-title"]
    assert len(item.title) <= 1000
    assert len(item.text) > 500_000
    assert item.text.endswith("\nText.")


@pytest.mark.parametrize(
    ("content", "title"),
    [
        pytest.param(
            '+++\ntitle = "Storm"\nweight = 1' + "0" * 10_000 + "\n+++\n",
            "Storm",
            id="TOML integer",
        ),
        pytest.param(
            '+++\ntitle = "Storm"\n' + "a." * 100_000 + "a = 1\n+++\n", "Storm", id="TOML key"
        ),
        pytest.param(
            "---\ntitle: 1" + "0" * 900 + "\nweight: " + "9" * 10_000 + "\n---\n",
            "1" + "0" * 900,
            id="YAML integer",
        ),
        pytest.param(
            '{"title": "Storm", "weight": 1' + "0" * 10_000 + "}", "Storm", id="JSON integer"
        ),
        pytest.param('{"title": "Storm\\ud800"}', "Storm", id="half a character in JSON"),
        pytest.param("---\ntitle: Storm\n" + "---\n" * MIB, "Storm", id="rules"),
        pytest.param("---\ntitle: Storm\n" + "tags: x\n" * 10_000, "Storm", id="never closed"),
        pytest.param(
            "---\ntitle: Storm\ndescription: '" + "a&nbsp;&nbsp;" * 100_000 + "'\n---\n",
            "Storm",
            id="description",
        ),
    ],
)
def test_front_matter_made_to_take_time_is_read(load_file: Load, content: str, title: str) -> None:
    item, _ = load_file(content)
    assert item is not None
    assert item.title == title


@pytest.mark.parametrize("key", ["title", "tags", "source", "link", "description", "categories"])
def test_script_stays_text_and_leads_nowhere(load_file: Load, key: str) -> None:
    item, _ = load_file(
        f"---\ntitle: Storm\n{key}: 'javascript:x <script>alert(1)</script><img onerror=x>'\n---\n"
    )
    assert item is not None
    values = (item.title, item.text, item.feed, item.link, *item.tags, *item.categories)
    assert not any("<" in value or "alert" in value for value in (*values, *item.sources))
    assert item.feed == item.link == ""


# -- anything at all


def check(path: Path) -> None:
    item, entries = load_path(path)
    refused = [entry for entry in entries if entry.action == "refused"]
    if item is None:
        assert entries == refused
        assert len(refused) == 1
    else:
        assert not refused
        for text in (item.title, item.text, item.feed, item.link, *item.tags, *item.sources):
            text.encode()  # no half characters
        assert item.title == " ".join(item.title.split()) != ""
    assert all(entry.detail.endswith(".") for entry in entries)


@given(st.binary())
def test_any_bytes_are_an_item_or_one_refusal(
    tmp_path_factory: pytest.TempPathFactory, content: bytes
) -> None:
    path = tmp_path_factory.getbasetemp() / "bytes.md"
    path.write_bytes(content)
    check(path)


PARTS = st.sampled_from(
    [
        "---\n", "+++\n", "---\\n", "{", "}", "title: ", "title = ", '"title": ', "date: ",
        "tags: ",
        "description: ", "source: ", "link: ", "2026-01-03", "https://hub.example/1", "BBC", " - ",
        "<ol>", "<li>", '<a href="', '">', "</a>", "&nbsp;&nbsp;", "<font>", "</font>", "&am", "é",
        "\n", "\r\n", "\t", " ", "'", '"', "[", "]", ",", ": ", "- ", "# ", "*", "&a ", "*a",
        "<<: ",
        "!!x ", "|", ">", "\ufeff", "\u200b", "\x07", "\u2028", "{{< x >}}", "...", "\\", "\udce9",
    ]
)  # fmt: skip


@given(st.lists(PARTS, max_size=40).map("".join))
def test_any_pieces_of_items_are_an_item_or_one_refusal(
    tmp_path_factory: pytest.TempPathFactory, content: str
) -> None:
    path = tmp_path_factory.getbasetemp() / "pieces.md"
    path.write_bytes(content.encode("utf-8", "surrogateescape"))
    check(path)
