"""The command that describes an archive: its size, its days, its state."""

import json
from datetime import datetime
from typing import TYPE_CHECKING

import click

from indexer.terminal.archives import opened
from indexer.terminal.console import clean
from indexer.terminal.exits import EXIT_CODES
from search.options import option

if TYPE_CHECKING:
    from search import ArchiveInfo

HELP = """\
Tell what an archive is: how many items, of which days and how many outlets, in which
language, the state it is in, and what it takes on the disk.

\b
  backfile info
  backfile info --index /srv/news-index --json

A generation is one committed state: each run that changes something makes the next.
The schema is the version of the archive's layout: a program that knows another version
refuses to open it. Segments are the files that hold the items; deleted or replaced
documents stay in them until segments are merged.
"""

_PARTS = {
    "items": "the items themselves",
    "words": "words and their positions",
    "facets": "facets and columns",
    "other": "other",
}


@click.command(help=HELP, epilog=EXIT_CODES, short_help="Tell what an archive is.")
@option("index", metavar="DIR")
@click.option("--json", "as_json_text", is_flag=True, help="Print JSON.")
def info(index: str, as_json_text: bool) -> None:
    """Print what `Archive.info` returns."""
    from indexer.sync.synced import Synced
    from search import as_json
    from search.engines import beside, shown_address

    with opened(index) as archive:
        about = archive.info()
    synced = Synced.load(beside(index)).time
    if as_json_text:
        members = {**as_json(about), "synced": synced}
        click.echo(json.dumps(members, ensure_ascii=False, indent=2))
        return
    click.echo(clean(shown_address(index)))
    for label, value in _lines(about, synced):
        click.echo(f"  {label:<11} {value}")


def _lines(about: "ArchiveInfo", synced: str | None) -> list[tuple[str, str]]:
    days = f"{about.first_day} to {about.last_day}" if about.first_day else "none"
    deleted = "1 deleted document" if about.deleted == 1 else f"{about.deleted:,} deleted documents"
    return [
        ("items", f"{about.items:,}"),
        ("days", days),
        ("outlets", f"{about.outlets:,}"),
        ("language", about.language),
        ("generation", str(about.generation)),
        ("schema", str(about.schema)),
        ("last sync", _moment(synced)),
        ("segments", f"{about.segments:,}, with {deleted}"),
        ("size", _size(about.bytes)),
        *(("", f"{_size(about.parts[part]):>9}  {label}") for part, label in _PARTS.items()),
    ]


def _moment(synced: str | None) -> str:
    if synced is None:
        return "never"
    try:
        return f"{datetime.fromisoformat(synced):%Y-%m-%d %H:%M} UTC"
    except ValueError:
        return clean(synced)


def _size(size: int) -> str:
    return f"{size / 1e6:,.1f} MB" if size >= 1e6 else f"{size / 1e3:,.1f} kB"
