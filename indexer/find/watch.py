"""When do the files change? What is saved is told soon, and what comes in a burst is told once."""

import os
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from search.errors import BackfileError

#: A burst is over when nothing has changed for so long (ms), or has lasted for so long.
CALM_MS = 100
BURST_MS = 1_000
#: How often it is looked whether all is well while nothing changes (ms).
LOOK_MS = 500


class WatchingUnavailable(BackfileError):
    """What watches folders is not installed."""


def changes(paths: Sequence[Path], index: Path) -> Iterator[None]:
    """Yield once at first, then each time after something below the paths has changed.

    What happens in the index, or in what is hidden, does not count. A path that vanishes is waited
    for. Ends when the process that started this one does. Raises WatchingUnavailable.
    """
    try:
        from watchfiles import watch
    except ImportError:
        raise WatchingUnavailable(
            "watching needs a package that is not installed: pip install 'backfile[watch]'"
        ) from None
    # A file that is replaced is another one: its folder tells of that.
    folders = {path if path.is_dir() else path.parent for path in map(Path.absolute, paths)}
    ours = os.path.realpath(index)

    def counts(_: object, changed: str) -> bool:
        if os.path.commonpath((ours, os.path.realpath(changed))) == ours:
            return False
        below = (os.path.relpath(changed, folder) for folder in folders)
        return not all(
            any(part[0] == "." for part in place.split(os.sep) if part) for place in below
        )

    parent = os.getppid()
    yield
    while os.getppid() == parent:
        try:
            # What happened before this watch began nobody tells.
            is_told = False
            for changed in watch(
                *folders,
                watch_filter=counts,
                debounce=BURST_MS,
                step=CALM_MS,
                rust_timeout=LOOK_MS,
                yield_on_timeout=True,
                raise_interrupt=True,
            ):
                if changed or not is_told:
                    is_told = True
                    yield
                elif os.getppid() != parent or not all(map(os.path.exists, folders)):
                    break
        except FileNotFoundError:
            time.sleep(LOOK_MS / 1000)  # it may come back
