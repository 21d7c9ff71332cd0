"""What does a reader get who opens an item? The item, its marks, its place among the hits."""

from datetime import date, datetime

from search.frozen import frozen
from search.model import Item
from search.request import SearchRequest
from search.results import Marks


@frozen(kw_only=True)
class Neighbour:
    """A hit beside another one, in the order of the results: its rank, from 1, its id and title.

    `in_story` is its number among the hits shown of its story, from 1, as in `Place`.
    """

    rank: int
    id: str
    title: str
    in_story: int | None = None


@frozen(kw_only=True)
class Place:
    """Where an item stands among the hits of a search: at `rank`, from 1, of `total`.

    `before` and `after` are the hits beside it, None at the ends. With `by_stories` the best hit of
    each story is counted, as where hits are put together by their stories. With `in_story` those
    that are folded below it (`StoryHits.others`) are hits between the best ones, too: it is the
    number of the item among them, 1 that of the best, of `matching` hits of the story.
    """

    rank: int
    total: int
    before: Neighbour | None
    after: Neighbour | None
    by_stories: bool = False
    in_story: int | None = None
    matching: int = 1


@frozen(kw_only=True)
class ReadItem:
    """An item as it is read after a search.

    `search` is the search as it was answered: with `match="most"` where no item has all words.
    `title_marks`, `text_marks` and, for each headline, `headline_marks` are the spans of what was
    searched for; words with nothing but blanks between them are one span. In very long texts only
    the first `text_read` characters are looked at.
    `own_words` are, for each headline, the spans of the words that no other headline has
    (`search.answer.apart`). `place` is None where it was not asked for, and where the item does not
    stand at that rank, or does no longer. `version` is the number of the version that `item` is, of
    `versions` in all. `generation` is the number of the commit, None as of a day.
    """

    item: Item
    search: SearchRequest
    title_marks: Marks
    text_marks: Marks
    text_read: int
    headline_marks: tuple[Marks, ...]
    own_words: tuple[Marks, ...]
    place: Place | None
    version: int
    versions: int
    generation: int | None


@frozen(kw_only=True)
class SameArticle:
    """Another item that has an article of an item, which its `link` proves.

    That is the address as the other item has it: the same one, less what does not matter
    (`search.links`). `headline` is what the other item says there, in the words of `outlet`; both
    are "" where the address is that of the whole item, which may have several.
    """

    id: str
    title: str
    day: date | None
    sources: tuple[str, ...]
    link: str
    outlet: str = ""
    headline: str = ""


@frozen(kw_only=True)
class Piece:
    """A piece of a text that changed: `same`, `added` or `removed`."""

    kind: str
    text: str


@frozen(kw_only=True)
class HeadlineChange:
    """A headline that was `added`, `removed` or, by the same outlet and link, `rewritten`."""

    kind: str
    outlet: str
    text: tuple[Piece, ...]


@frozen(kw_only=True)
class VersionChange:
    """A version of an item, numbered from 1, and what it changed word by word.

    `title`, `headlines` and `text` are empty where they are those of the version before. `seen`,
    `day`, `gone` and `returned` are those of `search.versions.Revision`. `is_whole` tells whether
    the archive holds its text, too; of some versions it has title and headlines only.
    """

    number: int
    seen: datetime | None
    day: date | None
    is_whole: bool
    title: tuple[Piece, ...]
    headlines: tuple[HeadlineChange, ...]
    text: tuple[Piece, ...]
    gone: date | None
    returned: bool
