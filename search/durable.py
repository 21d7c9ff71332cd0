"""How does a file come onto the disk whole, or not at all?"""

import os
from collections.abc import Iterable
from pathlib import Path

#: What the name of a file ends with while it is being written; one that stays was never finished.
UNFINISHED_ENDING = ".new"


def put(path: Path, chunks: Iterable[bytes]) -> None:
    """Write a file under another name, sync it, rename it into place, sync its folder.

    Readers see the old file or the new one, also after a power cut. Raises OSError; what was
    written by then is removed, and the old file stays.
    """
    unfinished = path.with_name(path.name + UNFINISHED_ENDING)
    try:
        with unfinished.open("wb") as file:
            file.writelines(chunks)
            file.flush()
            os.fsync(file.fileno())
        os.replace(unfinished, path)
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise
    sync(path.parent)


def sync(path: str | os.PathLike[str]) -> None:
    """Wait until a file or a folder, as it is now, is on the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
