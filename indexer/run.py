"""What does one indexing run do? Files are found, read, added in one commit, and accounted for."""

import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from indexer.ledger import Action, Entry, Report
from indexer.load import load
from indexer.outlets import Outlets
from indexer.scan import Source, scan
from search import Archive, IndexMissing, Item, LanguageMismatch
from search.archive import DEFAULT_LANGUAGE

#: Starting a process takes about as long as reading so many files.
FILES_WORTH_A_PROCESS = 500

Progress = Callable[[Sequence[Source]], Iterable[Source]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusals:
    """How many files were refused for one reason, and the first of them."""

    reason: str
    files: int
    example: Entry


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """What a run did.

    `added` counts items, those among them that took the place of an older state included;
    `repaired` counts the files of which something was repaired. `refusals` has one entry for each
    reason, the most frequent first.
    """

    added: int
    repaired: int
    refused: int
    skipped: int
    seconds: float
    refusals: tuple[Refusals, ...]

    @property
    def rate(self) -> float:
        """Items a second."""
        return self.added / self.seconds if self.seconds else 0.0


def index_files(
    paths: Sequence[Path],
    index: str | Path,
    *,
    language: str | None = None,
    outlets: Outlets | None = None,
    report: Report = lambda entry: None,
    progress: Progress = iter,
    jobs: int = 1,
    rebuild: bool = False,
) -> Summary:
    """Read all items below `paths` and add them to the archive in `index`, in one commit.

    Where there is no archive one is made, of `language` or else english. `report` is called with
    each entry of the ledger, as it is made. `progress` is given all files that were found and
    returns them as they shall be read, so that it can show how far the run is. Of many files
    `jobs` processes read (a script that asks for more than one needs an
    `if __name__ == "__main__"`). With `rebuild` the archive has just these items afterwards, and
    may be of another version, or damaged, before.

    Raises PathMissing, LanguageUnknown, LanguageMismatch or an ArchiveError. Whatever is raised,
    KeyboardInterrupt too, an archive stays as it was, and a new one empty.
    """
    started = time.monotonic()
    ledger = _Ledger(report)
    found = scan(paths, ledger.report)
    sources = list(found)
    jobs = max(1, min(jobs, len(sources) // FILES_WORTH_A_PROCESS))
    read = partial(_read, outlets=outlets or Outlets())
    if rebuild and Path(index).exists():
        added = Archive.rebuild(
            index, progress(sources), read, ledger.report_all, language=language, jobs=jobs
        )
    else:
        with _open_or_create(Path(index), language) as archive:
            added = archive.add_read(progress(sources), read, ledger.report_all, jobs=jobs)
    return ledger.summary(added, time.monotonic() - started)


def _open_or_create(index: Path, language: str | None) -> Archive:
    try:
        archive = Archive.open(index)
    except IndexMissing:
        return Archive.create(index, language or DEFAULT_LANGUAGE)
    if language and language.lower() != archive.language:
        archive.close()
        raise LanguageMismatch(
            f"{index}: the archive's language is {archive.language}, not {language}; leave out "
            "--language to add to it, or name another --index to make a new archive"
        )
    return archive


def _read(source: Source, outlets: Outlets) -> tuple[Item | None, list[Entry]]:
    """Return the item in a file, if there is one, and the file's entries of the ledger."""
    entries: list[Entry] = []
    return load(source, entries.append, outlets), entries


class _Ledger:
    """Counts the entries of the ledger on their way."""

    def __init__(self, report: Report) -> None:
        self._report = report
        self._repaired: set[str] = set()
        self._skipped = 0
        self._refused: Counter[str] = Counter()
        self._examples: dict[str, Entry] = {}

    def report(self, entry: Entry) -> None:
        """Count an entry and hand it on."""
        if entry.action == Action.REPAIRED:
            self._repaired.add(entry.file)
        elif entry.action == Action.REFUSED:
            self._refused[entry.reason] += 1
            self._examples.setdefault(entry.reason, entry)
        else:
            self._skipped += 1
        self._report(entry)

    def report_all(self, entries: Iterable[Entry]) -> None:
        """Count the entries of a file and hand them on."""
        for entry in entries:
            self.report(entry)

    def summary(self, added: int, seconds: float) -> Summary:
        """Return what was counted."""
        return Summary(
            added=added,
            repaired=len(self._repaired),
            refused=self._refused.total(),
            skipped=self._skipped,
            seconds=seconds,
            refusals=tuple(
                Refusals(reason=reason, files=files, example=self._examples[reason])
                for reason, files in self._refused.most_common()
            ),
        )
