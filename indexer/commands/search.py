"""The command that searches an archive."""

import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from indexer.terminal.archives import opened
from indexer.terminal.completion import values_of
from indexer.terminal.console import clean
from indexer.terminal.exits import EXIT_CODES, Exit
from indexer.terminal.export import FORMAT_NAMES, check_taking, take
from search.options import option, whole_number
from search.periods import AUTO, NONE, UNITS
from search.settings import MATCHES, MAX_GENERATION, MAX_PER_PAGE, SORTS

if TYPE_CHECKING:
    from search import Page

HELP = """\
Search an archive. Without a QUERY: the newest items.

\b
  backfile search port strike
  backfile search '"port strike" -football' --since 2026-01
  backfile search comet --source Reuters --source BBC --sort newest
  backfile search strike --as-of 2026-01-10 --standing
  backfile search strike --timeline --by week
  backfile search 'title:(port OR harbour)' --json | jq '.hits[].title'
  backfile search -- strike -football
  backfile search strike --format csv --output strike.csv

Several words of QUERY need no quotes; signs that your shell knows do. An option given twice
finds either value; different options must all hold. A query that has a word beginning with
“-” outside quotes comes after “--”.

\b
In a query:
  port strike            both words, in any of their forms
  "port strike"          the phrase
  "port strike"~5        in this order, at most 5 other words between them in all
  port NEAR/5 strike     the same in either order
  port OR harbour        either
  strike -football       the first and not the second; also NOT football
  +port strike           with --match most or any, too, each item has port
  (port OR harbour) x    parentheses group
  harb*  str?ke  harbuor~  words that begin so, of this pattern, spelt nearly so
  title:x   headline:x   the word in that field; also text:x
  source:"Le Monde"      headlines of this outlet; also tag:x category:x feed:x
  link:news.example/a    a link to this address or a part of it; also id:x
  story:news/1.md        the items of the story that begins with this one
  date:2026-01           days; also date:2026-01-03..2026-01-09
  after:yesterday        later days; also before: since: until:, and days counted
                         from today such as date:"last week"

With --format all hits are written, however many, in their order: csv has a row an item,
for spreadsheets; jsonl a line of JSON; markdown is a zip archive with a file an item,
which backfile index reads; bibtex and ris have a record an item.

Case and accents do not matter. Any text is a query: notes on stderr say what was repaired.
"""


class Search(click.Command):
    """A command that explains how to write a query word that begins like an option."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parse; explain the error if `-word` was taken for an option."""
        args_given = list(args)  # click removes from `args` what it has parsed
        try:
            return super().parse_args(ctx, args)
        except click.NoSuchOption as error:
            word = next((arg for arg in args_given if arg.startswith(error.option_name)), "")
            if not word.startswith("--"):
                hint = f"To leave out a word write “--” first: backfile search -- strike {word}"
                raise click.UsageError(f"{error.format_message()} {hint}", ctx) from None
            raise


@click.command(cls=Search, help=HELP, epilog=EXIT_CODES, short_help="Search an archive.")
@click.argument("query", metavar="[QUERY]...", nargs=-1)
@click.option(
    "sources",
    "--source",
    metavar="OUTLET",
    multiple=True,
    shell_complete=values_of("sources"),
    help="Only items with a headline of this outlet. Repeatable.",
)
@click.option(
    "tags",
    "--tag",
    metavar="TAG",
    multiple=True,
    shell_complete=values_of("tags"),
    help="Only items with this tag. Repeatable.",
)
@click.option(
    "categories",
    "--category",
    metavar="CATEGORY",
    multiple=True,
    shell_complete=values_of("categories"),
    help="Only items of this category. Repeatable.",
)
@click.option(
    "--since", metavar="DAY", help="Not before this day: 2026-01-31, 2026-01, yesterday, last week."
)
@click.option("--until", metavar="DAY", help="Not after this day.")
@click.option("--as-of", metavar="DAY", help="The archive as it stood at the end of this day.")
@click.option(
    "--standing", is_flag=True, help="Leave out what had gone by that day, or is gone now."
)
@click.option(
    "--new-since",
    metavar="N",
    type=whole_number(0, MAX_GENERATION),
    help="Only what came into the archive after generation N.",
)
@option("match", type=click.Choice(MATCHES))
@option("sort", type=click.Choice(SORTS))
@click.option(
    "--group",
    type=click.Choice(("story", "none", "auto")),
    help="story: one hit a story, its best; auto: so where many hits are of one story; none: "
    "each hit.",
)
@option("limit", metavar="N", type=whole_number(1, MAX_PER_PAGE))
@click.option("--explain", is_flag=True, help="Tell what gave each hit its score.")
@click.option(
    "--timeline", is_flag=True, help="Print how many items are of which time, not the items."
)
@click.option(
    "--by",
    type=click.Choice((AUTO, *UNITS)),
    default=AUTO,
    show_default=True,
    help="Unit of the timeline; auto: the finest that takes no more than 120 lines.",
)
@click.option("--json", "json_wanted", is_flag=True, help="Print what the JSON API answers.")
@click.option(
    "--format", "form", type=click.Choice(FORMAT_NAMES), help="Write all hits, in this format."
)
@click.option(
    "--output",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="File for --format; without it to standard output.",
)
@click.option("--force", is_flag=True, help="Write over a file that is there already.")
@option("index", metavar="DIR")
@click.pass_context
def search(
    ctx: click.Context,
    /,
    query: tuple[str, ...],
    json_wanted: bool,
    index: str,
    limit: int,
    timeline: bool,
    by: str,
    form: str | None,
    output: Path | None,
    force: bool,
    group: str | None,
    **limits: Any,
) -> None:
    """Search, and print the page, or write all that is found."""
    from indexer.terminal import listing
    from search import SearchRequest, as_json
    from search.limits import said_of_days

    check_taking(ctx, form, output, force)
    facets = None if json_wanted else listing.SHOWN_FACETS
    by = by if json_wanted or timeline else NONE
    limits |= {"per_page": limit, "facets": facets, "by": by, "group": group or ""}
    request = SearchRequest.parse(" ".join(query), **limits)
    with opened(index) as archive:
        page = archive.search(request)
        page = replace(page, notes=(*said_of_days(limits.items()), *page.notes))
        if form:
            _print_notes(page)
            take(archive, request, form, output, force)
    if json_wanted:
        text = json.dumps(as_json(page), ensure_ascii=False, indent=2)
        # JSON is UTF-8 whatever the terminal is; a lone surrogate becomes its escape sequence.
        click.echo(text.encode("utf-8", "backslashreplace"))
    elif form is None:
        _print_notes(page)
        click.echo(listing.timeline_text(page) if timeline else listing.page_text(page))
    if not page.total:
        ctx.exit(Exit.NOTHING_FOUND)


def _print_notes(page: "Page") -> None:
    """Say on stderr what was made of the question."""
    from indexer.terminal import listing

    for note in page.notes:
        click.echo(f"Note: {clean(note)}", err=True)
    if page.spelling:
        click.echo(f"Did you mean: {listing.spelling_text(page.spelling)}", err=True)
    if page.most:
        click.echo(f"Note: {listing.most_text(page.most)}", err=True)
