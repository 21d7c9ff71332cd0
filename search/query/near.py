"""What do two parts of a query ask for with an operator for words near each other between them?

port NEAR/5 strike        the words, at most 5 others between them
port PRE/5 strike         the same in this order: "port strike"~5
port NOT W/5 strike       port, but not near strike
"a b" NEAR/5 strike       both, as it can stand between two words only
"""

from search.messages import message
from search.query.borrowed import is_in_order
from search.query.lexeme import Lexeme
from search.query.manner import Manner
from search.query.nodes import AllNode, NearNode, Node, NotNode, PhraseNode, Say, lone_word
from search.query.read_note import read_note


def near_nodes(
    before: Node | None, after: Node | None, sign: Lexeme, manner: Manner, say: Say
) -> list[Node | None]:
    """Return what stands for the part before an operator; if it is not near, the part after, too.

    `say` takes notes.
    """
    one, other = lone_word(before), lone_word(after)
    near: Node | None = None
    written = meant = sign.text
    if one and other and one[1] == other[1]:
        written, between = f"{one[0]} {sign.text} {other[0]}", sign.between
        if is_in_order(sign.text):
            near = PhraseNode(f"{one[0]} {other[0]}", one[1], between)
            meant = f'"{one[0]} {other[0]}"~{between}'
        else:
            near = NearNode((one[0], other[0]), one[1], between)
            meant = f"{one[0]} NEAR/{between} {other[0]}"
    if sign.text[:3].upper() == "NOT" and before is not None and after is not None:
        meant = f"{one[0]} -({meant})" if near and one else "NOT"
        say(read_note(written, meant))
        return [AllNode((before, NotNode(near or after)))]
    if isinstance(near, PhraseNode):
        say(read_note(written, meant))
        return [near, after]
    if near is None:
        say(
            message("Read “{sign}” as AND, as it can stand between two words only.", sign=sign.text)
        )
        return [before, after]
    if manner.may_be_title:
        say(
            message(
                "Read “{sign}” as an operator that finds words near each "
                "other; in quotation marks it is a word.",
                sign=sign.text,
            )
        )
    return [near, after]
