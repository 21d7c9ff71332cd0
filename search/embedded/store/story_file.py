"""Is the file of an archive's stories there, whole and of this program? Told without numpy.

An archive does without it, and knows no stories then; the next change writes it anew.
"""

import os
import zlib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import BinaryIO, Self

from search import regular
from search.embedded.segment.directory import ALIGNMENT_BYTES, CHUNK_BYTES, MAGIC, Directory
from search.embedded.store.layout import StoriesKept, stories_of
from search.embedded.store.table import Table
from search.errors import IndexDamaged
from search.frozen import frozen
from search.regular import LOOKED_AT_BYTES
from search.stories.version import ALGORITHM, OF_ANOTHER_VERSION, STILL_TO_BE_TOLD

#: The bit of a number that says: with this item the story began.
FIRST = 1 << 31
#: Stories are numbered below this: where it is reached they are told, and numbered, anew.
MAX_STORIES = 1 << 30
#: Bytes of the last items, far more than are ever written.
MAX_TAIL_BYTES = 1 << 29
#: Seconds from 1970, either way, of any item.
_MAX_SECONDS = 1 << 40
#: The sections of the last items, and their dtypes.
_TAIL = {"tail": "|u1", "tail.ends": "<i8", "tail.times": "<i8"}
_NUMBER = "<u4"
_UNKNOWN = "so no stories are known"
#: Bytes of a document's number in the column, and of a tie: a document, and a number.
_NUMBER_BYTES = 4
_TIE_BYTES = 8


@frozen()
class StoryFile:
    """A file of stories, judged: `faults` where it is damaged, `pending` where it is to be made.

    Both are clauses, one or none.
    """

    faults: tuple[str, ...] = ()
    pending: tuple[str, ...] = ()

    @classmethod
    def judged(cls, folder: Path, table: Table, every_byte: bool) -> Self:
        """Judge the file of a generation of an archive that is to know its stories.

        Unless every byte is to be read, a file of more than LOOKED_AT_BYTES is judged by its
        directory alone.
        """
        name = stories_of(table.generation)
        try:
            with regular.opened(folder / name) as file:
                return cls._of_file(file, folder / name, table, every_byte)
        except FileNotFoundError:
            if table.told.stories == StoriesKept.TOLD:
                return cls(faults=(f"{name} is gone, {_UNKNOWN}",))
            # A run was killed, or an older version, or Whoosh, made the generation.
            return cls(pending=(STILL_TO_BE_TOLD,)) if table.segments else cls()
        except (OSError, IndexDamaged) as error:
            cause = f" ({regular.cause_of(error)})" if isinstance(error, OSError) else ""
            return cls(faults=(f"{name} is damaged{cause}, {_UNKNOWN}",))

    @classmethod
    def _of_file(cls, file: BinaryIO, path: Path, table: Table, every_byte: bool) -> Self:
        directory = Directory.read(file, path)
        if directory.meta.get("algorithm") != ALGORITHM:
            return cls(pending=(OF_ANOTHER_VERSION,))
        documents = {segment.segid: segment.documents for segment in table.segments}
        is_sound = is_of_shape(directory, documents)
        if is_sound and (every_byte or directory.end <= LOOKED_AT_BYTES):

            def highest(section: str, start: int, step: int, mask: int) -> int:
                offset, size, _, _ = directory.sections[section]
                values = memoryview(os.pread(file.fileno(), size, offset)).cast("I")
                return max(map(mask.__and__, values[start::step].tolist()), default=0)

            is_sound = _is_sound(file, directory) and has_numbers(directory, documents, highest)
        return cls() if is_sound else cls(faults=(f"{path.name} is damaged, {_UNKNOWN}",))


def is_of_shape(directory: Directory, documents: Mapping[str, int]) -> bool:
    """Tell whether the facts and sections are those of the stories of segments of these sizes."""
    meta, sections = directory.meta, directory.sections
    following, since = meta.get("following"), meta.get("since", "none")
    if not (type(following) is int and 1 <= following <= MAX_STORIES):
        return False
    if not (since is None or (type(since) is int and abs(since) < _MAX_SECONDS)):
        return False
    found = {name: (size, dtype) for name, (_, size, dtype, _) in sections.items()}
    for segid, count in documents.items():
        tied, dtype = found.get(f"tied.{segid}", (-1, ""))
        if found.get(f"of.{segid}") != (count * _NUMBER_BYTES, _NUMBER) or dtype != _NUMBER:
            return False
        if tied % _TIE_BYTES or tied > count * _TIE_BYTES:
            return False
    return (
        all(found.get(name, (0, ""))[1] == dtype for name, dtype in _TAIL.items())
        and found["tail.ends"][0] == found["tail.times"][0]
        and found["tail"][0] <= MAX_TAIL_BYTES
    )


def has_numbers(
    directory: Directory,
    documents: Mapping[str, int],
    highest: Callable[[str, int, int, int], int],
) -> bool:
    """Tell whether stories and tied documents have numbers that there are.

    `highest(section, start, step, mask)` returns the highest of every `step`-th value, masked.
    """
    following: int = directory.meta["following"]
    return all(
        highest(f"of.{segid}", 0, 1, FIRST - 1) < following
        and (highest(f"tied.{segid}", 0, 2, ~0) < count or not count)
        and highest(f"tied.{segid}", 1, 2, ~0) < following
        for segid, count in documents.items()
    )


def _is_sound(file: BinaryIO, directory: Directory) -> bool:
    """Tell whether each section is what was written, with nothing between them."""
    end = len(MAGIC)
    file.seek(end)
    sections = sorted(directory.sections.values())
    for start, size, _, checks in (*sections, (directory.end, 0, "", [])):
        if not 0 <= start - end < ALIGNMENT_BYTES or any(file.read(start - end)):
            return False
        chunks = (min(CHUNK_BYTES, size - at) for at in range(0, size, CHUNK_BYTES))
        if [zlib.crc32(file.read(chunk)) for chunk in chunks] != checks:
            return False
        end = start + size
    return True
