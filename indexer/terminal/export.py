"""How does all that a search finds go to a file, or to standard output?"""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from indexer.terminal.console import clean

if TYPE_CHECKING:
    from search import Archive, SearchRequest

_Taken = TypeVar("_Taken")
#: Names of the formats: those of `search.export.formats.FORMATS`, which takes longer to import.
FORMAT_NAMES = ("csv", "jsonl", "markdown", "bibtex", "ris")
_TO_A_TERMINAL = (
    "As markdown the items are a zip archive, which a terminal cannot show. Name a file with "
    "--output, or send the archive to one: > items.zip"
)
#: Options that say something of a page of hits, and the option that takes all of them.
_OF_A_PAGE = {
    "json_wanted": "--json",
    "timeline": "--timeline",
    "by": "--by",
    "explain": "--explain",
    "limit": "--limit",
}


def check_taking(ctx: click.Context, form: str | None, output: Path | None, force: bool) -> None:
    """Raise UsageError if options do not go together."""
    if form is None:
        if output is not None or force:
            name = "--output" if output is not None else "--force"
            raise click.UsageError(f"{name}: say what to write, such as --format csv.", ctx)
        return
    for param, option in _OF_A_PAGE.items():
        if ctx.get_parameter_source(param) is click.core.ParameterSource.COMMANDLINE:
            raise click.UsageError(
                f"{option} is for a page of hits; --format writes all of them, and nothing else.",
                ctx,
            )
    if output is None and form == "markdown" and sys.stdout.isatty():
        raise click.UsageError(_TO_A_TERMINAL, ctx)
    if force and output is None:
        raise click.UsageError("--force: name the file to write over with --output.", ctx)


def take(
    archive: "Archive", request: "SearchRequest", form: str, output: Path | None, force: bool
) -> int:
    """Write all items that a search finds; return how many."""
    from indexer.export import put_new
    from search.export.formats import formatted, formatted_by_story

    written = 0

    def counted(items: Iterator[_Taken]) -> Iterator[_Taken]:
        nonlocal written
        for item in items:
            written += 1
            yield item

    if request.group == "story":
        pieces = formatted_by_story(counted(archive.export_by_story(request)), form)
    else:
        pieces = formatted(counted(archive.export(request)), form)
    if output is None:
        with reader_may_leave():
            for piece in pieces:
                sys.stdout.buffer.write(piece)
            sys.stdout.buffer.flush()
        return written
    put_new(output, pieces, force=force)
    items = "1 item was" if written == 1 else f"{written:,} items were"
    click.echo(f"{items} written to {clean(str(output))}.")
    return written


@contextmanager
def reader_may_leave() -> Iterator[None]:
    """Pass over that the reader of standard output has seen enough."""
    try:
        yield
    except BrokenPipeError:
        # Python must not try to write the rest of the buffer at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
