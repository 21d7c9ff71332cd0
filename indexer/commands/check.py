"""The command that verifies the checksums of an archive."""

import click

from indexer.terminal.console import clean
from indexer.terminal.exits import EXIT_CODES
from search.settings import option

HELP = """\
Read every byte of an archive and tell whether it is what was written.

\b
  backfile check
  backfile check --index /srv/news-index

A disk may damage what is stored on it. Each part of a segment has a checksum: a search never
answers from a damaged part, and this command finds the damage before a search does. A damaged
archive can be built anew from its files: backfile index --rebuild.
"""


@click.command(help=HELP, epilog=EXIT_CODES, short_help="Verify an archive's checksums.")
@option("index", metavar="DIR")
def check(index: str) -> None:
    """Print what `Archive.check` returns."""
    from search import Archive

    with Archive.open(index) as archive:
        segments = archive.check()
        size = archive.info().bytes
    parts = "1 segment" if segments == 1 else f"{segments:,} segments"
    click.echo(f"{clean(index)}: {parts}, {size / 1e6:,.1f} MB, all as it was written.")
