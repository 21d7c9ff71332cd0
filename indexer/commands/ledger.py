"""The command that tells what the last run did with which files."""

import json
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from pathlib import Path

import click

from indexer.ledger import Action, Entry, Reason
from indexer.terminal.console import clean, wrapped
from indexer.terminal.exits import EXIT_CODES
from search import ArchiveError
from search.settings import option

#: What needs looking at comes first.
_ORDER = (Action.REFUSED, Action.REPAIRED, Action.SKIPPED)

HELP = """\
Tell what the last run of backfile index repaired, skipped or refused, and what to do about it.

\b
  backfile ledger
  backfile ledger --action refused --all
  backfile ledger --reason bad-date --examples 20
  backfile ledger --file 'news/2026/*' --json | jq -r .file

The entries are counted by reason, with some examples of each. Filters that are given together
must all hold. In GLOB, * stands for any characters and ? for one; it is held against the end of
a path, from any folder on.
"""


class LedgerMissing(ArchiveError):
    """There is no ledger in the archive's folder."""


@dataclass(slots=True)
class _Group:
    """The entries of one reason: how many, and the first of them."""

    count: int = 0
    examples: list[Entry] = field(default_factory=list)


@click.command(help=HELP, epilog=EXIT_CODES, short_help="Tell what the last run left out, and why.")
@option("index", metavar="DIR")
@click.option(
    "--action", type=click.Choice([*map(str, Action)]), help="Only what was so dealt with."
)
@click.option(
    "--reason",
    type=click.Choice([*map(str, Reason)]),
    metavar="REASON",
    help="Only entries of this reason, such as bad-date.",
)
@click.option("--file", "glob", metavar="GLOB", help="Only files of such paths.")
@click.option(
    "--examples",
    type=click.IntRange(min=0),
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
    """Read the ledger, a line at a time, and print what was asked for."""
    from indexer.sync.accounts import LEDGER

    path = Path(index) / LEDGER

    def wanted(entry: Entry) -> bool:
        return (
            action in (None, entry.action)
            and reason in (None, entry.reason)
            and (glob is None or _matches(entry.file, glob))
        )

    groups: dict[tuple[str, str], _Group] = {}
    unread: list[int] = []
    for line, entry in _entries(path, unread.append):
        if not wanted(entry):
            continue
        if as_lines:
            click.echo(line.encode())  # JSON is UTF-8 whatever the terminal is
        elif whole:
            what = clean(f"{entry.action} {entry.reason}")
            click.echo(f"{what}: {_place(entry)}: {clean(entry.detail)}")
        else:
            group = groups.setdefault((entry.action, entry.reason), _Group())
            group.count += 1
            if len(group.examples) < examples:
                group.examples.append(entry)
    if not (as_lines or whole):
        _print(path, groups, is_filtered=bool(action or reason or glob))
    if unread:
        lines = "1 line is" if len(unread) == 1 else f"{len(unread):,} lines are"
        told = f"{lines} no entry and {'was' if len(unread) == 1 else 'were'} passed over"
        click.echo(f"Note: {told}, the first of them line {unread[0]}.", err=True)


def _entries(path: Path, unread: Callable[[int], None]) -> Iterator[tuple[str, Entry]]:
    """Yield each entry with its line; `unread` is called with the number of a line that is none."""
    try:
        file = path.open(encoding="utf-8", errors="replace")
    except FileNotFoundError:
        raise LedgerMissing(
            f"{path}: there is no ledger; it is written by “backfile index FOLDER --index "
            f"{path.parent}”"
        ) from None
    with file:
        for number, line in enumerate(file, 1):
            try:
                yield line.rstrip("\n"), Entry.from_dict(json.loads(line))
            except (ValueError, RecursionError):
                unread(number)


def _matches(file: str, glob: str) -> bool:
    return fnmatchcase(file, glob) or fnmatchcase(file, f"*/{glob}")


def _place(entry: Entry) -> str:
    return clean(entry.file if entry.line is None else f"{entry.file}, line {entry.line}")


def _print(path: Path, groups: dict[tuple[str, str], _Group], *, is_filtered: bool) -> None:
    from indexer.terminal.reasons import MEANINGS

    if not groups:
        click.echo(
            "No entry is such as you asked for."
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
            click.echo(f"  - {_place(entry)}")  # in one piece, to be copied
            click.echo(wrapped(entry.detail, indent="      "))
        if 0 < len(group.examples) < group.count:
            click.echo(f"    and {group.count - len(group.examples):,} more")
        click.echo()
    click.echo(f"Every entry, one to a line: --all. The ledger is {clean(os.fspath(path))}.")
