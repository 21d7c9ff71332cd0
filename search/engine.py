"""What must an engine answer? The seam between the archive and whatever keeps it.

    Engine        keeps an archive         newest() -> Generation, changing() -> Writer
    └── Generation    one commit, which never changes    search(Question) -> Answer, look_up(...)
    └── Writer        the only change under way          add_read(Reading), remove(ids), commit()

Each call is one round trip: what is asked together goes together. Only plain values cross the seam,
those that the signatures below name, and trees of `search.query.tree`: no document numbers, no
arrays, nothing of one engine. An engine raises the errors of `search.errors`, and no others.

    with engine.changing() as writer:
        writer.add_read(Reading(sources=items, read=lambda item: (item, None)))
    generation = engine.newest().at(day)
    answer = generation.search(Question(tree=Term("title", "strike"), count=20))
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Protocol
from uuid import UUID

from search.frozen import frozen
from search.lookups import (
    MAX_AWAY_CHARACTERS,
    Counted,
    Likeness,
    Lookup,
    NamesAway,
    NamesLike,
    WordsAway,
    WordsLike,
    WordsNear,
    WordsStarting,
    short_forms,
    unarticled,
)
from search.question import Answer, FacetCounts, Listed, Question, Rescoring

if TYPE_CHECKING:
    from whoosh.query import Query

    from search.beside import Beside
    from search.crossed import Crossed
    from search.identity import Arrived, Fill, Identity
    from search.known_outlets import KnownOutlets
    from search.ledger_lines import LedgerCount, LedgerEntry
    from search.model import Item
    from search.results import ArchiveInfo
    from search.story import HeldStory
    from search.text import Analyzer
__all__ = [
    "MAX_AWAY_CHARACTERS",
    "Answer",
    "Counted",
    "Engine",
    "FacetCounts",
    "Generation",
    "Likeness",
    "Listed",
    "Lookup",
    "NamesAway",
    "NamesLike",
    "Opener",
    "Question",
    "Reading",
    "Rescoring",
    "WordsAway",
    "WordsLike",
    "WordsNear",
    "WordsStarting",
    "Writer",
    "short_forms",
    "unarticled",
]


class Generation(Protocol):
    """One commit of an archive, as it stands or as it stood at the end of a day.

    It never changes and may be shared by all threads. What is damaged raises IndexDamaged when it
    is touched.
    """

    @property
    def number(self) -> int:
        """The commit's number."""

    @property
    def arrivals_from(self) -> int:
        """The generation after which it was recorded with which generation each item came in.

        An item keeps the generation that it came in with when it changes; an archive that is built
        anew begins with its own number.
        """

    @property
    def analyzer(self) -> "Analyzer":
        """What cuts the archive's texts, and so its queries, into words."""

    @property
    def outlets(self) -> "KnownOutlets":
        """The outlets that go by other names, those that were named with the archive among them."""

    @property
    def size(self) -> int:
        """How many items there are."""

    @property
    def has_history(self) -> bool:
        """Whether a state of an item, of those known by the day, says when it came or went."""

    def at(self, day: date | None) -> "Generation":
        """Return the same commit as it stood at the end of a day (UTC); None: as it stands.

        It holds every item that was known by then, in its state of then.
        """

    def standing(self) -> "Generation":
        """Return the same commit and day without the items whose files were gone by then."""

    def search(self, question: Question) -> Answer:
        """Find, limit, count and order."""

    def every(self, question: Question) -> Iterator["Item"]:
        """Find now, then yield all hits in order, whatever `first` and `count` of the question.

        They are the items of `Answer.hits`, a slice of them in memory at a time. Grouped, all hits
        of a story stand behind its best one, in their order.
        """

    def totals(self, questions: Sequence[Question]) -> list[int]:
        """Return how many hits each question has."""

    def words(self, question: Question) -> int:
        """Return how many words all hits have in their text fields together."""

    def shared(self, questions: Sequence[Question], others: Sequence[Question]) -> list[list[int]]:
        """Return for each question how many of its hits are also hits of each of the others.

        Phrases may cost as much in each as if it was asked alone, so that counts are its totals.
        """

    def scores(self, ids: Sequence[str], trees: Sequence["Query"]) -> list[list[float | None]]:
        """Return for each tree what it scores each item, None where it does not find the item."""

    def crossed(self, question: Question, facet: str, listed: Listed) -> "Crossed":
        """Return the hits of a question by the values of a facet of names, and by its timeline.

        All hits count, also where the question limits the facet itself: so the values of the hits
        of one outlet are those that it shares items with.
        """

    def look_up(self, lookups: Sequence[Lookup]) -> list[list[Counted]]:
        """Return for each look-up the words or values that items have, with how many have them."""

    def frequencies(self, terms: Collection[str]) -> dict[str, int]:
        """Return for each term how many items have it, in the text field that has it most often."""

    def item_and_frequencies(self, id: str) -> "tuple[Item, dict[str, int]] | None":
        """Return an item, its older `versions` or none of them, and how frequent its words are.

        These are those of `search.compared`; for each it is told how many items have it, in the
        text field that has it most often. None where there is no such item.
        """

    def item(self, id: str) -> "Item | None":
        """Return an item, None where there is none; its newest state has all older `versions`."""

    def states(self, ids: Sequence[str]) -> list[tuple["Item", ...]]:
        """Return all states of each item, oldest first, whatever the day; () for one not held."""

    def items(self) -> Iterator["Item"]:
        """Yield all items in the order of their ids' bytes, one in memory at a time."""

    def arrived(self) -> Iterator["Arrived"]:
        """Yield the states of all items in that order, with the generations they came in with."""

    def story(self, id: str, most: int) -> "HeldStory | None":
        """Return the story that an item belongs to, with its first items, `most` at most.

        None where there is no such item, or no stories are known.
        """

    def stories_of(self, ids: Sequence[str]) -> list[str | None]:
        """Return the id of the story of each item, which is that of its first item.

        None for what is not there, and for each where no stories are known.
        """

    def info(self) -> "ArchiveInfo":
        """Return what the archive is."""


@frozen()
class Reading:
    """What is to be read into an archive, and who is told.

    `read` makes of a source an item, or its states (oldest first), or None, and something to tell
    of it; `told` gets that once the item is written. `lost` makes what is told of a source that
    could not be read at all, of the cause in words. `steps` are called before and after each commit
    on the way; without them there is none. With several jobs `sources`, `read`, `lost` and what
    they return are pickled.
    """

    sources: Iterable[Any]
    read: Callable[[Any], tuple["Item | Sequence[Item] | None", Any]]
    told: Callable[[Any], None]
    lost: Callable[[Any, str], Any]
    steps: tuple[Callable[[], None], Callable[[], None]] | None = None


class Writer(Protocol):
    """The one change of an archive under way. What was not committed is undone at an exception."""

    @property
    def generation(self) -> int:
        """The number of the newest generation, those that this change has committed included."""

    @property
    def note(self) -> str:
        """The text that was left with the newest generation, or with one before it; else ""."""

    def leave_note(self, note: str) -> None:
        """Leave a text with the next commit in which something changes, until another is left."""

    def ids(self) -> set[str]:
        """Return the ids of all items that there are now."""

    def add_read(self, reading: Reading, jobs: int = 1) -> int:
        """Add what is read, each item in place of the one with its id; return how many.

        With one job the last of several with one id counts; with more the ids must differ.
        """

    def remove(self, ids: Iterable[str]) -> int:
        """Remove the items of these ids; return how many there were."""

    def keep_stories(self, keep: bool) -> None:
        """Have the archive know the stories of its items from the next commit on, or not."""

    def name_outlets(self, others: Mapping[str, str]) -> None:
        """Keep with the archive, from the next commit on, which names its outlets go by, too.

        They are other names, each with the outlet's name, and take the place of those before.
        """

    def commit(self) -> int:
        """Make all that was done so far a generation; return the newest one's number."""


class Engine(Protocol):
    """An archive, opened."""

    @property
    def language(self) -> str:
        """The language that words are stemmed in."""

    @property
    def id(self) -> UUID:
        """The id that the archive was made with; it stays when the archive is built anew."""

    @property
    def generation(self) -> int:
        """The number of the newest commit, told without opening it."""

    @property
    def state(self) -> str:
        """A text that no other state of the archive has, nor one made anew at its address."""

    @property
    def note(self) -> str:
        """The text that was left with the newest commit, or with one before it; else ""."""

    @property
    def keeps_stories(self) -> bool:
        """Whether the archive is to know the stories of its items."""

    @property
    def updated(self) -> datetime:
        """When the newest commit was made (UTC)."""

    def ledger(self) -> tuple["LedgerCount", ...]:
        """Return what the ledger of the last run says, the most frequent first; () without one."""

    def ledger_entries(self, action: str, reason: str) -> Iterator["LedgerEntry"]:
        """Yield what the ledger says of files by an action and a reason; "" stands for any."""

    def newest(self) -> Generation:
        """Return the newest commit."""

    def changing(self, wait: float = 0.0) -> AbstractContextManager[Writer]:
        """Hold the archive for one change, committed at the end. Raises IndexLocked.

        Another process that holds it is waited for, up to `wait` seconds.
        """

    def check(self) -> int:
        """Read every byte of the newest commit; return how many segments it has.

        Raises IndexDamaged.
        """

    def faults(self, every_byte: bool = False) -> tuple[str, ...]:
        """Return what is wrong with files that the archive can do without, a clause for each.

        Unless every byte is to be read, what is long is judged by its beginning or its directory.
        """

    def pending(self) -> tuple[str, ...]:
        """Return what the next change makes anew though nothing is damaged, a clause for each."""

    def outdated(self) -> tuple[str, ...]:
        """Return what only building the archive anew brings up to date, a clause for each."""

    def close(self) -> None:
        """Let go of everything once the answers under way are finished."""


class Opener(Protocol):
    """How archives of one engine come to be open: what its class can do."""

    def open(self, address: str) -> Engine:
        """Open an archive. Raises IndexMissing, IndexDamaged or IndexOutdated."""

    def create(self, address: str, language: str, archive_id: UUID) -> Engine:
        """Make an empty archive that has this id. Raises IndexExists or LanguageUnknown."""

    def rebuilding(
        self, address: str, language: str | None, wait: float
    ) -> AbstractContextManager[Writer]:
        """Fill an archive of whatever state anew, and swap at the end; see `Archive.rebuild`."""

    def beside(self, address: str) -> "Beside":
        """Return what is kept at an address for whoever fills its archive, if there is one."""

    def copying(self, address: str, identity: "Identity") -> AbstractContextManager["Fill"]:
        """Yield what adds the items of a copy, which is there at the end; see `search.copying`."""
