"""The command that reads items into an archive."""

import json
import os
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Any

import click

from indexer.terminal.console import clean
from indexer.terminal.exits import EXIT_CODES, Exit
from search import BackfileError
from search.process import no_garbage_collection
from search.settings import option

if TYPE_CHECKING:
    from indexer.ledger import Entry
    from indexer.sync.accounts import Summary

HELP = """\
Make an archive hold the items below each PATH, a folder or a single file, as they are now;
where there is no archive, make it.

\b
  backfile index news/
  backfile index news/ more-news/ --index /srv/news-index
  backfile index --language german nachrichten/
  backfile index news/ --keep --ledger ledger.jsonl --strict
  backfile index --rebuild news/ more-news/
  backfile index --git archive/ --path content/news

An item is a file of Markdown or HTML with front matter in YAML, TOML or JSON, named .md,
.markdown, .html or .htm. Its id is its path below the folder named here.

Called again it reads only what is new or has changed, by size and time (--verify: by content),
and removes the items whose files are gone from these folders; --keep keeps them. What was indexed
from other folders stays. --dry-run says what would be done.

Damaged files are repaired where that is honest, else refused: one bad file costs no other.
The ledger names each with the reason, one JSON object on a line: file, action (repaired,
skipped, refused), reason, detail, line. “backfile ledger” tells of the last run's.

Of many files several processes read at once, one to each processor; --jobs says how many.
What is read is committed now and then, each time whole, so readers see it; after Ctrl-C, or
worse, the archive is at its last commit, and the next run goes on from there.

With --git it reads a repository's history, and the next time what was committed since: search
finds the newest version of each item, also of those that were removed, and --as-of DAY finds what
stood on a day.

With --watch it goes on and follows the files: what is saved is found within seconds.

After another version of Backfile, or when an index is damaged, --rebuild builds all anew from
the folders that you name, and swaps at the end: what was indexed from elsewhere is then gone.
"""

Write = Callable[["Entry"], None]


class LedgerUnwritable(BackfileError):
    """The ledger cannot be written to the file that was named."""


@click.command(help=HELP, epilog=EXIT_CODES, short_help="Read items into an archive.")
@click.argument(
    "paths",
    metavar="PATH...",
    nargs=-1,
    # What cannot be read has its line in the ledger; it must not stop the run.
    type=click.Path(path_type=Path, readable=False),
)
@option("index", metavar="DIR")
@option("language", metavar="NAME")
@option("outlets", metavar="FILE")
@option("ledger", metavar="FILE")
@option("strict", is_flag=True)
@option("jobs", type=click.IntRange(min=0), metavar="N")
@click.option(
    "--rebuild",
    is_flag=True,
    help="Build the archive anew of these items alone; readers go on with the old ones meanwhile.",
)
@click.option(
    "--verify", is_flag=True, help="Read every file, also those that seem to be as they were."
)
@click.option(
    "--git",
    "repo",
    type=click.Path(path_type=Path, exists=True),
    metavar="REPO",
    help="Index a git repository's whole history: every file that ever stood there, each version.",
)
@click.option("--path", "below", metavar="FOLDER", help="With --git: only what is below it.")
@click.option("--keep", is_flag=True, help="Keep the items whose files are gone.")
@click.option(
    "--watch", is_flag=True, help="Go on: follow the files as they change, until Ctrl-C or SIGTERM."
)
@click.option("--dry-run", is_flag=True, help="Say what would be done, and do nothing.")
@click.option(
    "--wait",
    type=click.FloatRange(min=0),
    default=0,
    metavar="SECONDS",
    help="Wait so long for another run to end; else the command ends with 3.",
)
@click.option("--quiet", "-q", is_flag=True, help="Print nothing but errors.")
@click.option("--verbose", "-v", is_flag=True, help="Print the ledger's lines as they come.")
@click.option("--json", "as_json_text", is_flag=True, help="Print the summary as JSON.")
@click.pass_context
def index(
    ctx: click.Context,
    paths: tuple[Path, ...],
    index: str,
    language: str | None,
    outlets: str | None,
    ledger: str | None,
    strict: bool,
    jobs: int,
    rebuild: bool,
    verify: bool,
    repo: Path | None,
    below: str | None,
    keep: bool,
    watch: bool,
    dry_run: bool,
    wait: float,
    quiet: bool,
    verbose: bool,
    as_json_text: bool,
) -> None:
    """Index, and print the summary."""
    from indexer.read.outlets import Outlets
    from indexer.sync.run import index_files, plan_files
    from indexer.terminal import runs as telling

    _check_use(paths, repo, below, keep or watch or dry_run or verify)
    names = Outlets.from_file(outlets) if outlets else None
    if dry_run:
        with no_garbage_collection():
            plan = plan_files(paths, index, outlets=names, verify=verify)
        telling.print_plan(plan, keep, as_json_text, quiet)
        return
    is_silent = quiet or as_json_text or watch
    if not is_silent and sys.stderr.isatty():
        click.echo("Looking for what has changed …", err=True)

    def run(is_first: bool = True) -> "Summary":
        with no_garbage_collection(), _ledger(ledger, verbose and not quiet) as report:
            how: dict[str, Any] = {
                "language": language,
                "outlets": names,
                "report": report,
                "progress": telling.silent if is_silent else telling.progress,
                "jobs": jobs or _processors(),
                "rebuild": rebuild and is_first,
                "wait": wait,
            }
            if repo:
                from indexer.sync.history import index_history

                return index_history(repo, below or "", index, **how)
            return index_files(paths, index, verify=verify, keep=keep, **how)

    if watch:
        _watch(paths, Path(index), run, as_json_text, quiet)
        return
    try:
        summary = run()
    except KeyboardInterrupt:
        raise KeyboardInterrupt(
            "Interrupted; the archive is at its last commit, and the next run goes on from there."
        ) from None
    if as_json_text:
        click.echo(json.dumps(telling.as_json(summary), ensure_ascii=False))
    elif not quiet:
        telling.print_summary(summary, index, ledger)
    if strict and summary.refused:
        ctx.exit(Exit.REFUSED)


def _check_use(paths: Sequence[Path], repo: Path | None, below: str | None, of_files: bool) -> None:
    if not paths and not repo:
        raise click.UsageError("Missing argument 'PATH...': name a folder, or --git REPO.")
    if repo and (paths or of_files):
        raise click.UsageError(
            "--git goes with no PATH, nor with --keep, --watch, --verify or --dry-run: a history "
            "keeps all there ever was."
        )
    if below and not repo:
        raise click.UsageError("--path goes with --git REPO.")


def _watch(
    paths: Sequence[Path],
    index: Path,
    run: Callable[[bool], "Summary"],
    as_json_text: bool,
    quiet: bool,
) -> None:
    """Run once, and after each change; a run that fails is told, and the next change tried."""
    from indexer.find.watch import changes
    from indexer.terminal import runs as telling

    signal.signal(signal.SIGTERM, _interrupt)
    try:
        for number, _ in enumerate(changes(paths, index)):
            try:
                summary = run(not number)
            except (BackfileError, OSError) as error:
                if not number:
                    raise
                click.echo(clean(f"{telling.now()} not indexed: {error}"), err=True)
                continue
            if as_json_text:
                line = {"time": telling.now(), **telling.as_json(summary)}
                click.echo(json.dumps(line, ensure_ascii=False))
            elif not quiet:
                click.echo(telling.line_of(summary))
                if not number:
                    click.echo(clean(f"{telling.now()} watching {', '.join(map(str, paths))}"))
    except KeyboardInterrupt:
        if not quiet and not as_json_text:
            click.echo(f"{telling.now()} stopped; the archive is at its last commit")


def _interrupt(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _processors() -> int:
    """Return how many processors this process may use, where the system tells."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


@contextmanager
def _ledger(path: str | None, is_shown: bool) -> Iterator[Write]:
    """Yield a function that writes an entry to the file, each line as soon as it is known.

    Where it is to be shown, it is printed to standard error, too.
    """

    def show(entry: "Entry") -> None:
        if is_shown:
            place = entry.file if entry.line is None else f"{entry.file}, line {entry.line}"
            line = f"{entry.action} ({entry.reason}): {place}: {entry.detail}"
            click.echo(clean(line), err=True)

    if path is None:
        yield show
        return
    try:
        file = open(path, "w", encoding="utf-8", buffering=1)  # noqa: SIM115
    except OSError as error:
        raise _unwritable(path, error) from None

    def write(entry: "Entry") -> None:
        show(entry)
        try:
            file.write(json.dumps(entry.to_dict(), ensure_ascii=False) + "\n")
        except OSError as error:
            raise _unwritable(path, error) from None

    try:
        yield write
    finally:
        # Each line was written at its end: closing has nothing to say that writing has not.
        with suppress(OSError):
            file.close()


def _unwritable(path: str, error: OSError) -> LedgerUnwritable:
    return LedgerUnwritable(
        f"{path}: the ledger cannot be written ({error.strerror}); name another file with --ledger"
    )
