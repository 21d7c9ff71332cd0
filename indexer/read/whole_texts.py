"""Which text is in a value that should be one, if it is a list or a mapping?

WordPress writes `content: {"rendered": "<p>…</p>"}`, others a list of paragraphs, or a text for
each language. Whatever is left out is given back, to be said.
"""

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import NamedTuple

from indexer.ledger import Reason, Repairs
from indexer.read.field_values import MAX_PARTS, first_text, folded
from indexer.read.titles import shortened

#: Levels of lists and mappings in which texts are looked for.
MAX_LEVELS = 8
#: Folded keys of a mapping that hold its text, the best first.
_TEXT_KEYS = (
    "rendered", "html", "markdown", "text", "value", "content", "body", "raw", "plain", "title",
    "name", "children", "blocks", "paragraphs",
)  # fmt: skip


class WholeText(NamedTuple):
    """The text of a value, and other texts in it that are left out."""

    text: str
    left_out: tuple[str, ...] = ()


def whole_text(value: object, joint: str, levels: int = MAX_LEVELS) -> WholeText:
    """Return the text in a value: that of a list joined, that of a mapping's best member."""
    if isinstance(value, list | tuple) and levels:
        parts = [whole_text(part, joint, levels - 1) for part in value[:MAX_PARTS]]
        text = joint.join(part.text for part in parts if part.text)
        return WholeText(text, tuple(left for part in parts for left in part.left_out))
    if isinstance(value, Mapping) and levels:
        members = folded(value)
        for key in _TEXT_KEYS:
            found = whole_text(members.get(key), joint, levels - 1)
            if found.text:
                return found
        texts = [text for member in value.values() for text in _texts(member, levels - 1)]
        return WholeText(texts[0], tuple(texts[1:])) if texts else WholeText("")
    return WholeText(first_text(value))


def every_text(value: object, levels: int = MAX_LEVELS) -> Iterator[str]:
    """Yield all texts in a value, in order, but not the keys of mappings."""
    if isinstance(value, list | tuple | Mapping) and levels:
        members = value.values() if isinstance(value, Mapping) else value
        for member in islice(members, MAX_PARTS):
            yield from every_text(member, levels - 1)
    elif text := first_text(value):
        yield text


def _texts(value: object, levels: int) -> Iterator[str]:
    found = whole_text(value, " ", levels)
    if found.text:
        yield found.text
    yield from found.left_out


def say_left_out(
    key: str, texts: tuple[str, ...], repairs: Repairs, why: str = "as the key has several texts"
) -> None:
    """Report texts in a folded key that were left out, if there are any, and why."""
    if texts:
        shown = shortened(" ".join(" ".join(texts).split()), 60)
        detail = f"Text in the key {repairs.key(key)} was left out, {why}: {shown!r}."
        repairs.add(Reason.TEXT_LEFT_OUT, detail)
