"""What did a run skip, repair or refuse, and why?"""

import json
import shlex
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, replace
from enum import StrEnum
from os import PathLike
from pathlib import Path
from typing import Self

from indexer.checksums import checksum, checksum_of
from search import regular
from search.beside import Beside
from search.engines import beside
from search.errors import ArchiveError, BackfileError
from search.frozen import frozen
from search.ledger_lines import lines, members
from search.settings import LEDGER


class LedgerMissing(ArchiveError):
    """There is no ledger in the archive's folder."""


class LedgerDamaged(ArchiveError):
    """The ledger in the archive's folder cannot be read."""


class LedgerUnwritable(BackfileError):
    """The ledger cannot be written to the file that was named."""


class Action(StrEnum):
    """What was done with a file."""

    REPAIRED = "repaired"
    SKIPPED = "skipped"
    REFUSED = "refused"


class Reason(StrEnum):
    """Why; these words stay the same from one version of Backfile to the next."""

    # Skipped: no item is expected here.
    HIDDEN = "hidden"
    OTHER_EXTENSION = "other-extension"
    READ_ALREADY = "read-already"
    SHALLOW_HISTORY = "shallow-history"

    # Refused: no item can be made of it.
    NOT_A_FILE = "not-a-file"
    LFS_POINTER = "lfs-pointer"
    UNREADABLE = "unreadable"
    VANISHED = "vanished"
    BROKEN_LINK = "broken-link"
    LINK_LOOP = "link-loop"
    OUTSIDE_LINK = "outside-link"
    SAME_ID = "same-id"
    ID_TOO_LONG = "id-too-long"
    TOO_LARGE = "too-large"
    BINARY = "binary"
    UNKNOWN_ENCODING = "unknown-encoding"
    EXPLODING = "exploding-front-matter"
    EMPTY = "empty"
    UNREADABLE_MARKUP = "unreadable-markup"
    UNDIGESTED = "undigested"
    NOT_AS_EXPORTED = "not-as-exported"

    # Repaired: the item is in the archive, but differs from what the file says.
    FILE_NAME = "file-name"
    INVALID_UTF8 = "invalid-utf8"
    NUL_BYTES = "nul-bytes"
    OTHER_ENCODING = "other-encoding"
    LITERAL_NEWLINE = "literal-newline"
    MAIL = "mail"
    FEED = "feed"
    NO_FRONT_MATTER = "no-front-matter"
    UNCLOSED_FRONT_MATTER = "unclosed-front-matter"
    BROKEN_FRONT_MATTER = "broken-front-matter"
    ODD_FENCES = "odd-fences"
    REPEATED_KEY = "repeated-key"
    NO_TITLE = "no-title"
    LONG_TITLE = "long-title"
    NO_DATE = "no-date"
    BAD_DATE = "bad-date"
    DATE_FROM_NAME = "date-from-name"
    BAD_LINK = "bad-link"
    TEXT_FROM_KEY = "text-from-key"
    TEXT_LEFT_OUT = "text-left-out"
    UNREAD_TAGS = "unread-tags"
    TAGS_PARTED = "tags-parted"
    TAGS_CUT = "tags-cut"
    HEADLINES_CUT = "headlines-cut"
    TEXT_CUT = "text-cut"
    CHANGING = "changed-while-read"
    WRONG_CLOCK = "wrong-clock"


#: Reasons that every run reports anew while it finds the files. All others are about what a file
#: holds, so they stay true while it is unchanged.
FOUND_BY_SCAN = frozenset(
    {
        *(Reason.HIDDEN, Reason.OTHER_EXTENSION, Reason.READ_ALREADY, Reason.NOT_A_FILE),
        *(Reason.VANISHED, Reason.UNREADABLE, Reason.BROKEN_LINK, Reason.LINK_LOOP),
        *(Reason.OUTSIDE_LINK, Reason.SAME_ID, Reason.ID_TOO_LONG, Reason.FILE_NAME),
    }
)


@frozen(kw_only=True)
class Entry:
    """One line of the ledger. `detail` tells people what is wrong and what was done about it.

    `line` counts from 1; it is None for the file as a whole, or if the line is not known. `id` is
    the path below the folder that was indexed, "" until the entry is kept beside an archive.
    """

    file: str
    action: str
    reason: str
    detail: str
    line: int | None = None
    id: str = ""

    @property
    def position(self) -> str:
        """The file, with the line if it is known, as people read it: `news/a.md, line 7`."""
        return self.file if self.line is None else f"{self.file}, line {self.line}"

    def to_json(self) -> str:
        """Return the entry as one line of JSON, with its newline."""
        members = asdict(self)
        if not self.id:
            del members["id"]
        return json.dumps(members, ensure_ascii=False) + "\n"

    @classmethod
    def from_json(cls, line: str) -> Self:
        """Return the entry of a line of JSON; members that this version does not know are ignored.

        Raises ValueError or RecursionError if the line is not an entry.
        """
        return cls(**members(line))


Report = Callable[[Entry], None]


@frozen()
class Ledger:
    """The ledger of the last run, kept beside an archive: JSON lines in UTF-8, one for each entry.

    Of a folder it is the file `ledger.jsonl`.
    """

    kept: Beside
    name: str = LEDGER

    @classmethod
    def beside(cls, index: str | PathLike[str]) -> Self:
        """Return the ledger at the address of an archive."""
        return cls(beside(index))

    @property
    def address(self) -> str:
        """Where it is, as messages show it."""
        return f"{self.kept.address}/{self.name}"

    def put(self, entries: Iterable[Entry]) -> None:
        """Replace the whole ledger at once. Raises OSError, and the old one stays."""
        data = packed(entries)
        # Comparing is quicker than waiting for the disk, and most runs find what the last one did.
        if self.checksum() != checksum(data):
            self.kept.put(self.name, [data])

    def checksum(self) -> str:
        """Return the checksum of the file, "" if it cannot be read."""
        return checksum_of(self.kept, self.name)

    def entries(self, unread: Callable[[int], None] = lambda number: None) -> Iterator[Entry]:
        """Yield the entries, one in memory at a time.

        `unread` is called with the number, from 1, of each line that is not an entry: a killed
        process may have left half of one. Raises LedgerMissing or LedgerDamaged.
        """
        step = f"“backfile index FOLDER --index {shlex.quote(self.kept.address)}”"
        try:
            opened = self.kept.opened(self.name)
        except FileNotFoundError:
            raise LedgerMissing(
                f"{self.address}: there is no ledger; it is written by {step}"
            ) from None
        except OSError as error:
            raise LedgerDamaged(
                f"{self.address}: the ledger cannot be read ({regular.cause_of(error)}); it is "
                f"written anew by {step}"
            ) from None
        with opened as file:
            for given in lines(file, unread):
                yield Entry(**given)


@frozen()
class LedgerFile:
    """A ledger of one run in a file of its own, as --ledger names it."""

    path: Path

    @contextmanager
    def writing(self) -> Iterator[Report]:
        """Yield a function that appends an entry to a new ledger; readers see each line at once.

        Raises LedgerUnwritable, also out of that function.
        """
        try:
            file = self.path.open("w", encoding="utf-8", buffering=1)
        except OSError as error:
            raise self._unwritable(error) from None

        def write(entry: Entry) -> None:
            try:
                file.write(entry.to_json())
            except OSError as error:
                raise self._unwritable(error) from None

        try:
            yield write
        finally:
            # Each line was flushed at its end: closing can only repeat an error of writing.
            with suppress(OSError):
                file.close()

    def _unwritable(self, error: OSError) -> LedgerUnwritable:
        return LedgerUnwritable(
            f"{self.path}: the ledger cannot be written ({error.strerror}); name another file with "
            "--ledger"
        )


def packed(entries: Iterable[Entry]) -> bytes:
    """Return entries as the lines of a ledger."""
    return b"".join(entry.to_json().encode() for entry in entries)


class Refused(Exception):
    """A file cannot become an item. It has one line in the ledger, which says why."""

    def __init__(self, reason: Reason, detail: str, line: int | None = None) -> None:
        super().__init__(detail)
        self.reason = reason
        self.detail = detail
        self.line = line

    def entry(self, file: str) -> Entry:
        """Return the file's line in the ledger."""
        return Entry(
            file=file,
            action=Action.REFUSED,
            reason=self.reason,
            detail=self.detail,
            line=self.line,
        )


class Repairs:
    """The repairs of one file so far; they are reported once the file has become an item."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.entries: list[Entry] = []
        #: Folded key of the front matter -> the key as it is written, if that differs.
        self.written_keys: dict[str, str] = {}

    def add(self, reason: Reason, detail: str, line: int | None = None) -> None:
        """Record a repair."""
        self.entries.append(
            Entry(file=self.file, action=Action.REPAIRED, reason=reason, detail=detail, line=line)
        )

    def add_once(self, reason: Reason, detail: str) -> None:
        """Record a repair unless it is recorded."""
        if all(entry.detail != detail for entry in self.entries):
            self.add(reason, detail)

    def amend(self, reason: Reason, detail: str) -> None:
        """Give the entries of a reason another detail, if there are any."""
        self.entries = [
            replace(entry, detail=detail) if entry.reason is reason else entry
            for entry in self.entries
        ]

    def key(self, folded: str) -> str:
        """Return a key of the front matter as the file has it, between quotes: `'raw-content'`."""
        return repr(self.written_keys.get(folded, folded)[:40])
