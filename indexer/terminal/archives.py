"""How does a command open an archive? It says what is wrong with files that it does without."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from indexer.terminal.console import clean

if TYPE_CHECKING:
    from search import Archive

#: What puts right each fault of `Archive.faults`.
STEP = "“backfile index”, with the folders as before, writes it anew"


@contextmanager
def opened(index: str) -> Iterator["Archive"]:
    """Open an archive for a command that reads it."""
    from search import Archive
    from search.engines import shown_address

    with Archive.open(index) as archive:
        for fault in archive.faults():
            click.echo(clean(f"Note: {shown_address(index)}: {fault}; {STEP}."), err=True)
        yield archive
