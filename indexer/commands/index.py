"""The command that reads items into an archive."""

import json
import os
import shlex
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

import click

from indexer.console import clean, wrapped
from indexer.exits import EXIT_CODES, Exit
from search import BackfileError
from search.settings import SETTINGS, option

if TYPE_CHECKING:
    from indexer.ledger import Entry
    from indexer.run import Summary
    from indexer.scan import Source

HELP = """\
Read the items below each PATH, a folder or a single file, and add them to an archive;
where there is none, make it.

\b
  backfile index news/
  backfile index news/ more-news/ --index /srv/news-index
  backfile index --language german nachrichten/
  backfile index news/ --ledger ledger.jsonl --strict
  backfile index --rebuild news/ more-news/

An item is a file of Markdown or HTML with front matter in YAML, TOML or JSON, named .md,
.markdown, .html or .htm. Its id is its path below the folder named here: indexed again,
it takes the place of what the archive has under that id. Nothing is removed.

Damaged files are repaired where that is honest, else refused: one bad file costs no other.
The ledger names each with the reason, one JSON object on a line: file, action (repaired,
skipped, refused), reason, detail, line.

Of many files several processes read at once, one to each processor; --jobs says how many.

After another version of Backfile, or when an index is damaged, --rebuild builds all anew from
the folders that you name, and swaps: what was indexed from elsewhere is then gone.

A run is one commit: readers see all of it or nothing. After Ctrl-C the archive is as it was.
"""

Write = Callable[["Entry"], None]


class LedgerUnwritable(BackfileError):
    """The ledger cannot be written to the file that was named."""


@click.command(help=HELP, epilog=EXIT_CODES, short_help="Read items into an archive.")
@click.argument(
    "paths",
    metavar="PATH...",
    nargs=-1,
    required=True,
    # What cannot be read has its line in the ledger; it must not stop the run.
    type=click.Path(path_type=Path, readable=False),
)
@option("index", metavar="DIR")
@option("language", metavar="NAME")
@option("outlets", metavar="FILE")
@option("ledger", metavar="FILE")
@option("strict", is_flag=True)
@option("jobs", type=click.IntRange(min=0), metavar="N")
@click.option(
    "--rebuild",
    is_flag=True,
    help="Build the archive anew of these items alone; readers go on with the old ones meanwhile.",
)
@click.pass_context
def index(
    ctx: click.Context,
    paths: tuple[Path, ...],
    index: str,
    language: str | None,
    outlets: str | None,
    ledger: str | None,
    strict: bool,
    jobs: int,
    rebuild: bool,
) -> None:
    """Index, and print the summary."""
    from indexer.outlets import Outlets
    from indexer.run import index_files

    names = Outlets.from_file(outlets) if outlets else None
    try:
        with _ledger(ledger) as report:
            summary = index_files(
                paths,
                index,
                language=language,
                outlets=names,
                report=report,
                progress=_progress,
                jobs=jobs or _processors(),
                rebuild=rebuild,
            )
    except KeyboardInterrupt:
        raise KeyboardInterrupt("Interrupted; the archive is as it was before.") from None
    _print(summary, index, ledger)
    if strict and summary.refused:
        ctx.exit(Exit.REFUSED)


def _processors() -> int:
    """Return how many processors this process may use, where the system tells."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


@contextmanager
def _ledger(path: str | None) -> Iterator[Write]:
    """Yield a function that writes an entry to the file, each line as soon as it is known."""
    if path is None:
        yield lambda entry: None
        return
    try:
        file = open(path, "w", encoding="utf-8", buffering=1)  # noqa: SIM115
    except OSError as error:
        raise _unwritable(path, error) from None

    def write(entry: "Entry") -> None:
        try:
            file.write(json.dumps(entry.to_dict(), ensure_ascii=False) + "\n")
        except OSError as error:
            raise _unwritable(path, error) from None

    try:
        yield write
    finally:
        # Each line was written at its end: closing has nothing to say that writing has not.
        with suppress(OSError):
            file.close()


def _unwritable(path: str, error: OSError) -> LedgerUnwritable:
    return LedgerUnwritable(
        f"{path}: the ledger cannot be written ({error.strerror}); name another file with --ledger"
    )


def _progress(sources: Sequence["Source"]) -> Iterable["Source"]:
    """Pass the files on; on a terminal, show how far the run is."""
    if not sys.stderr.isatty():
        yield from sources
        return
    with click.progressbar(sources, label="Reading", file=sys.stderr, show_pos=True) as bar:
        yield from bar
    click.echo("Writing the archive …", err=True)


def _print(summary: "Summary", index: str, ledger: str | None) -> None:
    from indexer.scan import EXTENSIONS

    pace = f"{summary.seconds:,.1f} s, {summary.rate:,.0f} items/s"
    for label, count, more in (
        ("added", summary.added, f"items in {pace}"),
        ("repaired", summary.repaired, "of them" if summary.repaired else ""),
        ("refused", summary.refused, ""),
        ("skipped", summary.skipped, ""),
    ):
        click.echo(f"{label:<9}{count:>9,}  {more}".rstrip())
    for refusals in summary.refusals:
        entry = refusals.example
        place = entry.file if entry.line is None else f"{entry.file}, line {entry.line}"
        click.echo()
        click.echo(f"{refusals.files:,} refused: {refusals.reason}")
        click.echo(wrapped(f"{place}: {entry.detail}", indent="  "))
    click.echo()
    if not summary.added:
        click.echo(f"Nothing was added. Items are files named *{', *'.join(EXTENSIONS)}.")
    if ledger:
        click.echo(f"The ledger is {clean(ledger)}.")
    elif summary.repaired or summary.refused or summary.skipped:
        click.echo("Why, file by file: index again with --ledger FILE.")
    named = "" if index == SETTINGS["index"].default else f" --index {shlex.quote(index)}"
    click.echo(f"The archive is {clean(index)}. Search it: backfile serve{clean(named)}")
