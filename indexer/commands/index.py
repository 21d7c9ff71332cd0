"""The command that reads items into an archive."""

import json
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Any

import click

from indexer.terminal.archives import opened
from indexer.terminal.console import clean
from indexer.terminal.exits import EXIT_CODES, Exit
from search import BackfileError
from search.file_extensions import EXTENSIONS
from search.options import option, seconds, whole_number
from search.processes.setup import no_garbage_collection
from search.settings import MAX_PROCESSES, processes

if TYPE_CHECKING:
    from indexer.ledger import Entry, Report
    from indexer.sync.accounts import Summary

HELP = f"""\
Make an archive hold the items below each PATH, a folder or a single file, as they are now.
If there is no archive, make one.

\b
  backfile index news/
  backfile index news/ more-news/ --index /srv/news-index
  backfile index --language german nachrichten/
  backfile index news/ --keep --ledger ledger.jsonl --strict
  backfile index --rebuild news/ more-news/
  backfile index --git archive/ --path content/news

An item is a file of Markdown, HTML or AsciiDoc with front matter in YAML, TOML or JSON, named
{", ".join(EXTENSIONS[:-1])} or {EXTENSIONS[-1]}. Its id is its path below the folder named here.

The next run reads only files that are new or have changed, by size and time (--verify: by
content), and removes the items whose files are gone from these folders; --keep keeps them, each in
its last state alone. Items from other folders stay. --dry-run prints what would be done.

If all known files of a folder are missing, or more than half of 1,000 files or more, its disk is
probably not mounted: the run is refused, and nothing is changed. --prune confirms that the files
are meant to be gone; a folder that was deleted itself then counts as empty.

A damaged file is repaired if its meaning is certain enough, else refused; all other files are
read. The ledger names each such file with the reason, one JSON object on a line: file, action
(repaired, skipped, refused), reason, detail, line. “backfile ledger” prints that of the last run.

Many files are read by several processes, one for each processor; --jobs says how many. A long
run commits now and then, and readers see what was committed; after Ctrl-C, or a crash, the archive
is at its last commit, and the next run goes on from there.

With --git it reads the history of the branch that is checked out, first parents only (as in git log
--first-parent), and in the next run what was committed since: search finds the newest version of
each item, removed ones included, and --as-of DAY the version of a day.

With --watch it keeps running and follows the files: a saved file is found within seconds. Where a
run would be refused it says so, and waits until the files are back.

If another version of Backfile made the index, or it is damaged, --rebuild builds it anew from the
folders that you name, and replaces it at the end: items from other folders are then gone.
"""


@click.command(help=HELP, epilog=EXIT_CODES, short_help="Read items into an archive.")
@click.argument(
    "paths",
    metavar="PATH...",
    nargs=-1,
    # A path that cannot be read gets a line in the ledger; click must not stop the run for it.
    type=click.Path(path_type=Path, readable=False),
)
@option("index", metavar="DIR")
@option("language", metavar="NAME")
@option("outlets", metavar="FILE")
@option("ledger", metavar="FILE")
@option("strict", is_flag=True)
@option("jobs", type=whole_number(0, MAX_PROCESSES), metavar="N")
@click.option(
    "--rebuild",
    is_flag=True,
    help="Build the archive anew of these items alone; readers see the old ones meanwhile.",
)
@click.option("--verify", is_flag=True, help="Read every file, also those that seem unchanged.")
@click.option(
    "--git",
    "repo",
    type=click.Path(path_type=Path, exists=True),
    metavar="REPO",
    help="Index a git repository's whole history: every file it ever had, each version.",
)
@click.option(
    "--path",
    "below",
    metavar="FOLDER",
    help="With --git: only files below this folder, from which their ids count.",
)
@click.option(
    "--keep", is_flag=True, help="Keep the items whose files are gone, unless a file only moved."
)
@click.option(
    "--prune",
    is_flag=True,
    help="Believe that files are gone, even if all or most of a folder's are.",
)
@click.option(
    "--watch",
    is_flag=True,
    help="Keep running, and follow the files, until Ctrl-C or SIGTERM.",
)
@click.option(
    "--stories/--no-stories",
    default=None,
    help="Find the story of each item, or not; set once, and kept. A new archive has stories.",
)
@click.option("--dry-run", is_flag=True, help="Say what would be done, and do nothing.")
@click.option(
    "--wait",
    type=seconds(),
    default=0,
    metavar="SECONDS",
    help="Wait up to this long for another run to end; then fail with exit code 3.",
)
@click.option("--quiet", "-q", is_flag=True, help="Print nothing but errors.")
@click.option("--verbose", "-v", is_flag=True, help="Print each entry of the ledger at once.")
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
    prune: bool,
    watch: bool,
    stories: bool | None,
    dry_run: bool,
    wait: float,
    quiet: bool,
    verbose: bool,
    as_json_text: bool,
) -> None:
    """Index, and print the summary."""
    from indexer.archive_id import exported_outlets
    from indexer.read.outlets import Outlets
    from indexer.sync.run import index_files, index_history
    from indexer.terminal import runs

    _check_use(paths, repo, below, keep or watch or dry_run or verify)
    names = Outlets.from_file(outlets) if outlets else exported_outlets(paths)
    if dry_run:
        from indexer.sync.dry_run import plan_files

        if not rebuild:
            _warn_of_damage(index)
        with no_garbage_collection():
            plan = plan_files(
                paths, index, outlets=names, rebuild=rebuild, verify=verify, prune=prune
            )
        runs.print_plan(plan, keep, as_json_text, quiet)
        return
    is_silent = quiet or as_json_text or watch
    if not is_silent and sys.stderr.isatty():
        click.echo("Looking for what has changed …", err=True)

    def run(is_first: bool = True) -> "Summary":
        with no_garbage_collection(), _report(ledger, verbose and not quiet) as report:
            how: dict[str, Any] = {
                "language": language,
                "outlets": names,
                "report": report,
                "progress": iter if is_silent else runs.progress,
                "jobs": processes(jobs),
                "rebuild": rebuild and is_first,
                "prune": prune,
                "wait": wait,
                "stories": stories,
            }
            if repo:
                return index_history(repo, below or "", index, **how)
            return index_files(paths, index, verify=verify, keep=keep, **how)

    if watch:
        _watch(paths, index, run, as_json_text, quiet)
        return
    try:
        summary = run()
    except KeyboardInterrupt:
        raise KeyboardInterrupt(
            "Interrupted; the archive is at its last commit, and the next run goes on from there."
        ) from None
    if as_json_text:
        click.echo(json.dumps(runs.as_json(summary), ensure_ascii=False))
    elif not quiet:
        runs.print_summary(summary, index, ledger)
    if strict and summary.refused:
        ctx.exit(Exit.REFUSED)


def _warn_of_damage(index: str) -> None:
    """Say what a run would put right, as the commands do that read an archive."""
    from search import IndexMissing

    with suppress(IndexMissing), opened(index):
        pass


def _check_use(paths: Sequence[Path], repo: Path | None, below: str | None, no_git: bool) -> None:
    if not paths and not repo:
        raise click.UsageError("Missing argument 'PATH...': name a folder, or --git REPO.")
    if repo and (paths or no_git):
        raise click.UsageError(
            "--git goes with no PATH, nor with --keep, --watch, --verify or --dry-run: a history "
            "keeps every item it ever had."
        )
    if below and not repo:
        raise click.UsageError("--path goes with --git REPO.")


def _watch(
    paths: Sequence[Path],
    index: str,
    run: Callable[[bool], "Summary"],
    as_json_text: bool,
    quiet: bool,
) -> None:
    """Run once, and again after each change, also if a run in between has failed."""
    from indexer.find.watch import changes
    from indexer.sync.missing import FilesGone
    from indexer.terminal import runs

    signal.signal(signal.SIGTERM, _interrupt)
    last_problem = ""
    try:
        for number, _ in enumerate(changes(paths, index)):
            try:
                summary = run(not number)
            except (BackfileError, OSError) as error:
                if not number and not isinstance(error, FilesGone):
                    raise
                if str(error) != last_problem:
                    click.echo(clean(f"{runs.now()} not indexed, waiting: {error}"), err=True)
                last_problem = str(error)
                continue
            last_problem = ""
            if as_json_text:
                line = {"time": runs.now(), **runs.as_json(summary)}
                click.echo(json.dumps(line, ensure_ascii=False))
            elif not quiet:
                click.echo(runs.log_line(summary))
                if not number:
                    click.echo(clean(f"{runs.now()} watching {', '.join(map(str, paths))}"))
    except KeyboardInterrupt:
        if not quiet and not as_json_text:
            click.echo(f"{runs.now()} stopped; the archive is at its last commit")


def _interrupt(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


@contextmanager
def _report(ledger: str | None, is_shown: bool) -> Iterator["Report"]:
    """Yield what a run is to do with each entry: show it, write it to the --ledger file."""
    from indexer.ledger import LedgerFile

    def show(entry: "Entry") -> None:
        if is_shown:
            line = f"{entry.action} ({entry.reason}): {entry.position}: {entry.detail}"
            click.echo(clean(line), err=True)

    if ledger is None:
        yield show
        return
    with LedgerFile(Path(ledger)).writing() as write:

        def show_and_write(entry: "Entry") -> None:
            show(entry)
            write(entry)

        yield show_and_write
