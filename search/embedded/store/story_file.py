"""Is the file of an archive's stories there, whole and of this program? Told without numpy.

An archive does without it, and knows no stories then; the next change writes it anew.
"""

import zlib
from pathlib import Path

from search import regular
from search.embedded.segment.directory import CHUNK_BYTES, MAGIC, Directory
from search.embedded.store.layout import stories_of
from search.embedded.store.table import Table
from search.errors import IndexDamaged
from search.stories.version import ALGORITHM

#: Bytes of a document's number in the column.
_NUMBER_BYTES = 4


def are_missing(folder: Path, table: Table) -> bool:
    """Tell whether an archive that has items has no file of its stories."""
    return bool(table.segments) and not (folder / stories_of(table.generation)).exists()


def fault_of(folder: Path, table: Table) -> str:
    """Return what is wrong with the file of stories of a generation, as a clause; "" if nothing.

    That it is not there is no fault: an older version made the archive, or a run was killed.
    """
    name = stories_of(table.generation)
    path = folder / name
    try:
        with regular.opened(path) as file:
            directory = Directory.read(file, path)
            if directory.meta.get("algorithm") != ALGORITHM:
                return f"{name} is of another version of the stories"
            file.seek(0)
            whole = file.read(directory.end)
    except FileNotFoundError:
        return ""
    except (OSError, IndexDamaged):
        return f"{name} is damaged"
    is_sound = _is_sound(whole, directory) and all(
        directory.sections.get(f"of.{segment.segid}", (0, -1))[1]
        == segment.documents * _NUMBER_BYTES
        for segment in table.segments
    )
    return "" if is_sound else f"{name} is damaged"


def _is_sound(whole: bytes, directory: Directory) -> bool:
    """Tell whether each section is what was written, with nothing between them."""
    end = len(MAGIC)
    for start, size, _, checks in sorted(directory.sections.values()):
        chunks = [
            whole[at : min(at + CHUNK_BYTES, start + size)]
            for at in range(start, start + size, CHUNK_BYTES)
        ]
        if any(whole[end:start]) or list(map(zlib.crc32, chunks)) != checks:
            return False
        end = start + size
    return not any(whole[end:])
