"""The command that verifies the checksums of an archive."""

from pathlib import Path

import click

from indexer.terminal.console import clean
from indexer.terminal.exits import EXIT_CODES, Exit
from search.settings import option

HELP = """\
Read every byte of an archive and tell whether it is what was written.

\b
  backfile check
  backfile check --index /srv/news-index

A disk may damage what is stored on it. Each part of a segment has a checksum: a search never
answers from a damaged part, and this command finds the damage before a search does. A damaged
archive can be built anew from its files: backfile index --rebuild.

It tells as well whether the list of files, by which backfile index sees what has changed, is of the
same run as the archive. It is not if somebody restored one of them from a copy.
"""
LIST_OF_ANOTHER_RUN = (
    "the list of its files is of another run, as after one of them was restored from a copy; "
    "backfile index, with the folders as before, reads all files again and puts that right"
)


@click.command(help=HELP, epilog=EXIT_CODES, short_help="Verify an archive's checksums.")
@option("index", metavar="DIR")
@click.pass_context
def check(ctx: click.Context, index: str) -> None:
    """Print what `Archive.check` returns, and whether the list of files belongs to the archive."""
    from indexer.sync.manifest import Manifest
    from search import Archive

    with Archive.open(index) as archive:
        segments = archive.check()
        size = archive.info().bytes
        is_of_one_run = Manifest.load(Path(index)).is_of(archive.note)
    parts = "1 segment" if segments == 1 else f"{segments:,} segments"
    click.echo(f"{clean(index)}: {parts}, {size / 1e6:,.1f} MB, all as it was written.")
    if not is_of_one_run:
        click.echo(f"{clean(index)}: {LIST_OF_ANOTHER_RUN}", err=True)
        ctx.exit(Exit.INDEX)
