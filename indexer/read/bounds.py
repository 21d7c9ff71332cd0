"""How much of a file does an item take? What is over is cut, and the ledger says how much."""

from collections.abc import Sequence
from typing import TypeVar

from indexer.ledger import Reason, Repairs
from search.model import MAX_HEADLINES, MAX_TEXT_CHARACTERS

#: Characters before the end of a cut text in which a blank is looked for, to cut no word.
_LONGEST_WORD = 1_000

T = TypeVar("T")


def bounded_headlines(headlines: Sequence[T], repairs: Repairs) -> Sequence[T]:
    """Return the first MAX_HEADLINES headlines."""
    if len(headlines) > MAX_HEADLINES:
        detail = (
            f"It has {len(headlines):,} headlines; all but the first {MAX_HEADLINES:,} were left "
            "out."
        )
        repairs.add(Reason.HEADLINES_CUT, detail)
    return headlines[:MAX_HEADLINES]


def bounded_text(text: str, repairs: Repairs) -> str:
    """Return the first MAX_TEXT_CHARACTERS characters of a text, cut between words if it can be."""
    if len(text) <= MAX_TEXT_CHARACTERS:
        return text
    # One character more: the cut may fall just before a blank.
    words = text[: MAX_TEXT_CHARACTERS + 1].rsplit(maxsplit=1)
    whole = words[0] if len(words) > 1 and len(words[1]) <= _LONGEST_WORD else ""
    cut = whole or text[:MAX_TEXT_CHARACTERS].rstrip()
    detail = f"Its text has {len(text):,} characters; all but the first {len(cut):,} were left out."
    repairs.add(Reason.TEXT_CUT, detail)
    return cut
