"""The command that copies an archive as it stands, as from a folder to a cluster and back."""

import sys
from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING

import click

from indexer.terminal.archives import warn_of_damage
from indexer.terminal.console import clean
from indexer.terminal.exits import EXIT_CODES

if TYPE_CHECKING:
    from search.identity import Arrived

HELP = """\
Copy the archive FROM to TO, where there is none yet: each a folder, or the address of a cluster.

\b
  backfile copy backfile-index opensearch://127.0.0.1:9200/news
  backfile copy opensearch://127.0.0.1:9200/news /srv/news-index

All states of the items, the days on which they came and went, the archive's id and the numbers of
its generation are as they were, so both answer alike. The list of files and the ledger go with it:
backfile index goes on at either. The stories of the items are found anew.

The copy is there once it is whole. If another process changes FROM meanwhile, nothing is copied.
"""


@click.command(help=HELP, epilog=EXIT_CODES, short_help="Copy an archive to another place.")
@click.argument("source", metavar="FROM")
@click.argument("target", metavar="TO")
@click.option("--quiet", "-q", is_flag=True, help="Print nothing but errors.")
def copy(source: str, target: str, quiet: bool) -> None:
    """Copy, and say how many items there are."""
    from indexer.sync.held_list import ANNOUNCED, LIST_COPY, NAME
    from indexer.sync.synced import SYNCED
    from search.copying import copied
    from search.engines import beside
    from search.settings import LEDGER

    def progress(items: "Iterable[Arrived]", size: int) -> "Iterable[Arrived]":
        if quiet or not sys.stderr.isatty():
            yield from items
            return
        with click.progressbar(items, size, label="Copying", file=sys.stderr, show_pos=True) as bar:
            yield from bar

    # What is copied is read anyway.
    look_at = partial(warn_of_damage, index=source, every_byte=True)
    names = {NAME: LIST_COPY, LIST_COPY: NAME, ANNOUNCED: "", SYNCED: "", LEDGER: ""}
    size = copied(source, target, names, progress, look_at)
    if not quiet:
        items = "1 item" if size == 1 else f"{size:,} items"
        click.echo(f"{items} copied. The archive is {clean(beside(target).address)}.")
