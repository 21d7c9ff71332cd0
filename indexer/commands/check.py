"""The command that verifies the checksums of an archive."""

import click

from indexer.terminal.archives import STEP
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

It tells as well whether the list of files is of the same run as the archive. It is not if somebody
restored one of them from a copy.
"""
LIST_OF_ANOTHER_RUN = (
    "the list of its files is missing or of another run, as after it was removed, or one of them "
    "restored from a copy; backfile index, with the folders as before, reads all files again and "
    "puts that right"
)


@click.command(help=HELP, epilog=EXIT_CODES, short_help="Verify an archive's checksums.")
@option("index", metavar="DIR")
@click.pass_context
def check(ctx: click.Context, index: str) -> None:
    """Print what `Archive.check` returns, and what is wrong with the files beside the index."""
    from indexer.sync.manifest import Manifest
    from indexer.sync.synced import Synced, ledger_faults
    from search import Archive, IndexDamaged
    from search.engines import beside, shown_address

    kept, shown = beside(index), shown_address(index)
    with Archive.open(index) as archive:
        manifest = Manifest.load(kept)
        has_run = manifest.has_been_saved
        faults = [
            *archive.faults(),
            *manifest.faults,
            *ledger_faults(kept, Synced.load(kept), has_run),
        ]
        problems = [f"{shown}: {fault}; {STEP}." for fault in faults]
        if not manifest.is_of(archive.note):
            problems.append(f"{shown}: {LIST_OF_ANOTHER_RUN}")
        try:
            segments, size = archive.check(), archive.info().bytes
        except IndexDamaged as error:
            problems.insert(0, f"Error: {error}")
    for problem in problems:
        click.echo(clean(problem), err=True)
    if problems:
        ctx.exit(Exit.INDEX)
    parts = "1 segment" if segments == 1 else f"{segments:,} segments"
    click.echo(f"{clean(shown)}: {parts}, {size / 1e6:,.1f} MB, all as it was written.")
