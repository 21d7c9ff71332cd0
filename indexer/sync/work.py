"""What does a supplier (folders or a history) tell a run to do, and what came of each file?"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import field
from typing import Any, NamedTuple

from indexer.find.folders import Source
from indexer.ledger import Entry
from search import Item
from search.frozen import frozen


class Outcome(NamedTuple):
    """What became of a file that a run was to read.

    `hash` is that of its content, "" if unknown. `is_item` is None if the file could not be read,
    so that its item, if any, stays. `is_same` says that the content is what it was. `entries` are
    its lines in the ledger. `is_lost` says that the file went since the item was written, which is
    marked as gone.
    """

    source: Source
    hash: str
    is_item: bool | None
    is_same: bool
    entries: list[Entry]
    is_lost: bool = False


#: Passes on the tasks that it is given, one by one, to show how far a run is.
Progress = Callable[[Collection[Any]], Iterable[Any]]


@frozen()
class Work:
    """What a run has to do.

    `tasks` are the files to read, as `read` takes them; they are iterated once. `read`, called with
    a task and `outlets`, returns the item (or its states, oldest first; or None) and the file's
    outcome. It may run in another process: it and the tasks can be pickled.

    `gone` are the ids of items whose files are gone. `commits` are to be noted in the manifest
    once everything is committed: the root of a history -> the line that was read. `size` is the
    bytes of all files to read, 0 if it is unknown.
    """

    tasks: Collection[Any]
    read: Callable[..., tuple[Item | Sequence[Item] | None, Outcome]]
    gone: Sequence[str]
    commits: Mapping[str, str] = field(default_factory=dict)
    size: int = 0
