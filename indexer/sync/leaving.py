"""Which items stay in an archive without a file, and how are they marked?"""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import date

from indexer.sync.known_files import Files
from search import Archive, Item, ItemNotFound


def marked_as_gone(index: str, days: Mapping[str, date]) -> Iterator[tuple[Item, ...]]:
    """Yield the states of items, the newest of each marked as gone on its day."""
    with Archive.open(index) as archive:
        for item_id, day in days.items():
            with suppress(ItemNotFound):  # somebody else may have removed it
                *older, newest = archive.states(item_id)
                yield (*older, replace(newest, gone=day))


def days_of_gone(files: Files) -> dict[str, date]:
    """Return the days on which the files of kept items were gone, by their ids."""
    return {item_id: date.fromisoformat(file.gone) for item_id, file in files.kept().items()}
