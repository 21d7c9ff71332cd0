"""How does a command open an archive? It says what is wrong with files that it does without."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from indexer.terminal.console import clean

if TYPE_CHECKING:
    from indexer.sync.judgement import Judgement
    from search import Archive


@contextmanager
def opened(index: str) -> Iterator["Archive"]:
    """Open an archive for a command that reads it."""
    from search import Archive

    with Archive.open(index) as archive:
        warn_of_damage(archive, index)
        yield archive


def warn_of_damage(archive: "Archive", index: str, *, every_byte: bool = False) -> None:
    """Say what is wrong at the address of an archive, and what the next run makes anew."""
    judgement = judgement_of(archive, index, every_byte=every_byte)
    warn(index, (*judgement.faults, *judgement.pending))


def judgement_of(archive: "Archive", index: str, *, every_byte: bool = False) -> "Judgement":
    """Return what is to be said of the archive at an address."""
    from indexer.sync.judgement import judged
    from search.engines import beside

    return judged(archive, beside(index), every_byte=every_byte)


def warn(index: str, clauses: Iterable[str]) -> None:
    """Say something of the archive at an address."""
    from search.engines import shown_address

    for clause in clauses:
        click.echo(clean(f"Note: {shown_address(index)}: {clause}."), err=True)
