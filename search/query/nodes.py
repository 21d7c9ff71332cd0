"""What does a query say? The nodes that its text is read as, before any word is looked up."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import TypeGuard

from search.frozen import frozen

#: Takes a note: a sentence on what was repaired, read otherwise than written, or left out.
Say = Callable[[str], None]


@frozen()
class WordNode:
    """A word, a prefix, a pattern or a misspelling.

    `field` is None for title, headlines and text. A pattern's text has `?` for one letter and `*`
    for any number of them. `required` tells that with any `match` no hit may lack it. `joined` are
    the words that it may be a part of, with a word beside it: `iphone15`.
    """

    text: str
    field: str | None = None
    prefix: bool = False
    distance: int = 0
    pattern: bool = False
    required: bool = False
    joined: tuple[str, ...] = ()


@frozen()
class PhraseNode:
    """Words in this order, at most `between` others between them in all.

    With `prefix` the last word may go on.
    """

    text: str
    field: str | None = None
    between: int = 0
    prefix: bool = False


@frozen()
class NearNode:
    """Two words in either order, at most `between` others between them."""

    words: tuple[str, str]
    field: str | None
    between: int


@frozen()
class NameNode:
    """A value of a field of names.

    `written` is what stands in the query. Unless a value is spelt so, signs in it may count: a
    minus before the name, a star behind it; `quoted` names have no such signs. `values` are those
    that it is known to mean.
    """

    field: str
    written: str
    quoted: bool = False
    values: tuple[str, ...] = ()


@frozen()
class LinkNode:
    """What links to an address: a whole one, or parts of one in a row."""

    address: str


@frozen()
class IdNode:
    """The item of an id, or with the field `story` the items of the story that has it."""

    id: str
    field: str = "path"


@frozen()
class DaysNode:
    """The days from `first` to `last`, both included; None opens the end."""

    first: date | None
    last: date | None


@frozen()
class OutletsNode:
    """Items that `least` to `most` different outlets carry; None opens the end."""

    least: int
    most: int | None


@frozen()
class NotNode:
    """What the node does not find."""

    node: "Node"


@frozen()
class AnyNode:
    """What one of the nodes finds."""

    nodes: tuple["Node", ...]


@frozen()
class AllNode:
    """What all of the nodes find; everything where there are none."""

    nodes: tuple["Node", ...]


Node = (
    WordNode
    | PhraseNode
    | NearNode
    | NameNode
    | LinkNode
    | IdNode
    | DaysNode
    | OutletsNode
    | NotNode
    | AnyNode
    | AllNode
)


def required(node: Node) -> Node:
    """Return a node whose words no hit may lack, with any `match`."""
    match node:
        case WordNode():
            return replace(node, required=True)
        case AllNode(inside):
            return AllNode(tuple(map(required, inside)))
    return node


def is_plain(node: Node | None) -> TypeGuard[WordNode]:
    """Tell whether a node is a word that stands for itself alone."""
    return isinstance(node, WordNode) and not (node.prefix or node.distance or node.pattern)


def lone_word(node: Node | None) -> tuple[str, str | None] | None:
    """Return the text and the field of a word that stands for itself alone, in quotes or not."""
    if is_plain(node):
        return node.text, node.field
    if isinstance(node, PhraseNode) and not (node.prefix or node.between or " " in node.text):
        return node.text, node.field
    return None
