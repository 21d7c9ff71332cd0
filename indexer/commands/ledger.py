"""The command that tells which files the last run repaired, skipped or refused."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from fnmatch import fnmatchcase

import click

from indexer.ledger import Action, Entry, Ledger, LedgerDamaged, LedgerMissing, Reason
from indexer.terminal.archives import judgement_of, warn
from indexer.terminal.console import clean, wrapped
from indexer.terminal.exits import EXIT_CODES
from search import ArchiveError, IndexDamaged, IndexMissing
from search.engines import shown_address
from search.options import option, whole_number

#: The order of the groups: entries that somebody should look at come first.
_ORDER = (Action.REFUSED, Action.REPAIRED, Action.SKIPPED)

HELP = """\
Tell what backfile index repaired, skipped or refused, and what to do about it: in its last run,
and in earlier ones for files that were not read again since.

\b
  backfile ledger
  backfile ledger --action refused --all
  backfile ledger --reason bad-date --examples 20
  backfile ledger --file 'news/2026/*' --json | jq -r .file

The entries are counted by reason, with some examples of each; a file that was repaired in several
ways has several, where “backfile index” counts it once. Filters that are given together must all
hold. In GLOB, * stands for any characters and ? for one; it may match a whole path, or
the end of one that begins at the name of a folder or file.
"""


@dataclass(slots=True)
class _Group:
    """The entries of one reason: how many, and the first of them."""

    count: int = 0
    examples: list[Entry] = field(default_factory=list)


@click.command(help=HELP, epilog=EXIT_CODES, short_help="Tell what the last run left out, and why.")
@option("index", metavar="DIR")
@click.option(
    "--action", type=click.Choice([*map(str, Action)]), help="Only entries with this action."
)
@click.option(
    "--reason",
    type=click.Choice([*map(str, Reason)]),
    metavar="REASON",
    help="Only entries of this reason, such as bad-date.",
)
@click.option("--file", "glob", metavar="GLOB", help="Only files whose path matches.")
@click.option(
    "--examples",
    type=whole_number(0),
    metavar="N",
    default=3,
    show_default=True,
    help="How many files to name for each reason.",
)
@click.option("--all", "whole", is_flag=True, help="Print every entry, in the ledger's order.")
@click.option("--json", "as_lines", is_flag=True, help="Print every entry as its line of JSON.")
def ledger(
    index: str,
    action: str | None,
    reason: str | None,
    glob: str | None,
    examples: int,
    whole: bool,
    as_lines: bool,
) -> None:
    """Read the ledger, one entry at a time, and print what was asked for."""
    file, problem = Ledger.beside(index), _problem(index)
    if isinstance(problem, IndexMissing):
        raise problem

    def is_wanted(entry: Entry) -> bool:
        return (
            action in (None, entry.action)
            and reason in (None, entry.reason)
            and (glob is None or _matches(entry.file, glob))
        )

    groups: dict[tuple[str, str], _Group] = {}
    unread: list[int] = []
    for entry in filter(is_wanted, _entries(file, unread, problem)):
        if as_lines:
            click.echo(entry.to_json().encode(), nl=False)  # UTF-8 whatever the terminal is
        elif whole:
            what = clean(f"{entry.action} {entry.reason}")
            click.echo(f"{what}: {clean(entry.position)}: {clean(entry.detail)}")
        else:
            group = groups.setdefault((entry.action, entry.reason), _Group())
            group.count += 1
            if len(group.examples) < examples:
                group.examples.append(entry)
    if not (as_lines or whole) and (groups or not problem):
        _print(file.address, groups, is_filtered=bool(action or reason or glob))
    if unread:
        skipped = (
            "1 line is not an entry and was"
            if len(unread) == 1
            else f"{len(unread):,} lines are not entries and were"
        )
        click.echo(f"Note: {skipped} passed over, the first of them line {unread[0]}.", err=True)
    if problem:
        raise problem


def _entries(file: Ledger, unread: list[int], problem: ArchiveError | None) -> Iterator[Entry]:
    """Yield the entries of a ledger; where there is none, raise what is known to be wrong."""
    try:
        yield from file.entries(unread.append)
    except (LedgerMissing, LedgerDamaged) as error:
        raise (problem or error) from None


def _problem(index: str) -> ArchiveError | None:
    """Return what is wrong with the archive or its ledger, which may be read all the same."""
    from search import Archive

    try:
        with Archive.open(index) as archive:
            judgement = judgement_of(archive, index)
    except ArchiveError as error:
        return error
    warn(index, (*judgement.others, *judgement.pending))
    if judgement.ledger:
        return IndexDamaged(f"{shown_address(index)}: {judgement.ledger}.")
    return None


def _matches(file: str, glob: str) -> bool:
    return fnmatchcase(file, glob) or fnmatchcase(file, f"*/{glob}")


def _print(address: str, groups: dict[tuple[str, str], _Group], *, is_filtered: bool) -> None:
    from indexer.terminal.reasons import MEANINGS

    if not groups:
        click.echo(
            "No entry matches these filters."
            if is_filtered
            else "The last run read every file as it stands: the ledger is empty."
        )
        return

    def rank(group: tuple[tuple[str, str], _Group]) -> tuple[int, int]:
        action = group[0][0]
        return (_ORDER.index(Action(action)) if action in _ORDER else len(_ORDER), -group[1].count)

    for (action, reason), group in sorted(groups.items(), key=rank):
        click.echo(click.style(f"{group.count:,} {clean(action)}: {clean(reason)}", bold=True))
        if meaning := MEANINGS.get(reason):
            click.echo(wrapped(meaning, indent="  "))
        for entry in group.examples:
            click.echo(f"  - {clean(entry.position)}")  # on one line, however long: people copy it
            click.echo(wrapped(entry.detail, indent="      "))
        if 0 < len(group.examples) < group.count:
            click.echo(f"    and {group.count - len(group.examples):,} more")
        click.echo()
    click.echo(f"Every entry, one to a line: --all. The ledger is {clean(address)}.")
