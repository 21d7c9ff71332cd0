"""The command that verifies the checksums of an archive."""

import click

from indexer.terminal.archives import judgement_of, warn
from indexer.terminal.console import clean
from indexer.terminal.exits import EXIT_CODES, Exit
from search.options import option

HELP = """\
Read every byte of an archive and tell whether it is what was written.

\b
  backfile check
  backfile check --index /srv/news-index

A disk may damage what is stored on it. Each part of a segment has a checksum: a search never
answers from a damaged part, and this command finds the damage before a search does. It reads the
other files as well: the table of contents and its copy, backfile.json, the list of files by which
backfile index sees what has changed, and the ledger. Each file that is not as it was written is
named, with the step that puts it right: an archive whose items are damaged must be built anew from
their files (backfile index --rebuild); the next backfile index writes all other files anew.

It tells as well whether each file is of this archive, and the list of files of the same run as the
archive: it is not if somebody restored one of them from a copy. The other commands say the same in
the same words, but do not read long files whole to find it.
"""


@click.command(help=HELP, epilog=EXIT_CODES, short_help="Verify an archive's checksums.")
@option("index", metavar="DIR")
@click.pass_context
def check(ctx: click.Context, index: str) -> None:
    """Print what `Archive.check` returns, and what is wrong with the files beside the index."""
    from search import Archive, IndexDamaged
    from search.engines import shown_address

    shown, is_readable = clean(shown_address(index)), True
    with Archive.open(index) as archive:
        judgement = judgement_of(archive, index, every_byte=True)
        try:
            segments, size = archive.check(), archive.info().bytes
        except IndexDamaged as error:
            click.echo(f"Error: {clean(str(error))}", err=True)
            is_readable = False
    warn(index, (*judgement.faults, *judgement.pending))
    if judgement.faults or not is_readable:
        ctx.exit(Exit.INDEX)
    parts = "1 segment" if segments == 1 else f"{segments:,} segments"
    click.echo(f"{shown}: {parts}, {size / 1e6:,.1f} MB, all as it was written.")
