"""How does the page of an item show what changed from version to version?"""

from collections.abc import Iterable, Sequence

from markupsafe import Markup

from search import HeadlineChange, Item, Piece, VersionChange
from search.answer.differences import shortened
from search.frozen import frozen
from search.versions import Revision, revisions
from web.bounds import size_of
from web.escaping import safe

#: Bytes that the changes of all versions take on a page, the latest first, and characters of one
#: piece of a text.
CHANGES_BYTES = 80_000
MAX_PIECE_CHARACTERS = 2_000
#: Bytes that HTML puts around a piece.
_AROUND_PIECE = 15
_TAGS = {"same": ("", ""), "added": ("<ins>", "</ins>"), "removed": ("<del>", "</del>")}


@frozen(kw_only=True)
class ShownChange:
    """A version in the list of an item's changes: its revision, its number, what changed in words.

    `title` and `text` are "" where nothing changed, or where it takes too much of the page; then
    `left_out` says so. `headlines` are None where those of the revision are to be shown.
    """

    revision: Revision
    number: int
    is_whole: bool
    title: Markup
    text: Markup
    headlines: Sequence[tuple[HeadlineChange, Markup]] | None
    left_out: bool


def shown_changes(item: Item, changes: Sequence[VersionChange]) -> list[ShownChange]:
    """Return the versions that a page lists, oldest first; `item` is as much of it as is shown."""
    known = revisions(item)
    left = CHANGES_BYTES
    found: list[ShownChange] = []
    for revision, change in zip(known[::-1], changes[::-1], strict=False):
        size = sum(map(_size, (change.title, change.text, *(own.text for own in change.headlines))))
        left -= size
        fits = left >= 0 or not size
        is_first = len(found) == len(known) - 1
        found.append(
            ShownChange(
                revision=revision,
                number=change.number,
                is_whole=change.is_whole,
                title=_html(change.title) if fits and not is_first else Markup(),
                text=_html(change.text) if fits else Markup(),
                headlines=[(own, _html(own.text)) for own in change.headlines]
                if fits and not is_first
                else None,
                left_out=not fits,
            )
        )
    return found[::-1]


def _cut(pieces: Iterable[Piece]) -> Iterable[Piece]:
    for piece in pieces:
        text = piece.text
        if len(text) > MAX_PIECE_CHARACTERS:
            text = text[:MAX_PIECE_CHARACTERS] + "…"
        yield Piece(kind=piece.kind, text=text)


def _size(pieces: Sequence[Piece]) -> int:
    return sum(size_of(piece.text) + _AROUND_PIECE for piece in _cut(shortened(pieces)))


def _html(pieces: Sequence[Piece]) -> Markup:
    parts: list[str] = []
    before = ""
    for piece in _cut(shortened(pieces)):
        start, end = _TAGS[piece.kind]
        lead = len(piece.text) - len(piece.text.lstrip())
        if before == "removed" and piece.kind == "added" and not lead:
            parts.append(" ")  # what came stands apart from what went
        before = piece.kind
        parts.append(f"{piece.text[:lead]}{start}{safe(piece.text[lead:])}{end}")
    return Markup("".join(parts))
