"""Is the last generation served, and does the next run heal, whenever indexing is killed?"""

import os
import random
import tempfile
from pathlib import Path

from search import Archive, IndexMissing
from search.opensearch import batch, writer
from tests.faults.__main__ import Trial, kill
from tests.search.opensearch.conftest import removed


class ClusterTrial(Trial):
    """An archive on a cluster and its files, and what the archive may hold."""

    def __init__(self, folder: Path, chance: random.Random, place: str) -> None:
        super().__init__(folder, chance)
        self.place = place
        # Many small batches and commits give many instants to interrupt.
        batch.ITEMS_AT_A_TIME, writer.COMMIT_AFTER_ITEMS = 3, 6

    def is_there(self) -> bool:
        """Tell whether there is an archive."""
        try:
            Archive.open(self.place).close()
        except IndexMissing:
            return False
        return True

    def unfinished(self) -> set[str]:
        """Return nothing: what was not finished nobody sees."""
        return set()


def kill_runs(node: str, kills: int, seed: int) -> None:
    """Kill runs that write to a node at random instants."""
    place = f"opensearch://{node}/killed-{os.getpid()}"
    removed(place)
    try:
        with tempfile.TemporaryDirectory() as folder:
            kill(ClusterTrial(Path(folder), random.Random(f"kill {seed}"), place), kills)
    finally:
        removed(place)
