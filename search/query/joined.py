"""Which words of a query may be written as one in items? A name and its number: iphone 15."""

from collections.abc import Iterable
from dataclasses import replace

from search.language.folding import plain, with_joined_numbers
from search.query.nodes import is_plain
from search.query.parsed import Part


def with_words_joined(parts: Iterable[Part]) -> list[Part]:
    """Return the parts of a query, of which bare words side by side know what they may be together.

    `iphone 15 pro` -> `iphone`, `15`, each of which `iphone15` stands for, and `pro`.
    """
    found: list[Part] = []
    for part in parts:
        before = found[-1] if found else None
        if before and before.end + 1 == part.start:
            one, other = before.node, part.node
            if is_plain(one) and is_plain(other) and one.field is other.field is None:
                joined = with_joined_numbers(plain(f"{one.text} {other.text}"))
                if " " not in joined and not one.joined:
                    found[-1] = replace(before, node=replace(one, joined=joined))
                    part = replace(part, node=replace(other, joined=joined))
        found.append(part)
    return found
