"""How is a file written to the disk whole, or not at all?"""

import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from search.errors import IndexDamaged

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
    remove(unfinished)
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


def put_over(path: Path, chunks: Iterable[bytes]) -> None:
    """Do as `put` does for a file of an archive: whatever lies under its name gives way.

    That may be a link, a pipe, an empty folder. Raises IndexDamaged where a folder lies there that
    is not empty.
    """
    make_way(path)
    make_way(path.with_name(path.name + UNFINISHED_ENDING))
    put(path, chunks)


def make_way(path: Path) -> None:
    """Remove a folder that lies under a file's name. Raises IndexDamaged if it is not empty."""
    if path.is_dir() and not path.is_symlink():
        try:
            path.rmdir()
        except OSError:
            raise IndexDamaged(
                f"{path}: a folder lies where a file of the archive belongs; move it away, then "
                "try again"
            ) from None


def remove(path: Path) -> None:
    """Remove what lies under a file's name, if anything; a folder stays if it is not empty."""
    try:
        path.unlink(missing_ok=True)
    except (IsADirectoryError, PermissionError):  # macOS says the latter of a folder
        with suppress(OSError):
            path.rmdir()


def sync(path: str | os.PathLike[str]) -> None:
    """Wait until the present state of a file or a folder is on the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
