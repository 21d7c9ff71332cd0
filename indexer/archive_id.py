"""Of which archive are the files of an exported folder? Files beside them tell.

An archive that is made of them takes its id over, so that readers of its feeds see no entry anew,
and the other names that its outlets go by.
"""

import json
import os
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from uuid import UUID

from indexer.read.outlets import Outlets
from search import durable

#: `urn:uuid:…`, one line. backfile index passes over files whose name begins with a dot.
ORIGIN_FILE = ".backfile-archive"
#: Bytes that are read of the file, which anybody may have written.
_MOST_BYTES = 100


#: A table of outlets as --outlets takes it.
OUTLETS_FILE = ".backfile-outlets"
#: What lies beside the files, and is no file of the user's.
EXPORTED_FILES = (ORIGIN_FILE, OUTLETS_FILE)


def write_origin(folder: Path, id: UUID) -> None:
    """Leave the id of an archive beside its files."""
    durable.put(folder / ORIGIN_FILE, [f"{id.urn}\n".encode("ascii")])


def origin(paths: Iterable[str | os.PathLike[str]]) -> UUID | None:
    """Return the id of the one archive whose files are below the paths, None if there is none."""
    ids = {_read(Path(path)) for path in paths}
    return ids.pop() if len(ids) == 1 else None


def write_outlets(folder: Path, others: Mapping[str, str]) -> None:
    """Leave the other names of outlets beside the files; without any, there is no such file."""
    path = folder / OUTLETS_FILE
    if others:
        durable.put(path, [json.dumps(others, indent=1).encode()])
    else:
        durable.remove(path)


def exported_outlets(paths: Iterable[str | os.PathLike[str]]) -> Outlets | None:
    """Return the one table of outlets that was left beside files below the paths, if there is one.

    Raises OutletsInvalid where it is damaged.
    """
    left = (Path(path) / OUTLETS_FILE for path in paths)
    tables = [Outlets.from_file(path) for path in left if path.is_file()]
    return tables[0] if len({table.fingerprint for table in tables}) == 1 else None


def _read(folder: Path) -> UUID | None:
    with suppress(OSError, ValueError), (folder / ORIGIN_FILE).open("rb") as file:
        return UUID(file.read(_MOST_BYTES).decode("ascii").strip())
    return None
