"""What did a run skip, repair or refuse, and why?"""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any, Self


class Action(StrEnum):
    """What was done with a file."""

    REPAIRED = "repaired"
    SKIPPED = "skipped"
    REFUSED = "refused"


class Reason(StrEnum):
    """Why, in a word that does not change from one version to the next."""

    # Skipped: nothing to load.
    HIDDEN = "hidden"
    OTHER_EXTENSION = "other-extension"
    READ_ALREADY = "read-already"
    SHALLOW_HISTORY = "shallow-history"

    # Refused: it cannot be loaded, or must not.
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

    # Repaired: it is loaded, but not as it stands.
    FILE_NAME = "file-name"
    INVALID_UTF8 = "invalid-utf8"
    OTHER_ENCODING = "other-encoding"
    LITERAL_NEWLINE = "literal-newline"
    NO_FRONT_MATTER = "no-front-matter"
    UNCLOSED_FRONT_MATTER = "unclosed-front-matter"
    BROKEN_FRONT_MATTER = "broken-front-matter"
    NO_TITLE = "no-title"
    LONG_TITLE = "long-title"
    NO_DATE = "no-date"
    BAD_DATE = "bad-date"
    DATE_FROM_NAME = "date-from-name"
    BAD_LINK = "bad-link"
    TAGS_CUT = "tags-cut"
    CHANGING = "changed-while-read"


#: Said of what is met on the way to the files, in every run; the rest is said of what they hold.
OF_THE_WAY = frozenset(
    {
        *(Reason.HIDDEN, Reason.OTHER_EXTENSION, Reason.READ_ALREADY, Reason.NOT_A_FILE),
        *(Reason.VANISHED, Reason.UNREADABLE, Reason.BROKEN_LINK, Reason.LINK_LOOP),
        *(Reason.OUTSIDE_LINK, Reason.SAME_ID, Reason.ID_TOO_LONG, Reason.FILE_NAME),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A line of the ledger: `detail` tells people what was found and what was done.

    `line` counts from 1 and is None where it is not known.
    """

    file: str
    action: str
    reason: str
    detail: str
    line: int | None = None

    def to_dict(self) -> dict[str, Any]:
        """Return the entry as what a JSON encoder takes."""
        return asdict(self)

    @classmethod
    def from_dict(cls, members: Any) -> Self:
        """Return the entry of what a JSON decoder gave, members of other versions left out.

        Raises ValueError where it is none.
        """
        if not isinstance(members, dict):
            raise ValueError("it is no JSON object")
        told: dict[str, Any] = {
            name: members.get(name) for name in ("file", "action", "reason", "detail")
        }
        line = members.get("line")
        if not all(isinstance(text, str) for text in told.values()):
            raise ValueError("a member is no text, or missing")
        return cls(**told, line=line if isinstance(line, int) else None)


Report = Callable[[Entry], None]


class Refused(Exception):
    """What was read cannot become an item; the file's only line in the ledger says why."""

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
    """What was repaired in one file so far; reported once the file has become an item."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.entries: list[Entry] = []

    def add(self, reason: Reason, detail: str, line: int | None = None) -> None:
        """Note a repair."""
        self.entries.append(
            Entry(file=self.file, action=Action.REPAIRED, reason=reason, detail=detail, line=line)
        )
