"""How does one text differ from another, word by word?

The fewest words are taken away and put in (Myers, 1986: An O(ND) difference algorithm). Where that
would take too long, whole lines are, and else all of the text. Blanks do not count.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby

from search.deadlines import check_deadline
from search.language.cutting import BLANKLESS, BLANKLESS_MARKS
from search.read_item import Piece

#: Words that may differ between two texts that are compared by words.
MAX_EDITS = 300
#: Steps of all comparisons of one answer: each looks at a character or a word.
MAX_STEPS = 600_000
#: Characters of a part that both texts have that are shown at each of its ends.
CONTEXT_CHARACTERS = 80
_ELLIPSIS = " … "
# A letter of a script without blanks is a word here, with the marks on it: 新, ที่.
_HANGUL = "\u1100-\u11ff\u3130-\u318f\ua960-\ua97f\uac00-\ud7ff"
_ALONE = f"(?![{_HANGUL}])[{BLANKLESS}]"
# Signs within words that are no letters to Python: accents, vowels, what joins or parts letters.
_MARKS = (
    "\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1-\u05c7\u0610-\u061a\u064b-\u065f\u0670"
    "\u06d6-\u06ed\u0711\u0730-\u074a\u07a6-\u07b0\u0816-\u082d\u0859-\u085b\u08d3-\u0963"
    "\u0966-\u0dff\u0f18-\u0f39\u0f71-\u0fbc\u135d-\u135f\u1dc0-\u1dff\u200c\u200d\u20d0-\u20f0"
)
_IN_WORD = rf"(?:(?!{_ALONE})[\w{_MARKS}])+"
# What changes how the sign before it looks, as its colour does, or joins the next one to it.
_IN_SIGN = rf"(?:\u200d\S|[\ufe00-\ufe0f\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f{_MARKS}])*"
_WORD = (
    rf"\s*(?:{_ALONE}[{BLANKLESS_MARKS}]*"
    rf"|{_IN_WORD}(?:(?:(?<=\d)[.,](?=\d)|['’](?=\w)){_IN_WORD})*"
    rf"|[\U0001f1e6-\U0001f1ff]{{2}}|[^\w\s]{_IN_SIGN})|\s+$"
)
_LINE = re.compile(r"[^\n]*\n|[^\n]+$")


@cache
def _word() -> re.Pattern[str]:
    # Compiled with the first comparison: its wide ranges take ten milliseconds.
    return re.compile(_WORD)


@dataclass(slots=True)
class Steps:
    """How many steps the comparisons of one answer may still take."""

    left: int = MAX_STEPS


def differences(before: str, after: str, steps: Steps) -> tuple[Piece, ...]:
    """Return the pieces of two texts in order: what both have, what one had, what the other has.

    Less the pieces that were removed it is the second text, less those added the first, but for
    blanks.
    """
    for unit in (_word(), _LINE):
        if len(before) + len(after) > steps.left:
            break
        steps.left -= len(before) + len(after)
        own, others = unit.findall(before), unit.findall(after)
        found = _compared(own, others, steps)
        if found is not None:
            return tuple(_joined_pieces(found))
    whole = (("removed", before), ("added", after))
    return tuple(Piece(kind=kind, text=text) for kind, text in whole if text)


def shortened(pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    """Return pieces with the middle left out of what both texts have, and of the ends the rest."""
    shown = []
    for number, piece in enumerate(pieces):
        text = piece.text
        if piece.kind == "same" and len(text) > 2 * CONTEXT_CHARACTERS:
            end = text[:CONTEXT_CHARACTERS] if number else ""
            start = text[-CONTEXT_CHARACTERS:] if number + 1 < len(pieces) else ""
            text = end + _ELLIPSIS + start
        shown.append(Piece(kind=piece.kind, text=text))
    return tuple(shown)


def _compared(
    own: Sequence[str], others: Sequence[str], steps: Steps
) -> list[tuple[str, str]] | None:
    """Return (kind, word) for all words of two texts; None if it would take too long."""
    mine, theirs = [word.strip() for word in own], [word.strip() for word in others]
    start, most = 0, min(len(mine), len(theirs))
    while start < most and mine[start] == theirs[start]:
        start += 1
    end = 0
    while end < most - start and mine[-1 - end] == theirs[-1 - end]:
        end += 1
    until, others_until = len(mine) - end, len(theirs) - end
    edits = _edits(mine[start:until], theirs[start:others_until], steps)
    if edits is None:
        return None
    found = [("same", word) for word in others[:start]]
    first, second = start, start
    for kind in edits:
        if kind == "removed":
            found.append((kind, own[first]))
        else:
            found.append((kind, others[second]))
        first += kind != "added"
        second += kind != "removed"
    return found + [("same", word) for word in others[others_until:]]


def _edits(mine: Sequence[str], theirs: Sequence[str], steps: Steps) -> list[str] | None:
    """Return the fewest edits that make one row of words of the other; None if they are too many.

    Of each number of edits it is known how far they reach on each diagonal.
    """
    if not mine or not theirs:
        return ["removed"] * len(mine) + ["added"] * len(theirs)
    furthest = {1: 0}
    trace = []
    for count in range(min(len(mine) + len(theirs), MAX_EDITS) + 1):
        check_deadline()
        trace.append(dict(furthest))
        for diagonal in range(-count, count + 1, 2):
            is_down = diagonal == -count or (
                diagonal != count and furthest[diagonal - 1] < furthest[diagonal + 1]
            )
            x = furthest[diagonal + 1] if is_down else furthest[diagonal - 1] + 1
            y = came = x - diagonal
            while x < len(mine) and y < len(theirs) and mine[x] == theirs[y]:
                x, y = x + 1, y + 1
            steps.left -= 1 + y - came
            furthest[diagonal] = x
            if x >= len(mine) and y >= len(theirs):
                return _way(trace, len(mine), len(theirs))
        if steps.left < 0:
            return None
    return None


def _way(trace: Sequence[dict[int, int]], x: int, y: int) -> list[str]:
    """Return the edits that led to the end of both rows, from the first to the last."""
    edits: list[str] = []
    for count in range(len(trace) - 1, 0, -1):
        furthest, diagonal = trace[count], x - y
        is_down = diagonal == -count or (
            diagonal != count and furthest[diagonal - 1] < furthest[diagonal + 1]
        )
        other = diagonal + 1 if is_down else diagonal - 1
        before_x = furthest[other]
        before_y = before_x - other
        edits += ["same"] * min(x - before_x, y - before_y)
        edits.append("added" if is_down else "removed")
        x, y = before_x, before_y
    edits += ["same"] * x
    return edits[::-1]


def _joined_pieces(words: Sequence[tuple[str, str]]) -> Iterator[Piece]:
    """Yield pieces: of what differs between two parts that both have, what was removed first."""
    for is_same, run in groupby(words, lambda word: word[0] == "same"):
        here = list(run)
        for kind in ("same",) if is_same else ("removed", "added"):
            text = "".join(word for own, word in here if own == kind)
            if text:
                yield Piece(kind=kind, text=text)
