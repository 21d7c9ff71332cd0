"""What is known of an open archive before anything is asked? Its id, its newest commit, damage."""

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from search import arguments
from search.engine import Engine, Generation
from search.errors import ArchiveClosed

if TYPE_CHECKING:
    from search.ledger_lines import LedgerCount, LedgerEntry


class Opened:
    """What `search.Archive` is without its questions and changes: an engine, open or closed."""

    def __init__(self, engine: Engine) -> None:
        """Take an engine as `Archive.open` and `Archive.create` make it."""
        self._engine = engine
        self._closed = False

    def check(self) -> int:
        """Read every byte of the newest generation; return how many segments it has.

        Raises IndexDamaged if one is not as it was written. `faults` tells of damage in files that
        the archive can do without.

        >>> archive.check()
        1
        """
        self._check_open()
        return self._engine.check()

    def faults(self, *, every_byte: bool = False) -> tuple[str, ...]:
        """Return what is wrong with files that the archive can do without, one clause for each.

        The next change writes them anew, even if it adds and removes nothing. What is long is
        judged by its beginning or its directory, unless `every_byte` is to be read.

        >>> archive.faults(every_byte=True)
        ()
        """
        self._check_open()
        return self._engine.faults(every_byte)

    def pending(self) -> tuple[str, ...]:
        """Return what the next change makes anew though nothing is damaged, a clause for each.

        So stories are found anew that another version of this program found.

        >>> archive.pending()
        ()
        """
        self._check_open()
        return self._engine.pending()

    def outdated(self) -> tuple[str, ...]:
        """Return what only building the archive anew brings up to date, a clause for each.

        So texts stay as another version of this program cut them into words.

        >>> archive.outdated()
        ()
        """
        self._check_open()
        return self._engine.outdated()

    @property
    def generation(self) -> int:
        """The number of the newest commit.

        >>> archive.generation
        1
        """
        self._check_open()
        return self._engine.generation

    @property
    def id(self) -> UUID:
        """The id that the archive was made with; feeds make the ids of their entries of it.

        >>> from search import Archive
        >>> Archive.create("copy-of-comets", id=archive.id).id == archive.id
        True
        """
        self._check_open()
        return self._engine.id

    @property
    def state(self) -> str:
        """A text that changes with each commit: while it is the same, so is each answer.

        No archive that is made at the same address later has one of these states.

        >>> archive.state == archive.state
        True
        """
        self._check_open()
        return self._engine.state

    @property
    def note(self) -> str:
        """The text that a program left with the archive (`Change.leave_note`), else "".

        >>> archive.note
        ''
        """
        self._check_open()
        return self._engine.note

    @property
    def updated(self) -> datetime:
        """When the newest commit was made, in UTC.

        >>> archive.updated.tzinfo
        datetime.timezone.utc
        """
        self._check_open()
        return self._engine.updated

    def ledger(self) -> "tuple[LedgerCount, ...]":
        """Return what the ledger of the last run says of files, the most frequent first.

        >>> archive.ledger()
        ()
        """
        self._check_open()
        return self._engine.ledger()

    def ledger_entries(self, action: str = "", reason: str = "") -> "Iterator[LedgerEntry]":
        """Yield what the ledger says of files one by one, in its order.

        If given, only those of an action (`repaired`) and of a reason (`bad-date`).

        >>> list(archive.ledger_entries("repaired"))
        []
        """
        self._check_open()
        action, reason = arguments.text("action", action), arguments.text("reason", reason)
        return self._engine.ledger_entries(action, reason)

    @property
    def language(self) -> str:
        """The language that words are stemmed in.

        >>> archive.language
        'english'
        """
        self._check_open()
        return self._engine.language

    @property
    def outlet_names(self) -> dict[str, str]:
        """The other names of outlets that were left with the archive (`Change.name_outlets`).

        >>> archive.outlet_names
        {}
        """
        self._check_open()
        return dict(self._engine.newest().outlets.others)

    def _check_open(self) -> None:
        if self._closed:
            raise ArchiveClosed("the archive was closed; open it again")

    def _newest(self) -> Generation:
        self._check_open()
        return self._engine.newest()
