"""How does what a run does, would do, and did read on a terminal, or to a program?"""

import json
import shlex
import sys
import time
from collections.abc import Callable, Collection, Iterable
from dataclasses import asdict
from datetime import datetime

import click

from indexer.find.folders import EXTENSIONS, Source
from indexer.sync.accounts import Summary
from indexer.sync.plan import Plan
from indexer.terminal.console import clean, wrapped
from search.settings import SETTINGS

#: What the summary tells even where it is 0.
_ALWAYS = ("added", "repaired", "refused", "skipped")


def silent(sources: Collection[Source]) -> Iterable[Source]:
    """Pass the files on."""
    return sources


def progress(sources: Collection[Source]) -> Iterable[Source]:
    """Pass the files on; on a terminal, show how far the run is, how quickly, for how long yet."""
    if not sys.stderr.isatty():
        yield from sources
        return
    with click.progressbar(
        sources, label="Reading", file=sys.stderr, show_pos=True, item_show_func=_rate(len(sources))
    ) as bar:
        yield from bar
    click.echo("Writing and merging …", err=True)


def _rate(total: int) -> Callable[[Source | None], str | None]:
    """Return what tells, called once for each file, how many were read a second."""
    started, count = time.monotonic(), 0

    def rate(source: Source | None) -> str | None:
        nonlocal count
        count += source is not None
        passed = time.monotonic() - started
        return f"{count / passed:,.0f} files/s" if passed and count < total else None

    return rate


def now() -> str:
    """Return the time, as lines of a log begin with it."""
    return datetime.now().astimezone().isoformat(timespec="seconds")


def line_of(summary: Summary) -> str:
    """Return what a run did, as one line of a log."""
    counts = {name: getattr(summary, name) for name in ("added", "changed", "removed", "refused")}
    told = ", ".join(f"{name} {count:,}" for name, count in counts.items() if count)
    return f"{now()} {told or 'nothing to do'} ({summary.seconds:.2f} s)"


def as_json(summary: Summary) -> dict[str, object]:
    """Return what a run did, as what a JSON encoder takes."""
    return {**asdict(summary), "seconds": round(summary.seconds, 3)}


def print_plan(plan: Plan, keep: bool, as_json_text: bool, quiet: bool) -> None:
    """Print what a run would do: each file with a sign, and how many there are."""
    lists = {
        "new": [source.id for source in plan.new],
        "changed": [source.id for source in plan.changed],
        "doubtful": [source.id for source in plan.doubtful],
        "kept" if keep else "removed": plan.gone,
    }
    if as_json_text:
        click.echo(json.dumps({**lists, "unchanged": len(plan.same)}, ensure_ascii=False))
        return
    for (label, ids), sign in zip(lists.items(), "+~?-", strict=True):
        for item_id in ids if not quiet else ():
            click.echo(f"{sign} {clean(item_id)}")
        click.echo(f"{label:<9}{len(ids):>9,}  {_MEANINGS.get(label, '')}".rstrip())
    click.echo(f"{'unchanged':<9}{len(plan.same):>9,}")
    click.echo("\nNothing was done: this was a dry run.")


_MEANINGS = {"doubtful": "of another time, but the same size: read, to see whether they changed"}


def print_summary(summary: Summary, index: str, ledger: str | None) -> None:
    """Print what a run did, what was refused and why, and what to do next."""
    pace = f"{summary.seconds:,.1f} s, {summary.rate:,.0f} items/s"
    for label, count, more in (
        ("added", summary.added, f"items in {pace}"),
        ("changed", summary.changed, "of them"),
        ("moved", summary.moved, "of them"),
        ("unchanged", summary.unchanged, ""),
        ("removed", summary.removed, "items whose files are gone"),
        ("kept", summary.kept, "items whose files are gone"),
        ("repaired", summary.repaired, "of all" if summary.repaired else ""),
        ("refused", summary.refused, ""),
        ("skipped", summary.skipped, ""),
    ):
        if count or label in _ALWAYS:
            click.echo(f"{label:<9}{count:>9,}  {more}".rstrip())
    for refusals in summary.refusals:
        entry = refusals.example
        place = entry.file if entry.line is None else f"{entry.file}, line {entry.line}"
        click.echo()
        click.echo(f"{refusals.files:,} refused: {refusals.reason}")
        click.echo(wrapped(f"{place}: {entry.detail}", indent="  "))
    click.echo()
    if not summary.added and not summary.unchanged:
        click.echo(f"Nothing was added. Items are files named *{', *'.join(EXTENSIONS)}.")
    if ledger:
        click.echo(f"The ledger is {clean(ledger)}.")
    elif summary.repaired or summary.refused or summary.skipped:
        named = "" if index == SETTINGS["index"].default else f" --index {shlex.quote(index)}"
        click.echo(f"Why, file by file: backfile ledger{clean(named)}")
    named = "" if index == SETTINGS["index"].default else f" --index {shlex.quote(index)}"
    click.echo(f"The archive is {clean(index)}. Search it: backfile serve{clean(named)}")
