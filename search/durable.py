"""How is a file written to the disk whole, or not at all?"""

import os
from collections.abc import Iterable
from pathlib import Path

#: Suffix of a file's name while it is written; a file that keeps it was never finished.
UNFINISHED_ENDING = ".new"


def put(path: Path, chunks: Iterable[bytes]) -> None:
    """Write a file under another name, sync it, rename it into place, sync its folder.

    Readers see the old file or the new one, also after a power cut. Raises OSError; the old file
    then stays, and the unfinished one is removed.
    """
    unfinished = path.with_name(path.name + UNFINISHED_ENDING)
    # A killed process may have left one. It is removed, not written to: were it a link that
    # somebody planted, the file it leads to would be overwritten.
    unfinished.unlink(missing_ok=True)
    try:
        with unfinished.open("xb") as file:
            file.writelines(chunks)
            file.flush()
            os.fsync(file.fileno())
        os.replace(unfinished, path)
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise
    sync(path.parent)


def sync(path: str | os.PathLike[str]) -> None:
    """Wait until the present state of a file or a folder is on the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
