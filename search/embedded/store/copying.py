"""How does a folder become the copy of an archive? Its table of contents comes last."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from search.durable import remove
from search.embedded.store.batch import Batch
from search.embedded.store.commit import Commit
from search.embedded.store.folder import Folder
from search.embedded.store.layout import LOCK
from search.embedded.store.lock import locked
from search.errors import ArchiveError
from search.identity import Arrived, Fill, Identity
from search.text import Analyzer


@contextmanager
def copying(path: Path, identity: Identity) -> Iterator[Fill]:
    """Yield what adds the items of a copy; at the end the archive is there, whole.

    After an error nothing is. Raises IndexExists where the folder holds anything.
    """
    folder = Folder.prepared(path, identity.language)
    names = {entry.name for entry in path.iterdir()}
    try:
        with locked(path, 0.0):
            commit = Commit(
                folder,
                identity.language,
                [],
                identity.generation - 1,
                identity.note,
                identity.arrivals_from,
                identity.id,
            )
            yield lambda items: _fill(commit, items)
            commit.with_stories, commit.outlets = identity.keeps_stories, identity.outlets
            folder.describe(commit.kept)
            commit.changed = True
            commit.finish()
    except BaseException:
        with suppress(OSError):
            for entry in list(path.iterdir()):
                if entry.name not in names or entry.name == LOCK:
                    remove(entry)
            path.rmdir()
        raise


def _fill(commit: Commit, items: Iterable[Arrived]) -> None:
    batch = Batch(Analyzer(commit.language))
    came: dict[str, int] = {}

    def write() -> None:
        entry, path = commit.new_segment()
        if documents := batch.write(path):
            commit.add(entry, documents, came)
        came.clear()

    for number, states in items:
        batch.read(_itself, _too_large, states)
        came[states[0].id] = number
        if batch.is_full:
            write()
    write()


def _itself(states: Any) -> tuple[Any, None]:
    return states, None


def _too_large(states: Any, cause: str) -> None:
    raise ArchiveError(f"item {states[0].id!r} cannot be copied: {cause}")
