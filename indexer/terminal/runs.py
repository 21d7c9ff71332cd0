"""How are a run's progress, plan and summary shown on a terminal, or to a program?"""

import json
import shlex
import sys
import time
from collections.abc import Callable, Collection, Iterable
from dataclasses import asdict
from datetime import datetime

import click

from indexer.sync.accounts import Summary
from indexer.sync.plan import Plan
from indexer.terminal.console import clean, wrapped
from search.file_extensions import EXTENSIONS
from search.settings import SETTINGS

_REPAIRED = "of all files; one may have several entries in the ledger"
_SKIPPED = "files or folders; the ledger says why"
#: Counts that the summary shows even if they are 0.
_ALWAYS = ("added", "repaired", "refused", "skipped")


def progress(tasks: Collection[object]) -> Iterable[object]:
    """Pass the files on; on a terminal, show how many were read, the speed, and the time left."""
    if not sys.stderr.isatty():
        yield from tasks
        return
    with click.progressbar(
        tasks, label="Reading", file=sys.stderr, show_pos=True, item_show_func=_rate(len(tasks))
    ) as bar:
        yield from bar
    click.echo("Writing and merging …", err=True)


def _rate(total: int) -> Callable[[object], str | None]:
    """Return a function that counts a file at each call, and returns the files read a second."""
    started, count = time.monotonic(), 0

    def rate(task: object) -> str | None:
        nonlocal count
        count += task is not None
        passed = time.monotonic() - started
        return f"{count / passed:,.0f} files/s" if passed and count < total else None

    return rate


def now() -> str:
    """Return the time as the first word of a line of a log."""
    return datetime.now().astimezone().isoformat(timespec="seconds")


def log_line(summary: Summary) -> str:
    """Return what a run did, as one line of a log."""
    names = ("added", "changed", "reread", "moved", "removed", "kept", "refused")
    counts = {name: getattr(summary, name) for name in names}
    text = ", ".join(f"{name} {count:,}" for name, count in counts.items() if count)
    line = f"{now()} {text or 'nothing to do'} ({summary.seconds:.2f} s)"
    return " ".join([line, *summary.notes])


def as_json(summary: Summary) -> dict[str, object]:
    """Return what a run did, as values that a JSON encoder takes."""
    return {**asdict(summary), "seconds": round(summary.seconds, 3)}


def print_plan(plan: Plan, keep: bool, as_json_text: bool, quiet: bool) -> None:
    """Print what a run would do: each file with a sign, and the counts."""
    lists = {
        "new": [source.id for source in plan.new],
        "changed": [source.id for source in plan.changed],
        "doubtful": [source.id for source in plan.doubtful],
        "kept" if keep else "removed": plan.gone,
    }
    if as_json_text:
        click.echo(json.dumps({**lists, "unchanged": len(plan.unchanged)}, ensure_ascii=False))
        return
    for (label, ids), sign in zip(lists.items(), "+~?-", strict=True):
        for item_id in ids if not quiet else ():
            click.echo(f"{sign} {clean(item_id)}")
        click.echo(f"{label:<9}{len(ids):>9,}  {_MEANINGS.get(label, '')}".rstrip())
    click.echo(f"{'unchanged':<9}{len(plan.unchanged):>9,}")
    for note in plan.notes:
        click.echo(f"\n{wrapped(note)}")
    click.echo("\nNothing was done: this was a dry run.")


_MEANINGS = {"doubtful": "same size, another time: read, to see whether they changed"}


def print_summary(summary: Summary, index: str, ledger: str | None) -> None:
    """Print what a run did, what was refused and why, and what to do next."""
    from search.engines import shown_address

    index = shown_address(index)
    pace = f"{summary.seconds:,.1f} s, {summary.rate:,.0f} items/s"
    for label, count, more in (
        ("added", summary.added, f"items in {pace}"),
        ("changed", summary.changed, "of them"),
        ("reread", summary.reread, "of them, from files that have not changed"),
        ("moved", summary.moved, "of them"),
        ("unchanged", summary.unchanged, ""),
        ("removed", summary.removed, "items whose files are gone or empty"),
        ("kept", summary.kept, "items whose files are gone or empty, marked as gone"),
        ("repaired", summary.repaired, _REPAIRED if summary.repaired else ""),
        ("refused", summary.refused, ""),
        ("skipped", summary.skipped, _SKIPPED if summary.skipped else ""),
    ):
        if count or label in _ALWAYS:
            click.echo(f"{label:<9}{count:>9,}  {more}".rstrip())
    for refusals in summary.refusals:
        entry = refusals.example
        click.echo()
        click.echo(f"{refusals.files:,} refused: {refusals.reason}")
        click.echo(wrapped(f"{entry.position}: {entry.detail}", indent="  "))
    for note in summary.notes:
        click.echo(f"\n{wrapped(note)}")
    index_option = "" if index == SETTINGS["index"].default else f" --index {shlex.quote(index)}"
    click.echo()
    if not (summary.added or summary.unchanged or summary.removed or summary.kept):
        click.echo(f"Nothing was added. Items are files named *{', *'.join(EXTENSIONS)}.")
    if ledger:
        click.echo(f"The ledger is {clean(ledger)}.")
    elif summary.repaired or summary.refused or summary.skipped:
        click.echo(f"Why, file by file: backfile ledger{clean(index_option)}")
    click.echo(f"The archive is {clean(index)}. Search it: backfile serve{clean(index_option)}")
