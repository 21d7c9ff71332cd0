"""Which items do files on disk hold? As the indexer reads them."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from indexer.find.folders import scan
from indexer.read.item import load
from indexer.read.outlets import Outlets
from search import Item


def loaded(paths: Sequence[Path]) -> Iterator[Item]:
    """Yield the items in all files below the paths, as the indexer reads them."""
    outlets = Outlets()
    for source in scan(paths, lambda entry: None):
        item = load(source, lambda entry: None, outlets)
        if item is not None:
            yield item
