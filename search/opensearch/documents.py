"""How does an item become documents of a cluster? Each state is one, with all it is found by."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache
from hashlib import blake2b
from itertools import pairwise
from typing import NamedTuple
from zlib import crc32

from search.errors import IndexDamaged
from search.language.joined_numbers import with_groups_joined
from search.language.text_cache import TextCache
from search.links import TERM_BYTES, link_parts, part_terms
from search.model import Item
from search.names import as_written, name_key
from search.opensearch.client import Json
from search.opensearch.mapping import (
    BEHIND_KEY,
    LINES_SEEN,
    NUMBERED,
    OF_ONE_POSITION,
    STORY_NUMBER,
    WRITTEN,
)
from search.packed import NEVER, UNDATED, pack, unpack, unpack_state
from search.query.tree import FORMS_FIELD, ID_FIELD, LINK_FIELD, STORY_FIELD, TEXT_FIELDS
from search.reworded import sightings
from search.stories.evidence import seconds
from search.text import Analyzer, Token

#: The generation from which on a document stands no more, until one is known.
STANDING = 2**31 - 1
#: The `time` of an item of which none is known: before all others.
UNTIMED = -(1 << 40)
#: Bytes of the hash of an item's id that its documents are kept under.
_HASH_BYTES = 12
#: Characters of the different pieces of texts that a process keeps cut.
CACHED_PIECES_CHARACTERS = 1 << 20
#: Links, and names of facets, that a process keeps as they are sent.
CACHED_LINKS, CACHED_NAMES = 1 << 12, 1 << 14


def documents(
    states: Sequence[Item], analyzer: Analyzer, generation: int, came: int
) -> Iterator[tuple[str, Json]]:
    """Yield for each state of an item, oldest first, the id and the members of its document.

    `states` are those of `versions.whole`; `generation` is the one that they are written for, and
    `came` the one that the item came in with.
    """
    time = seconds(states[0])
    # The story of an item with a time is told by the commit (`telling`).
    told = {"time": time} if time is not None else {"time": UNTIMED} | story_members(states[0].id)
    days = [state.seen.date().toordinal() if state.seen else UNDATED for state in states]
    for number, (state, (since, until)) in enumerate(
        zip(states, pairwise([*days, NEVER]), strict=True)
    ):
        members = _found_by(state, analyzer) | _counted_under(state) | told
        packed = pack(state).decode()
        members |= {
            "stood_from": since,
            "stood_until": until,
            "gone_on": state.gone.toordinal() if state.gone else NEVER,
            "made": generation,
            "unmade": STANDING,
            "came": came,
            "state": number,
            "item": packed,
            "checksum": crc32(packed.encode()),
        }
        yield document_id(state.id, number, generation), members


def story_members(story: str, tied: str | None = None) -> Json:
    """Return the members that tell the story of an item, and the other one that it is tied to."""
    return {STORY_FIELD: story, STORY_NUMBER: number_of(story), "tied": tied}


def document_id(item_id: str, state: int, generation: int) -> str:
    """Return the id of the document of a state of an item, as a generation wrote it."""
    hashed = blake2b(item_id.encode(), digest_size=_HASH_BYTES).hexdigest()
    return f"{hashed}-{state}-{generation}"


def item_of(source: Json, with_versions: bool = False) -> Item:
    """Return the item of a document, with its older versions or without. Raises IndexDamaged."""
    try:
        packed = source["item"].encode()
        return unpack(packed) if with_versions else unpack_state(packed)
    except (KeyError, ValueError, TypeError, AttributeError) as error:
        raise IndexDamaged("an item cannot be read; build the archive anew") from error


class SentPiece(NamedTuple):
    """A piece of text between blanks: its terms as they are sent, how many, and its forms."""

    sent: str
    size: int
    forms: tuple[str, ...]


@lru_cache(maxsize=8)
def _pieces(analyzer: Analyzer) -> TextCache[SentPiece]:
    """Return the pieces that an analyzer has cut: no word reaches over a blank."""

    def cut(piece: str) -> SentPiece:
        tokens = list(analyzer.tokens(piece))
        forms = tuple(token.form for token in tokens if token.form)
        return SentPiece(as_sent(positions(tokens)), len(tokens), forms)

    return TextCache(cut, CACHED_PIECES_CHARACTERS)


def positions(tokens: Iterable[Token]) -> list[list[str]]:
    """Return the terms at each position of a text that was cut into tokens."""
    found: list[list[str]] = []
    for token in tokens:
        if token.step:
            found.append([token.term])
        else:
            found[-1].append(token.term)
    return found


def as_sent(rows: Sequence[Sequence[str]]) -> str:
    """Return the terms at each position as the cluster is sent them."""
    return " ".join(map(OF_ONE_POSITION.join, rows))


def _found_by(item: Item, analyzer: Analyzer) -> Json:
    """Return the fields of texts, of words as written, and of links."""
    texts = {"title": [item.title], "text": [item.text]}
    texts["headlines"] = [line.text for line in item.headlines]
    piece_of = _pieces(analyzer)
    sent: Json = {}
    forms: set[str] = set()
    length = 0
    known: dict[str, tuple[str, int]] = {}  # the title is most often a headline, too
    for field in TEXT_FIELDS:
        lines = []
        for text in texts[field]:
            if text not in known:
                pieces = [piece_of[piece] for piece in with_groups_joined(text).split()]
                forms.update(*[piece.forms for piece in pieces])
                line = " ".join([piece.sent for piece in pieces if piece.sent])
                known[text] = line, sum([piece.size for piece in pieces])
            line, size = known[text]
            length += size
            if line:
                lines.append(line)
        sent[field] = lines
    sent[FORMS_FIELD] = sorted(forms)
    sent[LINK_FIELD] = [terms for link in item.links if (terms := _sent_link(link))]
    alone = replace(item, versions=()) if item.versions else item
    sent[LINES_SEEN] = [line_number(own.article, own.text) for own in sightings(alone)]
    sent["length"] = length
    return sent


@lru_cache(maxsize=CACHED_LINKS)
def _sent_link(link: str) -> str:
    """Return the terms of a link as the cluster is sent them."""
    terms = part_terms(link_parts(link)).decode()
    starts = range(0, len(terms), TERM_BYTES)
    return " ".join([terms[start : start + TERM_BYTES] for start in starts])


class CountedName(NamedTuple):
    """A name as values of a facet are counted: its key, the number of that, how it is written."""

    key: str
    number: int
    written: str


@lru_cache(maxsize=CACHED_NAMES)
def _counted_name(name: str) -> CountedName:
    key = name_key(name)
    return CountedName(key, number_of(key), f"{key}{BEHIND_KEY}{as_written(name)}")


def _counted_under(item: Item) -> Json:
    """Return the id, the day, and the values of facets: their keys, and how they are written."""
    day = item.day.toordinal() if item.day else UNDATED
    month = item.day.isoformat()[:7] if item.day else ""
    members: Json = {ID_FIELD: item.id, "day": day, "last_day": day or NEVER}
    members |= {"year": [month[:4]], "month": [month]} if month else {}
    names = {field: getattr(item, field) for field in ("sources", "tags", "categories")}
    names["feed"] = (item.feed,)
    for field, own in names.items():
        # The first of several spellings of one name counts.
        named = {one.key: one for one in map(_counted_name, filter(None, reversed(own)))}
        members[field] = sorted(named)
        members[f"{field}{NUMBERED}"] = [named[key].number for key in members[field]]
        members[f"{field}{WRITTEN}"] = sorted([one.written for one in named.values()])
    members["outlets"] = len(members["sources"])
    return members


def number_of(key: str) -> int:
    """Return the number of a value of a facet: 64 bits of a hash, so no two have the same."""
    hashed = blake2b(key.encode(), digest_size=8).digest()
    return int.from_bytes(hashed, "big", signed=True) or 1


def line_number(article: str, text: str) -> int:
    """Return the number of a headline: 32 bits for its article above 32 for its text."""
    halves = [blake2b(own.encode(), digest_size=4).digest() for own in (article, text)]
    return int.from_bytes(b"".join(halves), "big", signed=True)


def day_of(number: int) -> date | None:
    """Return the day of a number; None for UNDATED and for NEVER."""
    return date.fromordinal(number) if UNDATED < number < NEVER else None
