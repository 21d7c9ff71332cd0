"""How are the segments that other processes write taken in? By the one that holds the commit."""

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from search.embedded.stock.codec import SegmentEntry
from search.embedded.store.batch import Batch
from search.embedded.store.commit import Commit
from search.processes.workers import Steps
from search.text import Analyzer


class FolderTaking:
    """A commit as `search.processes.workers` knows it: the targets are the paths of segments."""

    def __init__(self, commit: Commit) -> None:
        self._commit = commit
        self.address = str(commit.folder)
        self.batch: Callable[[], Batch] = partial(Batch, Analyzer(commit.language))
        self._entries: dict[Path, SegmentEntry] = {}

    def target(self) -> Path:
        """Return the path of a new segment."""
        entry, path = self._commit.new_segment()
        self._entries[path] = entry
        return path

    def take(self, target: Path, made: int) -> Mapping[int, str]:
        """Take in a segment that has `made` documents."""
        self._commit.add(self._entries.pop(target), made)
        return {}

    def step(self, steps: Steps, is_still: bool) -> bool:
        """Commit where that is due; workers may go on meanwhile."""
        self._commit.step(steps)
        return False
