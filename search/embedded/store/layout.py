"""What are the files of an archive called, and how does one tell that a table of contents is whole?

    _MAIN_7.toc                 the table of contents of generation 7, which lists its segments
    contents.copy               the same once more, should the table be damaged
    MAIN_0123456789abcdef.seg   a segment
    stories.7                   which story each item of generation 7 belongs to
    MAIN_WRITELOCK              the lock, which holds the pid of the process that took it last
    backfile.json               the schema's version, the language, and whether stories are kept

Whoosh gives the names, but for the copy, the stories and `backfile.json`. A table of contents ends
with a trailer (`Trailer`) and with a checksum of its own. Whoosh reads neither.
"""

import json
import re
import struct
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from enum import StrEnum
from typing import Any
from uuid import UUID

from search.frozen import frozen
from search.language.version import WORDS

#: Version of the index, raised when this program cannot read an older one or would answer
#: otherwise from it.
SCHEMA_VERSION = 4
#: What Whoosh calls an index that is given no name.
INDEX_NAME = "MAIN"
ABOUT = "backfile.json"
COPY = "contents.copy"
#: The file that Whoosh's own writers lock, too.
LOCK = f"{INDEX_NAME}_WRITELOCK"
#: A file of the segment that has the id in the group.
SEGMENT = re.compile(rf"{INDEX_NAME}_([0-9a-z]+)\.[A-Za-z0-9_.]+", re.ASCII)
#: A file of stories.
STORIES = re.compile(r"stories\.(0|[1-9]\d{0,8})", re.ASCII)
#: Whoosh keeps a generation in 31 bits; no archive comes near nine digits.
_TABLE = re.compile(rf"_{INDEX_NAME}_(0|[1-9]\d{{0,8}})\.toc", re.ASCII)
#: Bytes of a table of contents; no archive comes near. A bit for each item may stand in it.
MAX_TABLE_BYTES = 1 << 26
#: A file that is being written, or that a killed process left.
UNFINISHED = re.compile(rf"(_{INDEX_NAME}_\d+\.toc|{re.escape(COPY)}|{re.escape(ABOUT)})\.")
#: The end of a table of contents: the mark, and the CRC-32 of all before it.
_CHECK_MARK = b"CRC:"
_CHECK = struct.Struct("<4sI")
#: What stands behind the trailer's JSON, before the checksum: another mark, and the JSON's bytes.
_TRAILER_MARK = b"INFO"
_TRAILER = struct.Struct("<4sI")


class StoriesKept(StrEnum):
    """Whether a generation has a file of stories.

    UNTOLD: the archive is to know them, but they are still to be found.
    """

    TOLD = "told"
    UNTOLD = "untold"
    NONE = "none"


@frozen(kw_only=True)
class Trailer:
    """What a table of contents says besides what Whoosh reads; None where it does not say.

    `schema` is the version of the index, `words` that by which all texts were cut into words (None
    where it is not one), `note` the text that the last change with a note left,
    `arrivals_from` the generation from which it is known when items came in, `id` that of the
    archive, `outlets` the other names of outlets, each with the outlet's name. Older versions do
    not say all of it, and Whoosh's own writer nothing.
    """

    schema: int | None = None
    words: int | None = None
    note: str = ""
    arrivals_from: int | None = None
    id: UUID | None = None
    stories: StoriesKept | None = None
    outlets: Mapping[str, str] | None = None

    @property
    def words_known(self) -> int | None:
        """The version of the words; this one's where a table that was cut says nothing at all."""
        return WORDS if self.schema is None else self.words


def table_of(generation: int) -> str:
    """Return the name of a generation's table of contents."""
    return f"_{INDEX_NAME}_{generation}.toc"


def stories_of(generation: int) -> str:
    """Return the name of the file with a generation's stories."""
    return f"stories.{generation}"


def segment_file(segid: str) -> str:
    """Return the name of a segment's file."""
    return f"{INDEX_NAME}_{segid}.seg"


def generations(names: Iterable[str]) -> list[int]:
    """Return the generations whose tables of contents are among some files."""
    return [int(table[1]) for table in map(_TABLE.fullmatch, names) if table]


def with_check(table: bytes, told: Trailer) -> bytes:
    """Return a table of contents with its trailer, its mark and checksum."""
    facts = {name: fact for name, fact in asdict(told).items() if fact is not None}
    trailer = json.dumps(facts, default=str).encode()
    table += trailer + _TRAILER.pack(_TRAILER_MARK, len(trailer))
    return table + _CHECK.pack(_CHECK_MARK, zlib.crc32(table))


def trailer_of(table: bytes) -> Trailer:
    """Return the trailer of a table that is whole.

    It is empty where Whoosh's own writer wrote the table, and older versions of this program left
    out some of it. Raises ValueError where the trailer says something else.
    """
    end = len(table) - _CHECK.size - _TRAILER.size
    if end < 0:
        return Trailer()
    mark, length = _TRAILER.unpack_from(table, end)
    if mark != _TRAILER_MARK:
        return Trailer()
    try:
        match json.loads(table[max(end - length, 0) : end]):
            case {"schema": int(schema), "note": str(note), **others} if schema is not True:
                stories = others.get("stories")
                return Trailer(
                    schema=schema,
                    words=_number_in(others, "words"),
                    note=note,
                    arrivals_from=_number_in(others, "arrivals_from"),
                    id=id_in(others),
                    stories=next((one for one in StoriesKept if one == stories), None),
                    outlets=_names_in(others.get("outlets")),
                )
    except RecursionError:  # thousands of brackets
        pass
    raise ValueError("its trailer does not tell the version of the index")


def id_in(members: Any) -> UUID | None:
    """Return the id of an archive that is among members of JSON, None if there is none."""
    try:
        id = UUID(members["id"])
    except (ValueError, LookupError, TypeError, AttributeError):
        return None
    return id if id.int else None


def _number_in(members: Mapping[Any, Any], name: str) -> int | None:
    number = members.get(name)
    return number if type(number) is int else None


def _names_in(outlets: Any) -> Mapping[str, str] | None:
    if isinstance(outlets, dict) and all(isinstance(name, str) for name in outlets.values()):
        return outlets or None
    return None


def is_whole(table: bytes) -> bool | None:
    """Tell whether a table of contents is what was written; None where it has no checksum."""
    mark, check = _CHECK.unpack(table[-_CHECK.size :].rjust(_CHECK.size, b"\0"))
    agrees = zlib.crc32(table[: -_CHECK.size]) == check
    if agrees != (mark == _CHECK_MARK):
        return False
    return agrees or None  # Whoosh's own writers leave neither mark nor checksum
