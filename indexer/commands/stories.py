"""The command that lists the largest stories of an archive."""

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from indexer.terminal.archives import opened
from indexer.terminal.console import clean
from indexer.terminal.exits import EXIT_CODES, Exit
from search.options import option, whole_number
from search.periods import NONE
from search.settings import MAX_PER_PAGE

if TYPE_CHECKING:
    from search import Archive

HELP = """\
List the largest stories of an archive, or of what QUERY finds. A story is what happened over days
and was told again and again: its items are found by their words and links alone.

\b
  backfile stories
  backfile stories --since "last week"
  backfile stories ukraine --since 2026-01 --until 2026-01
  backfile stories --as-of 2026-01-10 --json
  backfile stories --story news/2026/strike.md

With --story one story is told as on its page: that of the item with this id, why its items belong
to it, its days, its outlets, how headlines changed, and which outlets carried more such
stories than is likely by chance, and not this one.

Each story is named as its first item is, and has the id of that. Its items, all of them or those
that were found, are what “backfile search story:ID” finds. An archive that was indexed with
--no-stories has none.
"""


@click.command(help=HELP, epilog=EXIT_CODES, short_help="List the largest stories.")
@click.argument("query", metavar="[QUERY]...", nargs=-1)
@click.option("--since", metavar="DAY", help="Not before this day: 2026-01-31, 2026-01, last week.")
@click.option("--until", metavar="DAY", help="Not after this day.")
@click.option("--story", "story_id", metavar="ID", help="Tell the story of this item.")
@click.option(
    "--page",
    metavar="N",
    type=whole_number(1, 1_000),
    default=1,
    help="With --story: its items from here on.",
)
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
    story_id: str | None,
    page: int,
    json_wanted: bool,
    index: str,
    **limits: Any,
) -> None:
    """Print what `Archive.stories` returns."""
    from indexer.terminal import listing
    from search import SearchRequest
    from search.limits import said_of_days

    if story_id is not None:
        if query or limits["since"] or limits["until"]:
            raise click.UsageError("--story tells one story, so it takes no QUERY and no days")
        with opened(index) as archive:
            _tell(archive, story_id, limits["as_of"], page, json_wanted)
        return
    if page > 1:
        raise click.UsageError("--page goes on with the story of --story ID; name one")
    facets = None if json_wanted else ()
    request = SearchRequest.parse(" ".join(query), per_page=limit, facets=facets, by=NONE, **limits)
    with opened(index) as archive:
        found = archive.stories(request)
    found = replace(found, notes=(*said_of_days(limits.items()), *found.notes))
    if json_wanted:
        _print_json(found)
    else:
        for note in found.notes:
            click.echo(f"Note: {clean(note)}", err=True)
        click.echo(listing.stories_text(found))
    if not found.total:
        ctx.exit(Exit.NOTHING_FOUND)


def _tell(
    archive: "Archive", story_id: str, as_of: str | None, page: int, json_wanted: bool
) -> None:
    from indexer.terminal.story_text import story_text
    from search import SearchRequest

    told = archive.story(story_id, as_of=as_of, page=page)
    if json_wanted:
        _print_json(told)
        return
    for note in told.notes:
        click.echo(f"Note: {clean(note)}", err=True)
    own = SearchRequest.parse(story=told.story.id, as_of=as_of, per_page=1, facets=(), group=NONE)
    click.echo(story_text(told, archive.search(own).timeline))


def _print_json(answer: object) -> None:
    from search import as_json

    text = json.dumps(as_json(answer), ensure_ascii=False, indent=2)
    click.echo(text.encode("utf-8", "backslashreplace"))
