"""Of which archive are the files of an exported folder? A file beside them tells its id.

An archive that is made of them takes it over, so that readers of its feeds see no entry anew.
"""

import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from uuid import UUID

from search import durable

#: `urn:uuid:…`, one line. backfile index passes over files whose name begins with a dot.
ORIGIN_FILE = ".backfile-archive"
#: Bytes that are read of the file, which anybody may have written.
_MOST_BYTES = 100


def write_origin(folder: Path, id: UUID) -> None:
    """Leave the id of an archive beside its files."""
    durable.put(folder / ORIGIN_FILE, [f"{id.urn}\n".encode("ascii")])


def origin(paths: Iterable[str | os.PathLike[str]]) -> UUID | None:
    """Return the id of the one archive whose files are below the paths, None if there is none."""
    ids = {_read(Path(path)) for path in paths}
    return ids.pop() if len(ids) == 1 else None


def _read(folder: Path) -> UUID | None:
    with suppress(OSError, ValueError), (folder / ORIGIN_FILE).open("rb") as file:
        return UUID(file.read(_MOST_BYTES).decode("ascii").strip())
    return None
