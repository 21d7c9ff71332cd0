"""The command that tells what an archive is."""

import json

import click

from indexer.console import clean
from indexer.exits import EXIT_CODES
from search import ArchiveInfo, as_json
from search.settings import option

HELP = """\
Tell what an archive is: how many items, of which days and how many outlets, in which
language, and the state it is in.

\b
  backfile info
  backfile info --index /srv/news-index --json

A generation is one committed state: each run that changes something makes the next.
The schema is the version of the archive's layout: a program that knows another
refuses to open it.
"""


@click.command(help=HELP, epilog=EXIT_CODES, short_help="Tell what an archive is.")
@option("index", metavar="DIR")
@click.option("--json", "as_json_text", is_flag=True, help="Print JSON.")
def info(index: str, as_json_text: bool) -> None:
    """Print what `Archive.info` returns."""
    from search import Archive

    with Archive.open(index) as archive:
        about = archive.info()
    if as_json_text:
        click.echo(json.dumps(as_json(about), ensure_ascii=False, indent=2))
        return
    click.echo(clean(index))
    for label, value in _lines(about):
        click.echo(f"  {label:<11} {value}")


def _lines(about: ArchiveInfo) -> list[tuple[str, str]]:
    days = f"{about.first_day} to {about.last_day}" if about.first_day else "none"
    return [
        ("items", f"{about.items:,}"),
        ("days", days),
        ("outlets", f"{about.outlets:,}"),
        ("language", about.language),
        ("generation", str(about.generation)),
        ("schema", str(about.schema)),
        ("size", f"{about.bytes / 1e6:,.1f} MB"),
    ]
