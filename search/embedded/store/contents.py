"""What does a table of contents say, and how is it read and written?

The layout is Whoosh's (`whoosh.index.TOC`), so that Whoosh opens an archive, too: a header, the
pickled schema, the generation, the pickled segments.

A pickle can have whoever loads it call any function of any module. An archive is data and may come
from anywhere, so nothing of a table is called or imported here: a name must be one of
PICKLED_NAMES, and what it would make becomes a plain record. All that is taken from the records is
the language, of which the schema is made anew, and four values for each segment.
"""

import pickle
import struct
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any

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
    SEGMENT,
    is_whole,
    note_of,
    table_of,
    with_check,
)
from search.errors import IndexDamaged
from search.text import Analyzer

#: The (module, name) of each class in the pickles of a table: the same with Whoosh and whoosh3.
#: ARCHITECTURE.md lists them. To move one of ours needs another SCHEMA_VERSION.
PICKLED_NAMES = frozenset(
    (
        ("search.embedded.schema", "Words"),
        ("search.embedded.stock.codec", "SegmentEntry"),
        ("search.text", "Analyzer"),
        ("whoosh.analysis.tokenizers", "IDTokenizer"),
        ("whoosh.columns", "NumericColumn"),
        *(("whoosh.fields", name) for name in ("COLUMN", "ID", "NUMERIC", "STORED", "TEXT")),
        ("whoosh.fields", "Schema"),
        ("whoosh.formats", "Existence"),
        ("whoosh.formats", "Positions"),
        ("__builtin__", "long"),  # what protocol 2 calls `int`
    )
)
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
        return _parsed((folder / table_of(state[0])).read_bytes(), state)
    except FileNotFoundError:
        raise
    except _NameRefused as error:  # no accident that the copy could make good
        raise damaged(folder, str(error)) from None
    except Exception as error:  # a damaged pickle can raise anything
        with suppress(Exception):
            return _parsed((folder / COPY).read_bytes(), state, is_of_copy=True)
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
    cause = type(error).__name__
    return damaged(folder, f"{cause}: {error}" if str(error) else cause)


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
    fields = _loaded(BytesIO(file.read(_varint(file))))
    generation, _ = _GENERATION.unpack(file.read(_GENERATION.size))
    if generation != state[0]:
        raise ValueError(f"it is of generation {generation}")
    entries = [_entry(record.state) for record in _loaded(file)]
    language = fields.state["_fields"]["title"].state["analyzer"].state["analyzer"].arguments[0]
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


def _entry(state: dict[str, Any]) -> SegmentEntry:
    entry = SegmentEntry(INDEX_NAME)
    entry.__setstate__(state)
    # A commit may remove the file of this name: it must not lie outside the folder.
    if not SEGMENT.fullmatch(entry.filename) or not isinstance(entry.doc_count_all(), int):
        raise ValueError(f"{entry.filename!r} is no segment")
    return entry


class _NameRefused(ValueError):
    """A pickle names something that is not in PICKLED_NAMES."""


class _Record:
    """An object of a table as data: the arguments it was to be made with, and its state."""

    arguments: tuple[Any, ...]
    state: Any = None

    def __new__(cls, *arguments: Any) -> "_Record":
        record = object.__new__(cls)
        record.arguments = arguments
        return record

    def __setstate__(self, state: Any) -> None:
        self.state = state


class _TableUnpickler(pickle.Unpickler):
    """Makes a record in place of whatever is named: a pickle has nothing else to call."""

    def find_class(self, module: str, name: str) -> type[_Record]:
        if (module, name) not in PICKLED_NAMES:
            named = f"{module}.{name}"
            raise _NameRefused(f"its table of contents names {named!r}, which no archive needs")
        return _Record


def _loaded(file: BytesIO) -> Any:
    return _TableUnpickler(file).load()
