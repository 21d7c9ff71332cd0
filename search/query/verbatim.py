"""What does the value of a field ask for whose values may hold any sign? A name, an id, a link."""

from search.messages import message
from search.query.lexeme import Lexeme
from search.query.nodes import AllNode, IdNode, LinkNode, NameNode, Node, Say
from search.query.tree import ID_FIELDS, LINK_FIELD


def value_node(value: Lexeme, field: str, say: Say) -> Node:
    """Return what a value asks of one of `VERBATIM_FIELDS`; `say` takes notes."""
    if field == LINK_FIELD:
        return LinkNode(value.text)
    if field in ID_FIELDS:
        if value.text.endswith("*") and len(value.text) > 1:
            say(
                message(
                    "In “{id}” the star stands for itself, as ids are looked for whole.",
                    id=f"{field}:{value.text}",
                )
            )
        # Every item has an id.
        return AllNode(()) if value.text == "*" else IdNode(value.text, ID_FIELDS[field])
    if value.values:
        return NameNode(field, value.values[0], quoted=True, values=value.values)
    is_quoted = value.kind == "phrase" and not value.prefix
    return NameNode(field, value.text + "*" * value.prefix, is_quoted)
