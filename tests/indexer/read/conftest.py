"""Files to read items from."""

from collections.abc import Callable
from pathlib import Path

import pytest

from indexer.find.folders import Source
from indexer.ledger import Entry
from indexer.read.item import load
from indexer.read.outlets import Outlets
from search import Item

#: Loads a text or bytes as a file of that id: the item, and the ledger.
Load = Callable[..., tuple[Item | None, list[Entry]]]


@pytest.fixture
def load_file(tmp_path: Path) -> Load:
    def load_content(content: str | bytes, id: str = "item.md") -> tuple[Item | None, list[Entry]]:
        path = tmp_path / Path(id).name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        entries: list[Entry] = []
        return load(Source.at(path, id), entries.append, Outlets()), entries

    return load_content
