"""The command that writes all items of an archive to a file or a folder."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from indexer.terminal.archives import opened
from indexer.terminal.console import clean
from indexer.terminal.exits import EXIT_CODES, Exit
from indexer.terminal.export import reader_may_leave
from search.options import option

if TYPE_CHECKING:
    from search import Item

HELP = """\
Write all items of an archive, in the order of their ids.

\b
  backfile export > items.jsonl
  backfile export | jq -r 'select(.day >= "2026-01-01") | .title'
  backfile export --output items.jsonl
  backfile export --format markdown --output news-again/

As jsonl, one item is a line of JSON with the members that the JSON API gives. As markdown,
each item is a file with front matter, whose path below the folder is its id; indexing the folder
makes equal items again. A file holds one state: older ones are left out, and the end of the run
tells how many; jsonl has them all. If an id cannot be such a path, or backfile index would skip the
file, the item is not written, and the exit code is 1; jsonl has all items.

All items are of one generation, whatever is indexed meanwhile. Ctrl-C leaves no half-written file.
"""


@click.command(help=HELP, epilog=EXIT_CODES, short_help="Write an archive's items out.")
@option("index", metavar="DIR")
@click.option(
    "--format",
    "form",
    type=click.Choice(("jsonl", "markdown")),
    default="jsonl",
    show_default=True,
    help="Lines of JSON, or a folder of files.",
)
@click.option(
    "--output",
    metavar="PATH",
    type=click.Path(path_type=Path),
    help="File to write, or folder for markdown; without it lines go to standard output.",
)
@click.option("--force", is_flag=True, help="Write over what is there already.")
@click.pass_context
def export(ctx: click.Context, index: str, form: str, output: Path | None, force: bool) -> None:
    """Export, and say what was written."""
    from indexer.archive_id import write_origin, write_outlets
    from indexer.export import write_file, write_folder, write_lines

    if output is None and (form == "markdown" or force):
        raise click.UsageError("Name where to write with --output.", ctx)
    refused = older = 0

    def refuse(item_id: str, why: str) -> None:
        nonlocal refused
        refused += 1
        click.echo(f"Refused: {clean(item_id)}: {clean(why)}", err=True)

    def counted(items: Iterator["Item"]) -> Iterator["Item"]:
        nonlocal older
        for item in items:
            older += len(item.versions)
            yield item

    with opened(index) as archive:
        if output is None:
            with reader_may_leave():
                write_lines(archive.items(), archive.states, sys.stdout.buffer)
            return
        if form == "jsonl":
            written = write_file(archive.items(), archive.states, output, force=force)
        else:
            written = write_folder(counted(archive.items()), output, refuse, force=force)
            if archive.id.int:
                write_origin(output, archive.id)
            write_outlets(output, archive.outlet_names)
    items = "1 item was" if written == 1 else f"{written:,} items were"
    click.echo(f"{items} written to {clean(str(output))}.")
    if older:
        states = "1 older state stays" if older == 1 else f"{older:,} older states stay"
        click.echo(f"{states} behind: a file holds one; export as jsonl has them all.", err=True)
    if refused:
        click.echo(f"{refused:,} refused; export as jsonl has them too.")
        ctx.exit(Exit.REFUSED)
