"""What can go wrong, as a tree of exceptions.

    BackfileError
    ├── ArchiveError              the index itself cannot be used
    │   ├── IndexMissing          there is no index at that address
    │   ├── IndexExists           there is one already
    │   ├── IndexLocked           another process is writing to it
    │   ├── IndexDamaged          its files cannot be read
    │   ├── IndexOutdated         another version of Backfile's schema wrote it
    │   ├── EngineUnknown         no engine keeps archives at such an address
    │   ├── ClusterUnreachable    the cluster does not answer for now
    │   ├── ClusterRefusal        the cluster refuses, or cannot be used
    │   ├── ArchiveIncomplete     a part of the archive did not answer
    │   └── ArchiveClosed         it was closed, or the change has ended  (ValueError)
    ├── LanguageUnknown           no stemmer has that name            (ValueError)
    ├── LanguageMismatch          the archive has another language    (ValueError)
    ├── ItemInvalid               a value no item can have            (ValueError)
    │   └── ItemWrongType         … for its type
    ├── RequestInvalid            a value no search can have          (ValueError)
    │   └── RequestWrongType      … for its type
    ├── WrongType                 a value of a type that is not taken (TypeError)
    │   └── ItemWrongType, RequestWrongType, which are both
    ├── ItemNotFound              the archive holds no such item      (KeyError)
    └── DeadlinePassed            the answer takes too long

Each message names the thing, the cause and what to do next.
"""


class BackfileError(Exception):
    """Base of all errors that Backfile raises."""

    def __str__(self) -> str:
        """Return the message as it is; KeyError, a base of ItemNotFound, would quote it."""
        return str(self.args[0]) if self.args else ""


class ArchiveError(BackfileError):
    """The index cannot be used."""


class IndexMissing(ArchiveError):
    """There is no index at that address."""


class IndexExists(ArchiveError):
    """There is an index at that address already."""


class IndexLocked(ArchiveError):
    """Another process is writing to the index."""


class IndexDamaged(ArchiveError):
    """The files of the index cannot be read."""


class IndexOutdated(ArchiveError):
    """Another version of the schema wrote the index."""


class EngineUnknown(ArchiveError):
    """No engine keeps archives at such an address."""


class ClusterUnreachable(ArchiveError):
    """The cluster does not answer, or refuses to for now: ask again later."""


class ClusterRefusal(ArchiveError):
    """The cluster refuses a user, a right or a request, or is of a version that is not known."""


class ArchiveIncomplete(ArchiveError):
    """A part of the archive did not answer, so that every count would be too small.

    `answered` of all `parts` did; both are 0 where that is not known.
    """

    def __init__(self, told: object = "", answered: int = 0, parts: int = 0) -> None:
        super().__init__(told, answered, parts)
        self.answered, self.parts = answered, parts


class ArchiveClosed(ArchiveError, ValueError):
    """The archive was closed, or the change of it has ended."""


class LanguageUnknown(BackfileError, ValueError):
    """No stemmer has that name."""


class LanguageMismatch(BackfileError, ValueError):
    """The archive was made for another language."""


class ItemInvalid(BackfileError, ValueError):
    """A value that no item can have."""


class RequestInvalid(BackfileError, ValueError):
    """A value that no search can have."""


class WrongType(BackfileError, TypeError):
    """A value of a type that a method does not take."""


class ItemWrongType(ItemInvalid, WrongType):
    """A value that no item can have, for its type."""


class RequestWrongType(RequestInvalid, WrongType):
    """A value that no search can have, for its type."""


class ItemNotFound(BackfileError, KeyError):
    """The archive holds no item of that id."""


class DeadlinePassed(BackfileError):
    """The deadline passed before the answer was there."""
