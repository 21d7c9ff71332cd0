"""What does a table of contents say, and how is it read and written?

The layout is Whoosh's (`whoosh.index.TOC`), so that Whoosh opens an archive, too: a header, the
pickled schema, the generation, the pickled segments.

Only `records` reads the pickles. All that is taken from them is the language, of which the schema
is made anew, and four values for each segment, each of which is checked.
"""

import struct
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from pathlib import Path

from whoosh.fields import Schema
from whoosh.filedb.structfile import StructFile
from whoosh.index import TOC

from search.durable import put
from search.embedded.schema import schema
from search.embedded.segment.sections import damaged
from search.embedded.stock.codec import SegmentEntry
from search.embedded.store.layout import (
    COPY,
    INDEX_NAME,
    MAX_TABLE_BYTES,
    SEGMENT,
    is_whole,
    note_of,
    table_of,
    with_check,
)
from search.embedded.store.records import NameRefused, Record, loaded
from search.errors import IndexDamaged
from search.regular import read as read_regular
from search.text import Analyzer

#: Characters of another library's message that are shown.
MAX_CAUSE_CHARACTERS = 200
#: The sizes of three C types, a mark of the byte order, and the version of the layout.
_HEADER = struct.pack("!3Bii", 4, 8, 4, -12345, -111)
#: Then come three numbers of Whoosh's release. All six are varints of one byte.
_RELEASE_BYTES = 3
#: Between the schema and the segments: the generation, and a number that means nothing.
_GENERATION = struct.Struct("!ii")


@dataclass(frozen=True, slots=True)
class Contents:
    """A table of contents; `state` tells it from any other, also of an archive made anew.

    `note` is what the last change left that left a note.

    `is_of_copy` tells that the table itself is damaged, and its copy was read.
    """

    state: tuple[int, int]
    language: str
    schema: Schema
    segments: list[SegmentEntry]
    note: str = ""
    is_of_copy: bool = False

    @property
    def generation(self) -> int:
        """The number of the commit."""
        return self.state[0]


def read(folder: Path, state: tuple[int, int]) -> Contents:
    """Return the table of contents of a state (generation, time of change), or its copy.

    Raises FileNotFoundError, or IndexDamaged where neither can be read, or where the table names
    what no archive needs.
    """
    try:
        return _parsed(read_regular(folder / table_of(state[0]), MAX_TABLE_BYTES), state)
    except FileNotFoundError:
        raise
    except NameRefused as error:  # no accident that the copy could make good
        raise damaged(folder, str(error)) from None
    except Exception as error:  # a damaged pickle can raise anything
        with suppress(Exception):
            return _parsed(read_regular(folder / COPY, MAX_TABLE_BYTES), state, is_of_copy=True)
        raise unreadable(folder, error) from error


def write(
    folder: Path, language: str, segments: list[SegmentEntry], number: int, note: str = ""
) -> None:
    """Put the table of contents of generation `number` into place, after its copy."""
    file = _InMemory()
    TOC(_schema(language), segments, number).write(file, INDEX_NAME)
    table = with_check(file.file.getvalue(), note)
    put(folder / COPY, [table])
    put(folder / table_of(number), [table])


def unreadable(folder: Path, error: Exception) -> IndexDamaged:
    """Return the error that says that something in a folder cannot be read, and why."""
    told = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    cause = " ".join(told.split())[:MAX_CAUSE_CHARACTERS]
    return damaged(folder, cause or type(error).__name__)


class _InMemory(StructFile):  # type: ignore[misc]
    """A file in memory, and the storage that has no other: all that `TOC.write` asks for."""

    def __init__(self) -> None:
        super().__init__(BytesIO())

    def create_file(self, name: str) -> "_InMemory":
        return self

    def rename_file(self, oldname: str, newname: str, safe: bool = False) -> None:
        pass

    def close(self) -> None:
        pass


def _parsed(table: bytes, state: tuple[int, int], *, is_of_copy: bool = False) -> Contents:
    if is_whole(table) is False:
        raise ValueError("it is not what was written")
    file = BytesIO(table)
    if file.read(len(_HEADER)) != _HEADER:
        raise ValueError("it does not begin as Whoosh begins it")
    file.seek(_RELEASE_BYTES, 1)
    fields = loaded(BytesIO(file.read(_varint(file))))
    generation, _ = _GENERATION.unpack(file.read(_GENERATION.size))
    if generation != state[0]:
        raise ValueError(f"it is of generation {generation}")
    entries = [_entry(record) for record in loaded(file)]
    if len({entry.segid for entry in entries}) < len(entries):
        raise ValueError("it lists a segment twice")
    language = fields.state["_fields"]["title"].state["analyzer"].state["analyzer"].arguments[0]
    if not isinstance(language, str):
        raise ValueError("its language is no text")
    return Contents(state, language, _schema(language), entries, note_of(table), is_of_copy)


@lru_cache
def _schema(language: str) -> Schema:
    return schema(Analyzer(language))


def _varint(file: BytesIO) -> int:
    """Read a number of seven bits a byte, the lowest first; the eighth says that more come."""
    number = shift = 0
    while (byte := file.read(1)[0]) & 0x80:
        number |= (byte & 0x7F) << shift
        shift += 7
    return number | byte << shift


def _entry(record: Record) -> SegmentEntry:
    state = record.state
    kinds = {"indexname": str, "segid": str, "documents": int, "deleted": bytes}
    if not all(type(state[name]) is kind for name, kind in kinds.items()):
        raise ValueError("an entry is no segment's")
    entry = SegmentEntry(INDEX_NAME)
    entry.__setstate__(state)
    # A commit may remove the file of this name: it must not lie outside the folder.
    if not SEGMENT.fullmatch(entry.filename):
        raise ValueError(f"{entry.filename[:80]!a} is no segment")
    return entry
