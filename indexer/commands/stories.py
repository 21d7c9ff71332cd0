"""The command that lists the largest stories of an archive."""

import json
from typing import Any

import click

from indexer.terminal.archives import opened
from indexer.terminal.console import clean
from indexer.terminal.exits import EXIT_CODES, Exit
from search.periods import NONE
from search.settings import MAX_PER_PAGE, option, whole_number

HELP = """\
List the largest stories of an archive, or of what QUERY finds. A story is what happened over days
and was told again and again: its items are found by their words and links alone.

\b
  backfile stories
  backfile stories --since "last week"
  backfile stories ukraine --since 2026-01 --until 2026-01
  backfile stories --as-of 2026-01-10 --json

Each story is named as its first item is, and has the id of that. Its items, all of them or those
that were found, are what “backfile search story:ID” finds. An archive that was indexed with
--no-stories has none.
"""


@click.command(help=HELP, epilog=EXIT_CODES, short_help="List the largest stories.")
@click.argument("query", metavar="[QUERY]...", nargs=-1)
@click.option("--since", metavar="DAY", help="Not before this day: 2026-01-31, 2026-01, last week.")
@click.option("--until", metavar="DAY", help="Not after this day.")
@click.option("--as-of", metavar="DAY", help="The archive as it stood at the end of this day.")
@option("limit", metavar="N", type=whole_number(1, MAX_PER_PAGE))
@click.option("--json", "json_wanted", is_flag=True, help="Print what the JSON API answers.")
@option("index", metavar="DIR")
@click.pass_context
def stories(
    ctx: click.Context,
    /,
    query: tuple[str, ...],
    limit: int,
    json_wanted: bool,
    index: str,
    **limits: Any,
) -> None:
    """Print what `Archive.stories` returns."""
    from indexer.terminal import listing
    from search import SearchRequest, as_json

    facets = None if json_wanted else ()
    request = SearchRequest.parse(" ".join(query), per_page=limit, facets=facets, by=NONE, **limits)
    with opened(index) as archive:
        page = archive.stories(request)
    if json_wanted:
        text = json.dumps(as_json(page), ensure_ascii=False, indent=2)
        click.echo(text.encode("utf-8", "backslashreplace"))
    else:
        for note in page.notes:
            click.echo(f"Note: {clean(note)}", err=True)
        click.echo(listing.stories_text(page))
    if not page.total:
        ctx.exit(Exit.NOTHING_FOUND)
