"""When do the files change? Tells soon after a file was saved, and once for a burst of changes."""

import os
import time
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from search.errors import BackfileError

#: Milliseconds without a change after which a burst of changes is over, and the longest burst.
CALM_MS = 100
MAX_BURST_MS = 1_000
#: Milliseconds between checks that the paths and the parent process still exist.
CHECK_MS = 500


class WatchingUnavailable(BackfileError):
    """The package that watches folders is not installed."""


def changes(paths: Sequence[Path], index: str | Path) -> Iterator[None]:
    """Yield at once, and then each time after something below the paths has changed.

    Changes in the index and in hidden files do not count. If a path vanishes, this waits for it to
    come back. If another folder takes its place, as when a disk is mounted there, that is a change.
    It ends when the parent process does. Raises WatchingUnavailable.
    """
    try:
        from watchfiles import watch
    except ImportError:
        raise WatchingUnavailable(
            "watching needs a package that is not installed: pip install 'backfile[watch]'"
        ) from None
    # To see a file that is replaced by another, its folder must be watched.
    folders = sorted({path if path.is_dir() else path.parent for path in map(Path.absolute, paths)})
    archive = os.path.realpath(index)

    def counts(_: object, changed: str) -> bool:
        if os.path.commonpath((archive, os.path.realpath(changed))) == archive:
            return False
        if Path(changed) in folders:
            return True
        below = (os.path.relpath(changed, folder) for folder in folders)
        return not all(any(part[0] == "." for part in path.split(os.sep) if part) for path in below)

    parent = os.getppid()
    yield
    while os.getppid() == parent:
        try:
            # Changes that came before this watch began are not reported: yield once to be sure.
            has_yielded = False
            watched = _identities(folders)
            for changed in watch(
                *folders,
                watch_filter=counts,
                debounce=MAX_BURST_MS,
                step=CALM_MS,
                rust_timeout=CHECK_MS,
                yield_on_timeout=True,
                raise_interrupt=True,
            ):
                if changed or not has_yielded:
                    has_yielded = True
                    yield
                    # A folder that was replaced, even for a moment, is no longer watched.
                    if any(Path(path) in folders for _, path in changed):
                        break
                elif os.getppid() != parent or _identities(folders) != watched:
                    break
        except FileNotFoundError:
            time.sleep(CHECK_MS / 1000)  # the path may come back


def _identities(folders: Iterable[Path]) -> list[tuple[int, int]]:
    """Return what tells each folder from another at the same path. Raises FileNotFoundError."""
    return [(status.st_dev, status.st_ino) for status in map(os.stat, folders)]
