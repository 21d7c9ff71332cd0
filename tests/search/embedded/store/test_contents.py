"""A table of contents is data: whatever somebody writes into it, nothing of it is run.

Also: which names it holds. They are pinned, since a class that moves makes all archives outdated.
"""

import copyreg
import json
import os
import pickle
import pickletools
import shutil
import struct
import sys
import tracemalloc
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from whoosh.fields import Schema
from whoosh.filedb.structfile import BufferFile
from whoosh.index import open_dir

from search import Archive, IndexDamaged, IndexMissing, IndexOutdated, Item
from search.embedded.engine import FolderEngine
from search.embedded.store.folder import Folder
from search.embedded.store.layout import SCHEMA_VERSION, Trailer, is_whole, with_check
from search.embedded.store.records import MAX_INSTRUCTIONS, PICKLED_NAMES
from search.text import Analyzer

#: Bytes before the schema: sizes, byte order, version of the layout and of Whoosh.
HEADER_BYTES = 14
#: Bytes of the mark and the checksum at the end.
CHECK_BYTES = 8
BOTH = ("schema", "segments")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The folder of an archive of two segments, one with a deleted item; closed."""
    with Archive.create(tmp_path / "index") as archive:
        archive.add(
            [Item(id="a", title="one", day="2026-01-01"), Item(id="b", title="b", day=None)]
        )
        archive.add([Item(id="c", title="two", day=None)])
        archive.remove(["b"])
    return tmp_path / "index"


def table_of(folder: Path) -> Path:
    (table,) = folder.glob("*.toc")
    return table


def pickles(table: bytes) -> dict[str, bytes]:
    """Return the two pickles in a table of contents."""
    file = BufferFile(memoryview(table))
    file.seek(HEADER_BYTES)
    schema = file.read_string()
    file.read_int(), file.read_int()
    end = len(table) - (CHECK_BYTES if is_whole(table) else 0)
    return {"schema": bytes(schema), "segments": table[file.tell() : end]}


def varint(number: int) -> bytes:
    low, rest = number & 0x7F, number >> 7
    return bytes([low | 0x80]) + varint(rest) if rest else bytes([low])


#: The trailer of a forged table.
AS_WRITTEN = Trailer(schema=SCHEMA_VERSION, arrivals_from=0)


def forge(
    folder: Path, *, check: bool = True, generation: int | None = None, **forged: bytes
) -> None:
    """Put other pickles into an archive's table of contents, with a checksum that agrees."""
    path = table_of(folder)
    table = path.read_bytes()
    parts = pickles(table) | forged
    if generation is None:
        generation = int(path.stem.rpartition("_")[2])
    numbers = generation.to_bytes(4, "big", signed=True) + bytes(4)
    schema = varint(len(parts["schema"])) + parts["schema"]
    table = table[:HEADER_BYTES] + schema + numbers + parts["segments"]
    path.write_bytes(with_check(table, AS_WRITTEN) if check else table)


def names(data: bytes) -> set[tuple[str, str]]:
    """Return what a pickle names, as (module, name)."""
    found, texts = set[tuple[str, str]](), list[str]()
    for opcode, argument, _ in pickletools.genops(data):
        if opcode.name == "GLOBAL":
            module, _, name = argument.partition(" ")
            found.add((module, name))
        elif opcode.name == "STACK_GLOBAL":
            found.add((texts[-2], texts[-1]))
        elif isinstance(argument, str):
            texts.append(argument)
    return found


def test_these_names_are_in_every_archive(folder: Path) -> None:
    """Do not add to them: whoever moves or renames one of ours raises SCHEMA_VERSION."""
    expected = {
        ("__builtin__", "long"),
        ("search.embedded.schema", "LinkParts"),
        ("search.embedded.schema", "NameKeys"),
        ("search.embedded.schema", "Words"),
        ("search.embedded.stock.codec", "SegmentEntry"),
        ("search.text", "Analyzer"),
        ("whoosh.analysis.tokenizers", "IDTokenizer"),
        ("whoosh.columns", "NumericColumn"),
        ("whoosh.fields", "COLUMN"),
        ("whoosh.fields", "ID"),
        ("whoosh.fields", "NUMERIC"),
        ("whoosh.fields", "STORED"),
        ("whoosh.fields", "Schema"),
        ("whoosh.fields", "TEXT"),
        ("whoosh.formats", "Existence"),
        ("whoosh.formats", "Positions"),
    }

    def held() -> set[tuple[str, str]]:
        return set().union(*map(names, pickles(table_of(folder).read_bytes()).values()))

    assert held() == expected
    writer = open_dir(folder).writer()
    writer.delete_by_term("path", "one")
    writer.commit(merge=False)
    assert held() == expected, "Whoosh's own writers name nothing else"
    assert expected == PICKLED_NAMES


def test_whoosh_reads_what_is_written(folder: Path) -> None:
    contents = Folder.open(folder).contents()
    index = open_dir(folder)
    assert index.schema.names() == contents.schema.names()
    assert index.schema["title"].analyzer.analyzer.language == contents.language == "english"
    assert index.latest_generation() == contents.generation == 3
    read = index._segments()
    assert [entry.__getstate__() for entry in read] == [
        entry.__getstate__() for entry in contents.segments
    ]
    assert [entry.deleted_count() for entry in read] == [1, 0]
    assert is_whole(table_of(folder).read_bytes())


# -- forgeries


def touch(marker: Path) -> str:
    return f"touch '{marker}'"


class Runs:
    """Pickled, it has a function called with arguments."""

    def __init__(self, function: Callable[..., Any], *arguments: Any) -> None:
        self.call = function, arguments

    def __reduce__(self) -> tuple[Callable[..., Any], tuple[Any, ...]]:
        return self.call


def short(text: str) -> bytes:
    """Return the opcode that pushes a short text, in protocol 4."""
    return b"\x8c" + bytes([len(text.encode())]) + text.encode()


def reduced(marker: Path) -> Iterator[bytes]:
    """Yield calls as Python pickles them, bare and nested in what an archive holds."""
    calls = [Runs(os.system, touch(marker)), Runs(open, str(marker), "w")]
    for call in calls:
        for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
            for nested in (call, [call], {"_fields": {"title": (call,)}}, {call: 1}):
                yield pickle.dumps(nested, protocol)


def written_by_hand(marker: Path) -> Iterator[bytes]:
    command = touch(marker)
    text = b"S" + repr(command).encode() + b"\n"
    system = b"cos\nsystem\n"
    allowed = b"csearch.text\nAnalyzer\n"
    yield system + b"(" + text + b"tR."  # GLOBAL, REDUCE
    yield b"(" + text + b"ios\nsystem\n."  # INST
    yield b"(" + system + text + b"o."  # OBJ
    yield b"\x80\x02csubprocess\nPopen\n(" + text + b"t\x81."  # NEWOBJ
    yield b"\x80\x04" + system + b"(" + text + b"t}\x92."  # NEWOBJ_EX
    yield b"\x80\x04" + short("os") + short("system") + b"\x93(" + text + b"tR."  # STACK_GLOBAL
    # By a name within an allowed class, or within what it can see.
    for name in ("Analyzer.__init__.__globals__", "Analyzer.__reduce__", "lru_cache"):
        yield b"\x80\x04" + short("search.text") + short(name) + b"\x93."
    yield b"\x80\x04" + short("whoosh.fields") + short("pickle.loads") + b"\x93."
    yield b"csearch.text\nos.system\n(" + text + b"tR."
    # BUILD: a state for an object, and one for the class itself, which would change it for all.
    yield b"(" + b"isearch.text\nAnalyzer\n}S'language'\n" + system + b"(" + text + b"tRsb."
    yield allowed + b"}S'terms'\n" + system + b"sb."
    yield b"cwhoosh.fields\nSchema\n(N}S'clean'\n" + allowed + b"stb."
    yield allowed + b"(N}S'terms'\nNstb."
    # Only allowed classes, called as nothing of ours calls them.
    yield allowed + b"(" + text + b"tR."
    yield b"csearch.embedded.stock.codec\nSegmentEntry\n(tR}S'deleted'\nI1\nsb."
    yield b"\x80\x02\x82\xf0(" + text + b"tR."  # EXT1, registered below
    yield b"P1\n."  # PERSID
    yield b"."
    yield b""


@pytest.fixture
def extension() -> Iterator[None]:
    copyreg.add_extension("os", "system", 0xF0)
    yield
    copyreg.remove_extension("os", "system", 0xF0)


def assert_refused(folder: Path, marker: Path) -> None:
    """Assert that every way to read the archive finds it damaged, and runs nothing.

    It is opened by whoever opened it before it was forged.
    """
    before = vars(Analyzer).copy(), vars(Schema).copy()
    with pytest.raises(IndexDamaged, match="index again with"):
        Archive.open(folder)
    archive = Archive(FolderEngine(Folder(folder)))
    ways: list[Callable[[], Any]] = [
        lambda: archive.search("one"),
        archive.check,
        archive.faults,
        archive.info,
        lambda: archive.language,
        lambda: archive.add([Item(id="d", title="d", day=None)]),
        lambda: archive.remove(["one"]),
    ]
    for way in ways:
        with pytest.raises(IndexDamaged, match="index again with"):
            way()
        assert not marker.exists()
    assert (vars(Analyzer), vars(Schema)) == before


@pytest.mark.usefixtures("extension")
@pytest.mark.parametrize("part", BOTH)
@pytest.mark.parametrize("forgeries", [reduced, written_by_hand])
def test_a_forged_table_runs_nothing(
    folder: Path, tmp_path: Path, part: str, forgeries: Callable[[Path], Iterator[bytes]]
) -> None:
    marker = tmp_path / "marker"
    original = table_of(folder).read_bytes()
    (folder / "contents.copy").unlink()
    for forged in forgeries(marker):
        forge(folder, **{part: forged})
        assert_refused(folder, marker)
        table_of(folder).write_bytes(original)
    with Archive.open(folder) as archive:
        assert archive.search("one").total == 1


def test_a_forgery_would_run_elsewhere(tmp_path: Path) -> None:
    """So the tests above could fail."""
    marker = tmp_path / "marker"
    for forged in (next(reduced(marker)), next(written_by_hand(marker))):
        pickle.loads(forged)
        assert marker.exists()
        marker.unlink()


@pytest.mark.parametrize("part", BOTH)
def test_what_a_forged_table_names_is_told(folder: Path, tmp_path: Path, part: str) -> None:
    """Even where the copy is sound: this damage is not an accident."""
    marker = tmp_path / "marker"
    forge(folder, **{part: next(written_by_hand(marker))})
    with pytest.raises(IndexDamaged) as caught:
        Archive.open(folder)
    assert str(caught.value) == (
        f"{folder}/_MAIN_3.toc: the archive cannot be read (its table of contents names "
        "'os.system', which no archive needs); index again with “backfile index FOLDER --rebuild "
        f"--index {folder}”"
    )
    with Archive.rebuild(folder) as change:
        change.add([Item(id="d", title="one", day=None)])
    with Archive.open(folder) as archive:
        assert archive.search("one").total == 1
    assert not marker.exists()


def test_a_forged_table_without_a_checksum_is_not_opened(folder: Path, tmp_path: Path) -> None:
    """Whoosh's own writers leave none, so the table is read at once."""
    forge(folder, schema=pickle.dumps(Runs(os.system, touch(tmp_path / "marker"))), check=False)
    with pytest.raises(IndexDamaged, match=r"system', which no archive needs"):
        Archive.open(folder)
    assert not (tmp_path / "marker").exists()


def test_a_forged_copy_runs_nothing(folder: Path, tmp_path: Path) -> None:
    marker = tmp_path / "marker"
    sound = table_of(folder).read_bytes()
    forge(folder, segments=pickle.dumps([Runs(os.system, touch(marker))]))
    table_of(folder).replace(folder / "contents.copy")
    (folder / "_MAIN_3.toc").write_bytes(sound.replace(b"english", b"fnglish"))
    with pytest.raises(IndexDamaged):
        Archive.open(folder)
    assert not marker.exists()


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("segid", "../../outside"),
        ("segid", "x/../../../outside"),
        ("indexname", "/tmp/MAIN"),
        ("segid", ["a"]),
        ("documents", "many"),
        ("documents", None),
    ],
)
def test_a_forged_entry_leads_to_no_other_file(
    folder: Path, tmp_path: Path, key: str, value: object
) -> None:
    """A commit removes the files of segments that it has merged."""
    (folder / "contents.copy").unlink()
    entries = Folder.open(folder).contents().segments
    segment = (folder / entries[0].filename).read_bytes()
    outside = tmp_path / "outside.seg"
    outside.write_bytes(segment)
    getstate = type(entries[0]).__getstate__
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(type(entries[0]), "__getstate__", lambda one: getstate(one) | {key: value})
        forge(folder, segments=pickle.dumps(entries))
    assert_refused(folder, tmp_path / "marker")
    assert outside.read_bytes() == segment


@pytest.mark.parametrize("generation", [-5, 999_999_999, 2**31 - 1])
def test_a_forged_generation_is_none_that_another_can_follow(
    folder: Path, tmp_path: Path, generation: int
) -> None:
    (folder / "contents.copy").unlink()
    forge(folder, generation=generation)
    assert_refused(folder, tmp_path / "marker")


# -- archives of older versions


def outdated(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Make of an archive what schema 3 left: its segments were named by another module."""
    module = ModuleType("search.embedded.codec")

    class SegmentEntry:
        def __init__(self, state: dict[str, Any]) -> None:
            self.state = state

        def __getstate__(self) -> dict[str, Any]:
            return self.state

    SegmentEntry.__module__, SegmentEntry.__qualname__ = module.__name__, "SegmentEntry"
    module.SegmentEntry = SegmentEntry  # type: ignore[attr-defined]
    entries = [SegmentEntry(e.__getstate__()) for e in Folder.open(folder).contents().segments]
    with monkeypatch.context() as patched:
        patched.setitem(sys.modules, module.__name__, module)
        forge(folder, segments=pickle.dumps(entries))
    shutil.copy(table_of(folder), folder / "contents.copy")
    (folder / "backfile.json").write_text(json.dumps({"schema": 3, "language": "german"}))


def test_an_older_archive_says_what_to_do(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    outdated(folder, monkeypatch)
    with pytest.raises(IndexOutdated, match=r"has schema 3, this program 4; .*--rebuild"):
        Archive.open(folder)
    with Archive.rebuild(folder) as change:
        assert change.add([Item(id="d", title="Häuser", day=None)]) == 1
    with Archive.open(folder) as archive:
        assert archive.language == "german"
        assert archive.search("haus").total == archive.info().items == archive.check() == 1
    assert len(list(folder.glob("*.seg"))) == 1


def test_a_newer_archive_says_to_update(folder: Path) -> None:
    (folder / "backfile.json").write_text(json.dumps({"schema": 5, "language": "german"}))
    with pytest.raises(IndexOutdated, match=r"schema 5, this program 4; .*update Backfile, or"):
        Archive.open(folder)


def test_an_older_archive_outlives_a_rebuild_that_fails(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    outdated(folder, monkeypatch)
    before = {entry.name: entry.read_bytes() for entry in folder.glob("[!M]*")}
    segments = {entry.name for entry in folder.glob("*.seg")}
    with pytest.raises(ZeroDivisionError), Archive.rebuild(folder):
        raise ZeroDivisionError
    assert {entry.name: entry.read_bytes() for entry in folder.glob("[!M]*")} == before
    assert segments == {entry.name for entry in folder.glob("*.seg")}


# -- what would take all memory or time


def laughing(doublings: int) -> bytes:
    """Return the opcodes of a tuple that holds itself twice, over and over."""
    return b"X\x01\0\0\0aq\x01" + b"h\x01h\x01\x86q\x01" * doublings + b"h\x01"


def language_of(opcodes: bytes) -> bytes:
    """Return a schema's pickle, in which opcodes stand for the language."""

    def record(name: str, rest: bytes) -> bytes:
        module = {"Schema": "whoosh.fields", "TEXT": "whoosh.fields"}.get(name, "search.text")
        module = "search.embedded.schema" if name == "Words" else module
        return f"c{module}\n{name}\n".encode() + rest

    analyzer = record("Analyzer", opcodes + b"\x85R")
    words = record("Words", b")\x81}X\x08\0\0\0analyzer" + analyzer + b"sb")
    title = record("TEXT", b")\x81}X\x08\0\0\0analyzer" + words + b"sb")
    fields = b"}X\x07\0\0\0_fields}X\x05\0\0\0title" + title + b"ss"
    return b"\x80\x02" + record("Schema", b")\x81" + fields + b"b.")


def segment_of(**opcodes: bytes) -> bytes:
    """Return a pickle of one segment's entry, with opcodes in place of some values."""
    values = {
        "indexname": b"X\x04\0\0\0MAIN",
        "segid": b"X\x04\0\0\0abcd",
        "documents": b"K\x01",
        "deleted": b"C\0",
    } | opcodes
    state = b"}(" + b"".join(
        b"X" + len(name).to_bytes(4, "little") + name.encode() + value
        for name, value in values.items()
    )
    entry = b"csearch.embedded.stock.codec\nSegmentEntry\n)\x81" + state + b"ub"
    return b"\x80\x03]" + entry + b"a."


def copies(call: bytes) -> bytes:
    """Return a pickle of records that each copy the same 10,000 arguments."""
    arguments = b"(" + b"K\x01" * 10_000 + b"tq\x01csearch.text\nAnalyzer\nq\x02]("
    return b"\x80\x02" + arguments + (b"h\x02h\x01" + call) * 5_000 + b"e."


BOMBS = {
    "arguments copied by calls": {"segments": copies(b"R")},
    "arguments copied by classes": {"segments": copies(b"\x81")},
    "a language that holds itself": {"schema": language_of(laughing(60))},
    "a language nested deeply": {"schema": language_of(b"(" * 100_000 + b"t" * 100_000)},
    "a segment's id that holds itself": {"segments": segment_of(segid=laughing(60))},
    "a count that holds itself": {"segments": segment_of(documents=laughing(60))},
    "a key that holds itself": {"segments": b"\x80\x02}" + laughing(60) + b"K\x01s."},
    "keys that hold themselves": {"segments": b"\x80\x02}(" + laughing(60) + b"K\x01u."},
    "a set": {"segments": b"\x80\x04\x8f(" + laughing(60) + b"\x90."},
    "a memo of gigabytes": {"segments": b"\x80\x02Nr\xff\xff\xff\x7f."},
    "a text of gigabytes": {"segments": b"\x80\x04\x8d" + (1 << 40).to_bytes(8, "little") + b"a."},
    "bytes of gigabytes": {"segments": b"\x80\x03B\xff\xff\xff\x7fa."},
    "a frame of gigabytes": {"segments": b"\x80\x04\x95" + (1 << 40).to_bytes(8, "little") + b"N."},
    "lists in lists": {"segments": b"\x80\x02" + b"]" * 3_000_000 + b"a" * 2_999_999 + b"."},
    "a number of a million digits": {"segments": b"\x80\x02I" + b"9" * 1_000_000 + b"\n."},
    "another kind of count": {"segments": segment_of(documents=b"N")},
    "a path for an id": {"segments": segment_of(segid=b"X\x04\0\0\0../a")},
}


@pytest.mark.parametrize("bomb", BOMBS.values(), ids=BOMBS.keys())
def test_a_table_of_few_bytes_takes_neither_time_nor_memory(
    folder: Path, bomb: dict[str, bytes]
) -> None:
    (folder / "contents.copy").unlink()
    forge(folder, **bomb)
    tracemalloc.start()
    try:
        with pytest.raises(IndexDamaged, match="index again with"):
            Archive.open(folder)
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < 50_000_000


def checked(table: bytes) -> bytes:
    table += b"CRC:"
    return table + struct.pack("<I", zlib.crc32(table[:-4]))


@pytest.mark.parametrize("ending", [b"\xff" * 400_000, varint(2**63), varint(2**34), b"\xff" * 4])
def test_a_table_may_not_claim_a_schema_longer_than_any(folder: Path, ending: bytes) -> None:
    table = table_of(folder)
    table.write_bytes(checked(table.read_bytes()[:HEADER_BYTES] + ending))
    with Archive.open(folder) as archive:  # by the copy
        assert archive.search().total == 2
    (folder / "contents.copy").unlink()
    with pytest.raises(IndexDamaged, match="index again with"):
        Archive.open(folder)


TRAILERS = (
    *(b"{}", b"[]", b"4", b"", b"nan", b"[" * 30_000, b"\xff"),
    *(b'{"schema": %s, "note": ""}' % one for one in (b"null", b"[]", b"Infinity", b"1e400")),
    *(b'{"schema": %s, "note": ""}' % one for one in (b"4.7", b"true", b'"4"')),
    b'{"schema": %d, "note": []}' % SCHEMA_VERSION,
    b'{"schema": %d}' % SCHEMA_VERSION,
)


@pytest.mark.parametrize("trailer", TRAILERS, ids=lambda trailer: trailer.decode("latin-1")[:40])
def test_a_forged_trailer_is_damage(folder: Path, trailer: bytes) -> None:
    table = table_of(folder)
    data = table.read_bytes()
    (length,) = struct.unpack("<I", data[-12:-8])
    table.write_bytes(
        checked(data[: -16 - length] + trailer + b"INFO" + struct.pack("<I", len(trailer)))
    )
    with Archive.open(folder) as archive:  # by the copy
        assert archive.search().total == 2
    (folder / "contents.copy").write_bytes(table.read_bytes())
    with pytest.raises(IndexDamaged, match="index again with"):
        Archive.open(folder)
    with Archive.rebuild(folder) as change:
        change.add([Item(id="a", title="one", day=None)])
    with Archive.open(folder) as archive:
        assert archive.search().total == 1


def test_no_archive_comes_near_the_most_instructions(folder: Path) -> None:
    with Archive.open(folder) as archive:
        for number in range(30):
            archive.add([Item(id=f"{number}", title="x", day=None)] * 2)
    found = pickles(table_of(folder).read_bytes()).values()
    assert all(sum(1 for _ in pickletools.genops(data)) < MAX_INSTRUCTIONS / 50 for data in found)


@pytest.mark.parametrize(
    "claim",
    [
        {"documents": b"J\xff\xff\xff\x7f"},
        {"documents": b"J\xff\xff\xff\xff"},
        {"deleted": b"B\xfd\xff\0\0" + bytes(0xFFFD)},
        {"deleted": b"C\x0b" + zlib.compress(b"")[:11].ljust(11, b"x")},
        {"deleted": b"C\x05" + zlib.compress(b"\0")[:-4]},
        {"deleted": b"C\x0a" + zlib.compress(b"\0") + b"x"},
        {
            "deleted": (lambda packed: b"B" + len(packed).to_bytes(4, "little") + packed)(
                zlib.compress(bytes(50_000_000))
            )
        },
    ],
    ids=[
        *("too many", "below none", "no bits", "broken bits", "cut bits", "bits and more"),
        "too many bits",
    ],
)
def test_a_table_may_not_claim_other_documents_than_a_segment_has(
    folder: Path, claim: dict[str, bytes]
) -> None:
    segment = Folder.open(folder).contents().segments[1]
    name = segment.segid.encode()
    identity = b"X" + len(name).to_bytes(4, "little") + name
    (folder / "contents.copy").unlink()
    forge(folder, segments=segment_of(segid=identity))
    with Archive.open(folder) as archive:
        assert archive.search().total == 1, "the claims below are all that is wrong"
    forge(folder, segments=segment_of(segid=identity, **claim))
    tracemalloc.start()
    try:
        with pytest.raises(IndexDamaged, match="index again with"):
            Archive.open(folder)
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < 50_000_000


def test_a_segment_may_not_be_listed_twice(folder: Path) -> None:
    (folder / "contents.copy").unlink()
    twice = [*Folder.open(folder).contents().segments[1:]] * 2
    forge(folder, segments=pickle.dumps(twice, 4))
    with pytest.raises(IndexDamaged, match="twice"):
        Archive.open(folder)


@pytest.mark.parametrize("id", ["NaN", "0", "null", '"x"', "[]", '"6ba7b810"'])
def test_an_archive_without_an_id_is_told_and_given_one(folder: Path, id: str) -> None:
    about = folder / "backfile.json"
    known = json.loads(about.read_text())["id"]
    about.write_text(about.read_text().replace(f'"{known}"', id))
    with Archive.open(folder) as archive:
        assert ["has no id" in fault for fault in archive.faults()] == [True]
        archive.add([])
        assert archive.faults() == ()
        assert archive.id.int


def test_the_table_tells_the_language(folder: Path) -> None:
    about = folder / "backfile.json"
    about.write_text(about.read_text().replace("english", "german"))
    with Archive.open(folder) as archive:
        assert archive.language == "english"
        assert ["another language" in fault for fault in archive.faults()] == [True]
        archive.add([])
        assert archive.faults() == ()
    assert "english" in about.read_text()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes with names")
@pytest.mark.parametrize("what", ["pipe", "folder", "link", "endless"])
@pytest.mark.parametrize("name", ["*.toc", "*.seg", "backfile.json"])
def test_what_is_no_regular_file_is_not_read(folder: Path, name: str, what: str) -> None:
    (folder / "contents.copy").unlink()
    path = next(folder.glob(name))
    if what == "link":
        path.rename(folder / "elsewhere")
    else:
        path.unlink()
    match what:
        case "pipe":
            os.mkfifo(path)
        case "folder":
            path.mkdir()
        case "link":
            path.symlink_to(folder / "elsewhere")
        case "endless":
            path.symlink_to("/dev/zero")
    with pytest.raises((IndexDamaged, IndexMissing)), Archive.open(folder) as archive:
        archive.search("one")
